import { ISING_LIMITS } from '@xdv/domain-model';

/** Throws RangeError unless `value` is a whole number from `least` to `most`. */
export const checkWhole = (name: string, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} must be a whole number, ${least} to ${most}, got ${value}`);
};

export const checkSeed = (seed: number): void =>
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** Throws RangeError unless so many edges may be made. */
export const checkEdges = (name: string, edges: number): void => {
  const { couplingsMax } = ISING_LIMITS;
  if (edges <= couplingsMax) return;
  throw new RangeError(`${name} asks for ${edges} edges, more than ${couplingsMax}`);
};
