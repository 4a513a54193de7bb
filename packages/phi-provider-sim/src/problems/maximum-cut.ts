import { cutValue, maxCut, ok, type Graph, type Result } from '@xdv/domain-model';
import { checkGraph } from './check.ts';
import { encoded, type Encoded } from './encoded.ts';

/** The two sides of a cut: 0 or 1 by vertex. */
export interface Cut {
  readonly side: Uint8Array;
  /** Total weight of the edges between the sides. */
  readonly weight: number;
}

/**
 * Divide the vertices so that the edges between the two sides weigh most. An edge of weight w is
 * cut by (1 - s t) / 2, so the energy with J = -w is total - 2 cut; here all is halved, so that
 * energy + offset is the cut, negated. Every state is feasible. Fails with PROBLEM_INVALID or
 * PROBLEM_TOO_LARGE. Complexity O(edges).
 */
export const maximumCut = (input: Graph): Result<Encoded<Cut>> => {
  const checked = checkGraph(input);
  if (!checked.ok) return checked;
  const graph = checked.value;
  const whole = maxCut(graph);
  const problem = { ...whole, coupling: whole.coupling.map((j) => j / 2) };
  let offset = 0;
  for (const w of graph.weight) offset -= w / 2;
  const read = (side: Uint8Array) => {
    const weight = cutValue(graph, side);
    return { cost: 0 - weight, violations: [], solution: () => ({ side, weight }) };
  };
  return ok(encoded({ ising: { problem, offset }, sense: 'maximize', read }));
};
