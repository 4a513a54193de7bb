import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate, type Job } from '../../../src/lab/index.ts';
import { highestPriority } from '../../../src/policy/builtin.ts';
import { lanes, simple, startsOf, workloadOf } from './support.ts';

const HEAVIEST = 3;
const AGING = 20;

/** A job of priority w submitted in epoch e is passed by none of an epoch from this one on. */
const passedUntil = ({ submit, priority }: Job): number =>
  (Math.floor(submit / AGING) + HEAVIEST - priority + 1) * AGING;

const jobs = fc.array(
  fc.record({
    submit: fc.nat(200),
    run: fc.integer({ min: 1, max: 20 }),
    amount: fc.integer({ min: 1, max: 2 }),
    priority: fc.nat(HEAVIEST),
  }),
  { minLength: 2, maxLength: 30 },
);

describe('aging (XDV-012.8)', () => {
  test('in strict order nobody is passed by who came past the bound', () => {
    fc.assert(
      fc.property(jobs, (drawn) => {
        const list = drawn.map(({ submit, run, amount, priority }, i) =>
          simple(i + 1, submit, run, amount, { priority }),
        );
        const starts = startsOf(
          simulate(workloadOf([lanes(2)], list), {
            placement: 'strict',
            policy: highestPriority,
            agingTicks: AGING,
          }),
        );
        const passed = list.flatMap((slow) =>
          list.filter(
            (fast) => fast.submit >= passedUntil(slow) && starts[fast.id]! < starts[slow.id]!,
          ),
        );
        expect(passed).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  // one lane, always wanted by somebody of a higher priority than the first
  const stream = [
    simple(1, 0, 10, 1, { priority: 1 }),
    simple(2, 0, 10, 1),
    ...Array.from({ length: 20 }, (_, i) => simple(i + 3, 5 + 10 * i, 10, 1, { priority: 1 })),
  ];
  const startOf2 = (agingTicks: number): number =>
    startsOf(
      simulate(workloadOf([lanes(1)], stream), {
        placement: 'strict',
        policy: highestPriority,
        agingTicks,
      }),
    )[2]!;

  test('without it, a steady stream of heavier jobs starves a light one', () => {
    expect(startOf2(Infinity)).toBe(210);
  });

  test('with it, the light one is first once those of its epoch and the next are through', () => {
    // epochs of 20: jobs of 5, 15 rank -1, of 25 and 35 rank 0 like 2, which came first
    expect(startOf2(20)).toBe(30);
  });
});
