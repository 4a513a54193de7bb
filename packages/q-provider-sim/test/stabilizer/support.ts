import { circuit, type Circuit, type GateName, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import type { BitTable, DetectorErrorModel } from '../../src/stabilizer/index.ts';
import { bitAt } from '../../src/stabilizer/index.ts';

const ONE: readonly GateName[] = ['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'sxdg'];
const TWO: readonly GateName[] = ['swap', 'iswap', 'x', 'y', 'z'];

/** A Clifford gate on one or two of `qubits` qubits; x, y, z on two are controlled. */
export const cliffordGate = (qubits: number): fc.Arbitrary<GateOp> =>
  fc
    .tuple(
      fc.boolean(),
      fc.constantFrom(...ONE),
      fc.constantFrom(...TWO),
      fc.shuffledSubarray(
        Array.from({ length: qubits }, (_, q) => q),
        { minLength: 2, maxLength: 2 },
      ),
    )
    .map(([single, one, two, [a = 0, b = 0]]): GateOp => {
      const base = { kind: 'gate', params: [] } as const;
      if (single) return { ...base, gate: one, targets: [a], controls: [] };
      if (two.endsWith('swap')) return { ...base, gate: two, targets: [a, b], controls: [] };
      return { ...base, gate: two, targets: [a], controls: [b] };
    });

/** The rotated surface code's noise, all kinds with one probability. */
export const uniformNoise = (p: number) => ({
  gate1: p,
  gate2: p,
  measure: p,
  reset: p,
  idle: p,
});

/** Share of rows with a 1 in each column. */
export const marginals = (table: BitTable): readonly number[] =>
  Array.from({ length: table.columns }, (_, column) => {
    let ones = 0;
    for (let row = 0; row < table.rows; row++) ones += bitAt(table, row, column);
    return ones / table.rows;
  });

/** Share of rows in which two columns differ. */
export const disagreement = (table: BitTable, a: number, b: number): number => {
  let differ = 0;
  for (let row = 0; row < table.rows; row++) {
    if (bitAt(table, row, a) !== bitAt(table, row, b)) differ++;
  }
  return differ / table.rows;
};

/** Exact probability that a model flips an odd number of the `columns`. */
export const oddProbability = (
  { probabilities, offsets, symptoms }: DetectorErrorModel,
  columns: readonly number[],
): number => {
  let even = 1;
  for (const [k, p] of probabilities.entries()) {
    const set = symptoms.subarray(offsets[k], offsets[k + 1]);
    const flips = columns.filter((column) => set.includes(column)).length;
    if (flips % 2 === 1) even *= 1 - 2 * p;
  }
  return (1 - even) / 2;
};

/** A model from rows of probability and symptoms in ascending order. */
export const modelOf = (
  detectors: number,
  observables: number,
  rows: readonly (readonly [number, readonly number[]])[],
): DetectorErrorModel => {
  const offsets = [0];
  for (const [, symptoms] of rows) offsets.push(offsets.at(-1)! + symptoms.length);
  return {
    detectors,
    observables,
    probabilities: Float64Array.from(rows, ([p]) => p),
    offsets: Uint32Array.from(offsets),
    symptoms: Uint32Array.from(rows.flatMap(([, symptoms]) => symptoms)),
    coordinates: null,
  };
};

export const ghz = (qubits: number): Circuit => {
  const builder = circuit(qubits).h(0);
  for (let q = 1; q < qubits; q++) builder.cx(q - 1, q);
  return builder.measureAll().build();
};
