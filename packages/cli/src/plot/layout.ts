import { createRandom } from '@xdv/domain-model';
import { pathLengths, type Edges } from './distances.ts';

/** Where vertices are drawn: y[i] from -1 to 1, x[i] from -aspect to aspect. */
export interface Layout {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const POWER_STEPS = 60;
const MAJORIZATION_STEPS = 80;

/** Squared distances, centred twice: the Gram matrix of classical scaling (Torgerson 1952). */
const gramOf = (distance: Float64Array, n: number): Float64Array => {
  const squared = distance.map((d) => d * d);
  const mean = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) mean[i]! += squared[i * n + j]! / n;
  }
  const total = mean.reduce((sum, value) => sum + value, 0) / n;
  return squared.map((d, at) => {
    const i = Math.floor(at / n);
    return (mean[i]! + mean[at - i * n]! - d - total) / 2;
  });
};

const dot = (u: Float64Array, v: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i]! * v[i]!;
  return sum;
};

const times = (matrix: Float64Array, v: Float64Array): Float64Array => {
  const n = v.length;
  return v.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * v[j]!;
    return sum;
  });
};

/** Removes what of `v` lies along `u`, and makes its length 1. */
const normalize = (v: Float64Array, u: Float64Array | null): Float64Array => {
  const along = u === null ? 0 : dot(u, v);
  const rest = u === null ? v : v.map((value, i) => value - along * u[i]!);
  const length = Math.sqrt(dot(rest, rest));
  return length > 0 ? rest.map((value) => value / length) : rest;
};

/** Eigenvector of the largest eigenvalue orthogonal to `u`, by the power method. */
const leading = (gram: Float64Array, n: number, seed: number, u: Float64Array | null) => {
  const random = createRandom(seed);
  let v = normalize(Float64Array.from({ length: n }, () => random.float() - 0.5), u);
  for (let k = 0; k < POWER_STEPS; k++) v = normalize(times(gram, v), u);
  const scale = Math.sqrt(Math.max(0, dot(v, times(gram, v))));
  return { unit: v, coordinate: v.map((value) => value * scale) };
};

/** Lines everywhere would hide a second dimension: each vertex is moved a little off its place. */
const JITTER = 0.05;

/** Positions whose distances are near to those given: classical scaling. */
const scaled = (distance: Float64Array, n: number): Layout => {
  const gram = gramOf(distance, n);
  const first = leading(gram, n, 1, null);
  const second = leading(gram, n, 2, first.unit);
  const random = createRandom(3);
  const shake = (value: number): number => value + JITTER * (random.float() - 0.5);
  return { x: first.coordinate.map(shake), y: second.coordinate.map(shake) };
};

/** One step of majorization: each vertex goes where the others would have it, weighted by d^-2. */
const majorize = ({ x, y }: Layout, distance: Float64Array): void => {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    let sumX = 0;
    let sumY = 0;
    let sumWeight = 0;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const d = distance[i * n + j]!;
      const weight = 1 / (d * d);
      const dx = x[i]! - x[j]!;
      const dy = y[i]! - y[j]!;
      const pull = d / Math.max(Math.sqrt(dx * dx + dy * dy), 1e-9);
      sumX += weight * (x[j]! + dx * pull);
      sumY += weight * (y[j]! + dy * pull);
      sumWeight += weight;
    }
    x[i] = sumX / sumWeight;
    y[i] = sumY / sumWeight;
  }
};

const reachOf = (values: Float64Array): { readonly middle: number; readonly reach: number } => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { middle: (low + high) / 2, reach: (high - low) / 2 };
};

/** Moved and scaled to fit the paper, proportions kept. */
const fitted = ({ x, y }: Layout, aspect: number): Layout => {
  const [across, down] = [reachOf(x), reachOf(y)];
  const reach = Math.max(across.reach / aspect, down.reach);
  const scale = reach > 0 ? 1 / reach : 1;
  return {
    x: x.map((value) => (value - across.middle) * scale),
    y: y.map((value) => (value - down.middle) * scale),
  };
};

/**
 * Places the vertices of a graph so that distances on paper follow those on paths: stress
 * majorization (Gansner, Koren and North, "Graph drawing by stress majorization", 2005). Weights of
 * edges do not matter. The paper is `aspect` times as wide as high; the longest extent of the graph
 * lies across. Only + - * / sqrt: the same everywhere. Time ∝ 200 · vertices².
 */
export const layOut = (edges: Edges, aspect: number): Layout => {
  const n = edges.vertices;
  if (n === 1) return { x: new Float64Array(1), y: new Float64Array(1) };
  const distance = pathLengths(edges);
  const layout = scaled(distance, n);
  for (let k = 0; k < MAJORIZATION_STEPS; k++) majorize(layout, distance);
  return fitted(layout, aspect);
};
