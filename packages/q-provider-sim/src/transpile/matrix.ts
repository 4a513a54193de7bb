import type { GateName, GateOp } from '@xdv/domain-model';
import { product, times, unit, type Complex, type Matrix } from '../statevector/complex.ts';

/** Differences of matrix entries and angles below this are rounding. */
export const EPSILON = 1e-10;

/** u(θ, φ, λ) · e^{iγ}: every gate on one qubit, with its phase. */
export interface Euler {
  readonly theta: number;
  readonly phi: number;
  readonly lambda: number;
  readonly phase: number;
}

const euler = (theta: number, phi: number, lambda: number, phase = 0): Euler => ({
  theta,
  phi,
  lambda,
  phase,
});

type Angles = readonly [number, number, number];

const EULER: Readonly<Partial<Record<GateName, (...angles: Angles) => Euler>>> = {
  id: () => euler(0, 0, 0),
  x: () => euler(Math.PI, 0, Math.PI),
  y: () => euler(Math.PI, Math.PI / 2, Math.PI / 2),
  z: () => euler(0, 0, Math.PI),
  h: () => euler(Math.PI / 2, 0, Math.PI),
  s: () => euler(0, 0, Math.PI / 2),
  sdg: () => euler(0, 0, -Math.PI / 2),
  t: () => euler(0, 0, Math.PI / 4),
  tdg: () => euler(0, 0, -Math.PI / 4),
  sx: () => euler(Math.PI / 2, -Math.PI / 2, Math.PI / 2, Math.PI / 4),
  sxdg: () => euler(-Math.PI / 2, -Math.PI / 2, Math.PI / 2, -Math.PI / 4),
  rx: (angle) => euler(angle, -Math.PI / 2, Math.PI / 2),
  ry: (angle) => euler(angle, 0, 0),
  rz: (angle) => euler(0, 0, angle, -angle / 2),
  p: (angle) => euler(0, 0, angle),
  u: (theta, phi, lambda) => euler(theta, phi, lambda),
};

/** The matrix of u(θ, φ, λ) · e^{iγ}. */
const matrixOfEuler = ({ theta, phi, lambda, phase }: Euler): Matrix => {
  const cos = Math.cos(theta / 2);
  const sin = Math.sin(theta / 2);
  const entry = (size: number, angle: number): Complex => {
    const [re, im] = unit(angle);
    return [size * re, size * im];
  };
  return [
    ...entry(cos, phase),
    ...entry(-sin, lambda + phase),
    ...entry(sin, phi + phase),
    ...entry(cos, phi + lambda + phase),
  ];
};

/** The matrix of a base gate on one qubit, global phase included. */
export const matrixOf = (gate: GateName, params: readonly number[]): Matrix => {
  const [a = 0, b = 0, c = 0] = params;
  return matrixOfEuler(EULER[gate]!(a, b, c));
};

/** The matrix of gates on one qubit, the first one first. */
export const matrixOfRun = (run: readonly GateOp[]): Matrix =>
  run.reduce<Matrix>(
    (all, { gate, params }) => product(matrixOf(gate, params), all),
    matrixOf('id', []),
  );

/** The angles of a unitary, exact in its phase. */
export const eulerOf = (m: Matrix): Euler => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = m;
  const theta = 2 * Math.atan2(Math.hypot(e, f), Math.hypot(a, b));
  if (Math.hypot(e, f) < EPSILON) {
    const phase = Math.atan2(b, a);
    return euler(0, 0, Math.atan2(h, g) - phase, phase);
  }
  if (Math.hypot(a, b) < EPSILON) {
    const phase = Math.atan2(-d, -c);
    return euler(Math.PI, Math.atan2(f, e) - phase, 0, phase);
  }
  const phase = Math.atan2(b, a);
  const phi = Math.atan2(f, e) - phase;
  // from the larger entry: the direction of a small one is little more than rounding
  const lambda = theta < Math.PI / 2 ? Math.atan2(h, g) - phi : Math.atan2(-d, -c);
  return euler(theta, phi, lambda - phase, phase);
};

/** Phase of `a` against `b`, which are equal but for it. */
export const phaseBetween = (a: Matrix, b: Matrix): number => {
  let re = 0;
  let im = 0;
  for (let k = 0; k < 8; k += 2) {
    const [x, y] = times([a[k]!, a[k + 1]!], [b[k]!, -b[k + 1]!]);
    re += x;
    im += y;
  }
  return Math.atan2(im, re);
};

/** Off-diagonal entries are zero. */
export const isDiagonal = (m: Matrix): boolean =>
  Math.hypot(m[2]!, m[3]!) < EPSILON && Math.hypot(m[4]!, m[5]!) < EPSILON;

export const isIdentityUpToPhase = (m: Matrix): boolean =>
  isDiagonal(m) && Math.hypot(m[0]! - m[6]!, m[1]! - m[7]!) < EPSILON;

export type Axis = 'x' | 'y' | 'z';

/** Commutes with the Pauli matrix of the axis. */
export const commutesWith = (m: Matrix, axis: Axis): boolean => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = m;
  if (axis === 'z') return isDiagonal(m);
  const sign = axis === 'x' ? 1 : -1;
  return Math.hypot(a - g, b - h) < EPSILON && Math.hypot(c - sign * e, d - sign * f) < EPSILON;
};

/** The angle between -π and π that differs by whole turns. */
export const wrap = (angle: number): number => {
  const turned = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  return turned <= -Math.PI + EPSILON ? turned + 2 * Math.PI : turned;
};

/** Eigenphases of a unitary on one qubit: V · diag(e^{i first}, e^{i second}) · V†. */
interface Spectrum {
  readonly first: number;
  readonly second: number;
  readonly basis: Euler;
}

/** The spectrum of a gate u(θ, φ, λ) · e^{iγ}. */
export const spectrumOf = (gate: Euler): Spectrum => {
  const { theta, phi, lambda, phase } = gate;
  const mean = phase + (phi + lambda) / 2;
  // e^{i mean} times a rotation by 2 half around the axis (x, y, z)
  const cos = Math.cos(theta / 2) * Math.cos((phi + lambda) / 2);
  const x = Math.sin(theta / 2) * Math.sin((lambda - phi) / 2);
  const y = Math.sin(theta / 2) * Math.cos((lambda - phi) / 2);
  const z = Math.cos(theta / 2) * Math.sin((phi + lambda) / 2);
  const sin = Math.hypot(x, y, z);
  const half = Math.atan2(sin, cos);
  if (Math.hypot(x, y) < EPSILON) {
    const signed = Math.atan2(z, cos);
    return { first: mean - signed, second: mean + signed, basis: euler(0, 0, 0) };
  }
  // u(θ, φ, -φ) turns the z axis to the polar angle θ and the azimuth φ
  const polar = Math.atan2(Math.hypot(x, y), z);
  const azimuth = Math.atan2(y, x);
  return { first: mean - half, second: mean + half, basis: euler(polar, azimuth, -azimuth) };
};

/** The gate of a base gate with all its angles as one rotation. */
export const eulerOfGate = (gate: GateName, params: readonly number[]): Euler => {
  const [a = 0, b = 0, c = 0] = params;
  return EULER[gate]!(a, b, c);
};
