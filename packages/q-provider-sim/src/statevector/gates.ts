import type { Matrix } from './complex.ts';

const HALF = Math.SQRT1_2;

export const HADAMARD: Matrix = [HALF, 0, HALF, 0, HALF, 0, -HALF, 0];

/** [[cos θ/2, -i sin θ/2], [-i sin θ/2, cos θ/2]]. */
export const rotationX = (angle: number): Matrix => {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  return [cos, 0, 0, -sin, 0, -sin, cos, 0];
};

export const NOT: Matrix = [0, 0, 1, 0, 1, 0, 0, 0];
