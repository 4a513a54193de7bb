import { ok, type Graph, type Result } from '@xdv/domain-model';
import { checkGraph, checkInteger, checkSize } from './check.ts';
import { encoded, penalty, type Encoded, type Penalty, type Violation } from './encoded.ts';
import { groupOf, oneHotViolation } from './one-hot.ts';
import { createQuadratic } from './quadratic.ts';

export interface ColouringOptions {
  /** Colours at hand, at least 1. */
  readonly colours: number;
  /** Override the automatic penalties; checked to be safe. */
  readonly penalties?: { readonly colour?: number; readonly conflict?: number };
}

const penaltiesOf = ({ penalties = {} }: ColouringOptions): Result<readonly Penalty[]> => {
  const why = 'there is no objective: states that break nothing have energy 0, all others more';
  const colour = penalty('colour', 0, why, penalties.colour);
  if (!colour.ok) return colour;
  const conflict = penalty('conflict', 0, why, penalties.conflict);
  return conflict.ok ? ok([colour.value, conflict.value]) : conflict;
};

const conflictsOf = ({ a, b }: Graph, colours: number, x: Uint8Array): readonly Violation[] => {
  const violations: Violation[] = [];
  for (let k = 0; k < a.length; k++) {
    const [i, j] = [a[k]!, b[k]!];
    let shared = 0;
    for (let c = 0; c < colours; c++) shared += x[i * colours + c]! & x[j * colours + c]!;
    if (shared === 0) continue;
    const where = `joined vertices ${i} and ${j} share a colour`;
    violations.push({ constraint: 'conflict', where, indices: [i, j], amount: shared });
  }
  return violations;
};

/**
 * A colour of 0 to colours - 1 for each vertex, so that joined vertices differ (Lucas 2014, section
 * 6.1), as Int32Array by vertex: A sum (sum over colours x[v][c] - 1) squared + B sum x[u][c]
 * x[v][c] over edges and colours, with the spin of v and c at v colours + c. Any A, B > 0 are safe
 * as nothing is minimised besides; with equal ones a ground state breaks as little as can be where
 * there is no colouring.
 *
 * The domain-wall encoding (Chancellor 2019) saves one spin per vertex but takes about three
 * couplings per edge and colour. In planted graphs of 30 to 60 vertices bifurcation found
 * colourings with it in 0 to 22 of 60 reads, with this one in 0 to 58 and never in fewer; so it is
 * not offered.
 *
 * Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity O(vertices colours squared + edges
 * colours), as the output.
 */
export const colouring = (input: Graph, options: ColouringOptions): Result<Encoded<Int32Array>> => {
  const checked = checkGraph(input);
  if (!checked.ok) return checked;
  const graph = checked.value;
  const count = checkInteger('colours', options?.colours, 1);
  if (!count.ok) return count;
  const colours = count.value;
  const { vertices, a, b } = graph;
  const perVertex = (colours * (colours - 1)) / 2;
  const size = checkSize(vertices * colours, vertices * perVertex + a.length * colours);
  if (!size.ok) return size;
  const penalties = penaltiesOf(options);
  if (!penalties.ok) return penalties;
  const [colour, conflict] = penalties.value;
  const sum = createQuadratic(vertices * colours);
  for (let v = 0; v < vertices; v++) sum.oneHot(v * colours, colours, 1, colour!.weight);
  for (let k = 0; k < a.length; k++) {
    for (let c = 0; c < colours; c++) {
      sum.product(a[k]! * colours + c, b[k]! * colours + c, conflict!.weight);
    }
  }
  const read = (x: Uint8Array) => {
    const groups = Array.from({ length: vertices }, (_, v) => groupOf(x, v * colours, colours, 1));
    const broken = groups.flatMap(({ ones }, v) =>
      oneHotViolation('colour', `vertex ${v}`, [v], ones),
    );
    const violations = [...broken, ...conflictsOf(graph, colours, x)];
    return { cost: 0, violations, solution: () => Int32Array.from(groups, ({ at }) => at) };
  };
  return ok(encoded({ ising: sum.ising(), penalties: penalties.value, read }));
};
