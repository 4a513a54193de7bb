import { TICK_MAX, type Decision, type Scheduler, type SchedulingPolicy } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, createScheduler, laneWaitBound, type SchedulerOptions } from '../../src/index.ts';
import { pid, policyOf, runs } from './support.ts';

const SPREAD = 6;
const HOLD_MAX = 60;

/** Weights from -3 to 3, by process and, if the policy is dynamic, by the time that has passed. */
const policies: fc.Arbitrary<SchedulingPolicy> = fc.oneof(
  fc.constant(policyOf(({ process }) => ((process * 5) % 7) - 3)),
  fc.constant({ ...policyOf(({ now, process }) => ((now + process) % 7) - 3), dynamic: true }),
  fc.constant(
    compose(
      policyOf(({ process }) => (process % 2) * SPREAD),
      policyOf(({ process }) => process * 1000),
    ),
  ),
);

const configurations = fc.record({
  kLanes: fc.integer({ min: 1, max: 3 }),
  sliceTicks: fc.integer({ min: 1, max: 8 }),
  levels: fc.integer({ min: 1, max: 4 }),
  feedbackTicks: fc.integer({ min: 0, max: 12 }),
  agingTicks: fc.integer({ min: 1, max: 12 }),
  policy: policies,
});

/** What a process does in its turn: how much it uses, then whether and how long it waits. */
interface Move {
  readonly ticks: number;
  readonly sleeps: number;
  /** Ticks for which it holds a container from then on; 0: none any more. */
  readonly holds: number;
}

const moves = fc.array(
  fc.record({
    ticks: fc.integer({ min: 1, max: 40 }),
    sleeps: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
    holds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: HOLD_MAX })),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
);

/** Processes that act as `script` says, for a while: since when each waits for a turn. */
class Crowd {
  readonly waiting = new Map<number, number>();
  readonly #scheduler: Scheduler;
  readonly #lanes = new Map<number, number>();
  /** Until when each process holds something. */
  readonly #held = new Map<number, number>();
  readonly #script: readonly Move[];
  #moves = 0;

  constructor(scheduler: Scheduler, size: number, script: readonly Move[]) {
    this.#scheduler = scheduler;
    this.#script = script;
    for (let process = 1; process <= size; process++) this.#ready(process, 0);
  }

  act(decision: Decision): void {
    if (decision.kind === 'timer') return this.#fire(decision);
    const { lane, process, tick, sliceLeft } = decision;
    const before = this.#lanes.get(lane);
    if (before !== process) {
      if (before !== undefined) this.waiting.set(before, tick);
      this.waiting.delete(process);
      this.#lanes.set(lane, process);
    }
    this.#move(process, lane, tick, sliceLeft);
  }

  #move(process: number, lane: number, tick: number, sliceLeft: number): void {
    const { ticks, sleeps, holds } = this.#script[this.#moves++ % this.#script.length]!;
    const used = Math.min(ticks, sliceLeft);
    this.#scheduler.charge(lane, used);
    if (sleeps === 0) return;
    this.#hold(process, holds === 0 ? TICK_MAX : tick + holds);
    this.#scheduler.block(lane);
    this.#lanes.delete(lane);
    this.#scheduler.at(tick + used + sleeps, 'wake', process);
  }

  #hold(process: number, until: number): void {
    this.#held.set(process, until);
    this.#scheduler.hold(pid(process), until);
    if (until < TICK_MAX) this.#scheduler.at(until, 'contract-end', process);
  }

  #fire({ tick, timer, id }: Decision & { kind: 'timer' }): void {
    if (timer === 'wake') this.#ready(id, tick);
    else if (this.#held.get(id) === tick) this.#hold(id, TICK_MAX);
  }

  #ready(process: number, tick: number): void {
    this.waiting.set(process, tick);
    this.#scheduler.ready(pid(process), tick);
  }
}

