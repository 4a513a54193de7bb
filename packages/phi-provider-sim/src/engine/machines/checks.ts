const check = (name: string, value: number, inRange: boolean, range: string): void => {
  if (!inRange) throw new RangeError(`${name} must be ${range}, got ${value}`);
};

/** Throws RangeError unless `value` is a whole number from `least` to `most`. */
export const requireWhole = (name: string, value: number, least: number, most: number): void => {
  const inRange = Number.isSafeInteger(value) && value >= least && value <= most;
  check(name, value, inRange, `a whole number from ${least} to ${most}`);
};

/** Throws RangeError unless `value` is from 0 to 1. */
export const requireShare = (name: string, value: number): void =>
  check(name, value, value >= 0 && value <= 1, 'from 0 to 1');

export const requireFinite = (name: string, value: number): void =>
  check(name, value, Number.isFinite(value), 'finite');

export const requireSeed = (seed: number): void =>
  check('seed', seed, Number.isSafeInteger(seed), 'a safe integer');

/** Throws RangeError unless `stepShare` is above 0 and at most 1. */
export const requireStepShare = (stepShare: number): void =>
  check('stepShare', stepShare, stepShare > 0 && stepShare <= 1, 'above 0 and at most 1');
