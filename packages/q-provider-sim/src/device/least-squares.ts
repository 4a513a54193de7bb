/** One measured share, and what the curve says it should be. */
export interface SharePoint {
  readonly hits: number;
  readonly shots: number;
  readonly predict: (params: readonly number[]) => number;
}

export interface Fit {
  readonly params: readonly number[];
  /** Standard errors of the parameters, widened where the points scatter more than chance does. */
  readonly errors: readonly number[];
}

type Matrix = readonly (readonly number[])[];

/** The inverse of a positive definite matrix, by elimination: symmetric, so without exchange. */
const invert = (matrix: Matrix): Matrix => {
  const size = matrix.length;
  const rows = matrix.map((row, r) => [...row, ...row.map((_, c) => (r === c ? 1 : 0))]);
  for (let k = 0; k < size; k++) {
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / pivot);
    for (let r = 0; r < size; r++) {
      const factor = rows[r]![k]!;
      if (r !== k) rows[r] = rows[r]!.map((value, c) => value - factor * rows[k]![c]!);
    }
  }
  return rows.map((row) => row.slice(size));
};

/** The weight of a point: one over the binomial variance that the curve expects of it. */
const weightOf = ({ shots, predict }: SharePoint, params: readonly number[]): number => {
  const share = Math.min(Math.max(predict(params), 1 / shots), 1 - 1 / shots);
  return shots / (share * (1 - share));
};

const chiSquare = (
  points: readonly SharePoint[],
  weights: readonly number[],
  params: readonly number[],
): number => {
  let sum = 0;
  for (const [k, { hits, shots, predict }] of points.entries()) {
    sum += weights[k]! * (hits / shots - predict(params)) ** 2;
  }
  return sum;
};

/** Derivatives of a prediction by each parameter, by central differences. */
const slopesOf = ({ predict }: SharePoint, params: readonly number[]): readonly number[] =>
  params.map((value, k) => {
    const step = 1e-6 * Math.max(Math.abs(value), 0.01);
    const up = predict(params.with(k, value + step));
    return (up - predict(params.with(k, value - step))) / (2 * step);
  });

/** Normal equations of the linearized problem. */
const linearize = (
  points: readonly SharePoint[],
  weights: readonly number[],
  params: readonly number[],
) => {
  const normal = params.map(() => params.map(() => 0));
  const right = params.map(() => 0);
  for (const [k, point] of points.entries()) {
    const slopes = slopesOf(point, params);
    const rest = point.hits / point.shots - point.predict(params);
    for (const [r, slope] of slopes.entries()) {
      right[r]! += weights[k]! * slope * rest;
      for (const [c, other] of slopes.entries()) normal[r]![c]! += weights[k]! * slope * other;
    }
  }
  return { normal, right };
};

/** Keeps the equations solvable where a parameter does not show in the points. */
const RIDGE = 1e-9;

const damped = (normal: Matrix, damping: number): Matrix =>
  normal.map((row, k) => row.with(k, row[k]! * (1 + damping) + RIDGE));

const ROUNDS_MAX = 50;

/** Levenberg and Marquardt's method with fixed weights. */
const descend = (
  points: readonly SharePoint[],
  weights: readonly number[],
  start: readonly number[],
): readonly number[] => {
  let params = start;
  let best = chiSquare(points, weights, params);
  for (let round = 0, damping = 1e-3; round < ROUNDS_MAX && damping < 1e6; round++) {
    const { normal, right } = linearize(points, weights, params);
    const inverse = invert(damped(normal, damping));
    const next = params.map((value, r) =>
      inverse[r]!.reduce((sum, entry, c) => sum + entry * right[c]!, value),
    );
    const statistic = chiSquare(points, weights, next);
    const better = statistic < best;
    damping *= better ? 0.1 : 10;
    if (better) [best, params] = [statistic, next];
  }
  return params;
};

/** Weights are taken from the curve fitted so far this often, as maximum likelihood asks. */
const REWEIGHTINGS = 3;

/**
 * Least squares from `start`, each share weighted by the variance that the fitted curve expects of
 * it; for binomial shares this converges to maximum likelihood. Parameters should be of order one.
 * Time ∝ points times the square of the parameters.
 */
export const fitShares = (points: readonly SharePoint[], start: readonly number[]): Fit => {
  let params = start;
  for (let k = 0; k < REWEIGHTINGS; k++) {
    const fixed = params;
    params = descend(points, points.map((point) => weightOf(point, fixed)), params);
  }
  const weights = points.map((point) => weightOf(point, params));
  const covariance = invert(damped(linearize(points, weights, params).normal, 0));
  const freedom = Math.max(1, points.length - params.length);
  const scatter = Math.max(1, chiSquare(points, weights, params) / freedom);
  const errors = params.map((_, k) => Math.sqrt(scatter * covariance[k]![k]!));
  return { params, errors };
};
