import { isingProblem, type IsingProblem } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anneal, couplingScale, descend } from '../../src/engine/search/anneal.ts';
import { integerRows } from '../../src/engine/search/integer-rows.ts';
import { createScriptSweeper } from '../../src/engine/search/script-sweeper.ts';
import type { Sweeper } from '../../src/engine/search/sweeper.ts';
import { createWasmSweeper } from '../../src/engine/search/wasm-sweeper.ts';
import { anyProblem, anyState, compiled, programEnergy, type Weights } from './support.ts';

const WEIGHTS: readonly Weights[] = ['signs', 'integer', 'real'];
const problems = fc
  .tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 45 }), fc.nat(2))
  .map(([seed, spins, kind]) => ({ seed, problem: anyProblem(seed, spins, WEIGHTS[kind]!) }));

const rowsOf = (problem: IsingProblem) => {
  const program = compiled(problem);
  return integerRows(program, program.field);
};

/** Both implementations on one problem. */
const both = (problem: IsingProblem): readonly [Sweeper, Sweeper] => {
  const rows = rowsOf(problem);
  const wasm = createWasmSweeper(rows);
  expect.assert(wasm !== null);
  return [createScriptSweeper(rows), wasm];
};

/** Local field of every spin, recomputed from the spins. */
const fieldsOf = (problem: IsingProblem, state: Int8Array): number[] => {
  const { rowStart, neighbor, weight, field, spins } = rowsOf(problem);
  return Array.from({ length: spins }, (_, i) => {
    let sum = field[i]!;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) sum += weight[e]! * state[neighbor[e]!]!;
    return sum;
  });
};

const fieldsKept = (sweeper: Sweeper): number[] =>
  Array.from({ length: sweeper.spins }, (_, i) => sweeper.localField(i));

describe('a sweeper', () => {
  it('does the same in WebAssembly and in JavaScript, in any weights', () => {
    fc.assert(
      fc.property(problems, ({ seed, problem }) => {
        const unit = couplingScale(rowsOf(problem));
        const runs = both(problem).map((sweeper) => {
          sweeper.load(anyState(seed, problem.spins));
          sweeper.seed(seed);
          const sweeps = anneal(sweeper, unit, { hot: 1, cold: 0.1, sweeps: 70 });
          sweeper.heat(unit);
          return [sweeps, sweeper.sweep(3), sweeper.read(), sweeper.energy(), fieldsKept(sweeper)];
        });
        expect(runs[1]).toEqual(runs[0]);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps local fields and energy equal to recomputed ones', () => {
    fc.assert(
      fc.property(problems, ({ seed, problem }) => {
        for (const sweeper of both(problem)) {
          sweeper.load(anyState(seed, problem.spins));
          sweeper.heat(couplingScale(rowsOf(problem)));
          sweeper.sweep(5);
          const state = sweeper.read();
          const fields = fieldsOf(problem, state);
          expect(fieldsKept(sweeper)).toEqual(fields);
          const { field, scale, exact } = rowsOf(problem);
          const energy = fields.reduce((sum, l, i) => sum - (state[i]! * (l + field[i]!)) / 2, 0);
          expect(sweeper.energy()).toBeCloseTo(energy, 6);
          const real = programEnergy(compiled(problem), state);
          if (exact) expect(sweeper.energy() / scale).toBe(real);
          else expect(sweeper.energy() / scale).toBeCloseTo(real, 5);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('descends to a state that no single flip betters', () => {
    fc.assert(
      fc.property(problems, ({ seed, problem }) => {
        for (const sweeper of both(problem)) {
          sweeper.load(anyState(seed, problem.spins));
          const before = sweeper.energy();
          descend(sweeper);
          const state = sweeper.read();
          expect(sweeper.energy()).toBeLessThanOrEqual(before);
          for (const [i, local] of fieldsOf(problem, state).entries()) {
            expect(state[i]! * local).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('accepts flips as Metropolis does: one spin in a field is Boltzmann distributed', () => {
    const problem = isingProblem(2, [], [1, 0.5]);
    const { scale } = rowsOf(problem);
    for (const sweeper of both(problem)) {
      sweeper.seed(1);
      sweeper.heat(4 * scale);
      const up = [0, 0];
      const draws = 40_000;
      for (let k = 0; k < draws; k++) {
        // an odd number of sweeps, as a spin without resistance turns over in every one
        sweeper.sweep(1);
        for (const [i, spin] of sweeper.read().entries()) if (spin > 0) up[i]!++;
      }
      expect(up[0]! / draws).toBeCloseTo(1 / (1 + Math.exp(-2 / 4)), 2);
      expect(up[1]! / draws).toBeCloseTo(1 / (1 + Math.exp(-1 / 4)), 1);
    }
  });

  it('takes full rows, wide fields and couplings of one pair that add up beyond a byte', () => {
    const pairs = (spins: number, weight: number) =>
      Array.from({ length: spins * spins }, (_, k) => [k % spins, Math.floor(k / spins)] as const)
        .filter(([i, j]) => i < j)
        .map(([i, j]) => [i, j, (i + j) % 3 === 0 ? -weight : weight] as const);
    const cases = [
      isingProblem(33, pairs(33, 1)),
      isingProblem(9, pairs(9, 127)),
      isingProblem(5, pairs(5, 2 ** 26), [1, 0, 0, 0, 0]),
    ];
    for (const problem of cases) {
      const [script, wasm] = both(problem);
      for (const sweeper of [script, wasm]) {
        sweeper.heat(couplingScale(rowsOf(problem)) / 2);
        sweeper.sweep(20);
      }
      expect(wasm.read()).toEqual(script.read());
      expect(fieldsKept(wasm)).toEqual(fieldsOf(problem, wasm.read()));
    }
    const twice = isingProblem(2, [[0, 1, 127], [0, 1, 100], [0, 1, 1]]);
    expect(createWasmSweeper(rowsOf(twice))).toBeNull();
  });
});

describe('the problem in whole numbers', () => {
  it('is exact for multiples of a power of two, and says so where it rounds', () => {
    const exact = rowsOf(isingProblem(2, [[0, 1, 0.375]], [3, 0]));
    expect(exact.exact).toBe(true);
    expect([...exact.weight].map((w) => w / exact.scale)).toEqual([0.1875, 0.1875]);
    const rounded = rowsOf(isingProblem(2, [[0, 1, 1 / 3]], [1, 0]));
    expect(rounded.exact).toBe(false);
    expect(rounded.weight[0]! / rounded.scale).toBeCloseTo(1 / 3, 8);
    expect(rounded.bound).toBeLessThanOrEqual(2 ** 29);
  });

  it('keeps every row within its bound for weights that are far apart', () => {
    const far = rowsOf(isingProblem(3, [[0, 1, 1e-300], [1, 2, 1e300]], [0.1, 1e200, -3]));
    expect(far.bound).toBeLessThanOrEqual(2 ** 29);
    expect(far.bound).toBeGreaterThan(2 ** 27);
  });
});
