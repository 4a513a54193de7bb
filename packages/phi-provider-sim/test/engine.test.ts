import { createHash } from 'node:crypto';
import {
  createRandom,
  cutValue,
  isingEnergy,
  isingProblem,
  maxCut,
  unwrap,
  type IsingProblem,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  compileIsing,
  createChaoticMachine,
  createMachine,
  MACHINE_KINDS,
  solveIsing,
  type Machine,
  type MachineKind,
  type Read,
} from '../src/engine/index.ts';
import { complete, faultOf, groundEnergy, karateClub, randomProblem, ring } from './support.ts';

const reads = (problem: IsingProblem, steps = 1000, count = 10, seed = 1): readonly Read[] =>
  unwrap(solveIsing(problem, { steps, reads: count, seed }));

/** Where the pump of a discrete machine reaches threshold in its schedule. */
const THRESHOLD = 0.8;

const machine = (problem: IsingProblem, seed = 1): Machine => {
  const oscillators = createMachine(unwrap(compileIsing(problem)), 'dsb');
  oscillators.start(seed);
  return oscillators;
};

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

  it.each([3, 5, 6, 10, 12, 40])('every read of the antiferromagnet on K%i is balanced', (n) => {
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
    expect(digest(reads(maxCut(karateClub()), 777, 8, 5))).toBe('44768b11078ba88d69c0ad73e440e545');
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

  it('is a replica of a machine that was started with the same seed', () => {
    const problem = maxCut(karateClub());
    const program = unwrap(compileIsing(problem));
    const replicas = createMachine(program, 'dsb', { replicas: 3 });
    replicas.start(9);
    replicas.advance(300, 0, 1);
    for (const [r, { spins, index }] of reads(problem, 300, 3, 9).entries()) {
      expect(replicas.read(r)).toEqual(spins);
      expect(replicas.figures(r).index).toBe(index);
    }
  });

  it('comes in any number, by machines of every kind', () => {
    const problem = maxCut(karateClub());
    for (const kind of MACHINE_KINDS) {
      const options = { machine: kind, steps: 3, seed: 3 };
      const many = unwrap(solveIsing(problem, { ...options, reads: 70 }));
      expect(new Set(many.map(({ spins }) => spins.join())).size).toBeGreaterThan(40);
      expect(unwrap(solveIsing(problem, { ...options, reads: 66 }))).toEqual(many.slice(0, 66));
    }
  });

  it('is the least that a chaotic machine passed through, which leaves low states again', () => {
    const random = createRandom(1);
    const graph = complete(60);
    const weight = graph.weight.map(() => random.below(2) * 2 - 1);
    const problem = maxCut({ ...graph, weight });
    const program = unwrap(compileIsing(problem));
    const oscillators = createChaoticMachine(program, { replicas: 8 });
    oscillators.start(2);
    oscillators.advance(150, 0, 1);
    const list = unwrap(solveIsing(problem, { machine: 'cac', steps: 150, reads: 8, seed: 2 }));
    const ends = list.map((_, r) => isingEnergy(problem, oscillators.read(r)));
    expect(list.map(({ spins }) => spins)).toEqual(list.map((_, r) => oscillators.best(r).spins));
    expect(list.some(({ energy }, r) => energy < ends[r]!)).toBe(true);
  });

  it('advances in parts as it does at once', () => {
    const problem = maxCut(karateClub());
    const [whole, parts] = [machine(problem), machine(problem)];
    whole.advance(1024, 0, 1);
    // eighths of a power of two: the schedule is the same to the last bit
    for (let k = 0; k < 8; k++) parts.advance(128, k / 8, (k + 1) / 8);
    expect(parts.read(0)).toEqual(whole.read(0));
    expect(parts.figures(0)).toEqual(whole.figures(0));
  });
});

describe('stability (XDV-061.4)', () => {
  it('is 0 before the first step', () => {
    expect(machine(maxCut(ring(4))).figures(0)).toEqual({ index: 0, flipShare: 0, steps: 0 });
  });

  it('is 1 at the end of a long anneal, even where neighbours leave spins free', () => {
    for (const graph of [karateClub(), ring(7), complete(3)]) {
      for (const { index } of reads(maxCut(graph), 4000)) expect(index).toBe(1);
    }
  });

  it('is lost without pump: a lone oscillator swings for ever', () => {
    const free = machine(isingProblem(8, []));
    free.advance(1000, 0, 0);
    expect(free.figures(0)).toMatchObject({ index: 0, steps: 1000 });
  });

  it('counts a flip for as long as it is in the last tenth', () => {
    const problem = isingProblem(1, [], [1]);
    const one = machine(problem);
    one.advance(1000, 0, 1);
    one.bias(-1);
    one.advance(20, THRESHOLD, THRESHOLD);
    expect([...one.read(0)]).toEqual([-1]);
    expect(one.figures(0).index).toBe(0);
    one.advance(1000, THRESHOLD, THRESHOLD);
    expect(one.figures(0)).toEqual({ index: 1, flipShare: 0, steps: 2020 });
  });
});

describe('transforms of running oscillators', () => {
  const settled = (seed: number) => {
    const oscillators = machine(maxCut(karateClub()), seed);
    oscillators.advance(1000, 0, 1);
    return oscillators;
  };

  it('a kick of 0 changes nothing, one of 1 changes signs', () => {
    const oscillators = settled(1);
    const before = oscillators.read(0);
    oscillators.kick(0);
    expect(oscillators.read(0)).toEqual(before);
    oscillators.kick(1);
    oscillators.kick(1);
    expect(oscillators.read(0)).not.toEqual(before);
  });

  it('after a kick the oscillators settle in a low state again', () => {
    for (let seed = 0; seed < 20; seed++) {
      const oscillators = settled(seed);
      oscillators.kick(1);
      oscillators.advance(400, THRESHOLD / 2, THRESHOLD);
      oscillators.advance(200, THRESHOLD, 1);
      expect(cutValue(karateClub(), oscillators.read(0))).toBeGreaterThanOrEqual(56);
      expect(oscillators.figures(0).index).toBe(1);
    }
  });

  it('a bias of -1 turns the spins of a field over, and 1 turns them back', () => {
    const oscillators = machine(isingProblem(3, [], [1, -2, 3]));
    oscillators.advance(500, 0, 1);
    oscillators.bias(-1);
    oscillators.advance(100, THRESHOLD, THRESHOLD);
    expect([...oscillators.read(0)]).toEqual([-1, 1, -1]);
    oscillators.bias(1);
    oscillators.advance(100, THRESHOLD, THRESHOLD);
    expect([...oscillators.read(0)]).toEqual([1, -1, 1]);
  });

  it('spins that were read are a copy', () => {
    const oscillators = settled(2);
    const spins = oscillators.read(0);
    const before = [...spins];
    spins.fill(0);
    expect([...oscillators.read(0)]).toEqual(before);
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
    const kind = 'abacus' as MachineKind;
    expect(() => solveIsing(problem, { machine: kind, steps: 1, seed: 1 })).toThrow(
      'kind must be one of asb, bsb, dsb, cac, oim, got abacus',
    );
  });

  it('a problem that is malformed, or whose weights overflow together', () => {
    const huge = { ...maxCut(ring(3)), coupling: new Float64Array(3).fill(1e308) };
    expect(faultOf(compileIsing(huge)).code).toBe('PROBLEM_INVALID');
    const wrong = { ...maxCut(ring(3)), spins: 2 };
    expect(faultOf(solveIsing(wrong, { steps: 1, seed: 1 })).code).toBe('PROBLEM_INVALID');
  });
});
