import { createHash } from 'node:crypto';
import {
  cutValue,
  deriveSeed,
  isingEnergy,
  isingProblem,
  maxCut,
  unwrap,
  type IsingProblem,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  anneal,
  compileIsing,
  createBifurcation,
  PUMP_MAX,
  solveIsing,
  type Read,
} from '../src/engine/index.ts';
import { complete, faultOf, groundEnergy, karateClub, randomProblem, ring } from './support.ts';

const reads = (problem: IsingProblem, steps = 1000, count = 10, seed = 1): readonly Read[] =>
  unwrap(solveIsing(problem, { steps, reads: count, seed }));

const machine = (problem: IsingProblem, seed = 1) =>
  createBifurcation(unwrap(compileIsing(problem)), seed);

const digest = (list: readonly Read[]): string => {
  const hash = createHash('sha256');
  for (const { spins } of list) hash.update(spins);
  return hash.digest('hex').slice(0, 32);
};

describe('ground states', () => {
  it('are reached on 200 small random problems, with and without fields', () => {
    const missed = Array.from({ length: 200 }, (_, seed) => seed).filter((seed) => {
      const problem = randomProblem(seed);
      const least = Math.min(...reads(problem, 500, 20, seed).map(({ energy }) => energy));
      return least > groundEnergy(problem) + 1e-9;
    });
    // single problems with nearly degenerate real weights may be missed
    expect(missed.length).toBeLessThanOrEqual(4);
  });

  it('every read of a ferromagnet is aligned', () => {
    const { vertices, a, b, weight } = complete(16);
    const problem = { ...maxCut({ vertices, a, b, weight: weight.map((w) => -w) }) };
    for (const { spins } of reads(problem)) expect(new Set(spins).size).toBe(1);
  });

  it.each([3, 5, 6, 10, 12])('every read of the antiferromagnet on K%i is balanced', (n) => {
    const graph = complete(n);
    for (const { spins } of reads(maxCut(graph), 2000)) {
      expect(cutValue(graph, spins)).toBe(Math.floor(n / 2) * Math.ceil(n / 2));
    }
  });

  it('every read of a frustrated ring leaves one edge uncut, and is locked', () => {
    for (const { spins, index } of reads(maxCut(ring(5)), 4000)) {
      expect(cutValue(ring(5), spins)).toBe(4);
      expect(index).toBe(1);
    }
  });

  it('spins without couplings follow their fields', () => {
    const problem = isingProblem(4, [], [3, -0.5, 1, -7]);
    for (const { spins } of reads(problem)) expect([...spins]).toEqual([1, -1, 1, -1]);
  });

  it('a field decides between the two ground states of a ferromagnet', () => {
    const problem = isingProblem(3, [[0, 1, 1], [1, 2, 1]], [0, 0, -0.5]);
    // a weak field can lose a read to its random start, not the best of several
    const best = reads(problem).toSorted((a, b) => a.energy - b.energy)[0]!;
    expect([...best.spins]).toEqual([-1, -1, -1]);
  });

  it('the karate club is cut in 61 of its 78 friendships', () => {
    const graph = karateClub();
    expect(graph.a.length).toBe(78);
    const cuts = reads(maxCut(graph), 3980).map(({ spins }) => cutValue(graph, spins));
    expect(Math.max(...cuts)).toBe(61);
  });
});

describe('a read', () => {
  it('reports the energy of its own spins, and the cut that follows from it', () => {
    const graph = karateClub();
    for (const { spins, energy } of reads(maxCut(graph), 300)) {
      expect(energy).toBe(isingEnergy(maxCut(graph), spins));
      expect(cutValue(graph, spins)).toBe((78 - energy) / 2);
    }
  });

  it('depends on seed and place in the list alone (XDV-005.6)', () => {
    const problem = maxCut(karateClub());
    expect(reads(problem, 300, 6, 9)).toEqual(reads(problem, 300, 6, 9));
    expect(reads(problem, 300, 2, 9)).toEqual(reads(problem, 300, 6, 9).slice(0, 2));
    expect(digest(reads(problem, 300, 6, 9))).not.toBe(digest(reads(problem, 300, 6, 10)));
  });

  it('has the same spins on every platform', () => {
    expect(digest(reads(maxCut(karateClub()), 777, 8, 5))).toBe('ed78284019ebd63a749d572f7632f7b1');
    expect(digest(reads(randomProblem(21), 777, 8, 5))).toBe('70bb44006ee96978eba5d0a56a718f0e');
  });

  it('does not depend on the unit of the weights', () => {
    const problem = randomProblem(7);
    for (const unit of [1e-300, 2 ** -40, 2 ** 40, 1e300]) {
      const scaled = {
        ...problem,
        coupling: problem.coupling.map((j) => j * unit),
        field: problem.field.map((h) => h * unit),
      };
      const least = Math.min(...reads(scaled).map(({ energy }) => energy / unit));
      expect(least).toBeCloseTo(groundEnergy(problem), 9);
    }
    const doubled = { ...problem, coupling: problem.coupling.map((j) => j * 2 ** 40) };
    const spins = (list: readonly Read[]) => list.map((read) => [...read.spins]);
    expect(spins(reads(doubled))).toEqual(spins(reads(problem)));
  });

  it('is an anneal of the oscillators that its own seed starts', () => {
    const problem = maxCut(karateClub());
    const third = machine(problem, deriveSeed(9, 2));
    anneal(third, 300);
    const read = reads(problem, 300, 3, 9)[2]!;
    expect(third.read()).toEqual(read.spins);
    expect(third.stability()).toEqual({ index: read.index, steps: 300 });
  });

  it('advances in parts as it does at once', () => {
    const problem = maxCut(karateClub());
    const [whole, parts] = [machine(problem), machine(problem)];
    whole.advance(1024, 0, 1);
    // eighths of a power of two: the pump is the same to the last bit
    for (let k = 0; k < 8; k++) parts.advance(128, k / 8, (k + 1) / 8);
    expect(parts.read()).toEqual(whole.read());
    expect(parts.stability()).toEqual(whole.stability());
  });
});

