import { WEIGHT_MAX, type ProcessId } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overtakingBound, waitingBound } from '../../src/index.ts';
import { job, part, resource, simulate, type Job, type Workload } from '../../src/lab/index.ts';
import { createRanking } from '../../src/policy/ranking.ts';
import { policyOf } from '../kernel/support.ts';
import { candidateOf } from './support.ts';

/** Weighs by priority, within what the options say. */
const byPriority = policyOf(({ priority }) => priority);
const bySecond = policyOf(({ amount }) => amount);

const UNITS = 4;
const SERVICE_TICKS = 9;

const loadOf = (jobs: readonly Job[]): Workload => ({
  name: 'starvation',
  tickNs: 1000,
  resources: [resource({ name: 'device', domain: 'Q', capacity: UNITS })],
  jobs,
  sessions: [],
  reservations: [],
  notes: [],
});

interface Arrival {
  readonly since: number;
  readonly priority: number;
  readonly amount?: number;
}

const rankIn = (agingTicks: number, composed: boolean) => {
  const policy = composed ? { ...byPriority, then: [bySecond] } : byPriority;
  const ranking = createRanking(policy, agingTicks);
  return (arrival: Arrival, process = 1): readonly number[] => {
    const rank: number[] = [];
    ranking.rank(candidateOf({ ...arrival, process: process as ProcessId }), rank);
    return rank;
  };
};

const before = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
};

const machine = fc.record({
  lightest: fc.integer({ min: -5, max: 0 }),
  span: fc.nat(8),
  agingTicks: fc.integer({ min: 1, max: 50 }),
  composed: fc.boolean(),
});

describe('with aging (XDV-012.8)', () => {
  it('nothing that comes later than the bound overtakes, whatever both weigh', () => {
    const arrival = fc.record({ since: fc.nat(500), weight: fc.nat(8), amount: fc.nat(3) });
    fc.assert(
      fc.property(machine, arrival, arrival, ({ lightest, span, agingTicks, composed }, a, b) => {
        const heaviest = lightest + span;
        const bound = overtakingBound({ lightest, heaviest, agingTicks, composed });
        const rank = rankIn(agingTicks, composed);
        const priority = (weight: number): number => lightest + (weight % (span + 1));
        const first = { ...a, priority: priority(a.weight) };
        const since = first.since + bound + 1 + b.since;
        const later = { ...b, since, priority: priority(b.weight) };
        expect(before(rank(later, 1), rank(first, 2))).toBe(false);
      }),
    );
  });

  it('the bound is met: the lightest at the start of an epoch, the heaviest at its end', () => {
    fc.assert(
      fc.property(machine, ({ lightest, span, agingTicks, composed }) => {
        const heaviest = lightest + span;
        const bound = overtakingBound({ lightest, heaviest, agingTicks, composed });
        const rank = rankIn(agingTicks, composed);
        const first = rank({ since: 7 * agingTicks, priority: lightest, amount: 1 });
        const later = rank({ since: 7 * agingTicks + bound, priority: heaviest, amount: 2 });
        fc.pre(bound >= 0);
        expect(before(later, first)).toBe(true);
      }),
    );
  });

  it('no request waits longer under strict placement than the bound says', () => {
    const jobs = fc.array(
      fc.record({
        gap: fc.nat(6),
        weight: fc.nat(8),
        run: fc.integer({ min: 1, max: SERVICE_TICKS }),
        amount: fc.integer({ min: 1, max: UNITS }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(machine, jobs, fc.integer({ min: 1, max: 6 }), (given, all, spacingTicks) => {
        const { lightest, span, agingTicks } = given;
        const heaviest = lightest + span;
        let submit = 0;
        const drawn = all.map(({ gap, weight, run, amount }, i) => {
          submit += gap + spacingTicks;
          const priority = lightest + (weight % (span + 1));
          return job({ id: i + 1, submit, run, priority, parts: [part(0, amount)] });
        });
        const options = { placement: 'strict', policy: byPriority, agingTicks } as const;
        const { start } = simulate(loadOf(drawn), options);
        const overtakeTicks = overtakingBound({ lightest, heaviest, agingTicks });
        drawn.forEach((one, i) => {
          const queued = start.subarray(0, i).filter((tick) => tick >= one.submit).length;
          const bound = { overtakeTicks, serviceTicks: SERVICE_TICKS, queued, spacingTicks };
          expect(start[i]! - one.submit).toBeLessThanOrEqual(waitingBound(bound));
        });
      }),
    );
  });
});

describe('the bounds', () => {
  it('are these, worked out by hand', () => {
    // weights 0 and 1, epochs of 100: one that came at 0 with 0 counts 0; with 1 those of the epoch
    // from 100 on count 0 as well and lose by `since`: the last that overtakes comes at 99
    const two = { lightest: 0, heaviest: 1, agingTicks: 100 };
    expect(overtakingBound(two)).toBe(99);
    expect(overtakingBound({ ...two, composed: true })).toBe(199);
    expect(overtakingBound({ lightest: 3, heaviest: 3, agingTicks: 100 })).toBe(-1);
    // 99 ticks bring nine requests at most; with two before it and what runs, twelve services
    const rates = { serviceTicks: 5, queued: 2, spacingTicks: 11 };
    expect(waitingBound({ overtakeTicks: 99, ...rates })).toBe(60);
    expect(waitingBound({ overtakeTicks: -1, ...rates })).toBe(15);
  });

  it('are Infinity beyond what numbers hold', () => {
    const wide = { lightest: -WEIGHT_MAX, heaviest: WEIGHT_MAX };
    expect(overtakingBound({ ...wide, agingTicks: 2 ** 32 })).toBe(Infinity);
    const rates = { serviceTicks: 5, queued: 2, spacingTicks: 1 };
    expect(waitingBound({ overtakeTicks: Infinity, ...rates })).toBe(Infinity);
  });

  it.each([
    [() => overtakingBound({ lightest: 1, heaviest: 0, agingTicks: 1 }), 'heaviest must be'],
    [() => overtakingBound({ lightest: 0, heaviest: 0, agingTicks: 0 }), 'agingTicks must be'],
    [() => overtakingBound({ lightest: NaN, heaviest: 0, agingTicks: 1 }), 'lightest must be'],
  ])('refuse what is out of range (%#)', (call, why) => {
    expect(call).toThrow(why);
  });

  it.each([
    ['overtakeTicks', -2],
    ['serviceTicks', 0],
    ['queued', -1],
    ['spacingTicks', 0.5],
  ])('refuse %s %s', (name, value) => {
    const options = { overtakeTicks: 1, serviceTicks: 1, queued: 1, spacingTicks: 1 };
    expect(() => waitingBound({ ...options, [name]: value })).toThrow(`${name} must be`);
  });
});
