import { compareTags, type AnyEvent } from '@xdv/domain-model';
import { nobleHasher } from '@xdv/replay';
import {
  compose,
  earliestDeadlineFirst,
  firstComeFirstServed,
  highestPriority,
  highestResponseRatio,
  shortestFirst,
} from '@xdv/scheduler';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunOptions } from 'xdv-kernel';
import { anyPlan, interpreter, type Plan } from './support/plans.ts';
import {
  driveProgram,
  fakeParts,
  flawsOf,
  leftovers,
  nodeHasher,
  runProgram,
} from './support/run-program.ts';
import { reversedDelay, shuffledDelay, turns, type Delay } from './support/timing.ts';

const RUNS = { numRuns: 60 };

const options = fc.record({
  seed: fc.maxSafeNat(),
  kLanes: fc.integer({ min: 1, max: 3 }),
  sliceTicks: fc.integer({ min: 1, max: 50 }),
  callTicks: fc.integer({ min: 1, max: 3 }),
  tickNs: fc.constantFrom(250, 1000, 3000),
  levels: fc.integer({ min: 1, max: 3 }),
  feedbackTicks: fc.constantFrom(0, 5, 1000),
  agingTicks: fc.constantFrom(3, 1000),
  placement: fc.constantFrom('conservative', 'easy', 'strict'),
  policy: fc.constantFrom(
    firstComeFirstServed,
    shortestFirst,
    compose(highestPriority, earliestDeadlineFirst),
    highestResponseRatio,
  ),
});

const timed = (delay: Delay) => fakeParts({ q: { delay }, phi: { delay } });

const tagsIncrease = (list: readonly AnyEvent[]): boolean =>
  list.every((event, i) => i === 0 || compareTags(list[i - 1]!, event) < 0);

describe('a run', () => {
  it('has the same trace however its providers are timed (XDV-003.5, XDV-005.2)', async () => {
    const same = async (plan: Plan, chosen: RunOptions, seed: number) => {
      const first = await runProgram(interpreter, plan, chosen);
      for (const delay of [shuffledDelay(seed), shuffledDelay(seed + 1), reversedDelay()]) {
        const other = await runProgram(interpreter, plan, { ...chosen, parts: timed(delay) });
        expect(other.list).toEqual(first.list);
        expect(other.trace).toEqual(first.trace);
      }
    };
    await fc.assert(fc.asyncProperty(anyPlan, options, fc.nat(), same), RUNS);
  });

  it('is found flawless by an independent reader, and replays (XDV-005.5, XDV-071.3)', async () => {
    const flawless = async (plan: Plan, chosen: RunOptions) => {
      const recorded = await runProgram(interpreter, plan, chosen);
      expect(await flawsOf(interpreter, recorded)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(anyPlan, options, flawless), RUNS);
  });

  it('numbers its events without gap and never repeats a tag (XDV-005.1, XDV-005.2)', async () => {
    const ordered = async (plan: Plan, chosen: RunOptions) => {
      const { list } = await runProgram(interpreter, plan, chosen);
      expect(list.map(({ seq }) => seq)).toEqual(list.map((_, i) => i));
      expect(tagsIncrease(list)).toBe(true);
    };
    await fc.assert(fc.asyncProperty(anyPlan, options, ordered), RUNS);
  });

  it('gives everything back, however it ends (XDV-024.4, XDV-013.6, XDV-014.2)', async () => {
    const conserves = async (plan: Plan, chosen: RunOptions) => {
      const { state } = await driveProgram(interpreter, plan, chosen);
      expect(leftovers(state)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(anyPlan, options, conserves), RUNS);
  });

  it('halted at any moment gives everything back and replays (XDV-024.4)', async () => {
    const conserves = async (plan: Plan, chosen: RunOptions, after: number) => {
      let asked = 0;
      const halted = () => (asked++ === after ? 'enough' : undefined);
      const { state } = await driveProgram(interpreter, plan, { ...chosen, halted });
      expect(leftovers(state)).toEqual([]);
      asked = 0;
      const recorded = await runProgram(interpreter, plan, { ...chosen, halted });
      expect(await flawsOf(interpreter, recorded)).toEqual([]);
    };
    await fc.assert(
      fc.asyncProperty(anyPlan, options, fc.nat({ max: 40 }), conserves),
      RUNS,
    );
  });

  it('gives the same head with any implementation of SHA-256 (XDV-003.5)', async () => {
    const same = async (plan: Plan, chosen: RunOptions) => {
      const heads = await Promise.all(
        [nobleHasher, nodeHasher].map(async (hasher) => {
          const parts = { ...fakeParts(), hasher };
          return (await runProgram(interpreter, plan, { ...chosen, parts })).head;
        }),
      );
      expect(heads[0]).toBe(heads[1]);
    };
    await fc.assert(fc.asyncProperty(anyPlan, options, same), { numRuns: 25 });
  });

  it('has another head with another seed, if it draws (XDV-003.5)', async () => {
    const plan: Plan = { ops: [['random', 0]], children: [] };
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => runProgram(interpreter, plan, { seed })),
    );
    expect(a!.head).not.toBe(b!.head);
  });

  it('does not see how often the host attends to other things (XDV-005.2)', async () => {
    const ops: Plan['ops'] = Array.from({ length: 60 }, () => ['compute', 30]);
    const plan: Plan = { ops: [['run', 3], ['solve', 4], ...ops], children: [] };
    const quick = await runProgram(interpreter, plan);
    let elapsed = 0;
    const realTime = {
      nowMs: () => (elapsed += 17),
      after: () => () => undefined,
      turn: () => turns(3),
    };
    const slow = await runProgram(interpreter, plan, { realTime, parts: timed(() => turns(5)) });
    expect(slow.head).toBe(quick.head);
    expect(slow.timings.map(({ job, kind }) => [job, kind])).toEqual([
      [1, 'q.run'],
      [2, 'phi.solve'],
    ]);
  });
});
