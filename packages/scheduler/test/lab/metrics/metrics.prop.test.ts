import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateHybrid, measure, simulate, type Schedule } from '../../../src/lab/index.ts';

const schedules = fc
  .record({
    jobs: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(1000),
    load: fc.double({ min: 0.2, max: 4, noNaN: true }),
    placement: fc.constantFrom('strict' as const, 'easy' as const, 'conservative' as const),
  })
  .map(({ placement, ...options }) => simulate(generateHybrid(options), { placement }));

/** The same schedule with its rows the other way round. */
const reversed = (schedule: Schedule): Schedule => {
  const { workload, submitted, start, end, resource, outcome } = schedule;
  return {
    ...schedule,
    workload: { ...workload, jobs: workload.jobs.toReversed() },
    submitted: submitted.toReversed(),
    start: start.toReversed(),
    end: end.toReversed(),
    resource: resource.toReversed(),
    outcome: outcome.toReversed(),
  };
};

/** All numbers of a value in order. */
const numbersOf = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
};

describe('the figures of any simulated schedule', () => {
  it('lie in their ranges', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const metrics = measure(schedule);
        const { utilization, fairness, slowdown, waiting, deadlines } = metrics;
        const shares = [
          ...utilization.resources,
          ...Object.values(utilization.domains),
          deadlines.rate,
          metrics.decoherenceWaste,
          metrics.sessionIdle,
        ].filter((share) => !Number.isNaN(share));
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        for (const index of Object.values(fairness)) {
          expect(index).toBeGreaterThan(0);
          expect(index).toBeLessThanOrEqual(1);
        }
        expect(slowdown.median).toBeGreaterThanOrEqual(1);
        expect(waiting.median).toBeGreaterThanOrEqual(0);
        expect(waiting.p95).toBeLessThanOrEqual(waiting.p99);
        expect(metrics.done + metrics.refused + metrics.infeasible).toBe(metrics.jobs);
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const there = numbersOf(measure(schedule));
        const back = numbersOf(measure(reversed(schedule)));
        expect(back).toHaveLength(there.length);
        // sums of other orders differ in their last bits
        there.forEach((value, i) => {
          const near = Math.abs(back[i]! - value) <= 1e-9 * Math.abs(value) + 1e-12;
          expect(near || Number.isNaN(value + back[i]!)).toBe(true);
        });
      }),
      { numRuns: 20 },
    );
  });
});
