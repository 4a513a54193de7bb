import { GATES, type GateName } from '@xdv/domain-model';
import { matrixOf, multiply, powerOf, rotationOf, type Matrix2 } from './matrix.ts';
import { control } from './modifiers.ts';
import { unitary, type Unitary, type UnitaryGate } from './unitary.ts';

/** Powers of a phase on one qubit, between changes of basis: V · P(angle · r) · V⁻¹. */
interface Diagonalised {
  readonly angle: number;
  readonly before: readonly GateName[];
  readonly after: readonly GateName[];
}

const phase = (angle: number): Diagonalised => ({ angle, before: [], after: [] });

const DIAGONALISED: Readonly<Partial<Record<GateName, Diagonalised>>> = {
  id: phase(0),
  z: phase(Math.PI),
  s: phase(Math.PI / 2),
  sdg: phase(-Math.PI / 2),
  t: phase(Math.PI / 4),
  tdg: phase(-Math.PI / 4),
  x: { angle: Math.PI, before: ['h'], after: ['h'] },
  sx: { angle: Math.PI / 2, before: ['h'], after: ['h'] },
  sxdg: { angle: -Math.PI / 2, before: ['h'], after: ['h'] },
  y: { angle: Math.PI, before: ['sdg', 'h'], after: ['h', 's'] },
};

/** Half of a full turn of the angle: beyond it another rotation is the nearer one. */
const HALF_TURN: Readonly<Partial<Record<GateName, number>>> = { p: Math.PI, gphase: Math.PI };

/** The angle of the same gate in (−half, half], so that its power is the principal one. */
const principal = (angle: number, half: number): number => {
  const turns = Math.ceil((angle - half) / (2 * half));
  return angle - turns * 2 * half;
};

const rotationPower = (op: UnitaryGate, exponent: number): UnitaryGate | null => {
  const [angle] = op.angles;
  if (typeof angle !== 'number') return null;
  const half = HALF_TURN[op.gate] ?? 2 * Math.PI;
  return { ...op, angles: [principal(angle, half) * exponent] };
};

/** swap is cx · (x on the first under the second) · cx with the first as control. */
const swapPower = (op: UnitaryGate, exponent: number): readonly UnitaryGate[] => {
  const [a, b] = op.targets as [number, number];
  const outer = unitary('x', [b], [], [a]);
  const inner = unitary('x', [a], [], [b, ...op.controls]);
  return [outer, ...gatePower(inner, exponent)!, outer];
};

const gatePower = (op: UnitaryGate, exponent: number): readonly UnitaryGate[] | null => {
  if (GATES[op.gate].params === 1) {
    const power = rotationPower(op, exponent);
    return power && [power];
  }
  if (op.gate === 'swap') return swapPower(op, exponent);
  const row = DIAGONALISED[op.gate];
  if (row === undefined) return null;
  const basis = (gates: readonly GateName[]): readonly UnitaryGate[] =>
    gates.map((gate) => unitary(gate, op.targets));
  const turned = unitary('p', op.targets, [row.angle * exponent], op.controls);
  return [...basis(row.before), turned, ...basis(row.after)];
};

/** The matrix of a sequence on one qubit; null if it acts on more or is not known. */
const productOf = (ops: readonly UnitaryGate[], qubit: number): Matrix2 | null => {
  let product: Matrix2 | null = null;
  for (const op of ops) {
    const local = op.controls.length === 0 && op.targets.every((target) => target === qubit);
    const matrix = local ? matrixOf(op) : null;
    if (matrix === null) return null;
    product = product === null ? matrix : multiply(matrix, product);
  }
  return product;
};

/** A phase gate as the phase that it is of all else where `qubit` is 1; null if it is none. */
const phaseUnder = (op: UnitaryGate, qubit: number): UnitaryGate | null => {
  if (op.targets[0] !== qubit || op.targets.length !== 1) return null;
  const row = DIAGONALISED[op.gate];
  const diagonal = row !== undefined && row.before.length === 0;
  if (op.gate !== 'p' && !diagonal) return null;
  const angles = diagonal ? [row.angle] : op.angles;
  const [last] = op.controls.slice(-1);
  if (last === undefined) return unitary('gphase', [], angles);
  return unitary('p', [last], angles, op.controls.slice(0, -1));
};

/** The sequence that `ops` are under the control of `qubit`; null if they are not. */
const without = (ops: readonly UnitaryGate[], qubit: number): readonly UnitaryGate[] | null => {
  const stripped: UnitaryGate[] = [];
  for (const op of ops) {
    const inner = op.controls.includes(qubit)
      ? { ...op, controls: op.controls.filter((control) => control !== qubit) }
      : phaseUnder(op, qubit);
    if (inner === null) return null;
    stripped.push(inner);
  }
  return stripped;
};

/** Of a sequence that a qubit controls as a whole, the power is that under the same control. */
const controlledRoot = (
  ops: readonly UnitaryGate[],
  exponent: number,
): readonly Unitary[] | null => {
  for (const qubit of new Set(ops.flatMap(({ controls }) => controls))) {
    const inner = without(ops, qubit);
    const root = inner && rootOf(inner, exponent);
    if (root !== null) return control(root, [qubit]);
  }
  return null;
};

const singleRoot = (ops: readonly UnitaryGate[], exponent: number): readonly Unitary[] | null => {
  const qubit = ops.flatMap(({ targets }) => targets)[0];
  const product = qubit === undefined ? null : productOf(ops, qubit);
  if (product === null) return null;
  const { angles, phase: extra } = rotationOf(powerOf(product, exponent));
  return [unitary('u', [qubit!], angles), unitary('gphase', [], [extra])];
};

/**
 * The principal power of a sequence for an exponent that is not whole: the eigenvalues' phases in
 * (−π, π] times the exponent. Exists for single base gates (`iswap` excepted), for sequences on one
 * qubit, and for those under controls; null for others.
 */
export const rootOf = (ops: readonly Unitary[], exponent: number): readonly Unitary[] | null => {
  const gates = ops.filter((op) => op.kind === 'unitary');
  const [only] = gates;
  if (only === undefined) return [];
  const found = gates.length === 1 ? gatePower(only, exponent) : null;
  return found ?? singleRoot(gates, exponent) ?? controlledRoot(gates, exponent);
};
