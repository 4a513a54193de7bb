import { describe, expect, it } from 'vitest';
import { admitFlows, formatAdmission } from '../../src/flows/admission.ts';
import { responseTimes } from '../../src/flows/fixed-priority.ts';
import { flow, FLOW_PERIOD_MAX, FLOWS_MAX } from '../../src/flows/flow.ts';
import {
  compareUtilization,
  rateMonotonicBound,
  withinHyperbolicBound,
  withinRateMonotonicBound,
} from '../../src/flows/utilization.ts';

const load = (ticks: number, period: number) => ({ ticks, period });

describe('compareUtilization', () => {
  it('knows thirds from what a double makes of them', () => {
    const thirds = [load(1, 3), load(1, 3), load(1, 3)];
    expect(compareUtilization(thirds, 1, 1)).toBe(0);
    const big = 2 ** 40;
    const over = [load(1, 3), load(1, 3), load(Math.ceil(big / 3), big)];
    expect(compareUtilization(over, 1, 1)).toBe(1);
    expect(compareUtilization([load(1, 3), load(1, 3), load(Math.floor(big / 3), big)], 1, 1)).toBe(
      -1,
    );
  });

  it('decides ties among thousands of periods', () => {
    // Σ 1/(k(k+1)) for k to n is n/(n+1); one more 1/(n+1) makes it 1
    const n = 1000;
    const flows = Array.from({ length: n }, (_, k) => load(1, (k + 1) * (k + 2)));
    expect(compareUtilization([...flows, load(1, n + 1)], 1, 1)).toBe(0);
    expect(compareUtilization([...flows, load(1, n + 1), load(1, FLOW_PERIOD_MAX)], 1, 1)).toBe(1);
  });
});

describe('rateMonotonicBound', () => {
  it('is n(2^(1/n) - 1) of Liu and Layland 1973', () => {
    expect(rateMonotonicBound(1)).toBe(1);
    expect(rateMonotonicBound(2)).toBeCloseTo(2 * (Math.SQRT2 - 1), 14);
    expect(rateMonotonicBound(3)).toBeCloseTo(0.7797631496846196, 14);
    expect(rateMonotonicBound(FLOWS_MAX)).toBeCloseTo(Math.LN2, 3);
  });

  it.each([0, 1.5, FLOWS_MAX + 1, Number.NaN])('refuses n = %s', (n) => {
    expect(() => rateMonotonicBound(n)).toThrow(RangeError);
  });

  it('is below the hyperbolic bound (Bini and Buttazzo 2001)', () => {
    // (1/2 + 1)(1/3 + 1) = 2 exactly, while 1/2 + 1/3 = 0.833 > 0.828
    const flows = [load(1, 2), load(1, 3)];
    expect(withinHyperbolicBound(flows)).toBe(true);
    expect(withinRateMonotonicBound(flows)).toBe(false);
    expect(withinHyperbolicBound([load(1, 2), load(333_334, 1_000_000)])).toBe(false);
    expect(withinRateMonotonicBound([load(1, 1)])).toBe(true);
  });
});

