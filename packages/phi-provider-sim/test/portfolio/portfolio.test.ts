import { createRandom, isingEnergy, isingProblem, maxCut, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { MACHINE_KINDS } from '../../src/engine/machines/machine.ts';
import { createBandit, type Arm } from '../../src/engine/portfolio/arms.ts';
import type { PortfolioOptions, Progress } from '../../src/engine/portfolio/options.ts';
import { mergeSlices, solveSlice } from '../../src/engine/portfolio/slices.ts';
import { createSolver, solve } from '../../src/engine/portfolio/solver.ts';
import { complete, faultOf } from '../support.ts';
import { anyProblem, torus } from '../search/support.ts';

const lattice = torus(10, 1);

describe('a search of the portfolio', () => {
  it('gives equal solutions for equal options, and others for other seeds', () => {
    const options = { seed: 3, work: 30_000 };
    const once = unwrap(solve(lattice, options));
    expect(unwrap(solve(lattice, options))).toEqual(once);
    const other = unwrap(solve(lattice, { ...options, seed: 4 }));
    expect(other.spins).not.toEqual(once.spins);
  });

  it('tells what the machines found apart from what the polish made of it', () => {
    const polished = unwrap(solve(lattice, { seed: 1, work: 20_000 }));
    expect(polished.energy).toBe(isingEnergy(lattice, polished.spins));
    expect(polished.energy).toBeLessThanOrEqual(polished.machine.energy);
    expect(polished.polished).toBe(polished.energy < polished.machine.energy);
    const { reads, count, lockIndex, lockLosses, rounds } = polished.machine;
    expect(rounds).toEqual({ dsb: count });
    expect(reads).toBe(4 * count);
    expect(lockIndex).toBeGreaterThan(0.5);
    expect(lockLosses).toBe(0);
    const plain = unwrap(solve(lattice, { seed: 1, work: 20_000, polish: false }));
    expect([plain.energy, plain.polished]).toEqual([plain.machine.energy, false]);
    expect(plain.machine.count).toBeGreaterThan(count);
  });

  it('stops after its work, over by one slice at most', () => {
    for (const work of [1, 500, 5000, 40_000]) {
      const solution = unwrap(solve(lattice, { seed: 1, work }));
      expect(solution.work).toBeLessThan(work + 20_000);
      expect(solution.reached).toBe(false);
      if (work >= 5000) expect(solution.work).toBeGreaterThanOrEqual(work);
    }
  });

  it('stops when the clock says so, asked after every slice', () => {
    let asked = 0;
    const until = (): boolean => ++asked > 5;
    const solver = unwrap(createSolver(lattice, { seed: 1, until }));
    let steps = 0;
    while (solver.step()) steps++;
    expect(asked).toBeGreaterThan(5);
    expect(steps).toBeLessThanOrEqual(3);
    const { work } = solver.solution();
    expect(solver.step()).toBe(false);
    expect(solver.solution().work).toBe(work);
  });

  it('stops at its target and says that it was reached', () => {
    const { energy, work } = unwrap(solve(lattice, { seed: 1, work: 40_000 }));
    const aimed = unwrap(solve(lattice, { seed: 1, work: 40_000, target: energy }));
    expect([aimed.energy, aimed.reached]).toEqual([energy, true]);
    expect(aimed.work).toBeLessThan(work);
    const trivial = unwrap(solve(lattice, { seed: 1, work: 40_000, target: 0 }));
    expect(trivial.machine.count).toBe(1);
  });

  it('reports progress that falls in energy and grows in work', () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress): number => told.push(progress);
    const { energy } = unwrap(solve(torus(20, 1), { seed: 1, work: 60_000, onProgress }));
    expect(told.length).toBeGreaterThan(2);
    for (const [k, one] of told.entries()) {
      const before = told[k - 1];
      expect(one.energy).toBeLessThanOrEqual(one.machineEnergy);
      if (before === undefined) continue;
      expect(one.energy).toBeLessThan(before.energy);
      expect(one.work).toBeGreaterThanOrEqual(before.work);
      expect(one.round).toBeGreaterThanOrEqual(before.round);
    }
    expect(told.at(-1)!.energy).toBe(energy);
  });

  it('begins with the states it is given', () => {
    const found = unwrap(solve(lattice, { seed: 1, work: 60_000 }));
    const target = found.energy;
    const again = { seed: 9, work: 60_000, target, starts: found.elite };
    const continued = unwrap(solve(lattice, again));
    expect(continued.reached).toBe(true);
    expect(continued.machine.count).toBe(1);
  });
});

