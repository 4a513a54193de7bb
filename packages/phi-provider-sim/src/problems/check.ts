import {
  fail,
  ISING_LIMITS,
  ok,
  show,
  validateIsing,
  type Failure,
  type Graph,
  type Result,
} from '@xdv/domain-model';

/** Bounds on what a user's problem may hold, besides those of ISING_LIMITS on what comes of it. */
export const PROBLEM_LIMITS = {
  /** Largest magnitude of a weight, distance, duration or integer: whole numbers stay exact. */
  weightMax: Number.MAX_SAFE_INTEGER,
  /** Latest time of a schedule. */
  horizonMax: 1_000_000,
} as const;

const HINT = 'docs/how-to/phi-problems.md says what each problem takes';

export const invalid = (message: string): Failure => fail('PROBLEM_INVALID', message, HINT);

/**
 * Refuses an encoding that is too large before any of it is built. `couplings` may count a pair
 * more than once. Fails with PROBLEM_TOO_LARGE.
 */
export const checkSize = (spins: number, couplings: number): Result<void> => {
  const { spinsMax, couplingsMax } = ISING_LIMITS;
  const hint = 'Take a smaller instance or split it';
  if (spins > spinsMax) {
    return fail('PROBLEM_TOO_LARGE', `needs ${spins} spins of at most ${spinsMax}`, hint);
  }
  if (couplings > couplingsMax) {
    const message = `needs up to ${couplings} couplings of at most ${couplingsMax}`;
    return fail('PROBLEM_TOO_LARGE', message, hint);
  }
  return ok(undefined);
};

/** Refuses what is not a whole number of `min` to `max`. */
export const checkInteger = (
  what: string,
  value: unknown,
  min: number,
  max: number = PROBLEM_LIMITS.weightMax,
): Result<number> =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
    ? ok(value as number)
    : invalid(`${what} must be a whole number of ${min} to ${max}, got ${show(value)}`);

/** Refuses what is not a number of `min` to the largest weight. */
export const checkWeight = (
  what: string,
  value: unknown,
  min: number = -PROBLEM_LIMITS.weightMax,
): Result<number> => {
  const { weightMax } = PROBLEM_LIMITS;
  return typeof value === 'number' && value >= min && value <= weightMax
    ? ok(value)
    : invalid(`${what} must be a number of ${min} to ${weightMax}, got ${show(value)}`);
};

/** Refuses what is not a list; `what` names it. */
export const checkList = (what: string, value: unknown): Result<readonly unknown[]> =>
  Array.isArray(value) ? ok(value) : invalid(`${what} must be a list, got ${show(value)}`);

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  Array.isArray(value) || value instanceof Float64Array || value instanceof Int32Array;

/** A copy of `values`, each a number of at least `min`, `length` of them. */
export const checkWeights = (
  what: string,
  values: unknown,
  length: number,
  min?: number,
): Result<Float64Array> => {
  if (!isNumbers(values) || values.length !== length) {
    const got = isNumbers(values) ? `${values.length}` : show(values);
    return invalid(`${what} must be ${length} numbers, got ${got}`);
  }
  for (let i = 0; i < length; i++) {
    const weight = checkWeight(`${what} ${i}`, values[i], min);
    if (!weight.ok) return weight;
  }
  return ok(Float64Array.from(values));
};

/** A copy of `value` if it is a graph as `graph` makes them with weights in range. */
export const checkGraph = (value: unknown): Result<Graph> => {
  if (value === null || typeof value !== 'object') {
    return invalid(`expected a graph, got ${show(value)}`);
  }
  const { vertices, a, b, weight } = value as Graph;
  const count = checkInteger('vertices', vertices, 1);
  if (!count.ok) return count;
  const size = checkSize(vertices, 0);
  if (!size.ok) return size;
  const field = new Float64Array(vertices);
  const valid = validateIsing({ spins: vertices, a, b, coupling: weight, field });
  if (!valid.ok) return valid;
  const large = weight.findIndex((w) => Math.abs(w) > PROBLEM_LIMITS.weightMax);
  if (large >= 0) return invalid(`edge ${large} has weight ${weight[large]}`);
  return ok({ vertices, a: a.slice(), b: b.slice(), weight: weight.slice() });
};

/** x[i] = 1 where spin i is up. Throws RangeError unless there are `count` spins, each +1 or -1. */
export const readBits = (spins: ArrayLike<number>, count: number): Uint8Array => {
  if (spins.length !== count) {
    throw new RangeError(`spins must be ${count} values, got ${spins.length}`);
  }
  const bits = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (spins[i] !== 1 && spins[i] !== -1) {
      throw new RangeError(`spins[${i}] must be 1 or -1, got ${show(spins[i])}`);
    }
    bits[i] = spins[i] === 1 ? 1 : 0;
  }
  return bits;
};
