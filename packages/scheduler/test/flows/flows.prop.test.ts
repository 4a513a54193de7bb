import { createRandom } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitFlows } from '../../src/flows/admission.ts';
import { demandIn } from '../../src/flows/demand.ts';
import { responseTimes } from '../../src/flows/fixed-priority.ts';
import { flow, type Flow } from '../../src/flows/flow.ts';
import { periodicReleases, type FlowRelease } from '../../src/flows/releases.ts';
import { simulateFlows } from '../../src/flows/simulate-flows.ts';
import { withinHyperbolicBound, withinRateMonotonicBound } from '../../src/flows/utilization.ts';

const PERIODS = [2, 3, 4, 5, 6, 8, 10, 12];

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const hyperperiod = (flows: readonly Flow[]): number =>
  flows.reduce((all, { period }) => (all * period) / gcd(all, period), 1);

interface Shape {
  readonly period: number;
  readonly c: number;
  readonly d: number;
  readonly s: number;
}

const shape = fc.record({
  period: fc.constantFrom(...PERIODS),
  c: fc.nat(1000),
  d: fc.nat(1000),
  s: fc.nat(1000),
});

/** Flows with work of up to half a period, deadlines and windows within what is allowed. */
const flowsFrom = (shapes: readonly Shape[], windows: boolean): readonly Flow[] =>
  shapes.map(({ period, c, d, s }, i) => {
    const ticks = 1 + (c % Math.max(1, Math.ceil(period / 2)));
    const deadline = ticks + (d % (period - ticks + 1));
    return flow({ id: i + 1, ticks, period, deadline, section: windows ? 1 + (s % ticks) : 1 });
  });

const preemptible = fc
  .array(shape, { minLength: 1, maxLength: 4 })
  .map((shapes) => flowsFrom(shapes, false));
const windowed = fc
  .array(shape, { minLength: 1, maxLength: 4 })
  .map((shapes) => flowsFrom(shapes, true));

const misses = (
  flows: readonly Flow[],
  releases: readonly FlowRelease[],
  horizon: number,
  servers = false,
): readonly number[] =>
  simulateFlows(flows, releases, { horizon, servers }).flows.map(({ missed }) => missed);

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Overloaded in some length up to two hyperperiods, by trying each. */
const overloaded = (flows: readonly Flow[]): boolean => {
  const end = 2 * hyperperiod(flows);
  for (let length = 1; length <= end; length++) {
    const blocking = flows
      .filter(({ deadline }) => deadline > length)
      .reduce((most, { section }) => Math.max(most, section - 1), 0);
    const demand = demandIn(flows, length);
    if (demand > 0 && demand + blocking > length) return true;
  }
  return false;
};

