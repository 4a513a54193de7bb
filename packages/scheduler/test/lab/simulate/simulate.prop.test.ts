import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortestFirst } from '../../../src/policy/builtin.ts';
import { PLACEMENTS, simulate, type Workload } from '../../../src/lab/index.ts';
import { POLICIES } from '../../../src/policy/catalogue.ts';
import { createInvariantObserver } from '../../../src/testing/index.ts';
import { referenceStarts, type Order } from './reference.ts';
import { startsOf, workloads, workloadsWithSessions } from './support.ts';

const arrival: Order = ({ id }, since) => [since, id];
const shortest: Order = ({ id, estimate }, since) => [estimate, since, id];

const cases = [
  { options: { placement: 'strict' }, order: arrival },
  { options: { placement: 'strict', policy: shortestFirst }, order: shortest },
  { options: { placement: 'easy' }, order: arrival, fill: arrival },
  { options: { placement: 'easy', policy: shortestFirst }, order: shortest, fill: shortest },
  { options: { placement: 'easy', backfill: shortestFirst }, order: arrival, fill: shortest },
] as const;

describe('the simulator against the obvious one', () => {
  test.each(cases)('starts every job alike: $options', (given) => {
    fc.assert(
      fc.property(workloads(), (workload) => {
        const fill = 'fill' in given ? given.fill : undefined;
        const schedule = simulate(workload, given.options);
        expect([...schedule.start]).toEqual(referenceStarts(workload, given.order, fill));
      }),
      { numRuns: 120 },
    );
  });
});

const options = fc.record({
  placement: fc.constantFrom(...PLACEMENTS),
  policy: fc.constantFrom(...POLICIES),
  agingTicks: fc.constantFrom(Infinity, 10),
});

const all = fc.oneof(
  workloads({ crossingMax: 3 }),
  workloads({ alternatives: true, crossingMax: 2 }),
  workloadsWithSessions,
);

describe('every simulation', () => {
  test('keeps the invariants at every step (XDV-012, XDV-023.3)', () => {
    fc.assert(
      fc.property(all, options, (workload, given) => {
        const observer = createInvariantObserver(workload);
        expect(() => simulate(workload, { ...given, observer })).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  test('is the same whatever the order of its jobs in the list (XDV-012.1)', () => {
    fc.assert(
      fc.property(all, options, fc.infiniteStream(fc.nat()), (workload, given, keys) => {
        const shuffled = workload.jobs
          .map((job) => ({ job, key: keys.next().value! }))
          .sort((a, b) => a.key - b.key)
          .map(({ job }) => job);
        const other: Workload = { ...workload, jobs: shuffled };
        expect(startsOf(simulate(other, given))).toEqual(startsOf(simulate(workload, given)));
      }),
      { numRuns: 250 },
    );
  });

  test('is the same when it is done again (XDV-012.10)', () => {
    fc.assert(
      fc.property(all, options, (workload, given) => {
        expect(simulate(workload, given)).toEqual(simulate(workload, given));
      }),
      { numRuns: 100 },
    );
  });
});
