/** Numbers closer than this, relative to their size, count as equal. */
export const EPSILON = 1e-13;

/** Complex numbers, one for every combination of outside qubits and lanes. */
export interface Column {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export const column = (size: number): Column => ({
  re: new Float64Array(size),
  im: new Float64Array(size),
});

/** Which parts of the numbers of a column are not zero. */
export const REAL = 0;
export const IMAGINARY = 1;
export const GENERAL = 2;
/** None: the column is zero, or 1 where it is to be multiplied by. */
export const NOTHING = 3;

const allWithin = (values: Float64Array, bound: number): boolean => {
  for (let k = 0; k < values.length; k++) if (!(Math.abs(values[k]!) <= bound)) return false;
  return true;
};

const largest = ({ re, im }: Column): number => {
  let most = 0;
  for (let k = 0; k < re.length; k++) most = Math.max(most, Math.abs(re[k]!), Math.abs(im[k]!));
  return most;
};

const formWithin = ({ re, im }: Column, bound: number): number => {
  if (allWithin(im, bound)) return REAL;
  return allWithin(re, bound) ? IMAGINARY : GENERAL;
};

/** The form of ratios of which an amplitude takes its partner. */
export const formOfRatio = (ratio: Column): number => {
  const size = largest(ratio);
  return size < EPSILON ? NOTHING : formWithin(ratio, EPSILON * size);
};

/**
 * The form of factors to multiply by. The bound is relative: factors may all be tiny after a
 * rescaling, and none of their digits may be dropped then.
 */
export const formOfFactor = (factor: Column): number => {
  const form = formWithin(factor, EPSILON * largest(factor));
  if (form !== REAL) return form;
  return factor.re.every((x) => Math.abs(x - 1) < EPSILON) ? NOTHING : REAL;
};

/** The form that covers two. */
export const joinForms = (a: number, b: number): number => {
  if (a === NOTHING) return b;
  return b === NOTHING || a === b ? a : GENERAL;
};

/** Turned phases stay below this tangent, so that numbers do not grow. */
const TANGENT_MAX = 2.5;

/** Whether a turn by less than a bounded angle makes every number real, or imaginary. */
export const isTurnable = ({ re, im }: Column, toReal: boolean): boolean => {
  const [along, across] = toReal ? [re, im] : [im, re];
  for (let k = 0; k < re.length; k++) {
    if (Math.abs(across[k]!) > TANGENT_MAX * Math.abs(along[k]!) + 1e-300) return false;
  }
  return true;
};