describe('admission', () => {
  it('is exact: it refuses what misses a deadline in simulation, nothing else (XDV-012.3)', () => {
    fc.assert(
      fc.property(preemptible, (flows) => {
        const horizon = 2 * hyperperiod(flows);
        const missed = sum(misses(flows, periodicReleases(flows, horizon), horizon));
        expect(admitFlows(flows).admitted).toBe(missed === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with trying every length, windows included', () => {
    fc.assert(
      fc.property(windowed, (flows) => {
        expect(admitFlows(flows).admitted).toBe(!overloaded(flows));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses for windows only what some releases make miss', () => {
    fc.assert(
      fc.property(windowed, (flows) => {
        const verdict = admitFlows(flows);
        if (verdict.admitted || verdict.refusal.kind !== 'demand') return;
        const { blockedBy } = verdict.refusal;
        // the window begins a tick before everybody else is released
        const horizon = 2 * hyperperiod(flows);
        const releases = periodicReleases(flows, horizon)
          .map((one) => (one.flow === blockedBy ? one : { ...one, tick: one.tick + 1 }))
          .filter((one) => one.flow !== blockedBy || one.tick === 0);
        expect(sum(misses(flows, releases, horizon + 1))).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of flows', () => {
    fc.assert(
      fc.property(windowed, (flows) => {
        expect(admitFlows([...flows].reverse()).admitted).toBe(admitFlows(flows).admitted);
      }),
    );
  });
});

describe('fixed priorities', () => {
  it('respond as slowly as computed, at the first release of all, and never later', () => {
    fc.assert(
      fc.property(preemptible, (flows) => {
        const horizon = hyperperiod(flows);
        const order = 'deadline-monotonic';
        const responses = responseTimes(flows, order);
        const { jobs } = simulateFlows(flows, periodicReleases(flows, horizon), { horizon, order });
        for (const { flow: id, response } of responses) {
          const mine = jobs.filter((one) => one.flow === id);
          const first = mine[0]!;
          const met = first.end >= 0 && first.end <= first.deadline;
          expect(response).toBe(met ? first.end : -1);
          if (response < 0) continue;
          for (const { end, tick } of mine) expect(end - tick).toBeLessThanOrEqual(response);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are as slow as computed where a window begins a tick before the first release of all', () => {
    fc.assert(
      fc.property(windowed, (flows) => {
        const order = 'rate-monotonic';
        const [urgent] = responseTimes(flows, order);
        const others = flows.filter(({ id }) => id !== urgent!.flow);
        const longest = others.reduce((most, { section }) => Math.max(most, section), 0);
        const blocker = others.find(({ section }) => section === longest);
        const releases = flows.map(({ id, ticks }) => {
          return { flow: id, ticks, tick: id === blocker?.id ? 0 : 1 };
        });
        const { jobs } = simulateFlows(flows, releases, { horizon: 100, order });
        const { end, deadline } = jobs.find((one) => one.flow === urgent!.flow)!;
        expect(urgent!.response).toBe(end <= deadline ? end - 1 : -1);
      }),
      { numRuns: 200 },
    );
  });

  it('fit within the bounds on utilization, the sharper one included', () => {
    fc.assert(
      fc.property(preemptible, (given) => {
        const flows = given.map((one) => ({ ...one, deadline: one.period }));
        const fits = responseTimes(flows, 'rate-monotonic').every(({ response }) => response > 0);
        if (withinRateMonotonicBound(flows)) expect(withinHyperbolicBound(flows)).toBe(true);
        if (withinHyperbolicBound(flows)) expect(fits).toBe(true);
        if (fits) expect(admitFlows(flows).admitted).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** Releases that keep the contract (apart by a period or more, no more work) or break it. */
const demands = (flows: readonly Flow[], rogue: number, seed: number, horizon: number) => {
  const random = createRandom(seed);
  return flows.flatMap(({ id, ticks, period }, place) => {
    const releases: FlowRelease[] = [];
    const breaks = place === rogue;
    let tick = random.below(period);
    while (tick < horizon) {
      const most = breaks ? ticks * 6 : ticks;
      releases.push({ flow: id, tick, ticks: 1 + random.below(most) });
      tick += breaks ? 1 + random.below(period) : period + random.below(3);
    }
    return releases;
  });
};

describe('servers', () => {
  it('let an overrun hurt its owner alone, windows and short deadlines included', () => {
    let admitted = 0;
    fc.assert(
      fc.property(windowed, fc.nat(3), fc.nat(1e6), (flows, place, seed) => {
        if (!admitFlows(flows).admitted) return;
        admitted++;
        const rogue = place % flows.length;
        const missed = misses(flows, demands(flows, rogue, seed, 400), 400, true);
        expect(missed.filter((_, i) => i !== rogue)).toEqual(flows.slice(1).map(() => 0));
      }),
      { numRuns: 600 },
    );
    expect(admitted).toBeGreaterThan(50);
  });

  it('let an overrun hurt its owner alone under the rule of Abeni and Buttazzo 1998', () => {
    let admitted = 0;
    fc.assert(
      fc.property(preemptible, fc.nat(3), fc.nat(1e6), (given, place, seed) => {
        const flows = given.map((one) => ({ ...one, deadline: one.period }));
        if (!admitFlows(flows).admitted) return;
        admitted++;
        const rogue = place % flows.length;
        const missed = misses(flows, demands(flows, rogue, seed, 400), 400, true);
        expect(missed.filter((_, i) => i !== rogue)).toEqual(flows.slice(1).map(() => 0));
      }),
      { numRuns: 300 },
    );
    expect(admitted).toBeGreaterThan(50);
  });

  it('decide alike however flows and releases are listed', () => {
    fc.assert(
      fc.property(windowed, fc.boolean(), fc.nat(1e6), (flows, servers, seed) => {
        const releases = demands(flows, 0, seed, 100);
        const options = { horizon: 150, servers };
        const { windows, jobs, flows: reports } = simulateFlows(flows, releases, options);
        const turned = simulateFlows(flows.toReversed(), releases.toReversed(), options);
        expect(turned.windows).toEqual(windows);
        expect(turned.jobs).toEqual(jobs);
        expect(turned.flows.toReversed()).toEqual(reports);
      }),
    );
  });

  it('never let two windows overlap, nor work on what is not there', () => {
    fc.assert(
      fc.property(windowed, fc.boolean(), fc.nat(1e6), (flows, servers, seed) => {
        const releases = demands(flows, 0, seed, 200);
        const { windows, jobs } = simulateFlows(flows, releases, { horizon: 250, servers });
        let now = 0;
        const work = new Map<number, number>();
        for (const { flow: id, start, end } of windows) {
          expect(start).toBeGreaterThanOrEqual(now);
          expect(end).toBeGreaterThan(start);
          work.set(id, (work.get(id) ?? 0) + end - start);
          now = end;
        }
        for (const { id } of flows) {
          const mine = jobs.filter((one) => one.flow === id);
          const done = sum(mine.filter(({ end }) => end >= 0).map(({ ticks }) => ticks));
          const asked = sum(mine.map(({ ticks }) => ticks));
          expect(work.get(id) ?? 0).toBeGreaterThanOrEqual(done);
          expect(work.get(id) ?? 0).toBeLessThanOrEqual(asked);
        }
        // the machine never rests while work is there
        const total = sum(releases.map(({ ticks }) => ticks));
        if (jobs.every(({ end }) => end >= 0)) expect(sum([...work.values()])).toBe(total);
      }),
      { numRuns: 100 },
    );
  });
});
