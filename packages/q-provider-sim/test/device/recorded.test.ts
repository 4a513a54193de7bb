import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unwrap, validateProfiles } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { idleFidelity } from '../../src/device/errors.ts';
import { secondsOf } from '../../src/device/instant.ts';
import {
  CLOUD_SERVICE,
  meanWaitMs,
  readCalibrationSeries,
  recordedDevice,
  replaying,
  serviceTimeMs,
  TRANSMON_DRIFT,
  type CalibrationSeries,
} from '../../src/device/index.ts';
import { boundsOf, widen } from '../../src/device/truth.ts';
import { createQSimulator } from '../../src/index.ts';
import { codeOf, labOf, messageOf } from './support.ts';

const DATA = resolve(
  import.meta.dirname,
  '../../../..',
  process.env['XDV_DATA'] ?? '../shared/data',
);
const PERTH = resolve(DATA, 'calibrations/ibm_perth_2023.csv.gz');
const JOBS = resolve(DATA, 'workloads/quantum_cloud_jobs.csv.gz');

const textOf = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8');

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;

const HEADER = 'backend,last_update,snapshot_file,element,T1_us,T2_us,readout_error,gate_error';

/** Two qubits, calibrated on two days. */
const snapshot = (day: number, t1: number): readonly string[] => {
  const start = `chip,2023-01-0${day}T08:00:00+01:00,2023-01-0${day}.json`;
  return [
    `${start},q0,${t1},80,0.02,`,
    `${start},q1,100.5,300,1e-2,`,
    `${start},sx_0,,,,0.001`,
    `${start},sx_1,,,,0.0002`,
    `${start},cx_1_0,,,,0.01`,
    `${start},cx_0_1,,,,0.01`,
  ];
};
const LINES = [HEADER, ...snapshot(1, 90), ...snapshot(2, 40)];
const SMALL = LINES.join('\n');

