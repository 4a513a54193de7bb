/**
 * Run with: node --conditions=@xdv/source bench/scheduler.bench.ts
 * Compares a decision with the obvious queue, a sorted array, in the same run and on the same work.
 */
import type { ContractId, ProcessId, ResourceId, Scheduler } from '@xdv/domain-model';
import { createScheduler } from '../src/index.ts';

const SLICE_TICKS = 100;
const ROUNDS = 5;
const DECISIONS = 100_000;
/** The array moves all its entries at each decision: fewer will do for its figure. */
const ARRAY_MOVES = 200_000_000;
const PLACEMENTS = 10_000;
const resource = 1 as ResourceId;
const pid = (n: number): ProcessId => n as ProcessId;

/** The best of some rounds, in nanoseconds per operation. */
const nsPer = (count: number, run: () => void): number => {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1e6) / count;
};

/** A round robin over n processes, taken by every queue in turn: returns a sum of who ran. */
type Robin = (decisions: number) => number;

const schedulerRobin = (n: number): Robin => {
  const scheduler = createScheduler({ sliceTicks: SLICE_TICKS });
  for (let process = 1; process <= n; process++) scheduler.ready(pid(process), 0);
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
  readonly process: number;
}

/** Where the entry belongs in the array, by binary search. */
const placeOf = (queue: readonly Entry[], entry: Entry): number => {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { since, process } = queue[middle]!;
    if ((since - entry.since || process - entry.process) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const arrayRobin = (n: number): Robin => {
  const queue: Entry[] = Array.from({ length: n }, (_, i) => ({ since: 0, process: i + 1 }));
  let tick = 0;
  let running: Entry | undefined;
  return (decisions) => {
    let sum = 0;
    for (let i = 0; i < decisions; i++) {
      if (running) {
        const again = { since: tick, process: running.process };
        queue.splice(placeOf(queue, again), 0, again);
      }
      running = queue.shift()!;
      sum += running.process * (i & 255);
      tick += SLICE_TICKS;
    }
    return sum;
  };
};

const decisions = (n: number): void => {
  const heap = schedulerRobin(n);
  const array = arrayRobin(n);
  // a whole turn and more: both make the same decisions
  if (heap(n + 999) !== array(n + 999)) throw new Error('the queues differ');
  const arrayDecisions = Math.min(DECISIONS, ARRAY_MOVES / n);
  const heapNs = nsPer(DECISIONS, () => heap(DECISIONS));
  const arrayNs = nsPer(arrayDecisions, () => array(arrayDecisions));
  const figures = `${heapNs.toFixed(0).padStart(6)} ns, sorted array ${arrayNs.toFixed(0)} ns`;
  const ratio = (arrayNs / heapNs).toFixed(2);
  console.log(`decision, ${String(n).padStart(6)} ready: ${figures}, ratio array / heap ${ratio}`);
};

let contracts = 0;

/** Asks for one tick far behind everything else, and gives it back. */
const placeOnce = (scheduler: Scheduler): void => {
  const contract = ++contracts as ContractId;
  const request = { contract, process: pid(1), resource, domain: 'Q' as const, since: 0 };
  scheduler.request({ ...request, length: 1, latestStart: Number.MAX_SAFE_INTEGER - 1 });
  const [placed] = scheduler.arbitrate(resource, 0);
  if (!placed?.start.ok) throw new Error('an envelope that fits was refused');
  scheduler.release(resource, contract, 0);
};

const placements = (ahead: number): void => {
  const scheduler = createScheduler();
  scheduler.attach(resource);
  for (let i = 0; i < ahead; i++) {
    const contract = ++contracts as ContractId;
    const request = { contract, process: pid(1), resource, domain: 'Q' as const, since: 0 };
    scheduler.request({ ...request, length: 10, latestStart: Number.MAX_SAFE_INTEGER - 10 });
  }
  scheduler.arbitrate(resource, 0);
  const ns = nsPer(PLACEMENTS, () => {
    for (let i = 0; i < PLACEMENTS; i++) placeOnce(scheduler);
  });
  const figure = `${ns.toFixed(0).padStart(6)} ns with its release`;
  console.log(`placement, ${String(ahead).padStart(5)} ahead: ${figure}`);
};

for (const n of [1_000, 10_000, 100_000]) decisions(n);
for (const ahead of [0, 10, 100, 1_000]) placements(ahead);
