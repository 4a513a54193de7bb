import type { Job, Part, Workload } from '../../../src/lab/index.ts';

/**
 * The obvious simulator: every tick one after another, units of every tick in a table, the queue
 * sorted anew for every decision. No sessions, alternatives or crossings.
 */
const HORIZON = 1_500;
/** An idle machine has gone through all its calendar by then. */
const PATTERN = 400;

export type Order = (job: Job, since: number) => readonly number[];

const comparing = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
};

const lengthOf = ({ offset, ticks }: Part, whole: number): number =>
  Math.min(whole, ticks === 0 ? whole : offset + ticks) - offset;

class Machine {
  readonly #workload: Workload;
  /** Units free of each resource at each tick. */
  readonly #free: number[][];

  constructor(workload: Workload) {
    this.#workload = workload;
    this.#free = workload.resources.map(({ capacity, closures, calibration }) =>
      Array.from({ length: HORIZON }, (_, tick) => {
        const closed = closures.some(({ start, ticks, every }) =>
          every === 0
            ? tick >= start && tick < start + ticks
            : tick >= start && (tick - start) % every < ticks,
        );
        if (closed) return 0;
        if (!calibration) return capacity;
        const { firstTick, everyTicks, validTicks } = calibration;
        const age = (((tick - firstTick) % everyTicks) + everyTicks) % everyTicks;
        return age <= validTicks ? capacity : 0;
      }),
    );
    for (const { resource, amount, start, end } of workload.reservations) {
      const held = this.#units(resource, amount);
      // what is closed cannot be held as well
      for (let tick = start; tick < end; tick++) {
        const free = this.#free[resource]!;
        free[tick] = Math.max(0, free[tick]! - held);
      }
    }
  }

  fits({ parts, estimate }: Job, now: number): boolean {
    return parts.every((part) => {
      const from = now + part.offset;
      const held = this.#units(part.resource, part.amount);
      for (let tick = from; tick < from + lengthOf(part, estimate); tick++) {
        if (this.#free[part.resource]![tick]! < held) return false;
      }
      return true;
    });
  }

  earliest(job: Job, now: number): number {
    for (let tick = now; tick < now + PATTERN; tick++) if (this.fits(job, tick)) return tick;
    return -1;
  }

  /** Takes (-1) or gives back (+1) what a job holds from `from` on. */
  change({ parts, estimate }: Job, start: number, from: number, sign: number): void {
    for (const part of parts) {
      const first = start + part.offset;
      const free = this.#free[part.resource]!;
      for (let tick = first; tick < first + lengthOf(part, estimate); tick++) {
        if (tick >= from) free[tick]! += sign * this.#units(part.resource, part.amount);
      }
    }
  }

  #units(resource: number, amount: number): number {
    const { sharing, capacity } = this.#workload.resources[resource]!;
    return sharing === 'exclusive' ? capacity : amount;
  }
}

/** Groups of resources that jobs connect. */
const stationsOf = ({ resources, jobs }: Workload): readonly number[] => {
  const group = resources.map((_, i) => i);
  for (let round = 0; round < resources.length; round++) {
    for (const { parts } of jobs) {
      const least = Math.min(...parts.map(({ resource }) => group[resource]!));
      for (const { resource } of parts) group[resource] = least;
    }
  }
  return group;
};

/**
 * Start of each job, -1 if it never starts: in strict order, or with those that fit beside the
 * first in the order `fill`.
 */
export const referenceStarts = (workload: Workload, order: Order, fill?: Order): number[] => {
  const { jobs } = workload;
  const machine = new Machine(workload);
  const group = stationsOf(workload);
  const starts = jobs.map(() => -1);
  const since = jobs.map(({ submit, after }) => (after === 0 ? submit : Infinity));
  const state = jobs.map((): 'new' | 'waits' | 'runs' | 'over' => 'new');
  const indices = jobs.map((_, i) => i);

  const decide = (tick: number, station: number): void => {
    const by = (given: Order) => (a: number, b: number) =>
      comparing(given(jobs[a]!, since[a]!), given(jobs[b]!, since[b]!));
    const queue = indices
      .filter((i) => state[i] === 'waits' && group[jobs[i]!.parts[0]!.resource] === station)
      .sort(by(order));
    const start = (i: number): void => {
      machine.change(jobs[i]!, tick, tick, -1);
      starts[i] = tick;
      state[i] = 'runs';
    };
    while (queue.length > 0) {
      const head = queue.shift()!;
      const at = machine.earliest(jobs[head]!, tick);
      if (at < 0) state[head] = 'over';
      else if (at === tick) start(head);
      else {
        if (!fill) return;
        machine.change(jobs[head]!, at, at, -1);
        for (const i of queue.sort(by(fill))) if (machine.fits(jobs[i]!, tick)) start(i);
        machine.change(jobs[head]!, at, at, 1);
        return;
      }
    }
  };

  for (let tick = 0; tick < HORIZON - PATTERN; tick++) {
    for (const i of indices) {
      const job = jobs[i]!;
      if (state[i] !== 'runs' || starts[i]! + job.run !== tick) continue;
      machine.change(job, starts[i]!, tick, 1);
      state[i] = 'over';
      jobs.forEach((next, n) => {
        if (next.after === job.id) since[n] = Math.max(next.submit, tick + next.thinkTicks);
      });
    }
    for (const i of indices) if (state[i] === 'new' && since[i] === tick) state[i] = 'waits';
    for (const i of indices) {
      if (state[i] === 'waits' && jobs[i]!.latestStart < tick) state[i] = 'over';
    }
    for (const station of new Set(group)) decide(tick, station);
  }
  return starts;
};
