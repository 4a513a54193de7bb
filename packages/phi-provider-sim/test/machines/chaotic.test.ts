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
import { createChaoticMachine } from '../../src/engine/index.ts';
import { evenness } from '../../src/engine/machines/chaotic/spread.ts';
import { createFlipHistory } from '../../src/engine/machines/lanes/flips.ts';
import { readGraph } from '../../src/formats/index.ts';
import {
  complete,
  groundEnergy,
  hasData,
  karateClub,
  randomProblem,
  readData,
  ring,
} from '../support.ts';
import { compiled, digest, numbers, workshop } from './support.ts';

const { machine, annealed } = workshop(createChaoticMachine, 400);

const bestOf = (problem: IsingProblem, steps?: number, seed?: number): readonly number[] => {
  const oscillators = annealed(problem, 8, steps, seed);
  return numbers(8).map((r) => isingEnergy(problem, oscillators.best(r).spins));
};

/** 200 vertices of very different degree, with signs: a hard case for equal amplitudes. */
const unevenProblem = (): IsingProblem => {
  const random = createRandom(3);
  const edges = numbers(800).map(() => {
    const i = random.below(1 + random.below(199));
    return [i, i + 1 + random.below(199 - i), 2 * random.below(2) - 1] as const;
  });
  return isingProblem(200, edges);
};

describe('ground states of the chaotic machine', () => {
  it('are passed through on 150 small random problems, with and without fields', () => {
    const missed = numbers(150).filter((seed) => {
      const problem = randomProblem(seed);
      return Math.min(...bestOf(problem, 400, seed)) > groundEnergy(problem) + 1e-9;
    });
    expect(missed).toEqual([]);
  });

  it('every replica of a ferromagnet is aligned, of a star, too', () => {
    const star = isingProblem(60, numbers(59).map((k) => [0, k + 1, 1] as const));
    const whole = maxCut({ ...complete(40), weight: complete(40).weight.map((w) => -w) });
    for (const problem of [star, whole]) {
      const oscillators = annealed(problem);
      for (const r of numbers(8)) expect(new Set(oscillators.read(r)).size).toBe(1);
    }
  });

  it.each([3, 5, 6, 10, 12])('antiferromagnets on K%i are balanced', (n) => {
    const least = -Math.floor(n / 2) * Math.ceil(n / 2);
    const problem = maxCut(complete(n));
    for (const energy of bestOf(problem)) expect((energy - complete(n).a.length) / 2).toBe(least);
  });

  it('do not depend on the unit of the weights', () => {
    const problem = randomProblem(6);
    for (const unit of [1e-300, 2 ** -40, 2 ** 40, 1e300]) {
      const scaled = {
        ...problem,
        coupling: problem.coupling.map((j) => j * unit),
        field: problem.field.map((h) => h * unit),
      };
      expect(Math.min(...bestOf(scaled)) / unit).toBeCloseTo(groundEnergy(problem), 9);
    }
    const doubled = { ...problem, coupling: problem.coupling.map((j) => j * 2 ** 40) };
    const whole = { ...doubled, field: problem.field.map((h) => h * 2 ** 40) };
    expect(digest(annealed(whole))).toBe(digest(annealed(problem)));
  });

  it('fields of any strength beside the couplings are followed', () => {
    for (const strength of [1e-3, 1, 1e3, 1e9]) {
      const pairs = isingProblem(4, [[0, 1, 1e-3], [2, 3, -1e-3]], [strength, 0, 0, -strength]);
      const oscillators = annealed(pairs);
      for (const r of numbers(8)) expect([...oscillators.best(r).spins]).toEqual([1, 1, 1, -1]);
    }
  });
});

