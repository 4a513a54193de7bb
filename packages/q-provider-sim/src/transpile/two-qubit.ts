import type { GateName, GateOp } from '@xdv/domain-model';
import { EPSILON, eulerOfGate, spectrumOf, wrap, type Euler } from './matrix.ts';
import { single, type Performs } from './one-qubit.ts';

/** Gates for a controlled phase: diag(1, 1, 1, e^{iλ}), phase included. */
type PhaseGate = (lambda: number, a: number, b: number) => readonly GateOp[];

/** How a device entangles two qubits. */
export interface Entangler {
  /** A controlled phase of half a turn. */
  readonly half: (a: number, b: number) => readonly GateOp[];
  /** Any controlled phase. */
  readonly any: PhaseGate;
  /** A controlled not, if the device has it: worth more than a phase between Hadamards. */
  readonly not: boolean;
}

/** A gate with one control. */
export const controlled = (
  gate: GateName,
  control: number,
  target: number,
  ...params: readonly number[]
): GateOp => ({ kind: 'gate', gate, targets: [target], params, controls: [control] });

/** A gate on two qubits alike. */
export const joint = (
  gate: GateName,
  a: number,
  b: number,
  ...params: readonly number[]
): GateOp => ({
  kind: 'gate',
  gate,
  targets: [a, b],
  params,
  controls: [],
});

export const globalPhase = (angle: number): GateOp => ({
  kind: 'gate',
  gate: 'gphase',
  targets: [],
  params: [angle],
  controls: [],
});

/** The gate V of a spectrum, nothing where it is the identity. */
export const turnInto = (basis: Euler, qubit: number): readonly GateOp[] => {
  if (Math.abs(basis.theta) < EPSILON) return [];
  return [single('u', qubit, basis.theta, basis.phi, basis.lambda)];
};

/** The inverse of V = u(θ, φ, -φ). */
export const turnBack = ({ theta, phi, lambda }: Euler, qubit: number): readonly GateOp[] => {
  if (Math.abs(theta) < EPSILON) return [];
  return [single('u', qubit, -theta, phi, lambda)];
};

const hadamard = (qubit: number): GateOp => single('h', qubit);
const inH = (qubit: number, inner: readonly GateOp[]): readonly GateOp[] => [
  hadamard(qubit),
  ...inner,
  hadamard(qubit),
];

type Axis = 'x' | 'y' | 'z';

/** Gates W with W Z W† the Pauli matrix of the axis: h for x, h and then s for y. */
const tip = (axis: Axis, qubits: readonly number[]): readonly GateOp[] => {
  if (axis === 'z') return [];
  return qubits.flatMap((q) => (axis === 'x' ? [hadamard(q)] : [hadamard(q), single('s', q)]));
};

const tipBack = (axis: Axis, qubits: readonly number[]): readonly GateOp[] => {
  if (axis === 'z') return [];
  return qubits.flatMap((q) => (axis === 'x' ? [hadamard(q)] : [single('sdg', q), hadamard(q)]));
};

const ROTATIONS = [
  ['z', 'rzz', 'rz'],
  ['x', 'rxx', 'rx'],
  ['y', 'ryy', 'ry'],
] as const;

/** A gate with an angle of its own does any controlled phase at once. */
const continuous = (performs: Performs): PhaseGate | undefined => {
  if (performs('p', 1)) return (lambda, a, b) => [controlled('p', a, b, lambda)];
  if (performs('u', 1)) return (lambda, a, b) => [controlled('u', a, b, 0, 0, lambda)];
  for (const [axis, both, one] of ROTATIONS) {
    if (performs(both, 0)) {
      return (lambda, a, b) => [
        single('p', a, lambda / 2),
        single('p', b, lambda / 2),
        globalPhase(-lambda / 4),
        ...tip(axis, [a, b]),
        joint(both, a, b, -lambda / 2),
        ...tipBack(axis, [a, b]),
      ];
    }
    if (performs(one, 1)) {
      return (lambda, a, b) => [
        single('p', a, lambda / 2),
        ...tip(axis, [b]),
        controlled(one, a, b, lambda),
        ...tipBack(axis, [b]),
      ];
    }
  }
  return undefined;
};

type Half = (a: number, b: number) => readonly GateOp[];