describe('the wait for a turn on a lane', () => {
  it('is never longer than the bound, at any step (XDV-012.8)', () => {
    const sizes = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(configurations, sizes, moves, (options: SchedulerOptions, size, script) => {
        const scheduler = createScheduler(options);
        const load = { competitors: size - 1, weightSpread: SPREAD, holdTicks: HOLD_MAX };
        const bound = laneWaitBound(options, load);
        const crowd = new Crowd(scheduler, size, script);
        for (let step = 0; step < 150; step++) {
          const decision = scheduler.next();
          if (decision === null) return;
          for (const since of crowd.waiting.values()) {
            expect(decision.tick - since).toBeLessThanOrEqual(bound);
          }
          crowd.act(decision);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is bounded in this way: (levels + spread) epochs, a turn of each, and feedback', () => {
    const load = { competitors: 3, weightSpread: 2, overrunTicks: 1 };
    // slices of 10 · 2 and a tick more; 5 epochs of 100
    const plain = { sliceTicks: 10, levels: 2, agingTicks: 100, feedbackTicks: 0 };
    expect(laneWaitBound(plain, load)).toBe(4 * 100 + 3 * 21);
    expect(laneWaitBound({ ...plain, kLanes: 2 }, load)).toBe(4 * 100 + 32);
    // before each of the four turns up to 49 ticks, and a turn that begins below that
    expect(laneWaitBound({ ...plain, feedbackTicks: 50 }, load)).toBe(4 * 100 + 3 * 21 + 4 * 70);
    // what holds something for 500 ticks may wait as long before its turn is an ordinary one
    expect(laneWaitBound(plain, { ...load, holdTicks: 500 })).toBe(500 + 3 * 21);
    expect(laneWaitBound({ ...plain, sliceTicks: TICK_MAX }, load)).toBe(Infinity);
  });

  const figures = ['competitors', 'weightSpread', 'holdTicks', 'overrunTicks'];
  it.each(figures)('refuses %s below 0', (name) => {
    const load = { competitors: 1, weightSpread: 0, overrunTicks: 0, [name]: -1 };
    const message = `${name} must be an integer from 0, got -1`;
    expect(() => laneWaitBound({}, load)).toThrow(new RangeError(message));
  });
});

describe('levels', () => {
  const withTwo = (options: SchedulerOptions): Scheduler => {
    const scheduler = createScheduler({ sliceTicks: 10, agingTicks: 1000, ...options });
    for (const process of [1, 2]) scheduler.ready(pid(process), 0);
    return scheduler;
  };

  /** The next turn, used up: who had it, and how long it was. */
  const turn = (scheduler: Scheduler): readonly [process: number, ticks: number] => {
    const { process, lane, sliceLeft } = runs(scheduler);
    scheduler.charge(lane, sliceLeft);
    return [process, sliceLeft];
  };

  it('double the slice of a process each time it uses one up, down to the last (XDV-012.2)', () => {
    const scheduler = withTwo({ levels: 3 });
    const turns = Array.from({ length: 8 }, () => turn(scheduler));
    expect(turns.filter(([process]) => process === 1).map(([, ticks]) => ticks)).toEqual([
      10, 20, 40, 40,
    ]);
  });

  it('let one that waits for something rise to the top', () => {
    const scheduler = withTwo({ levels: 3 });
    for (let i = 0; i < 4; i++) turn(scheduler);
    // both are at the bottom; 1 waits for something and comes back before 2, which only computes
    const { process, lane, tick } = runs(scheduler);
    expect(process).toBe(1);
    scheduler.charge(lane, 1);
    scheduler.block(lane);
    scheduler.at(tick + 1, 'wake', 1);
    expect(scheduler.next()).toMatchObject({ kind: 'timer' });
    scheduler.ready(pid(1), tick + 1);
    scheduler.ready(pid(3), tick + 1);
    const turns = Array.from({ length: 5 }, () => turn(scheduler));
    expect(turns).toEqual([[1, 10], [3, 10], [1, 20], [3, 20], [2, 40]]);
  });

  it('lift a process by a level for each epoch that it waited (XDV-012.8)', () => {
    const scheduler = createScheduler({ sliceTicks: 10, levels: 2, agingTicks: 100 });
    scheduler.ready(pid(1), 0);
    turn(scheduler); // 1 drops to the second level, as of tick 10
    scheduler.ready(pid(2), 5);
    expect(turn(scheduler)).toEqual([2, 10]); // tick 10 to 20
    // others come to the top level all the time: those of the next epoch are behind 1
    for (const since of [30, 99, 100]) scheduler.ready(pid(since), since);
    expect([1, 2, 3, 4].map(() => turn(scheduler)[0])).toEqual([30, 99, 1, 2]);
  });

  it('are one unless it is asked for: all slices are alike', () => {
    const scheduler = withTwo({});
    expect([1, 2, 3, 4].map(() => turn(scheduler)[1])).toEqual([10, 10, 10, 10]);
  });
});

describe('feedback', () => {
  const contest = (feedbackTicks: number): Scheduler => {
    const scheduler = createScheduler({ sliceTicks: 10, feedbackTicks });
    for (const process of [1, 2, 3, 4]) {
      if (process > 2) scheduler.hold(pid(process), 1000 - process);
      scheduler.ready(pid(process), 0);
    }
    return scheduler;
  };

  const turns = (scheduler: Scheduler, count: number): readonly number[] =>
    Array.from({ length: count }, () => {
      const { process, lane } = runs(scheduler);
      scheduler.charge(lane, 10);
      return process;
    });

  it('goes first, the earliest end leading', () => {
    expect(turns(contest(1000), 3)).toEqual([4, 4, 4]);
    const scheduler = contest(1000);
    runs(scheduler);
    scheduler.block(0);
    expect(turns(scheduler, 2)).toEqual([3, 3]);
  });

  it('lets an ordinary process have a turn after `feedbackTicks` in a row (XDV-012.8)', () => {
    expect(turns(contest(20), 7)).toEqual([4, 4, 1, 4, 4, 2, 4]);
    // a turn that began below the limit is not cut short
    expect(turns(contest(11), 4)).toEqual([4, 4, 1, 4]);
  });

  it('waits like everything else if `feedbackTicks` is 0', () => {
    expect(turns(contest(0), 5)).toEqual([1, 2, 3, 4, 1]);
  });

  it('is over when nothing is held any more: it waits as long as it did, in its place', () => {
    const scheduler = contest(1000);
    scheduler.hold(pid(4), TICK_MAX);
    expect(turns(scheduler, 2)).toEqual([3, 3]);
    scheduler.hold(pid(3), TICK_MAX);
    expect(turns(scheduler, 5)).toEqual([1, 2, 4, 3, 1]);
  });
});