describe('the read-out of the chaotic machine', () => {
  it('keeps the least energy that a replica passed through', () => {
    const problem = unevenProblem();
    const oscillators = machine(problem, { replicas: 5 });
    let least = numbers(5).map(() => Infinity);
    for (const _ of numbers(30)) {
      oscillators.advance(20, 0.3, 0.7);
      const seen = numbers(5).map((r) => isingEnergy(problem, oscillators.read(r)));
      const best = numbers(5).map((r) => oscillators.best(r));
      least = least.map((energy, r) => Math.min(energy, seen[r]!));
      for (const r of numbers(5)) {
        expect(best[r]!.energy).toBeLessThanOrEqual(least[r]!);
        expect(best[r]!.energy).toBe(isingEnergy(problem, best[r]!.spins));
      }
    }
    const ends = numbers(5).map((r) => isingEnergy(problem, oscillators.read(r)));
    // the dynamics leave the states that they find
    expect(ends.some((energy, r) => energy > oscillators.best(r).energy)).toBe(true);
  });

  it('compares without bias, and forgets at a start', () => {
    const oscillators = machine(isingProblem(3, [], [1, -2, 3]));
    oscillators.bias(-1);
    oscillators.advance(200, 0, 1);
    expect([...oscillators.read(0)]).toEqual([-1, 1, -1]);
    oscillators.bias(1);
    oscillators.advance(200, 0, 1);
    expect(oscillators.best(0).energy).toBe(-3);
    oscillators.bias(-1);
    oscillators.advance(200, 0, 1);
    expect([...oscillators.best(0).spins]).toEqual([1, -1, 1]);
    oscillators.start(2);
    expect(oscillators.best(0).spins).toEqual(oscillators.read(0));
  });

  it('gives copies', () => {
    const oscillators = annealed(maxCut(karateClub()), 1);
    const [spins, best] = [oscillators.read(0), oscillators.best(0).spins];
    const before = [[...spins], [...best]];
    spins.fill(0);
    best.fill(0);
    oscillators.observe(0).x.fill(0);
    expect([[...oscillators.read(0)], [...oscillators.best(0).spins]]).toEqual(before);
  });
});

describe('lock figures of the chaotic machine (XDV-061.4)', () => {
  it('are 0 before the first step', () => {
    const figures = machine(maxCut(ring(4))).figures(0);
    expect(figures).toEqual({ index: 0, flipShare: 0, steps: 0 });
  });

  it('error variables even out amplitudes that couplings make uneven', () => {
    const oscillators = machine(unevenProblem(), { replicas: 4 });
    oscillators.advance(20, 0, 0);
    const early = numbers(4).map((r) => oscillators.figures(r).index);
    oscillators.advance(1500, 0, 1);
    for (const r of numbers(4)) {
      expect(early[r]!).toBeLessThan(0.5);
      expect(oscillators.figures(r).index).toBeGreaterThan(0.7);
    }
  });

  it('evenness is 1 for equal amplitudes, 0 for one among none', () => {
    expect(evenness(Float64Array.of(0.5, -0.5, 0.5))).toBe(1);
    expect(evenness(Float64Array.of(0, 0, 0, 1))).toBe(0);
    expect(evenness(new Float64Array(3))).toBe(0);
    // squares 1 and 4: mean 2.5, deviation 1.5
    expect(evenness(Float64Array.of(1, 2))).toBeCloseTo(0.4, 12);
  });

  it('flips are counted per oscillator and step over the last tenth', () => {
    const one = annealed(isingProblem(1, [], [1]), 1, 360);
    one.bias(-1);
    one.advance(40, 1, 1);
    expect([...one.read(0)]).toEqual([-1]);
    expect(one.figures(0)).toMatchObject({ flipShare: 1 / 40, steps: 400 });
    one.advance(400, 1, 1);
    expect(one.figures(0)).toMatchObject({ flipShare: 0, steps: 800 });
  });

  it('a history answers for a window at most a 32nd of all steps longer', () => {
    const history = createFlipHistory(2);
    const random = createRandom(1);
    const totals = [0];
    for (const chunk of numbers(3000)) {
      const flips = random.below(50);
      totals.push(totals[chunk]! + flips);
      history.add(Int32Array.of(0, flips), 0);
      history.mark(10 * (chunk + 1));
      if (chunk % 37 !== 0) continue;
      // totals are known every 10 steps
      const [end, least] = [chunk + 1, Math.ceil((chunk + 1) / 10)];
      const rates = numbers(Math.ceil(end / 32) + 1)
        .map((extra) => Math.min(least + extra, end))
        .map((length) => (totals[end]! - totals[end - length]!) / (10 * length));
      expect(rates).toContain(history.rate(1, 10 * end));
      expect(history.rate(0, 10 * end)).toBe(0);
    }
  });
});

