import {
  TICK_MAX,
  type ContractId,
  type Decision,
  type Placement,
  type PlacementRequest,
  type ProcessId,
  type ResourceId,
  type Scheduler,
  type SchedulingPolicy,
} from '@xdv/domain-model';
import fc from 'fast-check';

export const pid = (n: number): ProcessId => n as ProcessId;
export const cid = (n: number): ContractId => n as ContractId;
export const RESOURCE = 1 as ResourceId;
const FAR = 1_000_000;

export const envelope = (contract: number, fields: Partial<PlacementRequest> = {}) =>
  ({
    contract: cid(contract),
    process: pid(contract),
    resource: RESOURCE,
    domain: 'Q',
    length: 10,
    since: 0,
    latestStart: FAR,
    ...fields,
  }) satisfies PlacementRequest;

/** Contract and start of each placement, or the code of its refusal. */
export const verdicts = (
  placements: readonly Placement[],
): readonly (readonly [number, number | string])[] =>
  placements.map(({ contract, start }) => [contract, start.ok ? start.value : start.fault.code]);

export const policyOf = (weigh: SchedulingPolicy['weigh']): SchedulingPolicy => ({
  name: 'test',
  version: '1',
  weigh,
});

/** The next decision, which must let a process run. */
export const runs = (scheduler: Scheduler): Decision & { kind: 'run' } => {
  const decision = scheduler.next();
  if (decision?.kind === 'run') return decision;
  throw new Error(`expected a process to run, got ${JSON.stringify(decision)}`);
};

/** Who runs in the next `count` slices of `sliceTicks`, each used up. */
export const order = (scheduler: Scheduler, count: number, sliceTicks = 10): readonly number[] =>
  Array.from({ length: count }, () => {
    const { process, lane } = runs(scheduler);
    scheduler.charge(lane, sliceTicks);
    return process;
  });

/** One call to a scheduler; what its numbers mean depends on what is possible at that moment. */
export interface Step {
  readonly call:
    | 'ready' | 'next' | 'charge' | 'block' | 'remove' | 'at' | 'place' | 'release' | 'hold';
  readonly a: number;
  readonly b: number;
}

export const steps: fc.Arbitrary<Step> = fc.record({
  call: fc.constantFrom<Step['call'][]>(
    'ready', 'ready', 'next', 'next', 'next', 'charge', 'charge', 'block', 'remove', 'at', 'place',
    'release', 'hold',
  ),
  a: fc.nat(40),
  b: fc.nat(20),
});

const TIMERS = ['wake', 'job-end', 'contract-start', 'contract-end'] as const;

/**
 * A caller that keeps the rules of the port: it makes ready what is idle, charges what runs, and
 * never asks for the past. `log` is everything that the scheduler answered.
 */
export class Caller {
  readonly scheduler: Scheduler;
  readonly log: unknown[] = [];
  now = 0;
  #idle = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  #ready = new Set<number>();
  #lanes = new Map<number, number>();
  #contracts = 0;
  /** Contracts that wait (Infinity) or are placed, with their ends. */
  #held = new Map<ContractId, number>();
  readonly #lengths: number[] = [];

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  fork(): Caller {
    const copy = new Caller(this.scheduler.fork());
    copy.now = this.now;
    copy.#idle = new Set(this.#idle);
    copy.#ready = new Set(this.#ready);
    copy.#lanes = new Map(this.#lanes);
    copy.#contracts = this.#contracts;
    copy.#held = new Map(this.#held);
    copy.#lengths.push(...this.#lengths);
    return copy;
  }

  do({ call, a, b }: Step): void {
    switch (call) {
      case 'ready':
        return this.#makeReady(a);
      case 'next':
        return this.#next();
      case 'charge':
        return this.#onLane(a, (lane) => this.scheduler.charge(lane, b));
      case 'block':
        return this.#onLane(a, (lane) => this.#block(lane));
      case 'remove':
        return this.#remove(1 + (a % 9));
      case 'at':
        return this.scheduler.at(this.now + b, TIMERS[a % TIMERS.length]!, a);
      case 'place':
        return this.#place(a, b);
      case 'release':
        return this.#release(a);
      case 'hold':
        return this.scheduler.hold(pid(1 + (a % 9)), b % 3 === 0 ? TICK_MAX : this.now + b);
    }
  }

  #makeReady(a: number): void {
    const idle = [...this.#idle];
    if (idle.length === 0) return;
    const process = idle[a % idle.length]!;
    this.#idle.delete(process);
    this.#ready.add(process);
    this.scheduler.ready(pid(process), this.now);
  }

  #next(): void {
    const decision = this.scheduler.next();
    this.log.push(decision);
    if (decision === null) return;
    this.now = decision.tick;
    if (decision.kind === 'timer') {
      if (decision.timer === 'arbitrate') this.#arbitrate();
      return;
    }
    const before = this.#lanes.get(decision.lane);
    if (before !== undefined) this.#ready.add(before);
    this.#ready.delete(decision.process);
    this.#lanes.set(decision.lane, decision.process);
  }

  #onLane(a: number, act: (lane: number) => void): void {
    const lanes = [...this.#lanes.keys()];
    if (lanes.length > 0) act(lanes[a % lanes.length]!);
  }

  #block(lane: number): void {
    this.#idle.add(this.#lanes.get(lane)!);
    this.#lanes.delete(lane);
    this.scheduler.block(lane);
  }

  /** Ends a process that is ready or running; it never comes back. */
  #remove(process: number): void {
    const lane = [...this.#lanes].find(([, running]) => running === process)?.[0];
    if (lane === undefined && !this.#ready.delete(process)) return;
    if (lane !== undefined) this.#lanes.delete(lane);
    this.scheduler.remove(pid(process));
  }

  #place(a: number, length: number): void {
    const contract = ++this.#contracts;
    const since = this.now + (a % 3);
    const fields = { length: 1 + length, since, latestStart: since + a * 3 };
    this.scheduler.request({ ...envelope(contract, fields), process: pid(1 + (a % 9)) });
    this.#held.set(cid(contract), Infinity);
    this.#lengths[contract] = 1 + length;
  }

  #arbitrate(): void {
    const placements = this.scheduler.arbitrate(RESOURCE, this.now);
    this.log.push(placements);
    for (const { contract, start } of placements) {
      if (start.ok) this.#held.set(contract, start.value + this.#lengths[contract]!);
      else this.#held.delete(contract);
    }
  }

  /** Gives back one of the contracts that wait or have not ended. */
  #release(a: number): void {
    const open = [...this.#held].filter(([, end]) => end > this.now);
    if (open.length === 0) return;
    const [contract] = open[a % open.length]!;
    this.#held.delete(contract);
    this.scheduler.release(RESOURCE, contract, this.now);
  }
}
