import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, widen } from '../../src/device/truth.ts';
import { meanReverting, telegraph } from '../../src/device/fluctuation.ts';
import { drifting, FALCON27, TRANSMON_DRIFT, type DriftOptions } from '../../src/device/index.ts';
import { checkCalibration } from '../../src/engine/calibration.ts';

const { calibration } = FALCON27;
const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

const SHORT = { spread: 0.2, relaxTicks: 10 };
/** All memories as short as they may be. */
const FAST: Omit<DriftOptions, 'seed'> = {
  stepTicks: 1,
  t1: SHORT,
  dephasing: SHORT,
  readout: SHORT,
  gates: SHORT,
  defect: { share: 0.1, factor: 3, relaxTicks: 10 },
};

const seeds = fc.maxSafeInteger();
const ticks = fc.integer({ min: 0, max: 60 * DAY });

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a drifting device (XDV-060.2)', () => {
  it('starts as it was calibrated', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: HOUR - 1 }), (seed, tick) => {
        expect(drifting(calibration, { seed }).at(tick)).toEqual(calibration);
      }),
      { numRuns: 20 },
    );
  });

  it('is a function of seed and tick, in whatever order it is asked', () => {
    fc.assert(
      fc.property(seeds, fc.array(ticks, { minLength: 2, maxLength: 3 }), (seed, asked) => {
        const history = drifting(calibration, { seed });
        const forwards = asked.map((tick) => history.at(tick));
        const backwards = asked.toReversed().map((tick) => history.at(tick)).toReversed();
        expect(backwards).toEqual(forwards);
        expect(drifting(calibration, { seed }).at(asked[0]!)).toEqual(forwards[0]);
      }),
      { numRuns: 10 },
    );
  });

  it('stays a calibration, within its bounds', () => {
    fc.assert(
      fc.property(seeds, ticks, (seed, tick) => {
        const history = drifting(calibration, { seed });
        const state = history.at(tick);
        checkCalibration(state, 27);
        expect(widen(history.bounds, boundsOf(state))).toEqual(history.bounds);
        expect(state.gate1Ns).toBe(calibration.gate1Ns);
        expect(state.couplings!.map(({ pair, ns }) => ({ pair, ns }))).toEqual(
          calibration.couplings!.map(({ pair, ns }) => ({ pair, ns })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('answers for the last tick there is', () => {
    const history = drifting(calibration, { seed: 1, ...FAST });
    expect(() => checkCalibration(history.at(Number.MAX_SAFE_INTEGER - 1), 27)).not.toThrow();
  });

  it('changes once per step, each element on its own', () => {
    const history = drifting(calibration, { seed: 3 });
    const [now, same, later] = [history.at(HOUR), history.at(2 * HOUR - 1), history.at(2 * HOUR)];
    expect(same).toEqual(now);
    const ratios = later.qubits.map(({ t1Ns }, q) => t1Ns / now.qubits[q]!.t1Ns);
    expect(new Set(ratios).size).toBe(27);
    expect(drifting(calibration, { seed: 4 }).at(HOUR)).not.toEqual(now);
  });

  it('leaves a perfect qubit perfect', () => {
    const perfect = { t1Ns: Infinity, t2Ns: Infinity, read1Given0: 0, read0Given1: 0 };
    const still = { ...calibration, qubits: [perfect], couplings: [] };
    expect(drifting(still, { seed: 1 }).at(9 * DAY)).toEqual(still);
  });
});

describe('the statistics are those of the model', () => {
  const RELAX = 10;
  const LENGTH = 20_000;
  const process = meanReverting(11, 0, RELAX);
  // long after the start, where it is stationary
  const values = Array.from({ length: LENGTH }, (_, k) => process(1_000 + k));
  // about LENGTH / 2 RELAX independent values
  const independent = LENGTH / (2 * RELAX);

  it('mean 0, variance 1, nearly normal tails', () => {
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(independent));
    const variance = mean(values.map((value) => value ** 2));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / independent));
    const beyond = values.filter((value) => Math.abs(value) > 1.96).length / LENGTH;
    expect(beyond).toBeGreaterThan(0.02);
    expect(beyond).toBeLessThan(0.09);
    expect(Math.max(...values)).toBeLessThanOrEqual(3);
  });

  it.each([1, 5, 10, 20])('correlation e^(-steps / relax) after %d steps', (lag) => {
    const products = values.slice(lag).map((value, k) => value * values[k]!);
    const allowed = 5 / Math.sqrt(independent);
    expect(Math.abs(mean(products) - Math.exp(-lag / RELAX))).toBeLessThan(allowed);
  });

  it('a telegraph is on for its share, and stays on for as long as it should', () => {
    const on = telegraph(5, 0, RELAX, 0.2);
    const states = values.map((_, k) => on(1_000 + k));
    const share = states.filter(Boolean).length / LENGTH;
    expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / independent));
    const stays = states.filter((state, k) => state && states[k + 1] === true).length;
    const expected = 0.2 + 0.8 * Math.exp(-1 / RELAX);
    expect(stays / states.filter(Boolean).length).toBeCloseTo(expected, 1);
    expect(on(0)).toBe(false);
  });

  it('a fluctuation is 0 at the start and forgets it', () => {
    expect(process(0)).toBe(0);
    const starts = Array.from({ length: 400 }, (_, series) => meanReverting(1, series, RELAX)(1));
    expect(mean(starts.map((value) => value ** 2))).toBeLessThan(0.4);
  });

  it('spread of T1 of a device, by its logarithm', () => {
    const history = drifting(calibration, {
      seed: 2,
      defect: { ...TRANSMON_DRIFT.defect, share: 0 },
    });
    const logs = [20, 40, 60].flatMap((day) =>
      history
        .at(day * DAY)
        .qubits.map(({ t1Ns }, q) => Math.log(t1Ns / calibration.qubits[q]!.t1Ns)),
    );
    const spread = Math.sqrt(mean(logs.map((log) => log ** 2)));
    expect(Math.abs(spread - TRANSMON_DRIFT.t1.spread)).toBeLessThan(5 * (0.25 / Math.sqrt(162)));
  });
});

describe('options out of range are refused by name', () => {
  const base = { seed: 1 };
  it.each([
    ['seed', { seed: 0.1 }],
    ['stepTicks', { ...base, stepTicks: 0 }],
    ['t1.spread', { ...base, t1: { spread: 2, relaxTicks: DAY } }],
    ['dephasing.relaxTicks', { ...base, dephasing: { spread: 0, relaxTicks: 1 } }],
    ['gates.relaxTicks', { ...base, gates: { spread: 0, relaxTicks: 1_001 * HOUR } }],
    ['readout.spread', { ...base, readout: { spread: NaN, relaxTicks: DAY } }],
    ['defect.share', { ...base, defect: { ...TRANSMON_DRIFT.defect, share: 1.1 } }],
    ['defect.factor', { ...base, defect: { ...TRANSMON_DRIFT.defect, factor: 0.5 } }],
    ['defect.relaxTicks', { ...base, defect: { ...TRANSMON_DRIFT.defect, relaxTicks: 0 } }],
  ])('%s', (name, options) => {
    expect(() => drifting(calibration, options)).toThrow(RangeError);
    expect(() => drifting(calibration, options)).toThrow(`drift ${name}`);
  });
});
