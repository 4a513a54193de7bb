import {
  cutValue,
  isingEnergy,
  isingProblem,
  maxCut,
  unwrap,
  type IsingProblem,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createOscillatorMachine } from '../../src/engine/index.ts';
import type { MachineSetup } from '../../src/engine/machines/machine.ts';
import { secondOrder } from '../../src/engine/machines/oscillator/order.ts';
import { cosineOf, sineOf, wrap } from '../../src/engine/machines/oscillator/sine.ts';
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
import { digest, drawProblem, numbers, workshop } from './support.ts';

const { machine, annealed } = workshop(createOscillatorMachine, 500);

const energies = (problem: IsingProblem, steps?: number, seed?: number): readonly number[] => {
  const oscillators = annealed(problem, 8, steps, seed);
  return numbers(8).map((r) => isingEnergy(problem, oscillators.read(r)));
};

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b) / values.length;

describe('ground states of the oscillator machine', () => {
  it('are ended in on 100 small random problems, with and without fields', () => {
    const missed = numbers(100).filter((seed) => {
      const problem = randomProblem(seed);
      return Math.min(...energies(problem, 500, seed)) > groundEnergy(problem) + 1e-9;
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
    const [pairs, found] = [complete(n).a.length, energies(maxCut(complete(n)))];
    expect((Math.min(...found) - pairs) / 2).toBe(least);
  });

  it('do not depend on the unit of the weights', () => {
    const problem = randomProblem(6);
    for (const unit of [1e-300, 2 ** -40, 2 ** 40, 1e300]) {
      const scaled = {
        ...problem,
        coupling: problem.coupling.map((j) => j * unit),
        field: problem.field.map((h) => h * unit),
      };
      expect(Math.min(...energies(scaled)) / unit).toBeCloseTo(groundEnergy(problem), 9);
      if (Number.isInteger(Math.log2(unit))) {
        expect(digest(annealed(scaled))).toBe(digest(annealed(problem)));
      }
    }
  });

  it('fields hold spins at the phase of the reference, and turn with their sign', () => {
    const oscillators = annealed(isingProblem(3, [], [1, -2, 3]), 2);
    expect([...oscillators.read(1)]).toEqual([1, -1, 1]);
    oscillators.bias(-1);
    oscillators.advance(300, 0.2, 0.2);
    expect([...oscillators.read(1)]).toEqual([-1, 1, -1]);
    oscillators.bias(1);
    oscillators.advance(300, 0.2, 0.2);
    expect([...oscillators.read(1)]).toEqual([1, -1, 1]);
  });
});

describe('lock figures of the oscillator machine (XDV-061.4)', () => {
  it('are 0 before the first step', () => {
    const figures = machine(maxCut(ring(4))).figures(0);
    expect(figures).toEqual({ index: 0, flipShare: 0, steps: 0 });
  });

  it('a locked machine has r2 near 1, while r1 is near 0 for a balanced cut', () => {
    const oscillators = annealed(maxCut(ring(400)), 4, 1000);
    for (const r of numbers(4)) {
      const { x, y } = oscillators.observe(r);
      expect(oscillators.figures(r).index).toBeGreaterThan(0.95);
      expect(Math.hypot(mean(x), mean(y))).toBeLessThan(0.1);
      expect(oscillators.figures(r)).toMatchObject({ flipShare: 0, steps: 1000 });
    }
  });

  it('without injection uncoupled oscillators are not locked, and flip for ever', () => {
    const oscillators = machine(isingProblem(2000, []));
    oscillators.advance(200, 0, 0);
    expect(oscillators.figures(0).index).toBeLessThan(0.1);
    expect(oscillators.figures(0).flipShare).toBeGreaterThan(0.05);
    oscillators.advance(200, 1, 1);
    expect(oscillators.figures(0).index).toBeGreaterThan(0.999);
    expect(oscillators.figures(0).flipShare).toBe(0);
  });

  it('r2 does not tell 0 from π, but a quarter turn', () => {
    const [cosines, sines] = [Float64Array.of(1, -1, 0, 0), Float64Array.of(0, 0, 1, -1)];
    expect(secondOrder(cosines, sines)).toBe(0);
    expect(secondOrder(cosines.slice(0, 2), sines.slice(0, 2))).toBe(1);
    expect(secondOrder(cosines.slice(2), sines.slice(2))).toBe(1);
  });
});

describe('the sine of the oscillator machine', () => {
  const grid = numbers(40_001).map((k) => Math.fround(-1 + k / 20_000));

  it('is within 1e-6 of the sine', () => {
    const errors = grid.map((phase) =>
      Math.max(
        Math.abs(sineOf(phase) - Math.sin(Math.PI * phase)),
        Math.abs(cosineOf(phase) - Math.cos(Math.PI * phase)),
      ),
    );
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });

  it('is odd, the cosine even, and 0 to the sign of 0', () => {
    const [sines, cosines] = [grid.map(sineOf), grid.map(cosineOf)];
    // adding 0 makes +0 of -0
    expect(grid.map((phase) => -sineOf(-phase) + 0)).toEqual(sines.map((s) => s + 0));
    expect(grid.map((phase) => cosineOf(-phase))).toEqual(cosines);
    expect([sineOf(0), sineOf(-0)]).toEqual([0, -0]);
  });

  it('wrap keeps the phase between -1 and 1', () => {
    const wrapped = [0, 0.5, 1, 1.5, 2, 3, -1, -1.25, -2.5, 7.75].map(wrap);
    expect(wrapped).toEqual([0, 0.5, 1, -0.5, 0, -1, -1, 0.75, -0.5, -0.25]);
  });
});

describe('the noise of the oscillator machine', () => {
  /** Turns of free oscillators in the first step, rad. */
  const turns = (setup: MachineSetup): readonly number[] => {
    const free = machine(isingProblem(20_000, []), setup);
    const before = free.observe(0);
    free.advance(1, 0, 0);
    const after = free.observe(0);
    return numbers(20_000).map((i) => {
      const [c, s] = [before.x[i]!, before.y[i]!];
      const [u, v] = [after.x[i]!, after.y[i]!];
      return Math.atan2(c * v - s * u, c * u + s * v);
    });
  };

  it('has the first moments of a normal variable of variance Δt', () => {
    for (const [stepShare, timeStep] of [[0.5, 0.25], [0.1, 0.05]] as const) {
      const scaled = turns({ stepShare }).map((turn) => turn / Math.sqrt(timeStep));
      const moment = (power: number): number => mean(scaled.map((value) => value ** power));
      expect(Math.abs(moment(1))).toBeLessThan(0.03);
      expect(Math.abs(moment(2) - 1)).toBeLessThan(0.04);
      expect(Math.abs(moment(3))).toBeLessThan(0.1);
      // four bytes: 3 - 6 / (5 · 4) for the sum of four uniform variables
      expect(Math.abs(moment(4) - 2.7)).toBeLessThan(0.15);
    }
  });

  it('is not the same for two oscillators, or two replicas', () => {
    const first = turns({ replicas: 1 });
    const products = first.map((turn, i) => turn * first[(i + 1) % first.length]!);
    expect(Math.abs(mean(products))).toBeLessThan(0.01);
    const free = machine(isingProblem(50, []), { replicas: 2 });
    free.advance(1, 0, 0);
    expect(free.observe(0)).not.toEqual(free.observe(1));
  });
});

describe('calls of the oscillator machine', () => {
  it('advance in parts as at once', () => {
    const problem = maxCut(karateClub());
    const [whole, parts] = [annealed(problem, 3, 1024), machine(problem, { replicas: 3 })];
    parts.start(1);
    // eighths of a power of two: the schedule is the same to the last bit
    for (const k of numbers(8)) parts.advance(128, k / 8, (k + 1) / 8);
    expect(digest(parts)).toBe(digest(whole));
    expect(parts.figures(1)).toEqual(whole.figures(1));
  });

  it('have the same bits on every platform (XDV-005.6)', () => {
    const problems = [maxCut(karateClub()), randomProblem(21)];
    expect(problems.map((problem) => digest(annealed(problem, 6, 777, 5)))).toEqual([
      'e470df0a755ffcc58cce64b4b170dbe3',
      '6d8b7bfc40b8e2422c3a13c01304b3a7',
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
    const oscillators = annealed(maxCut(ring(8)), 4);
    const before = digest(oscillators);
    oscillators.kick(0);
    expect(digest(oscillators)).toBe(before);
    const spins = oscillators.read(0);
    oscillators.kick(1);
    expect(oscillators.read(0)).not.toEqual(spins);
    oscillators.advance(300, 0.5, 1);
    const cuts = numbers(4).map((r) => cutValue(ring(8), oscillators.read(r)));
    expect(Math.max(...cuts)).toBe(8);
    for (const r of numbers(4)) expect(oscillators.figures(r).index).toBeGreaterThan(0.95);
  });

  it('what was read is a copy', () => {
    const oscillators = annealed(maxCut(karateClub()), 1);
    const before = digest(oscillators);
    oscillators.read(0).fill(0);
    oscillators.observe(0).x.fill(0);
    expect(digest(oscillators)).toBe(before);
  });

  it('stay on the circle whatever they are asked', () => {
    for (const seed of numbers(20)) {
      const oscillators = machine(drawProblem(seed), { stepShare: 1 });
      for (const scale of [1e308, -1e308]) {
        oscillators.bias(scale);
        oscillators.advance(50, 0, 1);
        const { x, y } = oscillators.observe(0);
        for (const [i, c] of x.entries()) expect(Math.hypot(c, y[i]!)).toBeCloseTo(1, 5);
      }
    }
  });
});

describe.skipIf(!hasData)('cuts of the oscillator machine on public graphs', () => {
  it.each([
    ['G1', 11_605, 11_624],
    ['G22', 13_325, 13_359],
    ['G39', 2_375, 2_408],
    ['G14', 3_050, 3_064],
  ])('16 replicas of 1000 steps on %s end at %i or more, locked', (name, least, most) => {
    const whole = unwrap(readGraph(readData(`gset/${name}.txt`)));
    const oscillators = annealed(maxCut(whole), 16, 1000);
    const cuts = numbers(16).map((r) => cutValue(whole, oscillators.read(r)));
    expect(Math.max(...cuts)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...cuts)).toBeLessThanOrEqual(most);
    for (const r of numbers(16)) expect(oscillators.figures(r).index).toBeGreaterThan(0.95);
  });
});
