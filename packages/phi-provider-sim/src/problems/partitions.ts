import { cutValue, ok, type Graph, type Result } from '@xdv/domain-model';
import { checkGraph, checkInteger, checkSize, checkWeights } from './check.ts';
import { encoded, penalty, type Encoded, type Violation } from './encoded.ts';
import type { Cut } from './maximum-cut.ts';

/** Numbers in two groups: 0 or 1 by number. */
export interface NumberPartition {
  readonly side: Uint8Array;
  /** Sum of the numbers at 1 less sum of those at 0, without its sign. */
  readonly difference: number;
}

/** Every pair of `count` spins with J = weight(i, j). */
const complete = (count: number, weight: (i: number, j: number) => number) => {
  const couplings = (count * (count - 1)) / 2;
  const [a, b] = [new Int32Array(couplings), new Int32Array(couplings)];
  const coupling = new Float64Array(couplings);
  let k = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++, k++) {
      [a[k], b[k]] = [i, j];
      coupling[k] = weight(i, j);
    }
  }
  return { spins: count, a, b, coupling, field: new Float64Array(count) };
};

/**
 * Divide numbers into two groups with sums as equal as possible (Lucas 2014, section 2.1): the
 * energy is (sum n s) squared. The objective is the square of the difference, which the solution
 * has plain; it is exact while the square of the sum of all is below 2^53. Every state is feasible.
 * Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity O(numbers squared), as the output.
 */
export const numberPartition = (input: ArrayLike<number>): Result<Encoded<NumberPartition>> => {
  const given = (input as { length?: unknown } | null)?.length;
  const length = checkInteger('count of numbers', given, 1);
  if (!length.ok) return length;
  const count = length.value;
  const size = checkSize(count, (count * (count - 1)) / 2);
  if (!size.ok) return size;
  const checked = checkWeights('numbers', input, count);
  if (!checked.ok) return checked;
  const numbers = checked.value;
  let offset = 0;
  for (const n of numbers) offset += n * n;
  const problem = complete(count, (i, j) => -2 * numbers[i]! * numbers[j]!);
  const read = (side: Uint8Array) => {
    let sum = 0;
    for (let i = 0; i < side.length; i++) sum += side[i] === 1 ? numbers[i]! : -numbers[i]!;
    const solution = { side, difference: Math.abs(sum) };
    return { cost: sum * sum, violations: [], solution: () => solution };
  };
  return ok(encoded({ ising: { problem, offset }, read }));
};

/** The most that the edges of one vertex weigh, signs left out. */
const degreeMax = ({ vertices, a, b, weight }: Graph): number => {
  const degree = new Float64Array(vertices);
  for (let k = 0; k < a.length; k++) {
    degree[a[k]!]! += Math.abs(weight[k]!);
    degree[b[k]!]! += Math.abs(weight[k]!);
  }
  return degree.reduce((most, d) => Math.max(most, d), 0);
};

/** J = -2A between all, and w / 2 more along an edge of weight w. */
const bisectionIsing = (graph: Graph, a: number) => {
  const { vertices, weight } = graph;
  const problem = complete(vertices, () => -2 * a);
  let offset = a * (vertices - (vertices % 2));
  for (let k = 0; k < weight.length; k++) {
    const i = Math.min(graph.a[k]!, graph.b[k]!);
    const j = Math.max(graph.a[k]!, graph.b[k]!);
    problem.coupling[i * vertices - (i * (i + 1)) / 2 + (j - i - 1)]! += weight[k]! / 2;
    offset += weight[k]! / 2;
  }
  return { problem, offset };
};

/**
 * Divide the vertices into halves, which differ by one if their number is odd, so that the edges
 * between them weigh least (Lucas 2014, section 2.2): A ((sum s) squared - odd) + sum w (1 - s t)
 * / 2, where odd is 1 for an odd number of vertices.
 *
 * A > D / 4, or D / 8 for an odd number, is safe, D being the greatest weight of the edges of one
 * vertex: moving a vertex from the larger side of a difference m of 2 (3) or more changes the cut
 * by D at most and saves A (m^2 - (m - 2)^2) = A (4m - 4). Lucas gives the same for equal weights.
 * Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity O(vertices squared), as the output.
 */
export const bisection = (
  input: Graph,
  options: { readonly penalty?: number } = {},
): Result<Encoded<Cut>> => {
  const checked = checkGraph(input);
  if (!checked.ok) return checked;
  const graph = checked.value;
  const { vertices } = graph;
  const size = checkSize(vertices, (vertices * (vertices - 1)) / 2);
  if (!size.ok) return size;
  const odd = vertices % 2;
  const bound = degreeMax(graph) / (odd === 1 ? 8 : 4);
  const why = 'moving a vertex to the smaller side changes the cut by its edges at most';
  const weight = penalty('balance', bound, why, options.penalty);
  if (!weight.ok) return weight;
  const read = (side: Uint8Array) => {
    const ones = side.reduce((sum, x) => sum + x, 0);
    const amount = (2 * ones - vertices) ** 2 - odd;
    const where = `the sides have ${vertices - ones} and ${ones} vertices`;
    const broken: Violation = { constraint: 'balance', where, indices: [], amount };
    const cut = cutValue(graph, side);
    const solution = { side, weight: cut };
    return { cost: cut, violations: amount > 0 ? [broken] : [], solution: () => solution };
  };
  const ising = bisectionIsing(graph, weight.value.weight);
  return ok(encoded({ ising, penalties: [weight.value], read }));
};
