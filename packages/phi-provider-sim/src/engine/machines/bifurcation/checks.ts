/** Throws RangeError unless `value` is from `least` to `most`. */
export const requireBetween = (what: string, value: number, least: number, most: number): void => {
  if (value >= least && value <= most) return;
  throw new RangeError(`${what} must be from ${least} to ${most}, got ${value}`);
};

export const requireFinite = (what: string, value: number): void => {
  if (!Number.isFinite(value)) throw new RangeError(`${what} must be finite, got ${value}`);
};

export const requireWhole = (what: string, value: number, least: number, most: number): void => {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${what} must be a whole number from ${least} to ${most}, got ${value}`);
};

export const requireSeed = (seed: number): void => {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
};
