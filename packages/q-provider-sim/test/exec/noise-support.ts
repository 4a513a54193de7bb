import * as fc from 'fast-check';
import {
  amplitudeDamping,
  bitFlip,
  depolarizing,
  kraus,
  noiseModel,
  pauli,
  phaseDamping,
  thermalRelaxation,
  type Channel,
  type NoiseModel,
} from '../../src/noise/index.ts';

const entry = fc.double({ min: -1, max: 1, noNaN: true });

/** `count` operators on `qubits` qubits cut from an isometry made by Gram and Schmidt. */
const isometry = (numbers: readonly number[], qubits: number, count: number): number[][] => {
  const size = 2 ** qubits;
  const rows = count * size;
  const columns: [number, number][][] = [];
  for (let c = 0; c < size; c++) {
    let column = Array.from({ length: rows }, (_, r): [number, number] => [
      numbers[2 * (c * rows + r)]! + (r === c ? 2 : 0),
      numbers[2 * (c * rows + r) + 1]!,
    ]);
    for (const other of columns) {
      let [re, im] = [0, 0];
      for (const [r, [x, y]] of column.entries()) {
        const [u, v] = other[r]!;
        re += u * x + v * y;
        im += u * y - v * x;
      }
      column = column.map(([x, y], r) => {
        const [u, v] = other[r]!;
        return [x - (re * u - im * v), y - (re * v + im * u)];
      });
    }
    const norm = Math.sqrt(column.reduce((sum, [x, y]) => sum + x * x + y * y, 0));
    columns.push(column.map(([x, y]) => [x / norm, y / norm]));
  }
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: size * size }, (__, at) => {
      const [r, c] = [Math.floor(at / size), at % size];
      return columns[c]![k * size + r]!;
    }).flat(),
  );
};

/** Any Kraus channel, most of them with one likely operator, others with none. */
export const arbitraryKraus = (qubits: 1 | 2): fc.Arbitrary<Channel> =>
  fc
    .integer({ min: 1, max: 3 })
    .chain((count) =>
      fc
        .array(entry, { minLength: 2 * count * 4 ** qubits, maxLength: 2 * count * 4 ** qubits })
        .map((numbers) => kraus(isometry(numbers, qubits, count))),
    );

const probability = fc.double({ min: 0, max: 0.4, noNaN: true });

const paulis = fc
  .uniqueArray(fc.constantFrom('X', 'Y', 'Z'), { minLength: 1 })
  .chain((letters) =>
    fc
      .tuple(...letters.map(() => fc.double({ min: 0, max: 0.3, noNaN: true })))
      .map((chances) =>
        pauli(letters.map((letter, k) => ({ pauli: letter, probability: chances[k]! }))),
      ),
  );

const relaxing = fc
  .tuple(fc.constantFrom(0.5, 1, 1.5, 2), fc.double({ min: 0, max: 2, noNaN: true }))
  .map(([ratio, time]) => thermalRelaxation(1, ratio, time));

/** Channels on one qubit of every kind, mild and violent. */
export const arbitraryChannels: fc.Arbitrary<readonly Channel[]> = fc.oneof(
  fc.constant([]),
  probability.map((p) => [depolarizing(p)]),
  probability.map((p) => [bitFlip(p)]),
  fc.double({ min: 0, max: 1, noNaN: true }).map((p) => [amplitudeDamping(p)]),
  fc.double({ min: 0, max: 1, noNaN: true }).map((p) => [phaseDamping(p)]),
  paulis.map((channel) => [channel]),
  relaxing,
  arbitraryKraus(1).map((channel) => [channel]),
);

/** Everything at once. */
export const arbitraryNoise: fc.Arbitrary<NoiseModel> = fc
  .record({
    single: arbitraryChannels,
    pair: fc.oneof(
      probability.map((p) => [depolarizing(p, 2)]),
      arbitraryKraus(2).map((channel) => [channel]),
      arbitraryChannels,
    ),
    triple: probability,
    measure: arbitraryChannels,
    reset: arbitraryChannels,
    spectator: arbitraryChannels,
    misread: fc.tuple(probability, probability),
    t1: fc.constantFrom(3_000, 10_000, Infinity),
    ratio: fc.constantFrom(0.5, 1, 2),
  })
  .map(({ single, pair, triple, measure, reset, spectator, misread, t1, ratio }) =>
    noiseModel({
      durations: { gate1Ns: 100, gate2Ns: 300, measureNs: 500, resetNs: 200, feedForwardNs: 400 },
      gates: [
        { width: 1, channels: single },
        { width: 2, channels: pair },
        { width: 3, channels: [depolarizing(triple, 3)] },
      ],
      beforeMeasure: [{ channels: measure }],
      afterReset: [{ channels: reset }],
      readout: [{ read1Given0: misread[0], read0Given1: misread[1] }],
      idle: [{ t1Ns: t1, t2Ns: t1 === Infinity ? 20_000 : ratio * t1 }],
      crosstalk: [{ qubits: [0, 1], spectators: [2], channels: spectator }],
    }),
  );

/**
 * How far counts lie from exact probabilities, in standard deviations of a normal variable:
 * Pearson's statistic by the cube root of Wilson and Hilferty (1931).
 */
export const sigmas = (
  counts: Readonly<Record<string, number>>,
  exact: ReadonlyMap<string, number>,
  shots: number,
): number => {
  let statistic = 0;
  let freedom = -1;
  for (const [outcome, probability] of exact) {
    const mean = probability * shots;
    if (mean < 5) continue;
    statistic += ((counts[outcome] ?? 0) - mean) ** 2 / mean;
    freedom++;
  }
  if (freedom < 1) return 0;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
};
