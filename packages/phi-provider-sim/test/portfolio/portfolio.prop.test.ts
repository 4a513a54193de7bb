import { isingEnergy, unwrap, type IsingProblem } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solve } from '../../src/engine/portfolio/solver.ts';
import { anyProblem, type Weights } from '../search/support.ts';

/** Least energy over all states, one flip at a time (Gray code). */
const groundEnergy = ({ spins, a, b, coupling, field }: IsingProblem): number => {
  const matrix = new Float64Array(spins * spins);
  for (const [k, value] of coupling.entries()) {
    matrix[a[k]! * spins + b[k]!]! += value;
    matrix[b[k]! * spins + a[k]!]! += value;
  }
  const state = new Int8Array(spins).fill(1);
  const local = field.slice();
  for (const [at, value] of matrix.entries()) local[Math.floor(at / spins)]! += value;
  let energy = 0;
  for (const value of coupling) energy -= value;
  for (const value of field) energy -= value;
  let least = energy;
  for (let k = 1; k < 2 ** spins; k++) {
    const i = 31 - Math.clz32(k & -k);
    energy += 2 * state[i]! * local[i]!;
    state[i] = -state[i]!;
    for (let j = 0; j < spins; j++) local[j]! += 2 * state[i]! * matrix[i * spins + j]!;
    if (energy < least) least = energy;
  }
  return least;
};

describe('the portfolio against all states (XDV-061.3)', () => {
  it.each<[Weights, number]>([['signs', 150], ['integer', 150], ['real', 150]])(
    'finds the ground state of every problem of up to 13 spins with %s weights',
    (weights, numRuns) => {
      fc.assert(
        fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1, max: 13 }), (seed, n) => {
          const problem = anyProblem(seed, n, weights);
          const ground = groundEnergy(problem);
          const solution = unwrap(solve(problem, { seed, work: 20_000, target: ground + 1e-9 }));
          expect(solution.energy).toBeCloseTo(ground, 9);
          expect(isingEnergy(problem, solution.spins)).toBe(solution.energy);
          expect(solution.reached).toBe(true);
        }),
        { numRuns },
      );
    },
  );

  it('finds the ground state of problems of 14 to 20 spins', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const weights = (['signs', 'integer', 'real'] as const)[seed % 3]!;
      const problem = anyProblem(seed, 14 + (seed % 7), weights);
      const ground = groundEnergy(problem);
      const solution = unwrap(solve(problem, { seed, work: 20_000, target: ground + 1e-9 }));
      expect(solution.energy).toBeCloseTo(ground, 9);
    }
  });
});
