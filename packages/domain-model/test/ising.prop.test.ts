import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutValue,
  graph,
  isingEnergy,
  isingProblem,
  maxCut,
  validateIsing,
  type Graph,
  type IsingProblem,
} from '../src/index.ts';

const N = 7;
const vertex = fc.nat(N - 1);
/** Whole weights, so that sums are exact in any order. */
const weight = fc.integer({ min: -1000, max: 1000 });
const edge = fc.tuple(vertex, vertex, weight).filter(([a, b]) => a !== b);
const edges = fc.array(edge, { maxLength: 30, size: 'max' });
const graphs: fc.Arbitrary<Graph> = edges.map((list) => graph(N, list));
const spins = fc.array(fc.constantFrom(1, -1), { minLength: N, maxLength: N });
const problems: fc.Arbitrary<IsingProblem> = fc
  .tuple(edges, fc.array(weight, { minLength: N, maxLength: N }))
  .map(([couplings, field]) => isingProblem(N, couplings, field));

const flip = (list: readonly number[], at: number): readonly number[] =>
  list.map((spin, i) => (i === at ? -spin : spin));

describe('cuts and energies', () => {
  it('agree: cut = (W - Σ w s s) / 2 = (W - H) / 2', () => {
    fc.assert(
      fc.property(graphs, spins, (g, s) => {
        const total = g.weight.reduce((sum, w) => sum + w, 0);
        const products = g.weight.reduce((sum, w, k) => sum + w * s[g.a[k]!]! * s[g.b[k]!]!, 0);
        expect(cutValue(g, s)).toBe((total - products) / 2);
        expect(isingEnergy(maxCut(g), s)).toBe(products);
      }),
    );
  });

  it('of a cut do not change when every spin flips', () => {
    fc.assert(
      fc.property(graphs, spins, (g, s) => {
        expect(cutValue(g, s.map((spin) => -spin))).toBe(cutValue(g, s));
      }),
    );
  });

  it('change by twice the local field when one spin flips', () => {
    fc.assert(
      fc.property(problems, spins, vertex, (problem, s, i) => {
        let local = problem.field[i]!;
        problem.coupling.forEach((J, k) => {
          if (problem.a[k] === i) local += J * s[problem.b[k]!]!;
          if (problem.b[k] === i) local += J * s[problem.a[k]!]!;
        });
        const change = isingEnergy(problem, flip(s, i)) - isingEnergy(problem, s);
        expect(change - 2 * s[i]! * local).toBe(0);
      }),
    );
  });
});

describe('validation', () => {
  it('accepts what the builders make, and refuses it with any index out of range', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.constantFrom(-1, N, 2 ** 31 - 1), (problem, at, bad) => {
        expect(validateIsing(problem).ok).toBe(true);
        if (problem.a.length === 0) return;
        const a = problem.a.slice();
        a[at % a.length] = bad;
        expect(validateIsing({ ...problem, a }).ok).toBe(false);
      }),
    );
  });

  it('answers anything with a problem or a fault, and never throws', () => {
    const part = fc.oneof(fc.anything(), fc.int32Array(), fc.float64Array());
    fc.assert(
      fc.property(part, part, part, part, part, (size, a, b, coupling, field) => {
        const result = validateIsing({ spins: size, a, b, coupling, field });
        if (!result.ok) expect(result.fault.code).toBe('PROBLEM_INVALID');
        else expect(result.value.field).toHaveLength(result.value.spins);
      }),
    );
  });
});