describe('problems of every shape', () => {
  const chain = (spins: number, weight: number) =>
    isingProblem(spins, Array.from({ length: spins - 1 }, (_, i) => [i, i + 1, weight]));
  it.each([
    ['a single spin', isingProblem(1, []), 0],
    ['a single spin in a field', isingProblem(1, [], [-2.5]), -2.5],
    ['no couplings at all', isingProblem(5, [], [1, -1, 0, 2, 0]), -4],
    ['couplings of weight 0', isingProblem(3, [[0, 1, 0]]), 0],
    ['a ferromagnetic chain', chain(50, 1), -49],
    ['an antiferromagnetic chain of real weights', chain(50, -0.3), -14.7],
    ['two parts that do not touch', isingProblem(4, [[0, 1, 1], [2, 3, -1]]), -2],
    ['a pair coupled twice', isingProblem(2, [[0, 1, 3], [1, 0, -1]]), -2],
    ['weights far apart', isingProblem(3, [[0, 1, 1e-9], [1, 2, 1e9]]), -1e9],
    ['a frustrated complete graph', maxCut(complete(9)), -4],
  ])('%s', (_, problem, ground) => {
    const solution = unwrap(solve(problem, { seed: 1, work: 3000 }));
    expect(solution.energy).toBeCloseTo(ground, 6);
    expect(solution.spins).toHaveLength(problem.spins);
  });

  it('every kind of machine can be asked for alone', () => {
    for (const kind of MACHINE_KINDS) {
      const solution = unwrap(solve(lattice, { seed: 1, work: 2000, machines: [kind] }));
      expect(solution.machine.kind).toBe(kind);
      expect(Object.keys(solution.machine.rounds)).toEqual([kind]);
    }
  });

  it('names the features it goes by', () => {
    const { features } = unwrap(solve(anyProblem(2, 12, 'integer'), { seed: 1, work: 100 }));
    expect(features).toMatchObject({ spins: 12, weights: 'integer', hasFields: true });
    expect(unwrap(solve(lattice, { seed: 1, work: 100 })).features).toEqual({
      spins: 100,
      couplings: 200,
      density: 200 / 4950,
      meanDegree: 4,
      maxDegree: 4,
      weights: 'signs',
      meanSign: expect.closeTo(0, 0),
      hasFields: false,
      latticeLike: true,
    });
  });
});

describe('slices for several threads', () => {
  it('are plain data, search apart, and merge into starts for the next ones', () => {
    const slices = [0, 1, 2].map((index) => ({ seed: 5, index, work: 20_000 }));
    const posted = slices.map((slice) => unwrap(solveSlice(lattice, structuredClone(slice))));
    expect(posted[0]!.work).not.toBe(posted[1]!.work);
    const merged = mergeSlices(structuredClone(posted));
    expect(merged.best.energy).toBe(Math.min(...posted.map(({ energy }) => energy)));
    expect(merged.work).toBe(posted.reduce((sum, { work }) => sum + work, 0));
    const next = { seed: 5, index: 3, work: 20_000, starts: merged.starts };
    expect(unwrap(solveSlice(lattice, next)).energy).toBeLessThanOrEqual(merged.best.energy);
  });

  it('refuse an index that is none, and an empty merge', () => {
    expect(() => solveSlice(lattice, { seed: 1, index: -1, work: 10 })).toThrow(/index/);
    expect(() => solveSlice(lattice, { seed: 0.5, index: 1, work: 10 })).toThrow(/seed/);
    expect(() => mergeSlices([])).toThrow(RangeError);
  });
});

