import type { GateOp } from '@xdv/domain-model';
import type { Matrix } from '../statevector/complex.ts';
import { canonicalForm } from '../statevector/kak.ts';
import { identity4, multiply4, tensor, type Matrix4 } from '../statevector/matrix4.ts';
import { EPSILON, eulerOf, matrixOf } from './matrix.ts';
import { single } from './one-qubit.ts';
import { controlled, entanglerOf, globalPhase, joint, lowerTwoQubit } from './two-qubit.ts';

/** Controlled nots alone: what matrices are put together from. */
const NOTS = entanglerOf((gate, controls) => gate === 'x' && controls === 1)!;

/** Exchanges rows where the control, bit `control` of the index, is 1. */
const afterNot = (m: Matrix4, control: number): Matrix4 => {
  const out = m.slice();
  const [from, to] = control === 0 ? [1, 3] : [2, 3];
  out.set(m.subarray(8 * from, 8 * from + 8), 8 * to);
  out.set(m.subarray(8 * to, 8 * to + 8), 8 * from);
  return out;
};

const times = (m: Matrix4, angle: number): Matrix4 => {
  const [re, im] = [Math.cos(angle), Math.sin(angle)];
  return Float64Array.from(m, (value, k) =>
    k % 2 === 0 ? value * re - m[k + 1]! * im : value * re + m[k - 1]! * im,
  );
};

const IDENTITY: Matrix = matrixOf('id', []);

/** The matrix of gates on qubits a and b, bits 0 and 1 of its indices. */
export const matrixOfPair = (ops: readonly GateOp[], a: number): Matrix4 => {
  let all = identity4();
  const take = (op: GateOp): void => {
    const [target] = op.targets;
    if (op.targets.length + op.controls.length === 0) all = times(all, op.params[0]!);
    else if (op.controls.length > 0) all = afterNot(all, op.controls[0] === a ? 0 : 1);
    else {
      const matrix = matrixOf(op.gate, op.params);
      const both = target === a ? tensor(IDENTITY, matrix) : tensor(matrix, IDENTITY);
      all = multiply4(both, all);
    }
  };
  for (const op of ops) {
    if (op.targets.length + op.controls.length < 2) take(op);
    else for (const part of lowerTwoQubit(op, NOTS)) take(part);
  }
  return all;
};

/** exp(i (x XX + y YY + z ZZ)) between gates on each qubit. */
interface Interaction {
  readonly before: readonly GateOp[];
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly after: readonly GateOp[];
}

const QUARTER = Math.PI / 4;
const isZero = (value: number): boolean => Math.abs(value) < EPSILON;
const isHalf = (value: number): boolean => Math.abs(Math.abs(value) - QUARTER) < EPSILON;

/** A gate of any unitary on one qubit, phase included. */
const gateOf = (matrix: Matrix, qubit: number): readonly GateOp[] => {
  const { theta, phi, lambda, phase } = eulerOf(matrix);
  return [single('u', qubit, theta, phi, lambda), globalPhase(phase)];
};

/** Half turns of both qubits that bring a coefficient to -π/4 … π/4. */
const reduced = (
  value: number,
  pauli: 'x' | 'y' | 'z',
  qubits: readonly number[],
): { readonly value: number; readonly gates: readonly GateOp[] } => {
  const turns = Math.round(value / (2 * QUARTER));
  const part = value - turns * 2 * QUARTER;
  // exactly, so that each step after this one sees that one gate will do
  const rest = isHalf(part) ? Math.sign(part) * QUARTER : part;
  if (turns === 0) return { value: rest, gates: [] };
  const flips = turns % 2 === 0 ? [] : qubits.map((qubit) => single(pauli, qubit));
  return { value: rest, gates: [...flips, globalPhase(turns * 2 * QUARTER)] };
};

/** The interaction of a unitary on qubits a and b (Kraus and Cirac 2001). */
const interactionOf = (unitary: Matrix4, a: number, b: number): Interaction => {
  const { before, angles, after } = canonicalForm(unitary);
  const [first, second, third, fourth] = angles;
  const mean = (first + second + third + fourth) / 4;
  const x = reduced((first + third) / 2 - mean, 'x', [a, b]);
  const y = reduced((second + third) / 2 - mean, 'y', [a, b]);
  const z = reduced((first + second) / 2 - mean, 'z', [a, b]);
  return {
    before: [...gateOf(before.low, a), ...gateOf(before.high, b), globalPhase(mean)],
    x: x.value,
    y: y.value,
    z: z.value,
    after: [
      ...x.gates,
      ...y.gates,
      ...z.gates,
      ...gateOf(after.low, a),
      ...gateOf(after.high, b),
    ],
  };
};

/** Two controlled nots where one coefficient is zero: they turn X into XX and Z into ZZ. */
const byTwoNots = (
  { x, y, z }: Interaction,
  a: number,
  b: number,
): readonly GateOp[] => {
  const core = (first: number, second: number): readonly GateOp[] => [
    controlled('x', a, b),
    single('rx', a, -2 * first),
    single('rz', b, -2 * second),
    controlled('x', a, b),
  ];
  const inside = (
    gate: 'rz' | 'rx',
    inner: readonly GateOp[],
  ): readonly GateOp[] => [
    single(gate, a, -2 * QUARTER),
    single(gate, b, -2 * QUARTER),
    ...inner,
    single(gate, a, 2 * QUARTER),
    single(gate, b, 2 * QUARTER),
  ];
  if (isZero(y)) return core(x, z);
  // a quarter turn about the axis that stays moves the other coefficient into place
  return isZero(x) ? inside('rz', core(y, z)) : inside('rx', core(x, y));
};

/** Three controlled nots for any coefficients (Vatan and Williams 2004). */
const byThreeNots = (
  { x, y, z }: Interaction,
  a: number,
  b: number,
): readonly GateOp[] => [
  globalPhase(QUARTER),
  single('rz', b, 2 * QUARTER),
  controlled('x', b, a),
  single('rz', a, 2 * QUARTER - 2 * z),
  single('ry', b, 2 * QUARTER - 2 * x),
  controlled('x', a, b),
  single('ry', b, 2 * y - 2 * QUARTER),
  controlled('x', b, a),
  single('rz', a, -2 * QUARTER),
];

const byAxes = ({ x, y, z }: Interaction, a: number, b: number): readonly GateOp[] =>
  ([['rxx', x], ['ryy', y], ['rzz', z]] as const)
    .filter(([, value]) => !isZero(value))
    .map(([gate, value]) => joint(gate, a, b, -2 * value));

/** What gates on two qubits cost. */
export interface PairCosts {
  /** A controlled not. */
  readonly half: number;
  /** A controlled phase of any angle. */
  readonly any: number;
}

/** Gates for a unitary on qubits a and b, phase included, that cost least, and their cost. */
export const cheapestPair = (
  unitary: Matrix4,
  a: number,
  b: number,
  { half, any }: PairCosts,
): { readonly ops: readonly GateOp[]; readonly cost: number } => {
  const interaction = interactionOf(unitary, a, b);
  const parts = [interaction.x, interaction.y, interaction.z].filter((value) => !isZero(value));
  const axes = parts.reduce((sum, value) => sum + (isHalf(value) ? half : any), 0);
  const nots = Math.max(2, parts.length) * half;
  const inner = (): readonly GateOp[] => {
    if (axes <= nots) return byAxes(interaction, a, b);
    return (parts.length < 3 ? byTwoNots : byThreeNots)(interaction, a, b);
  };
  const ops = [...interaction.before, ...inner(), ...interaction.after];
  return { ops, cost: Math.min(axes, nots) };
};