describe('calls of the chaotic machine', () => {
  it('advance in parts as at once', () => {
    const problem = maxCut(karateClub());
    const [whole, parts] = [annealed(problem, 3, 1024), machine(problem, { replicas: 3 })];
    parts.start(1);
    // eighths of a power of two: the schedule is the same to the last bit
    for (const k of numbers(8)) parts.advance(128, k / 8, (k + 1) / 8);
    expect(digest(parts)).toBe(digest(whole));
    expect(parts.best(2)).toEqual(whole.best(2));
    expect(parts.figures(1)).toEqual(whole.figures(1));
  });

  it('have the same bits on every platform (XDV-005.6)', () => {
    const problems = [maxCut(karateClub()), randomProblem(21)];
    expect(problems.map((problem) => digest(annealed(problem, 6, 777, 5)))).toEqual([
      'a398dd6cdb82f12355546e8cc7ac0655',
      'dd011f71dfca5a6288a9379d0aba20c0',
    ]);
  });

  it('a start repeats itself, another seed does not', () => {
    const problem = maxCut(karateClub());
    const oscillators = annealed(problem, 2, 100, 3);
    const first = digest(oscillators);
    oscillators.kick(0.3);
    oscillators.start(3);
    oscillators.advance(100, 0, 1);
    expect(digest(oscillators)).toBe(first);
    expect(digest(annealed(problem, 2, 100, 4))).not.toBe(first);
  });

  it('a kick of 0 changes nothing, one of 1 changes signs, and they settle again', () => {
    const oscillators = annealed(maxCut(ring(8)), 4, 500);
    const before = digest(oscillators);
    oscillators.kick(0);
    expect(digest(oscillators)).toBe(before);
    const spins = oscillators.read(0);
    oscillators.kick(1);
    expect(oscillators.read(0)).not.toEqual(spins);
    oscillators.advance(300, 0.5, 1);
    for (const r of numbers(4)) expect(cutValue(ring(8), oscillators.best(r).spins)).toBe(8);
  });

  it('refuse the best of a replica that there is not', () => {
    const one = machine(maxCut(ring(3)));
    for (const replica of [-1, 1, 0.5, NaN]) {
      expect(() => one.best(replica)).toThrow(
        `replica must be a whole number from 0 to 0, got ${replica}`,
      );
    }
  });

  it('refuse more replicas than a large problem leaves room for', () => {
    const program = { ...compiled(maxCut(ring(3))), spins: 1_000_000 };
    expect(() => createChaoticMachine(program, { replicas: 17 })).toThrow('from 1 to 16, got 17');
  });

  it('stay finite under the largest bias', () => {
    for (const problem of [randomProblem(6), randomProblem(9)]) {
      const oscillators = machine(problem, { stepShare: 1 });
      for (const scale of [1e308, -1e308]) {
        oscillators.bias(scale);
        oscillators.advance(200, 0, 1);
        const { x, y } = oscillators.observe(0);
        for (const value of [...x, ...y]) expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});

describe.skipIf(!hasData)('cuts of the chaotic machine on public graphs', () => {
  it.each([
    ['G1', 11_615, 11_624],
    ['G22', 13_345, 13_359],
    ['G39', 2_385, 2_408],
    ['G14', 3_054, 3_064],
  ])('16 replicas of 1000 steps on %s cut %i or more, at most %i', (name, least, most) => {
    const whole = unwrap(readGraph(readData(`gset/${name}.txt`)));
    const oscillators = annealed(maxCut(whole), 16, 1000);
    const cuts = numbers(16).map((r) => cutValue(whole, oscillators.best(r).spins));
    expect(Math.max(...cuts)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...cuts)).toBeLessThanOrEqual(most);
  });
});
