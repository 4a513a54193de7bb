import type { Circuit, GateOp } from '../circuit/circuit.ts';
import type { GateName } from '../circuit/gates.ts';
import { invariant } from '../invariant.ts';

type Complex = readonly [re: number, im: number];
type Matrix = readonly (readonly Complex[])[];

const ZERO: Complex = [0, 0];
const ONE: Complex = [1, 0];
const I: Complex = [0, 1];
const NEGATIVE: Complex = [-1, 0];
const MINUS_I: Complex = [0, -1];
const HALF: Complex = [Math.SQRT1_2, 0];
const PLUS: Complex = [0.5, 0.5];
const MINUS: Complex = [0.5, -0.5];

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const turn = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];
const real = (value: number): Complex => [value, 0];
const imaginary = (value: number): Complex => [0, value];

const diagonal = (...entries: readonly Complex[]): Matrix =>
  entries.map((entry, row) => entries.map((_, column) => (row === column ? entry : ZERO)));

const general = (theta: number, phi: number, lambda: number): Matrix => {
  const cos = real(Math.cos(theta / 2));
  const sin = real(Math.sin(theta / 2));
  return [
    [cos, times(NEGATIVE, times(turn(lambda), sin))],
    [times(turn(phi), sin), times(turn(phi + lambda), cos)],
  ];
};

/** cos θ/2 on the diagonal, -i sin θ/2 across it with the sign of the corner or of the middle. */
const crossed = (theta: number, corner: number): Matrix => {
  const c = real(Math.cos(theta / 2));
  const outer = imaginary(-corner * Math.sin(theta / 2));
  const inner = imaginary(-Math.sin(theta / 2));
  return [
    [c, ZERO, ZERO, outer],
    [ZERO, c, inner, ZERO],
    [ZERO, inner, c, ZERO],
    [outer, ZERO, ZERO, c],
  ];
};

const exchanged = (entry: Complex): Matrix => [
  [ONE, ZERO, ZERO, ZERO],
  [ZERO, ZERO, entry, ZERO],
  [ZERO, entry, ZERO, ZERO],
  [ZERO, ZERO, ZERO, ONE],
];

const rotationX = (theta: number): Matrix => {
  const c = real(Math.cos(theta / 2));
  const s = imaginary(-Math.sin(theta / 2));
  return [
    [c, s],
    [s, c],
  ];
};

/**
 * The matrices of `stdgates.inc` (OpenQASM 3) with their global phase; bit k of an index is the
 * gate's target k. Written out here, so that no provider's own matrices judge it.
 */
const MATRICES: Readonly<Record<GateName, (a: number, b: number, c: number) => Matrix>> = {
  id: () => diagonal(ONE, ONE),
  x: () => [[ZERO, ONE], [ONE, ZERO]],
  y: () => [[ZERO, MINUS_I], [I, ZERO]],
  z: () => diagonal(ONE, NEGATIVE),
  h: () => [[HALF, HALF], [HALF, times(NEGATIVE, HALF)]],
  s: () => diagonal(ONE, I),
  sdg: () => diagonal(ONE, MINUS_I),
  t: () => diagonal(ONE, turn(Math.PI / 4)),
  tdg: () => diagonal(ONE, turn(-Math.PI / 4)),
  sx: () => [[PLUS, MINUS], [MINUS, PLUS]],
  sxdg: () => [[MINUS, PLUS], [PLUS, MINUS]],
  rx: rotationX,
  ry: (theta) => general(theta, 0, 0),
  rz: (theta) => diagonal(turn(-theta / 2), turn(theta / 2)),
  p: (lambda) => diagonal(ONE, turn(lambda)),
  u: general,
  swap: () => exchanged(ONE),
  iswap: () => exchanged(I),
  rxx: (theta) => crossed(theta, 1),
  ryy: (theta) => crossed(theta, -1),
  rzz: (theta) => {
    const [same, other] = [turn(-theta / 2), turn(theta / 2)];
    return diagonal(same, other, other, same);
  },
  gphase: (gamma) => diagonal(turn(gamma)),
};

type State = Complex[];

const maskOf = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);

/** Indices of the basis states that differ from `base` in the targets alone, in local order. */
const spread = (base: number, targets: readonly number[]): readonly number[] =>
  Array.from({ length: 2 ** targets.length }, (_, local) =>
    targets.reduce((index, qubit, k) => index | (((local >> k) & 1) << qubit), base),
  );

const applyGate = (state: State, { gate, targets, params, controls }: GateOp): void => {
  const [a = 0, b = 0, c = 0] = params;
  const matrix = MATRICES[gate](a, b, c);
  const needed = maskOf(controls);
  const touched = maskOf(targets);
  for (let base = 0; base < state.length; base++) {
    if ((base & touched) !== 0 || (base & needed) !== needed) continue;
    const indices = spread(base, targets);
    const before = indices.map((index) => state[index]!);
    for (const [row, index] of indices.entries()) {
      const parts = before.map((amplitude, column) => times(matrix[row]![column]!, amplitude));
      state[index] = parts.reduce<Complex>(([x, y], [re, im]) => [x + re, y + im], ZERO);
    }
  }
};

/**
 * Probability of every basis state after the gates of a circuit that holds nothing but gates, qubit
 * 0 rightmost. Time and memory grow as 2^qubits: meant for circuits of a few qubits.
 */
export const probabilities = ({ qubits, ops }: Circuit): ReadonlyMap<string, number> => {
  const state: State = Array.from({ length: 2 ** qubits }, (_, k) => (k === 0 ? ONE : ZERO));
  for (const op of ops) {
    invariant(op.kind === 'gate', 'the reference performs gates alone', op.kind);
    applyGate(state, op);
  }
  return new Map(
    state.map(([re, im], index) => [
      index.toString(2).padStart(qubits, '0'),
      re * re + im * im,
    ]),
  );
};