describe('a recorded series of calibrations', () => {
  const series = unwrap(readCalibrationSeries(SMALL));

  it('is read with its times, topology and figures', () => {
    expect(series).toMatchObject({ backend: 'chip', couplings: [[0, 1]] });
    expect(series.entries.map(({ seconds }) => seconds)).toEqual([1_672_556_400, 1_672_642_800]);
    const { qubits } = series.entries[0]!.calibration;
    expect(qubits[0]).toMatchObject({ t1Ns: 90_000, t2Ns: 80_000, read1Given0: 0.02 });
    // T2 is at most 2 T1, whatever two fits say
    expect(qubits[1]).toMatchObject({ t1Ns: 100_500, t2Ns: 201_000, read0Given1: 0.01 });
  });

  it('gives gates the infidelity that was benchmarked, decay included', () => {
    const { qubits, couplings, gate1Ns, gate2Ns } = series.entries[0]!.calibration;
    const [first, second] = qubits;
    const one = (1 - first!.gateError!) * idleFidelity(first!, gate1Ns);
    expect((2 / 3) * (1 - one)).toBeCloseTo(0.001, 12);
    const idle = idleFidelity(first!, gate2Ns) * idleFidelity(second!, gate2Ns);
    expect((4 / 5) * (1 - (1 - couplings![0]!.error) * idle)).toBeCloseTo(0.01, 12);
  });

  it('is a device, and its history', async () => {
    const device = recordedDevice(series, { name: 'chip', budgetMaxNs: 100_000 });
    expect(device).toMatchObject({ name: 'chip', qubits: 2, budgetMaxNs: 100_000 });
    const truth = replaying(series);
    const { run } = await labOf(device, { truth });
    expect(codeOf(await run({ qubits: 2, bits: 0, ops: [] }))).toBe('ok');
    const t1 = (tick: number): number => truth.at(tick).qubits[0]!.t1Ns;
    const day = 86_400_000_000;
    expect([0, day - 1, day, 1e15].map(t1)).toEqual([90_000, 90_000, 40_000, 40_000]);
    expect(replaying(series, { tickNs: 2_000 }).at(day / 2).qubits[0]!.t1Ns).toBe(40_000);
    expect(truth.bounds.t1MinNs).toBe(40_000);
    expect(() => replaying(series, { tickNs: 0 })).toThrow(RangeError);
  });

  it('takes the times of operations that it is told', () => {
    const told = unwrap(readCalibrationSeries(SMALL, { gate2Ns: 500 })).entries[0]!.calibration;
    expect(told).toMatchObject({ gate2Ns: 500, couplings: [{ ns: 500 }] });
    expect(() => readCalibrationSeries(SMALL, { measureNs: 0.5 })).toThrow(RangeError);
  });

  it('says the same with other line ends, blank lines and a calibration seen twice', () => {
    const again = snapshot(2, 40).map((line) => line.replace('2023-01-02.json', '2023-01-03.json'));
    const text = [...LINES, '', ...again, ''].join('\r\n');
    expect(unwrap(readCalibrationSeries(text))).toEqual(series);
  });

  const lines = (edit: (lines: string[]) => unknown): string => {
    const edited = [...LINES];
    edit(edited);
    return edited.join('\n');
  };
  const replaced = (line: number, from: string, to: string): string =>
    lines((all) => (all[line - 1] = all[line - 1]!.replace(from, to)));

  const other = snapshot(2, 9).map((line) => `x${line}`);
  it.each([
    ['nothing', '', 1],
    ['another header', 'a,b', 1],
    ['no rows', HEADER, 2],
    ['too few cells', replaced(3, ',100.5', ''), 3],
    ['a time that is none', replaced(3, 'T08:', ' 08:'), 3],
    ['a day that is none', replaced(3, '2023-01-01T', '2023-02-30T'), 3],
    ['a word for a number', replaced(2, ',90,', ',NaN,'), 2],
    ['a negative number', replaced(2, ',90,', ',-90,'), 2],
    ['a number too long for a double', replaced(2, ',90,', ',1e999,'), 2],
    ['no T1', replaced(2, ',90,', ',,'), 2],
    ['T1 of 0', replaced(2, ',90,', ',0,'), 2],
    ['a probability above 1', replaced(2, '0.02', '1.02'), 2],
    ['an element of another kind', replaced(5, 'sx_1', 'rz_1'), 5],
    ['cx on one qubit', replaced(6, 'cx_1_0', 'cx_1_1'), 6],
    ['cx on a qubit that is not there', replaced(6, 'cx_1_0', 'cx_2_0'), 2],
    ['an element twice', replaced(5, 'sx_1', 'sx_0'), 2],
    ['an element missing', lines((all) => all.splice(4, 1)), 2],
    ['a snapshot at two times', replaced(3, 'T08:', 'T09:'), 3],
    ['days out of order', lines((all) => all.splice(1, 6, ...snapshot(3, 90))), 8],
    ['another backend', lines((all) => all.splice(7, 6, ...other)), 8],
  ])('with %s is refused, and the line named', (_, text, line) => {
    const result = readCalibrationSeries(text);
    expect(codeOf(result)).toBe('FORMAT_UNKNOWN');
    expect(messageOf(result)).toContain(`line ${line}:`);
  });
});

describe('times of RFC 3339', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2000-02-29T12:00:00+00:00', 951_825_600],
    ['2023-03-21T02:58:41+01:00', 1_679_363_921],
    ['1969-12-31T23:59:59-01:30', 5_399],
  ])('%s is %d seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each([
    '',
    '2023-01-01',
    '2023-13-01T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:00:00',
  ])('%s is none', (text) => {
    expect(secondsOf(text)).toBeNull();
  });
});

