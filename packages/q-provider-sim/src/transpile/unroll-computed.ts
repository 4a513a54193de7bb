import type { Classical, ComputedOp, GateName } from '@xdv/domain-model';
import { single } from './one-qubit.ts';
import { controlledNot, phaseLadder, unrollGate, type Unrolling } from './unroll.ts';

const scaled = (angle: Classical, factor: number): Classical => {
  if (factor === 1) return angle;
  const { type } = angle;
  return { op: 'mul', type, args: [angle, { op: 'constant', type, value: factor }] };
};

/** A gate on one angle without controls. */
export const computed = (
  gate: GateName,
  targets: readonly number[],
  angle: Classical,
  factor = 1,
): ComputedOp => ({
  kind: 'computed',
  gate,
  targets,
  params: [scaled(angle, factor)],
  controls: [],
});

/** e^{iλ · factor} where all qubits are 1, from rotations of the frame of one. */
const phase = (
  out: Unrolling,
  angle: Classical,
  factor: number,
  qubits: readonly number[],
): void => {
  if (qubits.length === 0) return out.push(computed('gphase', [], angle, factor));
  if (qubits.length === 1) {
    out.push(computed('rz', qubits, angle, factor));
    return out.push(computed('gphase', [], angle, factor / 2));
  }
  phaseLadder(out, qubits, (share, a, b) => {
    const half = (share * factor) / 2;
    phase(out, angle, half, [a]);
    phase(out, angle, half, [b]);
    controlledNot(out, [a], b);
    phase(out, angle, -half, [b]);
    controlledNot(out, [a], b);
  });
};

/** A rotation about z with controls: half of it, and half of it against two flips. */
const frame = (
  out: Unrolling,
  angle: Classical,
  controls: readonly number[],
  target: number,
): void => {
  if (controls.length === 0) return out.push(computed('rz', [target], angle));
  for (const half of [0.5, -0.5]) {
    out.push(computed('rz', [target], angle, half));
    controlledNot(out, controls, target);
  }
};

const both = (
  out: Unrolling,
  qubits: readonly number[],
  ...names: readonly GateName[]
): void => {
  for (const q of qubits) for (const name of names) out.push(single(name, q));
};

const joint = (out: Unrolling, angle: Classical, op: ComputedOp): void => {
  const [a = 0, b = 0] = op.targets;
  controlledNot(out, [a], b);
  frame(out, angle, op.controls, b);
  controlledNot(out, [a], b);
};

/**
 * Takes a gate with computed angles apart to computed frame changes (rz), which every device has in
 * some form, and gates with fixed angles. Exact, phase included.
 */
export const unrollComputed = (out: Unrolling, op: ComputedOp): void => {
  const { gate, targets, controls, params } = op;
  const [a, b, c] = params;
  const width = targets.length + controls.length;
  const [target = 0] = targets;
  if (a === undefined) return unrollGate(out, { ...op, kind: 'gate', params: [] });
  if (width === 0 || out.keeps({ gate, width, controls: controls.length })) return out.push(op);
  switch (gate) {
    case 'gphase':
      return phase(out, a, 1, controls);
    case 'p':
      return phase(out, a, 1, [...controls, target]);
    case 'rx':
    case 'rxx':
      both(out, targets, 'h');
      unrollComputed(out, { ...op, gate: gate === 'rx' ? 'rz' : 'rzz' });
      return both(out, targets, 'h');
    case 'ry':
    case 'ryy':
      both(out, targets, 'sdg', 'h');
      unrollComputed(out, { ...op, gate: gate === 'ry' ? 'rz' : 'rzz' });
      return both(out, targets, 'h', 's');
    case 'rzz':
      return joint(out, a, op);
    case 'u':
      phase(out, c!, 1, [...controls, target]);
      unrollComputed(out, { ...op, gate: 'ry', params: [a] });
      return phase(out, b!, 1, [...controls, target]);
    default:
      frame(out, a, controls, target);
  }
};
