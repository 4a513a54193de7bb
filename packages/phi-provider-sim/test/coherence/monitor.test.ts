import { describe, expect, it } from 'vitest';
import {
  createCoherence,
  createStabilityMonitor,
  diagnoseCoherence,
  type Coherence,
  type StabilityReport,
} from '../../src/coherence/index.ts';

/** A reference whose phase error is given, for thresholds. */
const following = (phaseErrorRad: (atNs: number) => number, toleranceRad = 0.5): Coherence => ({
  ...createCoherence({ coherenceTimeNs: 1e9, toleranceRad, seed: 1 }),
  phaseErrorRad,
});
const STEADY = following(() => 0);

const watch = (
  indices: readonly number[],
  options: { readonly acquireNs?: number } = {},
): StabilityReport[] => {
  const monitor = createStabilityMonitor({ coherence: STEADY, indexMin: 0.9, ...options });
  return indices.map((index, k) => monitor.observe(100 * (k + 1), { index }));
};

describe('a stability monitor', () => {
  it('XDV-061.4: an index below its limit is a breach, one at it is none', () => {
    const breaches = watch([0.9, 0.9, 0.9 - 2 ** -53]).map(({ breached }) => breached);
    expect(breaches).toEqual([false, false, true]);
  });

  it('XDV-061.4: a phase error beyond the tolerance is a breach, one at it is none', () => {
    const beyond = 0.5 + 2 ** -53;
    for (const sign of [1, -1]) {
      const coherence = following((atNs) => sign * (atNs < 300 ? 0.5 : beyond));
      const monitor = createStabilityMonitor({ coherence, indexMin: 0 });
      const observe = (atNs: number): boolean => monitor.observe(atNs, { index: 1 }).breached;
      expect([100, 200, 300].map(observe)).toEqual([false, false, true]);
    }
  });

  it('XDV-033.5: a breach is not undone by later stability', () => {
    const reports = watch([1, 0.5, 1, 1]);
    expect(reports.map(({ breached }) => breached)).toEqual([false, true, true, true]);
    expect(reports.map(({ lockState }) => lockState)).toEqual([
      'locked',
      'slipped',
      'locked',
      'locked',
    ]);
  });

  it('lets the index rise for as long as it is given, but not fall again', () => {
    const acquireNs = 300;
    const late = watch([0, 0.5, 0.8], { acquireNs });
    expect(late.map(({ breached }) => breached)).toEqual([false, false, true]);
    expect(late.at(-1)!.lockState).toBe('acquiring');
    const fallen = watch([0, 0.95, 0.8], { acquireNs: 1000 });
    expect(fallen.map(({ breached }) => breached)).toEqual([false, false, true]);
    expect(fallen.at(-1)!.lockState).toBe('slipped');
    expect(watch([0.1])[0]!.breached).toBe(true);
  });

  it('reports the mean frequency error and the rate of variance about it', () => {
    // steps of phase 0.1, 0.3 and -0.1 rad in 1, 2 and 1 ns
    const phases: Record<number, number> = { 1: 0.1, 3: 0.4, 4: 0.3 };
    const monitor = createStabilityMonitor({
      coherence: following((atNs) => phases[atNs] ?? 0),
      indexMin: 0,
    });
    expect(monitor.observe(1, { index: 1 }).noiseGradient).toBe(0);
    monitor.observe(3, { index: 1 });
    const report = monitor.observe(4, { index: 1 });
    expect(report.drift).toBeCloseTo(0.3 / (2 * Math.PI * 4e-9), 0);
    const rate = 0.3 / 4;
    const squares =
      (0.1 - rate) ** 2 + (0.3 - 2 * rate) ** 2 / 2 + (-0.1 - rate) ** 2;
    expect(report.noiseGradient / ((squares / 2) * 1e9)).toBeCloseTo(1, 12);
  });

  it('estimates 2D and the drift of its coherence', () => {
    const coherence = createCoherence({ linewidthHz: 100, toleranceRad: Math.PI, seed: 8 });
    const monitor = createStabilityMonitor({ coherence, indexMin: 0, startNs: 12_345 });
    let last: StabilityReport | undefined;
    for (let k = 1; k <= 2000; k++) last = monitor.observe(k * 1000, { index: 1 });
    // relative standard error √(2/1999) = 0.032
    expect(Math.abs(last!.noiseGradient / (2 * coherence.phaseDiffusion) - 1)).toBeLessThan(0.12);
    const error = coherence.phaseErrorRad(2_000_000, 12_345);
    expect(last!.drift).toBeCloseTo(error / (2 * Math.PI * 2e-3), 9);
  });

  it('XDV-061.3: a report is plain data without phases', () => {
    const [report] = watch([1]);
    expect(Object.keys(report!)).toEqual([
      'atNs',
      'index',
      'noiseGradient',
      'drift',
      'lockState',
      'breached',
    ]);
    expect(structuredClone(report)).toEqual(report);
  });

  it('with equal observations reports the same', () => {
    expect(watch([0.95, 0.2, 1])).toEqual(watch([0.95, 0.2, 1]));
  });

  it('refuses times that do not increase, figures and options out of range', () => {
    const make = (options: object) => (): unknown =>
      createStabilityMonitor({ coherence: STEADY, indexMin: 0.5, ...options });
    expect(make({ indexMin: 1.5 })).toThrow(/indexMin must be 0 to 1/);
    expect(make({ indexMin: NaN })).toThrow(RangeError);
    expect(make({ startNs: -1 })).toThrow(/startNs/);
    expect(make({ acquireNs: 0.5 })).toThrow(/acquireNs/);
    const monitor = createStabilityMonitor({ coherence: STEADY, indexMin: 0.5 });
    expect(() => monitor.observe(0, { index: 1 })).toThrow(/atNs must be whole ns from 1/);
    monitor.observe(10, { index: 1 });
    expect(() => monitor.observe(10, { index: 1 })).toThrow(/from 11/);
    expect(() => monitor.observe(11, { index: NaN })).toThrow(/index must be 0 to 1/);
    expect(() => monitor.observe(11, { index: 1.01 })).toThrow(RangeError);
    // what was refused has changed nothing
    expect(monitor.observe(11, { index: 1 }).breached).toBe(false);
  });
});

