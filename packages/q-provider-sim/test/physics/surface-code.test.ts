import { unwrap, type JobId } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createQSimulator } from '../../src/index.ts';
import { noiseFromCalibration } from '../../src/noise/index.ts';
import { createBitTable } from '../../src/stabilizer/bit-table.ts';
import {
  createErrorModelSampler,
  detectorErrorModel,
  surfaceCode,
  type AnnotatedCircuit,
  type BitTable,
} from '../../src/stabilizer/index.ts';
import { countMistakes } from '../stabilizer/matching.ts';
import { deviceOf } from './support/lab.ts';

const P = 4e-3;
const SHOTS = 12_000;

/** Detectors and the observable of every shot, from the counts of the measured bits. */
const eventsOf = (
  { detectors, observables }: AnnotatedCircuit,
  counts: readonly (readonly [string, number])[],
): BitTable => {
  const parities = [...detectors, ...observables];
  const table = unwrap(createBitTable(SHOTS, parities.length));
  let row = 0;
  for (const [outcome, times] of counts) {
    const last = outcome.length - 1;
    const values = parities.map((bits) =>
      bits.reduce((parity, bit) => parity ^ (outcome[last - bit] === '1' ? 1 : 0), 0),
    );
    for (let shot = 0; shot < times; shot++, row++) {
      for (const [k, value] of values.entries()) {
        table.words[row * table.stride + (k >>> 5)]! |= value << (k & 31);
      }
    }
  }
  return table;
};

/** Checks that see bit flips, which is what the kept state is sensitive to. */
const isZ = ({ coordinates }: AnnotatedCircuit) => (detector: number): boolean => {
  const [x = 0, y = 0] = coordinates![detector]!;
  return (x / 2 + y / 2) % 2 === 0;
};

const experiment = async (distance: number, seed: number) => {
  const code = surfaceCode({ distance, rounds: distance, basis: 'z' });
  const device = deviceOf(code.circuit.qubits, {
    gate1Error: P,
    gate2Error: P,
    qubit: { read1Given0: P, read0Given1: P },
  });
  const provider = createQSimulator({ devices: [device] });
  unwrap(await provider.init());
  const job = 1 as JobId;
  const request = { kind: 'q.run', job, resource: 'lab', seed, shots: SHOTS } as const;
  const result = unwrap(await provider.execute({ ...request, circuit: code.circuit }));
  if (result.kind !== 'counts') throw new TypeError(`expected counts, got ${result.kind}`);
  const model = unwrap(detectorErrorModel(code, noiseFromCalibration(device.calibration)));
  const table = unwrap(unwrap(createErrorModelSampler(model, { seed })).sample(4 * SHOTS));
  return {
    measured: countMistakes(model, eventsOf(code, result.counts), isZ(code)) / SHOTS,
    expected: countMistakes(model, table, isZ(code)) / (4 * SHOTS),
  };
};

describe('the rotated surface code on a device of 17, 49 and 97 qubits', () => {
  // Fowler, Mariantoni, Martinis and Cleland 2012: below threshold the logical error falls with
  // distance; the expected rate is that of the error model, which agrees with Stim's
  it('keeps its qubit better the larger it is, at the rate of its error model', async () => {
    let previous = Infinity;
    for (const distance of [3, 5, 7]) {
      const { measured, expected } = await experiment(distance, 100 + distance);
      const variance = (expected * (1 - expected) * 5) / (4 * SHOTS);
      expect(Math.abs(measured - expected)).toBeLessThan(5 * Math.sqrt(variance));
      expect(measured).toBeLessThan(previous);
      previous = measured;
    }
  });
});
