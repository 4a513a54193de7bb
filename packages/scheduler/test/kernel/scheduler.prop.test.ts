import type { Scheduler, SchedulingPolicy } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compose,
  createScheduler,
  shortestFirst,
  type SchedulerOptions,
} from '../../src/index.ts';
import { PLACEMENTS } from '../../src/placement/placer.ts';
import { Model } from './model.ts';
import { Caller, order, pid, policyOf, RESOURCE, runs, steps, type Step } from './support.ts';

const weights = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 9, maxLength: 9 });
const weighing = weights.map((list) => policyOf(({ process }) => list[process % 9]!));
/** The longer it waits, the less it is worth: nobody's rank stays what it was. */
const impatient: SchedulingPolicy = {
  ...policyOf(({ now, since, process }) => ((now - since) * process) % 5),
  dynamic: true,
};
const policies: fc.Arbitrary<SchedulingPolicy> = fc.oneof(
  fc.constant(shortestFirst),
  weighing,
  fc.tuple(weighing, weighing).map(([first, second]) => compose(first, second)),
  fc.constant(impatient),
);

const configurations = fc.record({
  kLanes: fc.integer({ min: 1, max: 3 }),
  sliceTicks: fc.integer({ min: 1, max: 12 }),
  levels: fc.integer({ min: 1, max: 3 }),
  feedbackTicks: fc.integer({ min: 0, max: 20 }),
  agingTicks: fc.integer({ min: 1, max: 20 }),
  policy: policies,
  placement: fc.constantFrom(...PLACEMENTS),
});

const scripts = fc.array(steps, { maxLength: 120, size: 'max' });

const callerOf = (options: SchedulerOptions): Caller => {
  const scheduler = createScheduler(options);
  scheduler.attach(RESOURCE, 'Q');
  return new Caller(scheduler);
};

const play = (caller: Caller, script: readonly Step[]): readonly unknown[] => {
  for (const step of script) caller.do(step);
  return caller.log;
};

/** The model behind the port; envelopes have a model of their own. */
const modelled = (options: Required<SchedulerOptions>): Scheduler => {
  const model = new Model(options);
  return {
    describe: () => undefined,
    hold: (process, until) => model.hold(process, until),
    ready: (process, tick) => model.ready(process, tick),
    remove: (process) => model.remove(process),
    charge: (lane, ticks) => model.charge(lane, ticks),
    block: (lane) => model.block(lane),
    at: (tick, timer, id) => model.at(tick, timer, id),
    next: () => model.next(),
    attach: () => undefined,
    request: () => undefined,
    arbitrate: () => [],
    release: () => undefined,
    quarantined: () => undefined,
    fork: () => modelled(options),
  };
};

describe('any sequence of calls', () => {
  it('gives the decisions that the rules give on sorted lists (XDV-012.1)', () => {
    fc.assert(
      fc.property(configurations, scripts, (options, script) => {
        const local = script.filter(({ call }) => call !== 'place' && call !== 'release');
        const expected = play(new Caller(modelled(options)), local);
        expect(play(callerOf(options), local)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same decisions when it is made again (XDV-012.10)', () => {
    fc.assert(
      fc.property(configurations, scripts, (options, script) => {
        expect(play(callerOf(options), script)).toEqual(play(callerOf(options), script));
      }),
    );
  });

  it('never goes back in time (XDV-005.2)', () => {
    fc.assert(
      fc.property(configurations, scripts, (options, script) => {
        const log = play(callerOf(options), script);
        const ticks = log.flatMap((entry) => {
          const { tick } = (entry ?? {}) as { tick?: number };
          return tick === undefined ? [] : [tick];
        });
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('a fork', () => {
  it('decides as the original would have, whatever happens to the original', () => {
    fc.assert(
      fc.property(configurations, scripts, scripts, scripts, (options, before, one, other) => {
        const caller = callerOf(options);
        play(caller, before);
        const fork = caller.fork();
        const original = caller.log.length;
        play(caller, one);
        const forked = play(fork, other);

        const alone = callerOf(options);
        play(alone, before);
        const from = alone.log.length;
        expect(play(alone, other).slice(from)).toEqual(forked);
        const again = play(callerOf(options), [...before, ...one]);
        expect(again.slice(original)).toEqual(caller.log.slice(original));
      }),
    );
  });
});

/** One process that may run, as the policy sees it. */
interface Entry {
  readonly process: number;
  readonly since: number;
}

describe('aging (XDV-012.8)', () => {
  it('lets nobody be overtaken by what came later than its weight is worth', () => {
    const arrivals = fc.array(fc.nat(15), { minLength: 1, maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 30 }), arrivals, (list, agingTicks, gaps) => {
        const weigh = (process: number): number => list[process % 9]!;
        const policy = policyOf(({ process }) => weigh(process));
        const scheduler = createScheduler({ sliceTicks: 10, agingTicks, policy });
        const waiting = new Map<number, Entry>();
        let tick = 0;
        for (const [index, gap] of gaps.entries()) {
          const process = index + 1;
          waiting.set(process, { process, since: tick });
          scheduler.ready(pid(process), tick);
          if (gap < 5) continue; // several arrive before the next decision
          const taken = waiting.get(runs(scheduler).process)!;
          waiting.delete(taken.process);
          for (const other of waiting.values()) {
            const worth = weigh(taken.process) - weigh(other.process);
            const epoch = (since: number): number => Math.floor(since / agingTicks);
            expect(epoch(taken.since)).toBeLessThanOrEqual(epoch(other.since) + worth);
          }
          scheduler.charge(0, gap);
          scheduler.block(0);
          tick += gap;
          scheduler.at(tick, 'wake', 0);
          scheduler.next();
        }
      }),
    );
  });

  it('gives processes of equal weight equal shares', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(50), (count, rounds) => {
        const scheduler = createScheduler({ sliceTicks: 3 });
        for (let process = 1; process <= count; process++) scheduler.ready(pid(process), 0);
        const turns = order(scheduler, count * rounds, 3);
        const round = Array.from({ length: count }, (_, i) => i + 1);
        expect(turns).toEqual(Array.from({ length: rounds }, () => round).flat());
      }),
    );
  });
});
