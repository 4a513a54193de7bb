import { unwrap, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { densityMatrix, type DensityMatrix } from '../../src/density/index.ts';
import {
  amplitudeDamping,
  depolarizing,
  kraus,
  noiseModel,
  pauli,
  thermalRelaxation,
  type Channel,
  type NoiseModel,
} from '../../src/noise/index.ts';

/** A rotation by chance, on one and on two qubits: √(1-p) exp(-iaX/2) and √p T ⊗ H and the like. */
const unusual1 = kraus([
  [0.6, 0, 0, 0.3, 0, 0.3, 0.6, 0].map((x) => x / Math.sqrt(0.45) / Math.SQRT2),
  [0, 0, Math.SQRT1_2, 0, 0, Math.SQRT1_2, 0, 0],
]);

/** √0.7 · swap-like phases and √0.3 · a shift of the four basis states. */
const unusual2 = kraus([
  [[0, 0], [1, 2], [2, 1], [3, 3]].flatMap(([, c], r) =>
    Array.from({ length: 4 }, (_, k): readonly number[] => {
      if (k !== c) return [0, 0];
      return [Math.sqrt(0.7) * Math.cos(r), Math.sqrt(0.7) * Math.sin(r)];
    }).flat(),
  ),
  [1, 2, 3, 0].flatMap((c) =>
    Array.from({ length: 4 }, (_, k) => [k === c ? Math.sqrt(0.3) : 0, 0]).flat(),
  ),
]);

export const CHANNELS: Readonly<Record<string, Channel>> = {
  pauli1: pauli([
    { pauli: 'X', probability: 0.1 },
    { pauli: 'Y', probability: 0.05 },
    { pauli: 'Z', probability: 0.2 },
  ]),
  pauli2: pauli(
    [{ pauli: 'XI', probability: 0.1 }, { pauli: 'ZY', probability: 0.3 }],
    2,
  ),
  pauli3: pauli(
    [{ pauli: 'XYI', probability: 0.2 }, { pauli: 'ZZX', probability: 0.3 }],
    3,
  ),
  depolarizing1: depolarizing(0.3),
  depolarizing2: depolarizing(0.4, 2),
  depolarizing3: depolarizing(0.5, 3),
  damping: amplitudeDamping(0.35),
  reset: { kind: 'reset', qubits: 1, probability: 0.4 },
  relaxation: thermalRelaxation(100, 150, 40)[0]!,
  kraus1: unusual1,
  kraus2: unusual2,
};

const probability = fc.double({ min: 0, max: 0.4, noNaN: true });

/** Noise of every kind, strong enough that forgetting any of it shows. */
export const arbitraryNoise: fc.Arbitrary<NoiseModel> = fc
  .record({
    one: fc.subarray(Object.values(CHANNELS).filter(({ qubits }) => qubits === 1)),
    two: fc.subarray(Object.values(CHANNELS).filter(({ qubits }) => qubits === 2)),
    three: fc.subarray(Object.values(CHANNELS).filter(({ qubits }) => qubits === 3)),
    read1Given0: probability,
    read0Given1: probability,
    t1Ns: fc.integer({ min: 50, max: 2000 }),
    ratio: fc.double({ min: 0.1, max: 2, noNaN: true }),
  })
  .map(({ one, two, three, read1Given0, read0Given1, t1Ns, ratio }) =>
    noiseModel({
      durations: { gate1Ns: 20, gate2Ns: 50, measureNs: 100, resetNs: 80, feedForwardNs: 30 },
      gates: [
        { width: 3, channels: three },
        { width: 2, channels: two },
        { width: 1, channels: one },
      ],
      beforeMeasure: [{ channels: one.slice(1) }],
      afterReset: [{ channels: one.slice(0, 1) }],
      idle: [{ qubits: [0, 1], t1Ns, t2Ns: ratio * t1Ns }],
      readout: [{ read1Given0, read0Given1 }],
    }),
  );

export const mixed = (circuit: Circuit, noise?: NoiseModel): DensityMatrix =>
  unwrap(densityMatrix(circuit, noise === undefined ? {} : { noise }));

/** ⟨r|ρ|c⟩. */
export const entryOf = (
  { qubits, entries }: DensityMatrix,
  r: number,
  c: number,
): readonly [number, number] => {
  const at = 2 * (r * 2 ** qubits + c);
  return [entries[at]!, entries[at + 1]!];
};
