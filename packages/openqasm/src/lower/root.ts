import { GATES, type GateName } from '@xdv/domain-model';
import { matrixOf, multiply, powerOf, rotationOf, type Matrix2 } from './matrix.ts';
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
const productOf = (ops: readonly Unitary[], qubit: number): Matrix2 | null => {
  let product: Matrix2 | null = null;
  for (const op of ops) {
    if (op.kind === 'barrier') continue;
    const local = op.controls.length === 0 && op.targets.every((target) => target === qubit);
    const matrix = local && op.targets.length <= 1 ? matrixOf(op) : null;
    if (matrix === null) return null;
    product = product === null ? matrix : multiply(matrix, product);
  }
  return product;
};

/**
 * The principal power of a sequence for an exponent that is not whole: the eigenvalues' phases in
 * (−π, π] times the exponent. Exists for single base gates with any controls (`iswap` excepted),
 * and for sequences on one qubit; null for others.
 */
export const rootOf = (ops: readonly Unitary[], exponent: number): readonly Unitary[] | null => {
  const [only] = ops;
  if (only === undefined) return [];
  if (ops.length === 1 && only.kind === 'unitary') {
    const found = gatePower(only, exponent);
    if (found !== null) return found;
  }
  // u under controls is the power of u under the same controls
  const { controls, targets } = only.kind === 'unitary' ? only : { controls: [], targets: [] };
  const bare = ops.length === 1 ? ops.map((op) => ({ ...op, controls: [] })) : ops;
  const qubits = bare.flatMap((op) => (op.kind === 'unitary' ? op.targets : op.qubits));
  const qubit = qubits[0] ?? targets[0];
  const product = qubit === undefined ? null : productOf(bare as readonly Unitary[], qubit);
  if (product === null) return null;
  const { angles, phase: extra } = rotationOf(powerOf(product, exponent));
  const shared = ops.length === 1 ? controls : [];
  const turned = unitary('u', [qubit!], angles, shared);
  if (shared.length === 0) return [turned, unitary('gphase', [], [extra])];
  return [turned, unitary('p', shared.slice(-1), [extra], shared.slice(0, -1))];
};
