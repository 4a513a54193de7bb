import { unwrap, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import {
  pauliSum,
  pauliTerms,
  type PauliSum,
  type PauliSumTerm,
} from '../../src/observables/index.ts';
import { apply, embed, evolveDense, type Complex, type Matrix, type Vector } from '../dense.ts';
import { arbitraryGate } from '../support.ts';

const NAMES = { X: 'x', Y: 'y', Z: 'z' } as const;

/** The Pauli string as gates on single qubits. */
export const gatesOf = (paulis: string): readonly GateOp[] =>
  [...paulis].reverse().flatMap((letter, qubit): readonly GateOp[] => {
    if (letter === 'I') return [];
    const gate = NAMES[letter as 'X' | 'Y' | 'Z'];
    return [{ kind: 'gate', gate, targets: [qubit], params: [], controls: [] }];
  });

const applyString = (paulis: string, vector: Vector): Vector =>
  gatesOf(paulis).reduce((v, op) => apply(embed(op, paulis.length), v), vector);

/** H|v⟩ by dense matrices, one term at a time. */
export const applyDense = (sum: PauliSum, vector: Vector): Vector =>
  pauliTerms(sum).reduce<Vector>(
    (total, [coefficient, paulis]) =>
      applyString(paulis, vector).map(([re, im], k): Complex => {
        const [a, b] = total[k]!;
        return [a + coefficient * re, b + coefficient * im];
      }),
    vector.map((): Complex => [0, 0]),
  );

/** The matrix of a sum, column by column. */
export const matrixOfSum = (sum: PauliSum): Matrix => {
  const indices = Array.from({ length: 2 ** sum.qubits }, (_, k) => k);
  const columns = indices.map((c) =>
    applyDense(sum, indices.map((k): Complex => [k === c ? 1 : 0, 0])),
  );
  return indices.map((r) => columns.map((column) => column[r]!));
};

/** ⟨a|b⟩. */
export const inner = (a: Vector, b: Vector): Complex =>
  a.reduce<Complex>(
    ([re, im], [p, q], k) => {
      const [r, s] = b[k]!;
      return [re + p * r + q * s, im + p * s - q * r];
    },
    [0, 0],
  );

export const arbitraryPaulis = (qubits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('I', 'X', 'Y', 'Z'), minLength: qubits, maxLength: qubits });

const coefficient = fc.double({ min: -3, max: 3, noNaN: true });

export const arbitraryTerms = (
  qubits: number,
  termsMax: number,
): fc.Arbitrary<readonly PauliSumTerm[]> =>
  fc.array(fc.tuple(coefficient, arbitraryPaulis(qubits)), { maxLength: termsMax });

export const arbitrarySum = (qubits: number, termsMax: number): fc.Arbitrary<PauliSum> =>
  arbitraryTerms(qubits, termsMax).map((terms) => unwrap(pauliSum(qubits, terms)));

/** A circuit of gates whose state is spread over all basis states. */
export const arbitraryState = (qubits: number) =>
  fc.array(arbitraryGate(qubits), { minLength: 3, maxLength: 12 }).map((ops) => {
    const layer = Array.from({ length: qubits }, (_, q): GateOp => {
      const params = [0.7 + q, 0.4 * q, 1.3 - q];
      return { kind: 'gate', gate: 'u', targets: [q], params, controls: [] };
    });
    const circuit = { qubits, bits: 0, ops: [...layer, ...ops] };
    return { circuit, dense: evolveDense(circuit) };
  });

/** Molecular hydrogen at 0.735 Å in STO-3G: Jordan-Wigner, without the nuclear repulsion. */
export const HYDROGEN: readonly PauliSumTerm[] = [
  [-0.81054798053732, 'IIII'],
  [0.17218393261916, 'IIIZ'],
  [-0.22575349222402, 'IIZI'],
  [0.17218393261916, 'IZII'],
  [-0.22575349222402, 'ZIII'],
  [0.12091263261777, 'IIZZ'],
  [0.16892753870088, 'IZIZ'],
  [0.04523279994606, 'YYYY'],
  [0.04523279994606, 'XXYY'],
  [0.04523279994606, 'YYXX'],
  [0.04523279994606, 'XXXX'],
  [0.16614543256383, 'ZIIZ'],
  [0.16614543256383, 'IZZI'],
  [0.17464343068301, 'ZIZI'],
  [0.12091263261777, 'ZZII'],
];

/** Nuclear repulsion of hydrogen at 0.735 Å, hartree. */
export const HYDROGEN_REPULSION = 0.71996899444898;
