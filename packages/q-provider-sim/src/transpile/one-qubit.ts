import type { GateName, GateOp } from '@xdv/domain-model';
import { adjoint, product, type Matrix } from '../statevector/complex.ts';
import {
  EPSILON,
  eulerOf,
  isIdentityUpToPhase,
  matrixOf,
  matrixOfRun,
  phaseBetween,
  wrap,
  type Euler,
} from './matrix.ts';

/** Says whether a device performs a base gate with this many controls. */
export type Performs = (gate: GateName, controls: number) => boolean;

/** Gates on one qubit, the first one first, and the phase that they leave out. */
interface Synthesis {
  readonly gates: readonly GateOp[];
  readonly phase: number;
}

/** Native gates for any unitary on one qubit. */
export type Synthesize = (unitary: Matrix, qubit: number) => Synthesis;

/** A gate without controls. */
export const single = (gate: GateName, qubit: number, ...params: readonly number[]): GateOp => ({
  kind: 'gate',
  gate,
  targets: [qubit],
  params,
  controls: [],
});

/** Gates as a name and an angle, if it takes one. */
type Step = readonly [gate: GateName, angle?: number];
/** Steps for a rotation, right up to a phase; the first one first. */
type Recipe = (angles: Euler) => readonly Step[];

const near = (angle: number, value: number): boolean => Math.abs(angle - value) < EPSILON;

/**
 * At most two pulses of a quarter turn between frame changes (McKay, Wood, Sheldon, Chow, Gambetta
 * 2017); one where θ is a quarter turn, and one of half a turn where there is an x.
 */
const quarterTurns = (z: GateName, gate: GateName, half: boolean): Recipe => {
  // the inverse of sx turns the other way: a half turn of the frame on each side makes it sx
  const flip = gate === 'sxdg' ? Math.PI : 0;
  return ({ theta, phi, lambda }) => {
    if (half && near(theta, Math.PI)) return [[z, lambda + Math.PI - phi], ['x']];
    if (near(theta, Math.PI / 2)) {
      return [[z, lambda - Math.PI / 2 + flip], [gate], [z, phi + Math.PI / 2 + flip]];
    }
    return [[z, lambda + flip], [gate], [z, theta + Math.PI], [gate], [z, phi + Math.PI + flip]];
  };
};

const hadamards =
  (z: GateName): Recipe =>
  ({ theta, phi, lambda }) => [
    [z, lambda - Math.PI / 2],
    ['h'],
    [z, theta],
    ['h'],
    [z, phi + Math.PI / 2],
  ];

const turns =
  (z: GateName, gate: 'rx' | 'ry'): Recipe =>
  ({ theta, phi, lambda }) => {
    const quarter = gate === 'rx' ? Math.PI / 2 : 0;
    return [[z, lambda - quarter], [gate, theta], [z, phi + quarter]];
  };

/** Turns z into x and leaves y. */
const TIP = matrixOf('ry', [Math.PI / 2]);

const withoutZ = (unitary: Matrix): readonly Step[] => {
  const { theta, phi, lambda } = eulerOf(product(adjoint(TIP), product(unitary, TIP)));
  return [['rx', lambda], ['ry', theta], ['rx', phi]];
};

const recipeFor = (performs: Performs, z: GateName): Recipe | undefined => {
  const half = performs('x', 0);
  for (const gate of ['sx', 'sxdg'] as const) {
    if (performs(gate, 0)) return quarterTurns(z, gate, half);
  }
  for (const gate of ['rx', 'ry'] as const) if (performs(gate, 0)) return turns(z, gate);
  return performs('h', 0) ? hadamards(z) : undefined;
};

type Steps = (unitary: Matrix) => readonly Step[];

const byFrame = (performs: Performs): Steps | undefined => {
  const z = (['rz', 'p'] as const).find((gate) => performs(gate, 0));
  const recipe = z && recipeFor(performs, z);
  if (!recipe) return undefined;
  return (unitary) => {
    const angles = eulerOf(unitary);
    return near(angles.theta, 0) ? [[z, angles.phi + angles.lambda]] : recipe(angles);
  };
};

const gatesOf = (steps: readonly Step[], qubit: number): readonly GateOp[] =>
  steps.flatMap(([gate, angle]) => {
    if (angle === undefined) return [single(gate, qubit)];
    const turned = wrap(angle);
    return near(turned, 0) ? [] : [single(gate, qubit, turned)];
  });

const generic = (unitary: Matrix, qubit: number): readonly GateOp[] => {
  const { theta, phi, lambda } = eulerOf(unitary);
  return [single('u', qubit, theta, wrap(phi), wrap(lambda))];
};

/**
 * How a device performs any unitary on one qubit, exact in its phase; undefined if what it performs
 * is not enough: frame changes (rz or p) with sx, sxdg, rx, ry or h, or rx with ry, or u.
 */
export const oneQubitSynthesis = (performs: Performs): Synthesize | undefined => {
  const bare = performs('rx', 0) && performs('ry', 0) ? withoutZ : undefined;
  const steps = byFrame(performs) ?? bare;
  if (!steps && !performs('u', 0)) return undefined;
  return (unitary, qubit) => {
    if (isIdentityUpToPhase(unitary)) {
      return { gates: [], phase: phaseBetween(unitary, matrixOf('id', [])) };
    }
    const gates = steps ? gatesOf(steps(unitary), qubit) : generic(unitary, qubit);
    return { gates, phase: phaseBetween(unitary, matrixOfRun(gates)) };
  };
};
