import { chiSquareDeviation, type Estimate } from './statistics.ts';

/** One measured point. Its standard error may depend on the value that the model expects. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly error: (expected: number) => number;
}

/** A curve with parameters, which should be of order one: pick the units. */
export type Model = (x: number, params: readonly number[]) => number;

export interface Fit {
  readonly params: readonly Estimate[];
  /** How badly the curve describes the points, in standard errors of χ². */
  readonly deviation: number;
}

/** `count` of `shots` at `x`: a binomial share, with the spread that the model expects of it. */
export const sharePoint = (x: number, count: number, shots: number): Point => ({
  x,
  y: count / shots,
  error: (expected) => {
    const p = Math.min(Math.max(expected, 1 / shots), 1 - 1 / shots);
    return Math.sqrt((p * (1 - p)) / shots);
  },
});

/** A point with an error of its own. */
export const estimatePoint = (x: number, { value, error }: Estimate): Point => ({
  x,
  y: value,
  error: () => error,
});

const chiSquare = (points: readonly Point[], model: Model, params: readonly number[]): number =>
  points.reduce((sum, { x, y, error }) => {
    const expected = model(x, params);
    return sum + ((y - expected) / error(expected)) ** 2;
  }, 0);

/** Solves a · X = I by elimination with row exchange. */
const invert = (a: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const size = a.length;
  const rows = a.map((row, r) => [...row, ...row.map((_, c) => (r === c ? 1 : 0))]);
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let r = k; r < size; r++) {
      if (Math.abs(rows[r]![k]!) > Math.abs(rows[best]![k]!)) best = r;
    }
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / pivot);
    for (let r = 0; r < size; r++) {
      const factor = rows[r]![k]!;
      if (r !== k) rows[r] = rows[r]!.map((value, c) => value - factor * rows[k]![c]!);
    }
  }
  return rows.map((row) => row.slice(size));
};

/** Derivatives of the model by each parameter, by central differences. */
const slopes = (model: Model, x: number, params: readonly number[]): readonly number[] =>
  params.map((value, k) => {
    const step = 1e-5 * Math.max(Math.abs(value), 1e-2);
    const up = model(x, params.with(k, value + step));
    return (up - model(x, params.with(k, value - step))) / (2 * step);
  });

/** Normal equations of the linearized problem: JᵀWJ and JᵀW(y - model). */
const linearize = (points: readonly Point[], model: Model, params: readonly number[]) => {
  const normal = params.map(() => params.map(() => 0));
  const right = params.map(() => 0);
  for (const { x, y, error } of points) {
    const expected = model(x, params);
    const weight = 1 / error(expected) ** 2;
    const slope = slopes(model, x, params);
    for (let r = 0; r < params.length; r++) {
      right[r] = right[r]! + weight * slope[r]! * (y - expected);
      for (let c = 0; c < params.length; c++) {
        normal[r]![c] = normal[r]![c]! + weight * slope[r]! * slope[c]!;
      }
    }
  }
  return { normal, right };
};

/** The points with the errors that the model expects at `params`. */
const weigh = (points: readonly Point[], model: Model, params: readonly number[]) =>
  points.map(({ x, y, error }): Point => {
    const fixed = error(model(x, params));
    return { x, y, error: () => fixed };
  });

/** Levenberg and Marquardt's method, for points whose errors are fixed. */
const descend = (
  points: readonly Point[],
  model: Model,
  start: readonly number[],
): readonly number[] => {
  let params = start;
  let best = chiSquare(points, model, params);
  for (let round = 0, damping = 1e-3; round < 200 && damping < 1e9; round++) {
    const { normal, right } = linearize(points, model, params);
    const inverse = invert(normal.map((row, k) => row.with(k, row[k]! * (1 + damping))));
    const at = params;
    const next = at.map((value, r) =>
      inverse[r]!.reduce((sum, entry, c) => sum + entry * right[c]!, value),
    );
    const statistic = chiSquare(points, model, next);
    damping *= statistic < best ? 0.1 : 10;
    if (statistic < best) {
      best = statistic;
      params = next;
    }
  }
  return params;
};

/** Weights are recomputed this often from the curve fitted so far, as maximum likelihood asks. */
const REWEIGHTINGS = 5;

/**
 * Least squares from `start`, each point weighted by the error that the fitted curve expects of it
 * (iteratively reweighted, which for binomial shares converges to maximum likelihood). Errors of
 * the parameters are those of the linearized problem.
 */
export const fitCurve = (
  points: readonly Point[],
  model: Model,
  start: readonly number[],
): Fit => {
  let params = start;
  for (let k = 0; k < REWEIGHTINGS; k++) {
    params = descend(weigh(points, model, params), model, params);
  }
  const covariance = invert(linearize(points, model, params).normal);
  return {
    params: params.map((value, k) => ({ value, error: Math.sqrt(covariance[k]![k]!) })),
    deviation: chiSquareDeviation(
      chiSquare(points, model, params),
      points.length - params.length,
    ),
  };
};

/** The candidate that describes the points best: where a fit with many minima starts. */
export const bestStart = (
  points: readonly Point[],
  model: Model,
  candidates: readonly (readonly number[])[],
): readonly number[] =>
  candidates.reduce((best, candidate) =>
    chiSquare(points, model, candidate) < chiSquare(points, model, best) ? candidate : best,
  );

/** `count` numbers from `from` to `to`, both included. */
export const grid = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