describe('stability (XDV-061.4)', () => {
  it('is 0 before the first step', () => {
    expect(machine(maxCut(ring(4))).stability()).toEqual({ index: 0, steps: 0 });
  });

  it('is 1 at the end of a long anneal, even where neighbours leave spins free', () => {
    for (const graph of [karateClub(), ring(7), complete(3)]) {
      for (const { index } of reads(maxCut(graph), 4000)) expect(index).toBe(1);
    }
  });

  it('is lost without pump: a lone oscillator swings for ever', () => {
    const free = machine(isingProblem(8, []));
    free.advance(1000, 0, 0);
    expect(free.stability()).toEqual({ index: 0, steps: 1000 });
  });

  it('counts a flip for as long as it is in the last tenth', () => {
    const problem = isingProblem(1, [], [1]);
    const one = machine(problem);
    anneal(one, 1000);
    one.bias(-1);
    one.advance(20, 1, 1);
    expect([...one.read()]).toEqual([-1]);
    expect(one.stability().index).toBe(0);
    one.advance(1000, 1, 1);
    expect(one.stability()).toEqual({ index: 1, steps: 2020 });
  });
});

describe('transforms of running oscillators', () => {
  const settled = (seed: number) => {
    const oscillators = machine(maxCut(karateClub()), seed);
    anneal(oscillators, 1000);
    return oscillators;
  };

  it('a kick of 0 changes nothing, one of 1 changes signs', () => {
    const oscillators = settled(1);
    const before = oscillators.read();
    oscillators.kick(0);
    expect(oscillators.read()).toEqual(before);
    oscillators.kick(1);
    oscillators.kick(1);
    expect(oscillators.read()).not.toEqual(before);
  });

  it('after a kick the oscillators settle in a low state again', () => {
    for (let seed = 0; seed < 20; seed++) {
      const oscillators = settled(seed);
      oscillators.kick(1);
      oscillators.advance(400, 0.5, 1);
      oscillators.advance(200, 1, PUMP_MAX);
      expect(cutValue(karateClub(), oscillators.read())).toBeGreaterThanOrEqual(56);
      expect(oscillators.stability().index).toBe(1);
    }
  });

  it('a bias of -1 turns the spins of a field over, and 1 turns them back', () => {
    const oscillators = machine(isingProblem(3, [], [1, -2, 3]));
    anneal(oscillators, 500);
    oscillators.bias(-1);
    oscillators.advance(100, 1, 1);
    expect([...oscillators.read()]).toEqual([-1, 1, -1]);
    oscillators.bias(1);
    oscillators.advance(100, 1, 1);
    expect([...oscillators.read()]).toEqual([1, -1, 1]);
  });

  it('spins that were read are a copy', () => {
    const oscillators = settled(2);
    const spins = oscillators.read();
    const before = [...spins];
    spins.fill(0);
    expect([...oscillators.read()]).toEqual(before);
    expect(spins.buffer.byteLength).toBe(34);
  });
});

describe('what is refused', () => {
  it('names the option, its value and what it may be', () => {
    const problem = maxCut(ring(3));
    for (const steps of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => solveIsing(problem, { steps, seed: 1 })).toThrow(`got ${steps}`);
    }
    expect(() => solveIsing(problem, { steps: 1, reads: 0, seed: 1 })).toThrow('reads must be');
    expect(() => solveIsing(problem, { steps: 1, seed: 0.5 })).toThrow('seed must be');
    expect(() => machine(problem).advance(-1, 0, 1)).toThrow('steps must be');
    expect(() => machine(problem).advance(1, NaN, 1)).toThrow('from must be finite');
    expect(() => machine(problem).advance(1, 0, Infinity)).toThrow('to must be finite');
    expect(() => machine(problem).kick(NaN)).toThrow('amplitude must be finite');
    expect(() => machine(problem).bias(NaN)).toThrow('scale must be finite');
  });

  it('a problem that is malformed, or whose weights overflow together', () => {
    const huge = { ...maxCut(ring(3)), coupling: new Float64Array(3).fill(1e308) };
    expect(faultOf(compileIsing(huge)).code).toBe('PROBLEM_INVALID');
    const wrong = { ...maxCut(ring(3)), spins: 2 };
    expect(faultOf(solveIsing(wrong, { steps: 1, seed: 1 })).code).toBe('PROBLEM_INVALID');
  });
});
