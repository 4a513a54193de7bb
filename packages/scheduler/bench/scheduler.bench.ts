/**
 * Run with: node --conditions=@xdv/source bench/scheduler.bench.ts
 * CPU time of decisions of the kernel's scheduler, with the exponent of its growth, beside the
 * obvious queue, a sorted array, in the same run and on the same work.
 */
import type {
  ContractId,
  ProcessId,
  ResourceId,
  Scheduler,
  SchedulingPolicy,
} from '@xdv/domain-model';
import { exponent, nsPer, showNs } from './cpu.ts';
import { createScheduler, type SchedulerOptions } from '../src/index.ts';

const SLICE_TICKS = 100;
const ROUNDS = 5;
const DECISIONS = 200_000;
/** The array moves all its entries at each decision: fewer will do for its figure. */
const ARRAY_MOVES = 200_000_000;
const PLACEMENTS = 10_000;
const FAR = Number.MAX_SAFE_INTEGER - 10;
const resource = 1 as ResourceId;
const pid = (n: number): ProcessId => n as ProcessId;

/** A round robin over n processes, taken by every queue in turn: returns a sum of who ran. */
type Robin = (decisions: number) => number;

const schedulerRobin = (n: number, options: SchedulerOptions = {}): Robin => {
  const scheduler = createScheduler({ sliceTicks: SLICE_TICKS, ...options });
  for (let id = 1; id <= n; id++) scheduler.ready(pid(id), 0);
  return (decisions) => {
    let sum = 0;
    for (let i = 0; i < decisions; i++) {
      const decision = scheduler.next();
      if (decision?.kind !== 'run') throw new Error('somebody has to be ready');
      sum += decision.process * (i & 255);
      scheduler.charge(decision.lane, SLICE_TICKS);
    }
    return sum;
  };
};

interface Entry {
  readonly since: number;
  readonly id: number;
}

/** Where the entry belongs in the array, by binary search. */
const placeOf = (queue: readonly Entry[], entry: Entry): number => {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { since, id } = queue[middle]!;
    if ((since - entry.since || id - entry.id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const arrayRobin = (n: number): Robin => {
  const queue: Entry[] = Array.from({ length: n }, (_, i) => ({ since: 0, id: i + 1 }));
  let tick = 0;
  let running: Entry | undefined;
  return (decisions) => {
    let sum = 0;
    for (let i = 0; i < decisions; i++) {
      if (running) {
        const again = { since: tick, id: running.id };
        queue.splice(placeOf(queue, again), 0, again);
      }
      running = queue.shift()!;
      sum += running.id * (i & 255);
      tick += SLICE_TICKS;
    }
    return sum;
  };
};

/** Weighs by process, so that nothing arrives in order and every decision goes through a heap. */
const scattered: SchedulingPolicy = {
  name: 'scattered',
  version: '1',
  weigh: ({ process: id }) => (id * 2_654_435_761) % 1_000_003,
};

const decisions = (n: number): number => {
  const robin = schedulerRobin(n);
  robin(n + 999);
  const figure = nsPer(ROUNDS, DECISIONS, () => robin(DECISIONS));
  const weighed = schedulerRobin(n, { policy: scattered, levels: 4 });
  weighed(n + 999);
  const heapFigure = nsPer(ROUNDS, DECISIONS, () => weighed(DECISIONS));
  const parts = [`decision, ${String(n).padStart(7)} ready: in order ${showNs(figure)}`];
  parts.push(`by a policy and levels ${showNs(heapFigure)}`);
  if (n <= 100_000) parts.push(`sorted array ${showNs(arrayFigure(n))}`);
  console.log(parts.join(', '));
  return heapFigure;
};

const arrayFigure = (n: number): number => {
  const array = arrayRobin(n);
  // a whole turn and more: both make the same decisions
  if (schedulerRobin(n)(n + 999) !== array(n + 999)) throw new Error('the queues differ');
  const count = Math.min(DECISIONS, ARRAY_MOVES / n);
  return nsPer(ROUNDS, count, () => array(count));
};

let contracts = 0;

const ask = (scheduler: Scheduler, length: number): ContractId => {
  const contract = ++contracts as ContractId;
  const request = { contract, process: pid(1), resource, domain: 'Q' as const, since: 0 };
  scheduler.request({ ...request, length, latestStart: FAR });
  return contract;
};

/** Asks for an envelope with others in the way, has it arbitrated, and takes it back. */
const placements = (ahead: number, placement: 'conservative' | 'easy'): number => {
  const scheduler = createScheduler({ placement });
  scheduler.attach(resource, 'Q');
  for (let i = 0; i < ahead; i++) ask(scheduler, 10);
  scheduler.arbitrate(resource, 0);
  return nsPer(ROUNDS, PLACEMENTS, () => {
    for (let i = 0; i < PLACEMENTS; i++) {
      const contract = ask(scheduler, 1);
      scheduler.arbitrate(resource, 0);
      scheduler.release(resource, contract, 0);
    }
  });
};

const sizes = [1_000, 10_000, 100_000, 1_000_000];
const timed = sizes.map((n) => [n, decisions(n)] as const);
console.log(`growth of a decision by a policy: n^${exponent(timed).toFixed(2)}`);
for (const placement of ['conservative', 'easy'] as const) {
  for (const ahead of [10, 1_000, 100_000]) {
    const figure = `${showNs(placements(ahead, placement))} with its release`;
    console.log(`${placement} placement, ${String(ahead).padStart(6)} ahead: ${figure}`);
  }
}