describe.skipIf(!existsSync(PERTH))('ibm_perth in 2023 (181 calibrations)', () => {
  const series = (): CalibrationSeries => unwrap(readCalibrationSeries(textOf(PERTH)));

  it('is a device of 7 qubits in the shape of an H', () => {
    const { couplings, entries } = series();
    expect(couplings).toEqual([[0, 1], [1, 2], [1, 3], [3, 5], [4, 5], [5, 6]]);
    expect(entries.length).toBeGreaterThanOrEqual(180);
    const device = recordedDevice(series(), { name: 'perth' });
    const { profile } = createQSimulator({ devices: [device] });
    expect(codeOf(validateProfiles([profile]))).toBe('ok');
    const { bounds } = replaying(series());
    for (const { calibration } of entries) {
      expect(widen(bounds, boundsOf(calibration))).toEqual(bounds);
    }
  });

  /** Robust spread of the logarithm, and correlation from one day to the next. */
  const wander = (values: readonly number[]): Record<'spread' | 'next', number> => {
    const logs = values.map((value) => Math.log(value));
    const middle = median(logs);
    const spread = 1.4826 * median(logs.map((log) => Math.abs(log - middle)));
    const cut = logs.map((log) => Math.max(-2.5, Math.min(2.5, (log - middle) / spread)));
    const mean = cut.reduce((sum, x) => sum + x, 0) / cut.length;
    const products = (lag: number): number =>
      cut.slice(lag).reduce((sum, x, k) => sum + (x - mean) * (cut[k]! - mean), 0);
    return { spread, next: products(1) / products(0) };
  };

  it('wanders as the drift of the simulator does', () => {
    const { entries } = series();
    const history = (of: (qubit: (typeof entries)[0]['calibration']['qubits'][0]) => number) =>
      Array.from({ length: 7 }, (_, q) =>
        wander(entries.map(({ calibration }) => of(calibration.qubits[q]!))),
      );
    const day = 86_400_000_000;
    for (const [found, model] of [
      [history(({ t1Ns }) => t1Ns), TRANSMON_DRIFT.t1],
      [history(({ read1Given0 }) => read1Given0), TRANSMON_DRIFT.readout],
    ] as const) {
      const spread = median(found.map((each) => each.spread));
      const relaxDays = -1 / Math.log(median(found.map((each) => each.next)));
      expect(model.spread / spread).toBeGreaterThan(0.85);
      expect(model.spread / spread).toBeLessThan(1.15);
      expect(model.relaxTicks / day / relaxDays).toBeGreaterThan(0.8);
      expect(model.relaxTicks / day / relaxDays).toBeLessThan(1.25);
    }
  });

  it('has days on which T1 falls, as often and as far as the defects of the simulator', () => {
    const { entries } = series();
    const falls = Array.from({ length: 7 }, (_, q) => {
      const t1 = entries.map(({ calibration }) => calibration.qubits[q]!.t1Ns);
      const usual = median(t1);
      return t1.map((ns) => usual / ns).filter((factor) => factor > 1 / 0.45);
    }).flat();
    expect(falls.length / (7 * entries.length)).toBeCloseTo(TRANSMON_DRIFT.defect.share, 2);
    expect(Math.abs(median(falls) - TRANSMON_DRIFT.defect.factor)).toBeLessThan(0.3);
  });
});

describe.skipIf(!existsSync(JOBS))('5,704 jobs of a quantum cloud', () => {
  const jobs = () =>
    textOf(JOBS)
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((cells) => cells[5] === 'JobStatus.DONE' && !cells[3]!.includes('simulator'))
      .map(([, runMin, queueMin, , , , batch, shots]) => ({
        runMs: 60_000 * Number(runMin),
        queueMs: 60_000 * Number(queueMin),
        work: { circuits: Math.max(1, Number(batch)), shots: Number(shots), shotNs: 10_000 },
      }));

  it('take about as long as the service model says', () => {
    const ratios = jobs()
      .filter(({ runMs }) => runMs > 0)
      .map(({ runMs, work }) => serviceTimeMs(work, CLOUD_SERVICE) / runMs);
    expect(ratios.length).toBeGreaterThan(4_900);
    expect(median(ratios)).toBeGreaterThan(0.8);
    expect(median(ratios)).toBeLessThan(1.25);
    const near = ratios.filter((ratio) => ratio > 1 / 3 && ratio < 3).length / ratios.length;
    expect(near).toBeGreaterThan(0.78);
  });

  it('wait as long as jobs wait for a device in use for nine tenths of the time', () => {
    const all = jobs();
    const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / all.length;
    const meanMs = mean(all.map(({ runMs }) => runMs));
    const variation = mean(all.map(({ runMs }) => runMs ** 2)) / meanMs ** 2 - 1;
    const waited = mean(all.map(({ queueMs }) => queueMs));
    const between = [0.88, 0.94].map((utilization) =>
      meanWaitMs({ utilization, meanMs, variation }),
    );
    expect(waited).toBeGreaterThan(between[0]!);
    expect(waited).toBeLessThan(between[1]!);
    // the median is in the range of single jobs ahead: most users meet a short queue
    const middle = median(all.map(({ queueMs }) => queueMs));
    expect(middle / median(all.map(({ runMs }) => runMs))).toBeGreaterThan(5);
    expect(middle / median(all.map(({ runMs }) => runMs))).toBeLessThan(20);
  });
});
