import { createRandom } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract, disputedSpins, sharedGroups } from '../../src/engine/search/contract.ts';
import { createPolish } from '../../src/engine/search/polish.ts';
import { createRecombiner } from '../../src/engine/search/recombine.ts';
import { anyProblem, anyState, compiled, programEnergy, torus, type Weights } from './support.ts';

const WEIGHTS: readonly Weights[] = ['signs', 'integer', 'real'];
const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1e9 }),
  spins: fc.integer({ min: 1, max: 30 }),
  weights: fc.constantFrom(...WEIGHTS),
});

const problemOf = ({ seed, spins, weights }: { seed: number; spins: number; weights: Weights }) =>
  seed % 4 === 0 ? torus(5, seed) : anyProblem(seed, spins, weights);

describe('recombination', () => {
  it('is never worse than either parent, and says by how much it is better', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const program = compiled(problemOf(one));
        const first = anyState(one.seed + 1, program.spins);
        const second = anyState(one.seed + 2, program.spins);
        const child = first.slice();
        const { gain } = createRecombiner(program).recombine(child, second);
        const energy = programEnergy(program, child);
        expect(gain).toBeLessThanOrEqual(0);
        expect(energy - programEnergy(program, first)).toBeCloseTo(gain, 9);
        expect(energy).toBeLessThanOrEqual(programEnergy(program, second) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('takes the better choice for every component', () => {
    const program = compiled(torus(8, 3));
    const first = anyState(1, 64);
    // four spins that do not touch: each is a component of its own
    const spins = [0, 18, 36, 54];
    const energies = Array.from({ length: 16 }, (_, bits) => {
      const child = first.slice();
      for (const [k, i] of spins.entries()) if ((bits >> k) & 1) child[i] = -child[i]!;
      return programEnergy(program, child);
    });
    const child = first.slice();
    const other = first.map((spin, i) => (spins.includes(i) ? -spin : spin));
    const { components } = createRecombiner(program).recombine(child, other);
    expect(components).toBe(4);
    expect(programEnergy(program, child)).toBe(Math.min(...energies));
  });

  it('takes a mirror image for the same state where there are no fields', () => {
    const program = compiled(torus(6, 1));
    const state = anyState(5, 36);
    const child = state.slice();
    const mirrored = state.map((spin) => -spin);
    const result = createRecombiner(program).recombine(child, mirrored);
    expect(result).toEqual({ gain: 0, components: 0 });
    expect(child).toEqual(state);
  });
});

describe('contraction', () => {
  it.each([['shared', sharedGroups], ['disputed', disputedSpins]] as const)(
    'over %s groups has the energies of the states it stands for, up to a constant',
    (_, grouping) => {
      fc.assert(
        fc.property(cases, (one) => {
          const program = compiled(problemOf(one));
          const states = [1, 2, 3].map((k) => anyState(one.seed + k, program.spins));
          const groups = grouping(program, states);
          const smaller = contract(program, states[0]!, groups);
          const random = createRandom(one.seed);
          const offset = (): number => {
            const turn = Int8Array.from({ length: groups.count }, () => 1 - 2 * random.below(2));
            const state = states[0]!.map((spin, i) => {
              const group = groups.group[i]!;
              return group < 0 ? spin : spin * turn[group]!;
            });
            const inner = { ...program, ...smaller, spins: groups.count };
            return programEnergy(program, state) - programEnergy(inner, turn);
          };
          expect(offset()).toBeCloseTo(offset(), 9);
        }),
        { numRuns: 100 },
      );
    },
  );
});

describe('the polish', () => {
  it('only ever betters what it is given, and counts energies right', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const program = compiled(problemOf(one));
        const polish = createPolish(program, createRandom(one.seed), 1000);
        const check = ({ spins, energy }: { spins: Int8Array; energy: number }): void =>
          expect(energy).toBeCloseTo(programEnergy(program, spins), 5);
        const parents = [1, 2, 3].map((k) => {
          const start = polish.measure(anyState(one.seed + k, program.spins));
          const settled = polish.settle(start.spins);
          const refined = polish.refine(settled, { hot: 0.5, cold: 0.1, sweeps: 30 });
          for (const candidate of [start, settled, refined]) check(candidate);
          expect(settled.energy).toBeLessThanOrEqual(start.energy);
          expect(refined.energy).toBeLessThanOrEqual(settled.energy + 1e-5);
          return refined;
        });
        const child = polish.cross(parents);
        check(child);
        const best = Math.min(...parents.map(({ energy }) => energy));
        expect(child.energy).toBeLessThanOrEqual(best + 1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('betters a descent by reheating, and joins what two lineages found', () => {
    const program = compiled(torus(24, 7));
    const polish = createPolish(program, createRandom(1), 1000);
    let best = polish.settle(anyState(1, program.spins));
    const settled = best.energy;
    for (let k = 0; k < 60; k++) best = polish.refine(best, { hot: 0.5, cold: 0.1, sweeps: 100 });
    let other = polish.settle(anyState(2, program.spins));
    for (let k = 0; k < 60; k++) other = polish.refine(other, { hot: 0.5, cold: 0.1, sweeps: 100 });
    expect(best.energy).toBeLessThan(settled);
    const both = polish.recombine(best, other);
    expect(both.energy).toBeLessThanOrEqual(Math.min(best.energy, other.energy));
  });
});
