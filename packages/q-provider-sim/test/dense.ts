// A reference that shares no code with the engine: dense matrices, complex numbers as pairs.
import type { Circuit, CircuitOp, GateName, GateOp } from '@xdv/domain-model';

export type Complex = readonly [re: number, im: number];
export type Matrix = readonly (readonly Complex[])[];
export type Vector = readonly Complex[];

const add = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const cis = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];

const dot = (row: readonly Complex[], column: readonly Complex[]): Complex =>
  row.reduce<Complex>((sum, value, k) => add(sum, times(value, column[k]!)), [0, 0]);

export const apply = (matrix: Matrix, vector: Vector): Vector =>
  matrix.map((row) => dot(row, vector));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b.map((_, c) => dot(row, b.map((line) => line[c]!))));

const scale = (factor: Complex, matrix: Matrix): Matrix =>
  matrix.map((row) => row.map((value) => times(factor, value)));

const sum = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, r) => row.map((value, c) => add(value, b[r]![c]!)));

const kron = (a: Matrix, b: Matrix): Matrix =>
  a.flatMap((rowA) => b.map((rowB) => rowA.flatMap((x) => rowB.map((y) => times(x, y)))));

const real = (...rows: readonly (readonly number[])[]): Matrix =>
  rows.map((row) => row.map((value) => [value, 0] as const));

const I = real([1, 0], [0, 1]);
const X = real([0, 1], [1, 0]);
const Y: Matrix = [[[0, 0], [0, -1]], [[0, 1], [0, 0]]];
const Z = real([1, 0], [0, -1]);

/** exp(-iθ/2 P) for P² = 1. */
const rotation = (pauli: Matrix, angle: number): Matrix => {
  const identity = pauli.map((row, r) => row.map((_, c): Complex => [r === c ? 1 : 0, 0]));
  const cos: Complex = [Math.cos(angle / 2), 0];
  return sum(scale(cos, identity), scale([0, -Math.sin(angle / 2)], pauli));
};

const phaseGate = (angle: number): Matrix => [[[1, 0], [0, 0]], [[0, 0], cis(angle)]];
const sx = scale([0.5, 0], [[[1, 1], [1, -1]], [[1, -1], [1, 1]]]);

/** The matrix of a base gate from its textbook definition. */
export const matrixOf = (gate: GateName, [a = 0, b = 0, c = 0]: readonly number[]): Matrix => {
  const matrices: Record<GateName, () => Matrix> = {
    id: () => I,
    x: () => X,
    y: () => Y,
    z: () => Z,
    h: () => scale([Math.SQRT1_2, 0], sum(X, Z)),
    s: () => phaseGate(Math.PI / 2),
    sdg: () => phaseGate(-Math.PI / 2),
    t: () => phaseGate(Math.PI / 4),
    tdg: () => phaseGate(-Math.PI / 4),
    sx: () => sx,
    sxdg: () => product(sx, X),
    rx: () => rotation(X, a),
    ry: () => rotation(Y, a),
    rz: () => rotation(Z, a),
    p: () => phaseGate(a),
    u: () => product(phaseGate(b), product(rotation(Y, a), phaseGate(c))),
    swap: () => real([1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]),
    // exp(iπ/4 (XX + YY))
    iswap: () => product(rotation(kron(X, X), -Math.PI / 2), rotation(kron(Y, Y), -Math.PI / 2)),
    rxx: () => rotation(kron(X, X), a),
    ryy: () => rotation(kron(Y, Y), a),
    rzz: () => rotation(kron(Z, Z), a),
    gphase: () => [[cis(a)]],
  };
  return matrices[gate]();
};

/** The 2^n × 2^n matrix of a gate among `qubits` qubits. */
export const embed = (op: GateOp, qubits: number): Matrix => {
  const local = matrixOf(op.gate, op.params);
  const part = (index: number): number =>
    op.targets.reduce((value, qubit, k) => value | (((index >> qubit) & 1) << k), 0);
  const targets = op.targets.reduce((mask, qubit) => mask | (1 << qubit), 0);
  const entry = (r: number, c: number): Complex => {
    if (op.controls.some((qubit) => ((c >> qubit) & 1) === 0)) return [r === c ? 1 : 0, 0];
    return (r & ~targets) === (c & ~targets) ? local[part(r)]![part(c)]! : [0, 0];
  };
  const indices = Array.from({ length: 2 ** qubits }, (_, i) => i);
  return indices.map((r) => indices.map((c) => entry(r, c)));
};

const zeroState = (qubits: number): Vector =>
  Array.from({ length: 2 ** qubits }, (_, i): Complex => [i === 0 ? 1 : 0, 0]);

/** The state a circuit of gates makes of |0…0⟩. */
export const evolveDense = ({ qubits, ops }: Circuit): Vector =>
  ops.reduce<Vector>(
    (state, op) => (op.kind === 'gate' ? apply(embed(op, qubits), state) : state),
    zeroState(qubits),
  );

interface Branch {
  /** Not normalized: its weight is the probability of the branch. */
  readonly state: Vector;
  readonly bits: readonly number[];
}

const weight = (state: Vector): number => state.reduce((w, [re, im]) => w + re * re + im * im, 0);

const project = (state: Vector, qubit: number, value: number): Vector =>
  state.map((amplitude, i) => (((i >> qubit) & 1) === value ? amplitude : [0, 0]));

const split = ({ state, bits }: Branch, qubit: number): readonly [Branch, Branch] => [
  { state: project(state, qubit, 0), bits },
  { state: project(state, qubit, 1), bits },
];

const branchOp = (branch: Branch, op: CircuitOp, qubits: number): readonly Branch[] => {
  switch (op.kind) {
    case 'gate':
      return [{ ...branch, state: apply(embed(op, qubits), branch.state) }];
    case 'measure':
      return split(branch, op.qubit).map(({ state, bits }, value) => ({
        state,
        bits: bits.with(op.bit, value),
      }));
    case 'reset': {
      const [zero, one] = split(branch, op.qubit);
      const flipped = one.state.map((_, i) => one.state[i ^ (1 << op.qubit)]!);
      return [zero, { state: flipped, bits: one.bits }];
    }
    case 'if': {
      const holds = op.bits.every((bit, k) => branch.bits[bit] === op.values[k]);
      return branchOps([branch], holds ? op.then : op.otherwise, qubits);
    }
    default:
      return [branch];
  }
};

const branchOps = (
  branches: readonly Branch[],
  ops: readonly CircuitOp[],
  qubits: number,
): readonly Branch[] =>
  ops.reduce(
    (all, op) =>
      all.flatMap((b) => branchOp(b, op, qubits)).filter((b) => weight(b.state) > 1e-12),
    branches,
  );

/** The exact probability of every outcome of a circuit, by following every measurement. */
export const distribution = ({ qubits, bits, ops }: Circuit): ReadonlyMap<string, number> => {
  const start: Branch = { state: zeroState(qubits), bits: Array<number>(bits).fill(0) };
  const result = new Map<string, number>();
  for (const branch of branchOps([start], ops, qubits)) {
    const outcome = branch.bits.toReversed().join('');
    result.set(outcome, (result.get(outcome) ?? 0) + weight(branch.state));
  }
  return result;
};
