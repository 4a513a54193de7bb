/** Numbers closer than this, relative to their size, count as equal. */
export const EPSILON = 1e-13;
export const EPSILON_SQUARED = EPSILON * EPSILON;

/** Which parts of the numbers of a column are not zero. */
export const REAL = 0;
export const IMAGINARY = 1;
export const GENERAL = 2;
/** None: the column is zero, or 1 where it is to be multiplied by. */
export const NOTHING = 3;

/**
 * The complex numbers of one kernel. A column is named by where it starts: `size` numbers, the real
 * and the imaginary part of each in turn, one for every combination of outside qubits and lanes.
 */
export class Columns {
  numbers = new Float64Array(2 ** 12);
  size = 1;
  #next = 0;

  /** Forgets every column and makes room for `count` of `size` numbers. */
  reset(size: number, count: number): void {
    const needed = 2 * size * count;
    if (this.numbers.length < needed) this.numbers = new Float64Array(2 * needed);
    this.size = size;
    this.#next = 0;
  }

  /** A new column, whose numbers are whatever they are. */
  take(): number {
    const at = this.#next;
    this.#next += 2 * this.size;
    return at;
  }

  fill(at: number, re: number, im: number): void {
    const x = this.numbers;
    for (let k = at, end = at + 2 * this.size; k < end; k += 2) {
      x[k] = re;
      x[k + 1] = im;
    }
  }
}

/**
 * The form of numbers of which some, or none, have a real and an imaginary part that counts. Each
 * number is judged by its own size: those of one column may be far apart.
 */
export const formOf = (someReal: boolean, someImaginary: boolean): number => {
  if (!someImaginary) return REAL;
  return someReal ? GENERAL : IMAGINARY;
};

/** The form that covers two. */
export const joinForms = (a: number, b: number): number => {
  if (a === NOTHING) return b;
  return b === NOTHING || a === b ? a : GENERAL;
};

/**
 * Whether parts of `size` numbers, from `at` and from `bt` on, are the same but for `sign`; `bound`
 * is the square of what they may differ by.
 */
export const isNear = (
  x: Float64Array,
  at: number,
  bt: number,
  size: number,
  sign: number,
  bound: number,
): boolean => {
  for (let k = 0; k < 2 * size; k += 2) {
    const difference = x[at + k]! - sign * x[bt + k]!;
    if (!(difference * difference <= bound)) return false;
  }
  return true;
};

/** 1 or -1 if parts of `size` numbers from `at` on are that everywhere, else 0. */
export const signOf = (x: Float64Array, at: number, size: number): number => {
  const sign = x[at]! > 0 ? 1 : -1;
  for (let k = at; k < at + 2 * size; k += 2) {
    const difference = x[k]! - sign;
    if (!(difference * difference < EPSILON_SQUARED)) return 0;
  }
  return sign;
};