describe('wrong options', () => {
  const state = new Int8Array(100).fill(1);
  it.each<[string, unknown]>([
    ['options', null],
    ['options', 5],
    ['seed', { seed: 0.5, work: 1 }],
    ['seed', { work: 1 }],
    ['work', { seed: 1 }],
    ['work', { seed: 1, work: 0 }],
    ['work', { seed: 1, work: -5 }],
    ['work', { seed: 1, work: Number.NaN }],
    ['work', { seed: 1, work: Infinity }],
    ['work', { seed: 1, work: '10' }],
    ['until', { seed: 1, until: 5 }],
    ['target', { seed: 1, work: 1, target: Number.NaN }],
    ['target', { seed: 1, work: 1, target: '3' }],
    ['onProgress', { seed: 1, work: 1, onProgress: {} }],
    ['polish', { seed: 1, work: 1, polish: 1 }],
    ['machines', { seed: 1, work: 1, machines: [] }],
    ['machines', { seed: 1, work: 1, machines: ['laser'] }],
    ['machines', { seed: 1, work: 1, machines: 'dsb' }],
    ['starts', { seed: 1, work: 1, starts: [new Int8Array(100)] }],
    ['starts', { seed: 1, work: 1, starts: [state.slice(1)] }],
    ['starts', { seed: 1, work: 1, starts: [Array.from(state)] }],
    ['starts', { seed: 1, work: 1, starts: Array.from({ length: 65 }, () => state) }],
  ])('%s is named (%o)', (name, options) => {
    expect(() => solve(lattice, options as PortfolioOptions)).toThrow(RangeError);
    expect(() => solve(lattice, options as PortfolioOptions)).toThrow(new RegExp(`^${name} must`));
  });

  it('problems that are none fail with PROBLEM_INVALID', () => {
    const options = { seed: 1, work: 1 };
    expect(faultOf(solve(null as never, options)).code).toBe('PROBLEM_INVALID');
    const odd = { ...lattice, field: new Float64Array(3) };
    expect(faultOf(solve(odd, options)).code).toBe('PROBLEM_INVALID');
  });
});

describe('the choice of machines', () => {
  const arms: readonly Arm[] = [
    { kind: 'dsb', steps: 500, stepWork: 1 },
    { kind: 'cac', steps: 500, stepWork: 1 },
  ];
  it('tries every arm, then goes to the one that finds most for its work', () => {
    const bandit = createBandit(arms, createRandom(1));
    const counts = { dsb: 0, cac: 0 };
    for (let k = 0; k < 200; k++) {
      const arm = bandit.choose();
      counts[arm.kind as 'dsb' | 'cac']++;
      bandit.learn(arm, (arm.kind === 'cac' ? -12 : -10) + (k % 3));
    }
    expect(counts.dsb).toBeGreaterThan(0);
    expect(counts.cac).toBeGreaterThan(150);
  });

  it('prefers a cheap arm of wide spread to a dear one of little better mean', () => {
    const dear = { kind: 'cac', steps: 20_000, stepWork: 1 } as const;
    const bandit = createBandit([arms[0]!, dear], createRandom(1));
    for (const energy of [-10, -14, -6, -12, -8]) bandit.learn(arms[0]!, energy);
    for (const energy of [-11, -11.1, -10.9]) bandit.learn(dear, energy);
    const chosen = Array.from({ length: 100 }, () => bandit.choose());
    expect(chosen.filter((arm) => arm.kind === 'dsb').length).toBeGreaterThan(80);
  });
});
