import type { GateName } from '@xdv/domain-model';
import type { Complex } from '../values/value.ts';
import type { UnitaryGate } from './unitary.ts';

/** [[a, b], [c, d]]. */
export type Matrix2 = readonly [Complex, Complex, Complex, Complex];

const complex = (re: number, im = 0): Complex => ({ re, im });
const polar = (angle: number, length = 1): Complex =>
  complex(length * Math.cos(angle), length * Math.sin(angle));
const times = (x: Complex, y: Complex): Complex =>
  complex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
const plus = (x: Complex, y: Complex): Complex => complex(x.re + y.re, x.im + y.im);
const minus = (x: Complex, y: Complex): Complex => complex(x.re - y.re, x.im - y.im);
const phaseOf = ({ re, im }: Complex): number => Math.atan2(im, re);
const sizeOf = ({ re, im }: Complex): number => Math.hypot(re, im);
const conjugate = ({ re, im }: Complex): Complex => complex(re, -im);

const ZERO = complex(0);
const ONE = complex(1);

const diagonal = (angle: number): Matrix2 => [ONE, ZERO, ZERO, polar(angle)];

const u = (theta: number, phi: number, lambda: number): Matrix2 => {
  const [cos, sin] = [Math.cos(theta / 2), Math.sin(theta / 2)];
  return [complex(cos), polar(lambda, -sin), polar(phi, sin), polar(phi + lambda, cos)];
};

const whole = (angle: number, matrix: Matrix2): Matrix2 =>
  matrix.map((entry) => times(polar(angle), entry)) as unknown as Matrix2;

const R = Math.SQRT1_2;
const PI = Math.PI;

/** Gates on one qubit, and the phase of all, by their angles (circuit/gates.ts of the model). */
const MATRICES: Readonly<Partial<Record<GateName, (...angles: number[]) => Matrix2>>> = {
  id: () => diagonal(0),
  x: () => [ZERO, ONE, ONE, ZERO],
  y: () => [ZERO, complex(0, -1), complex(0, 1), ZERO],
  z: () => diagonal(PI),
  h: () => [complex(R), complex(R), complex(R), complex(-R)],
  s: () => diagonal(PI / 2),
  sdg: () => diagonal(-PI / 2),
  t: () => diagonal(PI / 4),
  tdg: () => diagonal(-PI / 4),
  sx: () => [complex(0.5, 0.5), complex(0.5, -0.5), complex(0.5, -0.5), complex(0.5, 0.5)],
  sxdg: () => [complex(0.5, -0.5), complex(0.5, 0.5), complex(0.5, 0.5), complex(0.5, -0.5)],
  rx: (theta = 0) => u(theta, -PI / 2, PI / 2),
  ry: (theta = 0) => u(theta, 0, 0),
  rz: (theta = 0) => whole(-theta / 2, diagonal(theta)),
  p: (angle = 0) => diagonal(angle),
  u: (theta = 0, phi = 0, lambda = 0) => u(theta, phi, lambda),
  gphase: (angle = 0) => whole(angle, diagonal(0)),
};

/** The matrix of a gate; null on two qubits or with computed angles. */
export const matrixOf = ({ gate, angles }: UnitaryGate): Matrix2 | null => {
  const known = angles.filter((angle) => typeof angle === 'number');
  return known.length === angles.length ? (MATRICES[gate]?.(...known) ?? null) : null;
};

export const multiply = ([a, b, c, d]: Matrix2, [e, f, g, h]: Matrix2): Matrix2 => [
  plus(times(a, e), times(b, g)),
  plus(times(a, f), times(b, h)),
  plus(times(c, e), times(d, g)),
  plus(times(c, f), times(d, h)),
];

/** Nearer than this to a multiple of the identity, a matrix is taken as one. */
const EPSILON = 1e-12;

/** exp of i·exponent·phase for a phase in (−π, π]: −1 has π on whichever side it was rounded to. */
const phasePower = (value: Complex, exponent: number): Complex => {
  const phase = phaseOf(value);
  return polar((phase < EPSILON - PI ? phase + 2 * PI : phase) * exponent);
};

/**
 * The principal power of a unitary matrix: with eigenvalues a and b, U^r is
 * a^r + (b^r − a^r)(U − a)/(b − a).
 */
export const powerOf = (matrix: Matrix2, exponent: number): Matrix2 => {
  const [p, q, r, s] = matrix;
  // with e^(iδ) taken out the determinant is 1, and the eigenvalues are e^(±iα)
  const delta = phaseOf(minus(times(p, s), times(q, r))) / 2;
  const trace = times(plus(p, s), polar(-delta));
  const alpha = Math.acos(Math.max(-1, Math.min(1, trace.re / 2)));
  const [a, b] = [polar(delta + alpha), polar(delta - alpha)];
  const [start, end] = [phasePower(a, exponent), phasePower(b, exponent)];
  const gap = minus(b, a);
  if (sizeOf(gap) < EPSILON) return [start, ZERO, ZERO, start];
  const share = (entry: Complex, subtract: Complex): Complex => {
    const scaled = times(minus(entry, subtract), conjugate(gap));
    const length = sizeOf(gap) ** 2;
    return times(minus(end, start), complex(scaled.re / length, scaled.im / length));
  };
  return [plus(start, share(p, a)), share(q, ZERO), share(r, ZERO), plus(start, share(s, a))];
};

/** A unitary matrix as e^(i·phase) · u(θ, φ, λ). */
export const rotationOf = ([a, b, c, d]: Matrix2): {
  readonly angles: readonly [number, number, number];
  readonly phase: number;
} => {
  const theta = 2 * Math.atan2(sizeOf(c), sizeOf(a));
  if (sizeOf(a) < EPSILON) {
    // e^(i·phase) and φ only show in their sum: φ is 0
    const phase = phaseOf(c);
    return { angles: [theta, 0, phaseOf(complex(-b.re, -b.im)) - phase], phase };
  }
  const phase = phaseOf(a);
  if (sizeOf(c) < EPSILON) return { angles: [theta, 0, phaseOf(d) - phase], phase };
  const lambda = phaseOf(complex(-b.re, -b.im)) - phase;
  return { angles: [theta, phaseOf(c) - phase, lambda], phase };
};
