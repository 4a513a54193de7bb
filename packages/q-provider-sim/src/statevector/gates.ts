import type { GateName } from '@xdv/domain-model';
import { unit, type Complex, type Matrix } from './complex.ts';

const HALF = Math.SQRT1_2;

/** [[cos θ/2, -i sin θ/2], [-i sin θ/2, cos θ/2]]. */
export const rotationX = (angle: number): Matrix => {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  return [cos, 0, 0, -sin, 0, -sin, cos, 0];
};

export const rotationY = (angle: number): Matrix => {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  return [cos, 0, -sin, 0, sin, 0, cos, 0];
};

const general = (theta: number, phi: number, lambda: number): Matrix => {
  const cos = Math.cos(theta / 2);
  const sin = Math.sin(theta / 2);
  const [a, b] = unit(lambda);
  const [c, d] = unit(phi);
  const [e, f] = unit(phi + lambda);
  return [cos, 0, -sin * a, -sin * b, sin * c, sin * d, cos * e, cos * f];
};

export const HADAMARD: Matrix = [HALF, 0, HALF, 0, HALF, 0, -HALF, 0];
export const NOT: Matrix = [0, 0, 1, 0, 1, 0, 0, 0];

/** The gates on one qubit that are not diagonal (OpenQASM 3 `stdgates.inc`). */
export const MATRICES: Partial<Record<GateName, (a: number, b: number, c: number) => Matrix>> = {
  x: () => NOT,
  y: () => [0, 0, 0, -1, 0, 1, 0, 0],
  h: () => HADAMARD,
  sx: () => [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5],
  sxdg: () => [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5],
  rx: rotationX,
  ry: rotationY,
  u: general,
};

/** The gates on one qubit that multiply |1⟩ by a phase. */
export const PHASES: Partial<Record<GateName, (angle: number) => Complex>> = {
  z: () => [-1, 0],
  s: () => [0, 1],
  sdg: () => [0, -1],
  t: () => [HALF, HALF],
  tdg: () => [HALF, -HALF],
  p: unit,
};