/** Reports of one window, every 1000 ns, of a machine whose index is given. */
const windowOf = (coherence: Coherence, startNs: number, index: number): StabilityReport[] => {
  const monitor = createStabilityMonitor({ coherence, indexMin: 0.5, startNs });
  return Array.from({ length: 8 }, (_, k) => monitor.observe(1000 * (k + 1), { index }));
};

describe('diagnostics (XDV-072.1)', () => {
  it('intervals cover the truth as often as they claim', () => {
    let [gradients, drifts] = [0, 0];
    const runs = 300;
    for (let seed = 0; seed < runs; seed++) {
      const coherence = createCoherence({ linewidthHz: 100, toleranceRad: Math.PI, seed });
      const windows = [0, 10_000, 20_000].map((startNs) => windowOf(coherence, startNs, 1));
      const { noiseGradient, drift } = diagnoseCoherence(
        { windows, transforms: [] },
        { confidence: 0.9 },
      );
      const truth = 2 * coherence.phaseDiffusion;
      if (noiseGradient!.low <= truth && truth <= noiseGradient!.high) gradients++;
      if (drift!.low <= 0 && 0 <= drift!.high) drifts++;
      expect([noiseGradient!.samples, drift!.samples]).toEqual([21, 3]);
    }
    // standard error 0.017
    expect(Math.abs(gradients / runs - 0.9)).toBeLessThan(0.06);
    expect(Math.abs(drifts / runs - 0.9)).toBeLessThan(0.06);
  });

  it('state index, impact of transforms and compliance with sample size and confidence', () => {
    const windows = [0.8, 0.9, 0.4, 0.9].map((index) => windowOf(STEADY, 0, index));
    const transforms = [
      { before: 0.9, after: 0.8 },
      { before: 0.9, after: 0.9 },
      { before: 0.8, after: 0.5 },
    ];
    const figures = diagnoseCoherence({ windows, transforms });
    // Student's t for 3 and 2 degrees of freedom at 0.95: 3.18245, 4.30265
    const indexError = (3.182446305 * Math.sqrt(0.17 / 3)) / 2;
    expect(figures.stabilityIndex).toEqual({
      value: expect.closeTo(0.75, 12),
      low: expect.closeTo(0.75 - indexError, 8),
      high: 1,
      confidence: 0.95,
      samples: 4,
    });
    const impactError = 4.30265273 * Math.sqrt((0.14 / 3 / 2) / 3);
    expect(figures.transformImpact).toEqual({
      value: expect.closeTo(-0.4 / 3, 12),
      low: expect.closeTo(-0.4 / 3 - impactError, 8),
      high: expect.closeTo(-0.4 / 3 + impactError, 8),
      confidence: 0.95,
      samples: 3,
    });
    // Wilson's interval of 3 in 4
    expect(figures.windowCompliance).toMatchObject({
      value: 0.75,
      low: expect.closeTo(0.3006, 4),
      high: expect.closeTo(0.9544, 4),
      samples: 4,
    });
  });

  it('bound the noise gradient by the tabulated quantiles of χ²', () => {
    const coherence = createCoherence({ linewidthHz: 100, toleranceRad: Math.PI, seed: 1 });
    const long = windowOf(coherence, 0, 1);
    // 0.025 and 0.975 quantiles for 1, 2, 5, 7 and 77 degrees of freedom
    for (const [reports, repeats, low, high] of [
      [2, 1, 0.00098206912, 5.0238862],
      [3, 1, 0.0506356, 7.3777589],
      [6, 1, 0.83121161, 12.832502],
      [8, 1, 1.6898692, 16.012764],
      [8, 11, 54.623, 103.158],
    ] as const) {
      const windows = Array.from({ length: repeats }, () => long.slice(0, reports));
      const figure = diagnoseCoherence({ windows, transforms: [] }).noiseGradient!;
      const freedom = (reports - 1) * repeats;
      expect(figure.samples).toBe(freedom);
      expect((figure.value * freedom) / figure.low / high).toBeCloseTo(1, 4);
      expect((figure.value * freedom) / figure.high / low).toBeCloseTo(1, 3);
    }
  });

  it('say null where nothing was seen, and the whole range where one sample says nothing', () => {
    expect(diagnoseCoherence({ windows: [[]], transforms: [] })).toEqual({
      stabilityIndex: null,
      noiseGradient: null,
      drift: null,
      transformImpact: null,
      windowCompliance: null,
    });
    const windows = [windowOf(STEADY, 0, 0.8)];
    const transforms = [{ before: 0.5, after: 0.6 }];
    const figures = diagnoseCoherence({ windows, transforms });
    expect(figures.stabilityIndex).toMatchObject({ value: 0.8, low: 0, high: 1, samples: 1 });
    expect(figures.transformImpact).toMatchObject({ low: -1, high: 1, samples: 1 });
  });

  it('refuse records and confidences out of range', () => {
    const diagnose = (record: object, confidence = 0.95) => (): unknown =>
      diagnoseCoherence({ windows: [], transforms: [], ...record } as never, { confidence });
    const [report] = windowOf(STEADY, 0, 1);
    expect(diagnose({ windows: 'many' })).toThrow(/windows must be a list/);
    expect(diagnose({ windows: [7] })).toThrow(/reports must be a list/);
    expect(diagnose({ transforms: { length: 1 } })).toThrow(/transforms must be a list/);
    expect(diagnose({ windows: [[{ ...report!, index: 2 }]] })).toThrow(/report index/);
    expect(diagnose({ windows: [[{ ...report!, drift: NaN }]] })).toThrow(/report drift/);
    expect(diagnose({ windows: [[{ ...report!, atNs: 0 }]] })).toThrow(/report atNs/);
    expect(diagnose({ transforms: [{ before: 0, after: -1 }] })).toThrow(/transform after/);
    for (const confidence of [0, 1, NaN]) {
      expect(diagnose({}, confidence)).toThrow(/confidence must be/);
    }
  });
});