/** A fixed gate that flips a phase in some basis of its target is a controlled z there. */
const fixed = (performs: Performs): Half | undefined => {
  for (const gate of ['z', 'x', 'y', 'h'] as const) {
    if (!performs(gate, 1)) continue;
    const { basis } = spectrumOf(eulerOfGate(gate, []));
    return (a, b) => {
      if (gate === 'z') return [controlled('z', a, b)];
      if (gate === 'x') return inH(b, [controlled('x', a, b)]);
      return [...turnInto(basis, b), controlled(gate, a, b), ...turnBack(basis, b)];
    };
  }
  return undefined;
};

/** Halves of the phase on each qubit, less where they differ: two controlled nots. */
const byHalves =
  (half: Half): PhaseGate =>
  (lambda, a, b) => {
    const not = inH(b, half(a, b));
    return [
      single('p', a, lambda / 2),
      single('p', b, lambda / 2),
      ...not,
      single('p', b, -lambda / 2),
      ...not,
    ];
  };

/**
 * iswap = swap · cz · (s ⊗ s), so two of them around a rotation of one qubit are
 * cz · rx · cz = exp(-iθ/2 Z X): any controlled phase for two.
 */
const byIswap: PhaseGate = (lambda, a, b) => {
  const iswap = joint('iswap', a, b);
  return [
    single('p', a, lambda / 2),
    single('p', b, lambda / 2),
    globalPhase(-lambda / 4),
    hadamard(b),
    single('z', a),
    single('sdg', b),
    iswap,
    single('rx', a, -lambda / 2),
    single('sdg', a),
    iswap,
    hadamard(b),
  ];
};

/** How a device entangles; undefined if nothing that it performs on two qubits serves. */
export const entanglerOf = (performs: Performs): Entangler | undefined => {
  const half = fixed(performs);
  const iswap = performs('iswap', 0) ? byIswap : undefined;
  const any = continuous(performs) ?? (half ? byHalves(half) : iswap);
  if (!any) return undefined;
  return { half: half ?? ((a, b) => any(Math.PI, a, b)), any, not: performs('x', 1) };
};

const phaseGate = (
  { half, any }: Entangler,
  angle: number,
  a: number,
  b: number,
): readonly GateOp[] => {
  const lambda = wrap(angle);
  if (Math.abs(lambda) < EPSILON) return [];
  return Math.abs(lambda - Math.PI) < EPSILON ? half(a, b) : any(lambda, a, b);
};

const notGate = (entangler: Entangler, a: number, b: number): readonly GateOp[] =>
  entangler.not ? [controlled('x', a, b)] : inH(b, entangler.half(a, b));

/** exp(-iθ/2 P⊗P) for the Pauli matrix P of the axis. */
const interaction = (
  entangler: Entangler,
  axis: Axis,
  angle: number,
  [a, b]: readonly [number, number],
): readonly GateOp[] => [
  ...tipBack(axis, [a, b]),
  globalPhase(-angle / 2),
  single('p', a, angle),
  single('p', b, angle),
  ...phaseGate(entangler, -2 * angle, a, b),
  ...tip(axis, [a, b]),
];

/** The gates of a device for a gate on two qubits that it lacks, phase included. */
export const lowerTwoQubit = (op: GateOp, entangler: Entangler): readonly GateOp[] => {
  const [a = 0, b = 0] = [...op.controls, ...op.targets];
  const [angle = 0] = op.params;
  const not = (from: number, to: number): readonly GateOp[] => notGate(entangler, from, to);
  switch (op.gate) {
    case 'swap':
      return [...not(a, b), ...not(b, a), ...not(a, b)];
    case 'iswap':
      return [
        single('s', a), single('s', b), hadamard(a), ...not(a, b), ...not(b, a), hadamard(b),
      ];
    case 'rxx':
      return interaction(entangler, 'x', angle, [a, b]);
    case 'ryy':
      return interaction(entangler, 'y', angle, [a, b]);
    case 'rzz':
      return interaction(entangler, 'z', angle, [a, b]);
    case 'x':
      return not(a, b);
    default: {
      const { first, second, basis } = spectrumOf(eulerOfGate(op.gate, op.params));
      const phase = phaseGate(entangler, second - first, a, b);
      return [single('p', a, first), ...turnBack(basis, b), ...phase, ...turnInto(basis, b)];
    }
  }
};
