import { createRandom, isingProblem, maxCut, unwrap } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileIsing, leastEigenvalue } from '../src/engine/index.ts';
import { complete, randomProblem, ring } from './support.ts';

const program = (problem: Parameters<typeof compileIsing>[0]) => unwrap(compileIsing(problem));

/** Least eigenvalue by Jacobi rotations: another method, for small matrices. */
const jacobiLeast = (matrix: number[][]): number => {
  const n = matrix.length;
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = matrix[p]![q]!;
        if (Math.abs(off) < 1e-14) continue;
        const angle = 0.5 * Math.atan2(2 * off, matrix[q]![q]! - matrix[p]![p]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) {
          const [x, y] = [matrix[k]![p]!, matrix[k]![q]!];
          matrix[k]![p] = c * x - s * y;
          matrix[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [matrix[p]![k]!, matrix[q]![k]!];
          matrix[p]![k] = c * x - s * y;
          matrix[q]![k] = s * x + c * y;
        }
      }
    }
  }
  return Math.min(...matrix.map((row, i) => row[i]!));
};

describe('leastEigenvalue', () => {
  it.each([2, 3, 10, 40])('is -(n - 1) for the antiferromagnet on K%i', (n) => {
    expect(leastEigenvalue(program(maxCut(complete(n))))).toBeCloseTo(1 - n, 9);
  });

  it('is -1 for a ferromagnet on K10, and -2 for an even ring', () => {
    const ferromagnet = maxCut(complete(10));
    ferromagnet.coupling.fill(1);
    expect(leastEigenvalue(program(ferromagnet))).toBeCloseTo(-1, 9);
    expect(leastEigenvalue(program(maxCut(ring(12))))).toBeCloseTo(-2, 9);
  });

  it('agrees with Jacobi rotations on small random matrices', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const problem = randomProblem(seed);
        const rows = program(problem);
        const dense = Array.from({ length: problem.spins }, () =>
          Array.from({ length: problem.spins }, () => 0),
        );
        for (let i = 0; i < problem.spins; i++) {
          for (let e = rows.rowStart[i]!; e < rows.rowStart[i + 1]!; e++) {
            dense[i]![rows.neighbor[e]!]! += rows.weight[e]!;
          }
        }
        expect(leastEigenvalue(rows)).toBeCloseTo(jacobiLeast(dense), 5);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('is 0 without couplings', () => {
    expect(leastEigenvalue(program(isingProblem(3, [], [1, 2, 3])))).toBeCloseTo(0, 12);
  });
});

describe('compileIsing', () => {
  it('takes c0 from the paper: 0.5 sqrt(N - 1) / sqrt(ΣJ²) over ordered pairs', () => {
    const n = 20;
    const pairs = n * (n - 1);
    expect(program(maxCut(complete(n))).couplingGain).toBeCloseTo(
      (0.5 * Math.sqrt(n - 1)) / Math.sqrt(pairs),
      12,
    );
  });

  it('limits the time step to 2 / sqrt(1 + c0 |λ|)', () => {
    const { couplingGain, timeStepLimit } = program(maxCut(complete(20)));
    expect(timeStepLimit).toBeCloseTo(2 / Math.sqrt(1 + couplingGain * 19), 9);
    expect(program(isingProblem(1, [])).timeStepLimit).toBeCloseTo(2, 12);
  });

  it('finds the limit to half a percent on a random graph of some size', () => {
    const { vertices, a, b } = complete(300);
    const random = createRandom(1);
    const sparse = Array.from(a.keys())
      .filter(() => random.below(10) === 0)
      .map((k) => [a[k]!, b[k]!, random.float() - 0.5] as const);
    const found = program(isingProblem(vertices, sparse));
    const exact = 2 / Math.sqrt(1 - found.couplingGain * leastEigenvalue(found));
    expect(found.timeStepLimit / exact).toBeGreaterThan(0.995);
    expect(found.timeStepLimit / exact).toBeLessThan(1.03);
  });

  it('knows whether sums of couplings are exact in 32-bit floats', () => {
    const exact = (...weights: readonly number[]): boolean =>
      program(isingProblem(weights.length + 1, weights.map((w, i) => [i, i + 1, w]))).exactSums;
    expect(exact(1, -1)).toBe(true);
    expect(exact(2 ** 21, -1)).toBe(true);
    expect(exact(2 ** 24, 1)).toBe(false);
    expect(exact(0.5, 0.25)).toBe(true);
    expect(exact(0.1, 0.2)).toBe(false);
    expect(exact()).toBe(true);
  });

  it('keeps integer weights exact', () => {
    const { weight } = program(isingProblem(3, [[0, 1, 99_058], [1, 2, -3]]));
    expect([...weight].map((w) => w * 65_536)).toEqual([99_058, 99_058, -3, -3]);
  });
});
