import { GATES, type GateName } from '@xdv/domain-model';
import { scaled, unitary, type Unitary, type UnitaryGate } from './unitary.ts';

type Inversion = (op: UnitaryGate) => readonly UnitaryGate[];

const negated: Inversion = (op) => [{ ...op, angles: op.angles.map((a) => scaled(a, -1)) }];
const same: Inversion = (op) => [op];
const becomes =
  (gate: GateName): Inversion =>
  (op) => [{ ...op, gate }];

/** The inverse of u(θ, φ, λ) is u(−θ, −λ, −φ). */
const invertU: Inversion = (op) => {
  const [theta = 0, phi = 0, lambda = 0] = op.angles;
  return [{ ...op, angles: [theta, lambda, phi].map((angle) => scaled(angle, -1)) }];
};

/** iswap² is Z⊗Z, so its inverse is iswap followed by Z on both qubits. */
const invertIswap: Inversion = (op) => [
  op,
  ...op.targets.map((q) => unitary('z', [q], [], op.controls)),
];

const INVERSES: Readonly<Record<GateName, Inversion>> = {
  id: same,
  x: same,
  y: same,
  z: same,
  h: same,
  s: becomes('sdg'),
  sdg: becomes('s'),
  t: becomes('tdg'),
  tdg: becomes('t'),
  sx: becomes('sxdg'),
  sxdg: becomes('sx'),
  rx: negated,
  ry: negated,
  rz: negated,
  p: negated,
  u: invertU,
  swap: same,
  iswap: invertIswap,
  rxx: negated,
  ryy: negated,
  rzz: negated,
  gphase: negated,
};

/** The inverse of a sequence: the inverses in reverse order. */
export const invert = (ops: readonly Unitary[]): readonly Unitary[] =>
  ops
    .toReversed()
    .flatMap((op): readonly Unitary[] => (op.kind === 'unitary' ? INVERSES[op.gate](op) : [op]));

/** The sequence under further controls; a controlled phase is a phase gate on its controls. */
export const control = (
  ops: readonly Unitary[],
  controls: readonly number[],
): readonly Unitary[] =>
  ops.map((op) => {
    if (op.kind !== 'unitary') return op;
    const all = [...controls, ...op.controls];
    if (op.gate !== 'gphase') return { ...op, controls: all };
    return unitary('p', all.slice(-1), op.angles, all.slice(0, -1));
  });

/** The sequence where every one of `controls` is 0. */
export const negativeControl = (
  ops: readonly Unitary[],
  controls: readonly number[],
): readonly Unitary[] => {
  const flips = controls.map((q) => unitary('x', [q]));
  return [...flips, ...control(ops, controls), ...flips];
};

/** Rotations and phases: their powers are themselves with another angle. */
export const isRotation = (op: Unitary): op is UnitaryGate =>
  op.kind === 'unitary' && GATES[op.gate].params === 1;

/** Operations that {@link power} makes. */
export const powerLength = (ops: readonly Unitary[], exponent: number): number =>
  ops.length === 1 && isRotation(ops[0]!) ? 1 : ops.length * Math.abs(exponent);

/** The sequence `exponent` times, or its inverse |`exponent`| times. `exponent` is whole. */
export const power = (ops: readonly Unitary[], exponent: number): readonly Unitary[] => {
  const [only] = ops;
  if (ops.length === 1 && only !== undefined && isRotation(only)) {
    return [{ ...only, angles: only.angles.map((angle) => scaled(angle, exponent)) }];
  }
  const once = exponent < 0 ? invert(ops) : ops;
  return Array.from({ length: Math.abs(exponent) }, () => once).flat();
};
