// The Clifford group on one and two qubits, for randomized benchmarking. Elements are kept as
// matrices up to a phase, so that the one that undoes a sequence is found by looking it up.
import { circuit, type Circuit, type CircuitBuilder, type CircuitOp } from '@xdv/domain-model';
import { embed } from '../../dense.ts';
import type { Angles } from './states.ts';

/** A square matrix row by row: re, im, re, im, … */
type Unitary = Float64Array<ArrayBuffer>;

export interface Clifford {
  readonly ops: readonly CircuitOp[];
  readonly matrix: Unitary;
}

export interface CliffordGroup {
  readonly elements: readonly Clifford[];
  /** The matrix of a sequence, the first performed first. */
  compose(sequence: readonly Clifford[]): Unitary;
  /** The element that undoes a matrix of the group, up to a phase. */
  inverseOf(matrix: Unitary): Clifford;
}

const multiply = (a: Unitary, b: Unitary): Unitary => {
  const size = Math.sqrt(a.length / 2);
  const result = new Float64Array(a.length);
  for (let r = 0; r < size; r++) {
    for (let k = 0; k < size; k++) {
      const x = a[2 * (r * size + k)]!;
      const y = a[2 * (r * size + k) + 1]!;
      for (let c = 0; c < size; c++) {
        const at = 2 * (r * size + c);
        const from = 2 * (k * size + c);
        result[at] = result[at]! + x * b[from]! - y * b[from + 1]!;
        result[at + 1] = result[at + 1]! + x * b[from + 1]! + y * b[from]!;
      }
    }
  }
  return result;
};

const adjoint = (a: Unitary): Unitary => {
  const size = Math.sqrt(a.length / 2);
  const result = new Float64Array(a.length);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      result[2 * (r * size + c)] = a[2 * (c * size + r)]!;
      result[2 * (r * size + c) + 1] = -a[2 * (c * size + r) + 1]!;
    }
  }
  return result;
};

/** The matrix as text, with the first entry that is not 0 made real. */
const keyOf = (a: Unitary): string => {
  let first = 0;
  while (Math.hypot(a[first]!, a[first + 1]!) < 0.1) first += 2;
  const norm = Math.hypot(a[first]!, a[first + 1]!);
  const re = a[first]! / norm;
  const im = a[first + 1]! / norm;
  let key = '';
  for (let k = 0; k < a.length; k += 2) {
    key += `${Math.round(100 * (a[k]! * re + a[k + 1]! * im))},`;
    key += `${Math.round(100 * (a[k + 1]! * re - a[k]! * im))},`;
  }
  return key;
};

const groupOf = (elements: readonly Clifford[]): CliffordGroup => {
  const byKey = new Map(elements.map((element) => [keyOf(element.matrix), element]));
  if (byKey.size !== elements.length) throw new Error('two elements of the group are equal');
  const compose = (sequence: readonly Clifford[]): Unitary =>
    sequence.map(({ matrix }) => matrix).reduce((product, matrix) => multiply(matrix, product));
  const inverseOf = (matrix: Unitary): Clifford => {
    const found = byKey.get(keyOf(adjoint(matrix)));
    if (found === undefined) throw new Error('the matrix is not in the group');
    return found;
  };
  return { elements, compose, inverseOf };
};

const elementOf = (qubits: number, build: (builder: CircuitBuilder) => unknown): Clifford => {
  const builder = circuit(qubits);
  build(builder);
  const { ops } = builder.build();
  const matrices = ops.map((op) => {
    if (op.kind !== 'gate') throw new Error(`a ${op.kind} has no matrix`);
    return Float64Array.from(embed(op, qubits).flat(2));
  });
  return { ops, matrix: matrices.reduce((product, matrix) => multiply(matrix, product)) };
};

const followed = (...parts: readonly Clifford[]): Clifford => ({
  ops: parts.flatMap(({ ops }) => ops),
  matrix: parts.map(({ matrix }) => matrix).reduce((product, m) => multiply(m, product)),
});

const quarter = [0, 1, 2, 3].map((k) => (k * Math.PI) / 2);

/** The 24 elements on one qubit as angles of one `u`: they permute the axes ±X, ±Y, ±Z. */
const ANGLES: readonly Angles[] = [
  ...quarter.map((lambda) => [0, 0, lambda] as const),
  ...quarter.map((lambda) => [Math.PI, 0, lambda] as const),
  ...quarter.flatMap((phi) => quarter.map((lambda) => [Math.PI / 2, phi, lambda] as const)),
];

/** The 24 elements on one qubit, each a single gate, so that each has the same error. */
export const oneQubitCliffords = (): CliffordGroup =>
  groupOf(ANGLES.map((angles) => elementOf(1, (builder) => builder.u(...angles, 0))));

/** Cyclic exchange of the axes X → Y → Z by a third and two thirds of a turn, and none. */
const AXES: readonly Angles[] = [
  [0, 0, 0],
  [Math.PI / 2, 0, Math.PI / 2],
  [Math.PI / 2, Math.PI / 2, Math.PI],
];

const pairs = (angles: readonly Angles[]): readonly Clifford[] =>
  angles.flatMap((a) =>
    angles.map((b) => elementOf(2, (builder) => builder.u(...a, 0).u(...b, 1))),
  );

/**
 * The 11,520 elements on two qubits in four classes with 0, 1, 2 and 3 gates cx: 576 + 5184 + 5184
 * + 576 (Córcoles et al., Physical Review A 87, 030301 (2013), and its supplement), on average 1.5.
 */
export const twoQubitCliffords = (): CliffordGroup => {
  const cx = elementOf(2, (builder) => builder.cx(0, 1));
  const back = elementOf(2, (builder) => builder.cx(1, 0));
  const local = pairs(ANGLES);
  const axes = pairs(AXES);
  return groupOf([
    ...local,
    ...local.flatMap((a) => axes.map((s) => followed(s, cx, a))),
    ...local.flatMap((a) => axes.map((s) => followed(s, back, cx, a))),
    ...local.map((a) => followed(cx, back, cx, a)),
  ]);
};

/** How many gates on two qubits an element takes. */
export const pairGates = ({ ops }: Clifford): number =>
  ops.filter((op) => op.kind === 'gate' && op.controls.length > 0).length;

/** A sequence, the element that undoes it, and the measurement of every qubit. */
export const sequenceCircuit = (
  qubits: number,
  group: CliffordGroup,
  sequence: readonly Clifford[],
): Circuit => {
  const undo = group.inverseOf(group.compose(sequence));
  const ops = [...sequence, undo].flatMap((element) => element.ops);
  return circuit(qubits).append({ qubits, bits: qubits, ops }).measureAll().build();
};
