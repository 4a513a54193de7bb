import { base, linear, sequence, step } from './gate.ts';

const THETA = linear(0, 1);
const PHI = linear(0, 0, 1);
const LAMBDA = linear(0, 0, 0, 1);

/** `u3` of both standard files: the `u` of determinant 1, Rz(φ)·Ry(θ)·Rz(λ). */
export const U3 = sequence(3, 1, [
  step('u', [0], [THETA, PHI, LAMBDA]),
  step('gphase', [], [linear(0, 0, -1 / 2, -1 / 2)]),
]);

/** `u2(φ, λ)` is `u3(π/2, φ, λ)`. */
export const U2 = sequence(2, 1, [
  step('u', [0], [linear(Math.PI / 2), linear(0, 1), linear(0, 0, 1)]),
  step('gphase', [], [linear(0, -1 / 2, -1 / 2)]),
]);

/** e^(iγ)·u(θ, φ, λ) under one control. */
export const CU = sequence(4, 2, [
  step('p', [0], [linear(0, 0, 0, 0, 1)]),
  step('u', [1], [THETA, PHI, LAMBDA], [0]),
]);

/** A phase gate, under the names that it had. */
export const U1 = base('p');
