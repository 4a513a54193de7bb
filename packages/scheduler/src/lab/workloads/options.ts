/** Throws RangeError unless `value` is a whole number of `least` to `most`. */
export const checkCount = (name: string, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} is ${value}, not a whole number of ${least} to ${most}`);
};

/** Throws RangeError unless `seed` is a safe integer of at least 0. */
export const checkSeed = (seed: number): void => {
  checkCount('seed', seed, 0, Number.MAX_SAFE_INTEGER);
};

/** Throws RangeError unless `value` is a number of `least` to `most`. */
export const checkNumber = (name: string, value: number, least: number, most: number): void => {
  if (value >= least && value <= most) return;
  throw new RangeError(`${name} is ${value}, not ${least} to ${most}`);
};
