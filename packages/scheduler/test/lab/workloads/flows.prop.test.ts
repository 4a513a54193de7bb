import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flow } from '../../../src/flows/flow.ts';
import { periodicReleases } from '../../../src/flows/releases.ts';
import { simulateFlows } from '../../../src/flows/simulate-flows.ts';
import { PLACEMENTS, readWorkload, simulate, writeWorkload } from '../../../src/lab/index.ts';

const flowOf = fc
  .record({
    period: fc.constantFrom(10, 15, 20, 30),
    c: fc.nat(100),
    d: fc.nat(100),
    s: fc.nat(100),
    b: fc.nat(100),
  })
  .map(({ period, c, d, s, b }) => {
    const ticks = 1 + (c % 6);
    const budget = ticks + (b % 3);
    const deadline = budget + (d % (period - budget + 1));
    return { period, ticks, budget, deadline, section: 1 + (s % ticks) };
  });

const jobOf = fc.record({
  submit: fc.nat(200),
  duration: fc.integer({ min: 1, max: 12 }),
  parts: fc.constant([{ resource: 'oim' }]),
});

const documents = fc.record({
  flows: fc.array(flowOf, { minLength: 1, maxLength: 4 }),
  jobs: fc.array(jobOf, { maxLength: 25 }),
  placement: fc.constantFrom(...PLACEMENTS),
});

interface Stated {
  readonly ticks: number;
  readonly budget: number;
  readonly period: number;
  readonly deadline: number;
  readonly section: number;
}

const textOf = (flows: readonly Stated[], jobs: unknown): string => {
  const machine = { name: 'oim', domain: 'Phi', capacity: 3, sharing: 'exclusive', flows };
  return JSON.stringify({ format: 'xdv-workload-1', resources: [machine], jobs });
};

/** What is served of the flows up to a tick, without closures that repeat. */
const servedUntil = (given: readonly Stated[], horizon: number) => {
  const flows = given.map(({ budget, period, deadline, section }, i) =>
    flow({ id: i + 1, ticks: budget, period, deadline, section }),
  );
  const releases = periodicReleases(flows, horizon).map((release) => ({
    ...release,
    ticks: given[release.flow - 1]!.ticks,
  }));
  return simulateFlows(flows, releases, { horizon });
};

it('whatever is admitted, no job runs in a window of a flow and none is late (XDV-012.3)', () => {
  let admitted = 0;
  fc.assert(
    fc.property(documents, ({ flows, jobs, placement }) => {
      const result = readWorkload(textOf(flows, jobs));
      if (!result.ok) {
        expect(result.fault.message).toContain('resources[0].flows: ');
        return;
      }
      admitted++;
      const { start, end, outcome } = simulate(result.value, { placement });
      // whole hyperperiods, a divisor of 60, and past the last job
      const horizon = 60 * Math.ceil((Math.max(60, ...end) + 1) / 60);
      const served = servedUntil(flows, horizon);
      expect(served.flows.every(({ missed }) => missed === 0)).toBe(true);
      const overlaps = served.windows.some((window) =>
        outcome.some((_, i) => start[i]! < window.end && end[i]! > window.start),
      );
      expect(overlaps).toBe(false);
    }),
    { numRuns: 150 },
  );
  expect(admitted).toBeGreaterThan(20);
});

it('whatever is admitted is written and read as it was', () => {
  fc.assert(
    fc.property(documents, ({ flows, jobs }) => {
      const result = readWorkload(textOf(flows, jobs));
      if (!result.ok) return;
      expect(readWorkload(writeWorkload(result.value))).toStrictEqual(result);
    }),
  );
});