describe('admitFlows', () => {
  it('admits up to all of the machine and not a tick more (XDV-012.3)', () => {
    const flows = [1, 2, 3].map((id) => flow({ id, ticks: 1, period: 3 }));
    expect(admitFlows(flows)).toEqual({ admitted: true, utilization: 1, bound: 1, steps: 0 });
    const one = flow({ id: 4, ticks: 1, period: FLOW_PERIOD_MAX });
    const refused = admitFlows([...flows, one]);
    expect(refused).toMatchObject({ admitted: false, refusal: { kind: 'utilization', flow: 4 } });
    expect(formatAdmission(refused)).toBe(
      'refused: 100.00 % of the machine is more than 100 %, from flow 4 on',
    );
  });

  it('keeps to a bound below the whole machine', () => {
    const more = flow({ id: 9, ticks: 1, period: 1e6 });
    const flows = [flow({ id: 7, ticks: 19, period: 20 }), more];
    expect(admitFlows(flows.slice(0, 1), { boundMillionths: 950_000 }).admitted).toBe(true);
    const refused = admitFlows(flows, { boundMillionths: 950_000 });
    expect(refused).toMatchObject({ bound: 0.95, refusal: { flow: 9 } });
  });

  it('counts the rest of a window that is not preempted (Jeffay, Stanat and Martel 1991)', () => {
    // due within 4: 2 ticks; a window of 3 leaves 2 when the release comes: just fits
    const first = flow({ id: 1, ticks: 2, period: 4 });
    const fits = flow({ id: 2, ticks: 3, period: 12, section: 3 });
    expect(admitFlows([first, fits]).admitted).toBe(true);
    const long = flow({ id: 2, ticks: 4, period: 12, section: 4 });
    const refused = admitFlows([first, long]);
    const refusal = { kind: 'demand', tick: 4, demand: 2, blocking: 3, blockedBy: 2 };
    expect(refused).toMatchObject({ admitted: false, refusal });
    expect(formatAdmission(refused)).toBe(
      'refused: 2 ticks of work are due within 4, after 3 ticks of a window of flow 2',
    );
  });

  it('gives up, and refuses, where deadlines are too many to look at', () => {
    // 1/3 and 2/3 with primes near 3·10^11: all is used, and nothing repeats for 10^23 ticks
    const [p, q] = [299_999_999_957, 300_000_000_077];
    const flows = [
      flow({ id: 1, ticks: p, period: 3 * p, deadline: 3 * p - 1 }),
      flow({ id: 2, ticks: 2 * q, period: 3 * q }),
    ];
    const refused = admitFlows(flows);
    expect(refused).toMatchObject({ utilization: 1, refusal: { kind: 'effort' } });
    expect(formatAdmission(refused)).toMatch(/^refused: no verdict within \d+ steps, at 100.00 %/);
  });

  it('decides in few steps where a little of the machine is left', () => {
    const flows = Array.from({ length: 64 }, (_, i) => {
      const period = 10_000_019 + 2 * i;
      return flow({ id: i + 1, ticks: Math.floor(period / 64), period, deadline: period - 1 });
    });
    const { admitted, steps, utilization } = admitFlows(flows);
    expect({ admitted, few: steps < 1000 }).toEqual({ admitted: true, few: true });
    expect(utilization).toBeGreaterThan(0.999_99);
  });

  it.each([
    [{ id: 0 }, /id of a flow must be an integer from 1/],
    [{ ticks: 0 }, /ticks of flow 1 must be an integer from 1 to 10, got 0/],
    [{ ticks: 11 }, /ticks of flow 1/],
    [{ period: 2 ** 41 }, /period of flow 1/],
    [{ deadline: 11 }, /deadline of flow 1 must be an integer from 1 to 10/],
    [{ section: 3 }, /section of flow 1 must be an integer from 1 to 2/],
    [{ ticks: 1.5 }, /ticks of flow 1/],
  ])('refuses %o', (fields, message) => {
    const given = { ...flow({ id: 1, ticks: 2, period: 10 }), ...fields };
    expect(() => admitFlows([given])).toThrow(message);
  });

  it('refuses more flows than it can take, two of one id, and a bound out of range', () => {
    const one = flow({ id: 1, ticks: 1, period: 10 });
    expect(() => admitFlows(Array.from({ length: FLOWS_MAX + 1 }, () => one))).toThrow(RangeError);
    expect(() => admitFlows([one, one])).toThrow('unique');
    for (const boundMillionths of [0, 1_000_001, 0.5]) {
      expect(() => admitFlows([one], { boundMillionths })).toThrow('boundMillionths');
    }
    expect(admitFlows([]).admitted).toBe(true);
  });
});

describe('responseTimes', () => {
  const long = { period: FLOW_PERIOD_MAX };

  it('begins near the answer, however far that is', () => {
    // 1 of every 2, and all but 1 of every 1,000,000 that are left: 2^20 takes 2 · 10^6 · 2^20
    const flows = [
      flow({ id: 1, ticks: 1, period: 2 }),
      flow({ id: 2, ticks: 499_999, period: 1_000_000 }),
      flow({ id: 3, ticks: 2 ** 20, ...long }),
    ];
    const { response } = responseTimes(flows, 'rate-monotonic')[2]!;
    // the least R with R = 2^20 + ⌈R/2⌉ + 499,999 ⌈R/10^6⌉
    const next = 2 ** 20 + Math.ceil(response / 2) + 499_999 * Math.ceil(response / 1e6);
    expect(next).toBe(response);
    expect(response).toBeGreaterThan(2 ** 20 * 999_000);
  });

  it('gives up on what takes too long', () => {
    // nothing is left for the third, and it would be found out a tick at a time
    const flows = [1, 2].map((id) => flow({ id, ticks: 1, period: 2 }));
    const third = flow({ id: 3, ticks: 1, ...long });
    expect(() => responseTimes([...flows, third], 'rate-monotonic')).toThrow(RangeError);
  });

  it('takes as many flows as there can be', () => {
    const flows = Array.from({ length: FLOWS_MAX }, (_, i) =>
      flow({ id: i + 1, ticks: 1, period: 6000 + 3 * i }),
    );
    const responses = responseTimes(flows, 'deadline-monotonic');
    expect(responses[1000]).toEqual({ flow: 1001, response: 1001, deadline: 9000 });
    expect(responses.at(-1)!.response).toBe(FLOWS_MAX);
  });
});
