import { GATES, type BarrierOp, type GateName, type GateOp } from '@xdv/domain-model';
import { step } from './library.ts';

/** What a gate expands to: base gates, and barriers that stood in its body. */
export type UnitaryOp = GateOp | BarrierOp;

const negated = (op: GateOp): readonly GateOp[] => [
  { ...op, params: op.params.map((angle) => -angle) },
];
const same = (op: GateOp): readonly GateOp[] => [op];
const becomes =
  (gate: GateName) =>
  (op: GateOp): readonly GateOp[] => [{ ...op, gate }];

/** The inverse of u(θ, φ, λ) is u(−θ, −λ, −φ). */
const invertU = (op: GateOp): readonly GateOp[] => {
  const [theta = 0, phi = 0, lambda = 0] = op.params;
  return [{ ...op, params: [-theta, -lambda, -phi] }];
};

/** iswap² is Z⊗Z, so its inverse is iswap followed by Z on both qubits. */
const invertIswap = (op: GateOp): readonly GateOp[] => [
  op,
  ...op.targets.map((q) => step('z', [q], [], op.controls)),
];

const INVERSES: Readonly<Record<GateName, (op: GateOp) => readonly GateOp[]>> = {
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
export const invert = (ops: readonly UnitaryOp[]): readonly UnitaryOp[] =>
  ops
    .toReversed()
    .flatMap((op): readonly UnitaryOp[] => (op.kind === 'gate' ? INVERSES[op.gate](op) : [op]));

/** The sequence under further controls; a controlled phase is a phase gate on its controls. */
export const control = (
  ops: readonly UnitaryOp[],
  controls: readonly number[],
): readonly UnitaryOp[] =>
  ops.map((op) => {
    if (op.kind !== 'gate') return op;
    const all = [...controls, ...op.controls];
    if (op.gate !== 'gphase') return { ...op, controls: all };
    return step('p', all.slice(-1), op.params, all.slice(0, -1));
  });

/** The sequence where every one of `controls` is 0. */
export const negativeControl = (
  ops: readonly UnitaryOp[],
  controls: readonly number[],
): readonly UnitaryOp[] => {
  const flips = controls.map((q) => step('x', [q]));
  return [...flips, ...control(ops, controls), ...flips];
};

/** Rotations and phases: their powers are themselves with another angle. */
const isRotation = (op: UnitaryOp): op is GateOp =>
  op.kind === 'gate' && GATES[op.gate].params === 1;

/** Operations that {@link power} makes. */
export const powerLength = (ops: readonly UnitaryOp[], exponent: number): number =>
  ops.every(isRotation) && ops.length === 1 ? 1 : ops.length * Math.abs(exponent);

/** The sequence `exponent` times, or its inverse |`exponent`| times. `exponent` is an integer. */
export const power = (ops: readonly UnitaryOp[], exponent: number): readonly UnitaryOp[] => {
  const [only] = ops;
  if (ops.length === 1 && only !== undefined && isRotation(only)) {
    return [{ ...only, params: only.params.map((angle) => angle * exponent) }];
  }
  const once = exponent < 0 ? invert(ops) : ops;
  return Array.from({ length: Math.abs(exponent) }, () => once).flat();
};
