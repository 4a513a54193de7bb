import { createRandom, isingEnergy, isingProblem, unwrap } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxSatisfiability,
  numberPartition,
  qubo,
  satisfiability,
  schedule,
  toQubo,
  travellingSalesman,
  type ScheduleInput,
} from '../../src/problems/index.ts';
import { randomNumbers, statesOf, survey } from './support.ts';

const RUNS = { numRuns: 20 };
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const matrix = (seed: number, size: number): number[][] =>
  Array.from({ length: size }, (_, i) => randomNumbers(seed + i, size, -9, 9));

/** x'Qx by its definition. */
const form = (q: readonly (readonly number[])[], x: ArrayLike<number>): number =>
  q.reduce((sum, row, i) => sum + row.reduce((s, w, j) => s + w * x[i]! * x[j]!, 0), 0);

const entriesOf = (q: readonly (readonly number[])[]) =>
  q.flatMap((row, i) => row.map((w, j) => [i, j, w] as const));

describe('QUBO', () => {
  it('each convention has the value that it declares, the offset included', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const size = 1 + (seed % 7);
        const upper = matrix(seed, size).map((row, i) => row.map((w, j) => (i <= j ? w : 0)));
        const whole = upper.map((row, i) => row.map((w, j) => (i <= j ? w : upper[j]![i]!)));
        for (const [q, convention] of [[upper, 'upper'] as const, [whole, 'symmetric'] as const]) {
          const entries = entriesOf(q).filter(([, , w]) => w !== 0);
          const encoded = unwrap(qubo({ variables: size, entries, convention, offset: 5 }));
          survey(encoded);
          for (const spins of statesOf(size)) {
            const x = Uint8Array.from(spins, (s) => (s === 1 ? 1 : 0));
            const objective = form(q, x) + 5;
            expect(encoded.decode(spins)).toMatchObject({ solution: x, objective });
          }
        }
      }),
      RUNS,
    );
  });

  it('there and back: the QUBO of an Ising problem has its energies, and it of that', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const spins = 1 + random.below(6);
        const couplings = matrix(seed, spins).flatMap((row, i) =>
          row.slice(0, i).map((w, j) => [i, j, w] as const),
        );
        const problem = isingProblem(spins, couplings, randomNumbers(seed, spins, -5, 5));
        const encoded = unwrap(qubo(unwrap(toQubo(problem))));
        for (const state of statesOf(spins)) {
          const energy = isingEnergy(problem, state);
          expect(encoded.decode(state).cost).toBe(energy);
          expect(isingEnergy(encoded.problem, state) + encoded.offset).toBe(energy);
        }
      }),
      RUNS,
    );
  });
});

describe('number partitioning', () => {
  it('ground states have the least difference, its square the energy with offset', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const numbers = randomNumbers(seed, 1 + (seed % 9), -5, 40);
        const { least, ground, objectives } = survey(unwrap(numberPartition(numbers)));
        expect(least).toBe(Math.min(...objectives));
        for (const { side, difference } of ground as NonNullable<(typeof ground)[0]>[]) {
          const sum = numbers.reduce((total, n, i) => total + (side[i] === 1 ? n : -n), 0);
          expect(difference).toBe(Math.abs(sum));
          expect(difference ** 2).toBe(least);
        }
      }),
      RUNS,
    );
  });
});

/** Orders of 0 to n - 1 that begin with `begin`. */
const orders = (n: number, begin: readonly number[] = []): number[][] =>
  begin.length === n
    ? [[...begin]]
    : Array.from({ length: n }, (_, i) => i)
        .filter((i) => !begin.includes(i))
        .flatMap((i) => orders(n, [...begin, i]));

describe('travelling salesman', () => {
  it.each([2, 3, 4])('ground states are the shortest tours of %i cities, both ways', (n) => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, symmetric) => {
        const d = matrix(seed, n).map((row) => row.map(Math.abs));
        for (let u = 0; u < n; u++) for (let v = 0; v < u; v++) if (symmetric) d[u]![v] = d[v]![u]!;
        for (let u = 0; u < n; u++) d[u]![u] = 0;
        const { least, ground, objectives } = survey(unwrap(travellingSalesman(d)));
        const lengths = orders(n).map((tour) =>
          tour.reduce((sum, u, p) => sum + d[u]![tour[(p + 1) % n]!]!, 0),
        );
        expect(least).toBe(Math.min(...lengths));
        expect(objectives.toSorted((a, b) => a - b)).toEqual(lengths.toSorted((a, b) => a - b));
        expect(ground.length).toBe(lengths.filter((length) => length === least).length);
        for (const tour of ground) expect(tour!.length).toBe(least);
      }),
      { numRuns: n === 4 ? 2 : 20 },
    );
  });
});

const formula = (seed: number, variables: number, clauses: number, width: number) => {
  const random = createRandom(seed);
  const literal = (): number => (1 + random.below(variables)) * (random.below(2) === 0 ? 1 : -1);
  const clause = (): number[] => Array.from({ length: 1 + random.below(width) }, literal);
  return { variables, clauses: Array.from({ length: clauses }, clause) };
};

const falseClauses = (clauses: readonly (readonly number[])[], x: ArrayLike<number>): number[] =>
  clauses.flatMap((clause, k) =>
    clause.some((literal) => (x[Math.abs(literal) - 1] === 1) === literal > 0) ? [] : [k],
  );

describe('satisfiability', () => {
  it('the least energy is the number of clauses that the best assignment leaves false', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const cnf = formula(seed, 4, 1 + (seed % 6), 4);
        const encoded = unwrap(satisfiability(cnf));
        if (encoded.problem.spins > 13) return;
        const { least, ground } = survey(encoded);
        const broken = Array.from(statesOf(4), (x) => falseClauses(cnf.clauses, x).length);
        expect(least).toBe(Math.min(...broken));
        for (const x of ground) {
          expect(x === undefined).toBe(least > 0);
          if (x !== undefined) expect(falseClauses(cnf.clauses, x)).toEqual([]);
        }
        const found = new Set(ground.map((x) => x?.join()));
        if (least === 0) expect(found.size).toBe(broken.filter((count) => count === 0).length);
      }),
      { numRuns: 40 },
    );
  });

  it('with weights, ground states leave the lightest clauses false and name them', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const cnf = formula(seed, 4, 6, 3);
        const weights = randomNumbers(seed, 6, 0, 9);
        const { least, ground } = survey(unwrap(maxSatisfiability(cnf, { weights })));
        const costs = Array.from(statesOf(4), (x) =>
          falseClauses(cnf.clauses, x).reduce((sum, k) => sum + weights[k]!, 0),
        );
        expect(least).toBe(Math.min(...costs));
        for (const { values, falsified } of ground as NonNullable<(typeof ground)[0]>[]) {
          expect(falsified).toEqual(falseClauses(cnf.clauses, values));
        }
      }),
      RUNS,
    );
  });
});

/** Start times of every schedule that keeps the rules, by trying all. */
const schedules = ({ operations, precedence = [], horizon }: ScheduleInput): number[][] => {
  const keeps = (start: readonly number[]): boolean =>
    operations.every((one, i) => {
      const end = start[i]! + one.duration;
      const { release = 0, deadline = horizon, machine } = one;
      if (start[i]! < release || end > Math.min(deadline, horizon)) return false;
      return operations.slice(0, i).every((other, j) => {
        if (machine === undefined || machine !== other.machine) return true;
        return end <= start[j]! || start[j]! + other.duration <= start[i]!;
      });
    }) && precedence.every(([i, j]) => start[i]! + operations[i]!.duration <= start[j]!);
  const all = (begin: readonly number[]): number[][] =>
    begin.length === operations.length
      ? [[...begin]]
      : Array.from({ length: horizon }, (_, t) => [...begin, t]).flatMap(all);
  return all([]).filter(keeps);
};

const plan = (seed: number): ScheduleInput => {
  const random = createRandom(seed);
  const count = 2 + random.below(2);
  const operations = Array.from({ length: count }, () => ({
    duration: 1 + random.below(2),
    weight: random.below(4),
    release: random.below(2),
    ...(random.below(4) > 0 && { machine: random.below(2) }),
  }));
  const precedence = count > 2 && random.below(2) === 0 ? [[0, 2] as const] : [];
  const objective = random.below(2) === 0 ? 'makespan' : 'weighted-completion';
  return { operations, precedence, horizon: 4 + random.below(2), objective };
};

describe('scheduling', () => {
  it('ground states are the best schedules, by makespan and by weighted completion', () => {
    const seen = { makespan: 0, 'weighted-completion': 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = plan(seed);
        const encoded = schedule(input);
        const all = schedules(input);
        if (!encoded.ok) expect(all).toEqual([]);
        if (!encoded.ok) return;
        if (encoded.value.problem.spins > 13) return;
        const { least, ground } = survey(encoded.value);
        if (all.length === 0) return;
        seen[input.objective]++;
        const end = (start: readonly number[], i: number): number =>
          start[i]! + input.operations[i]!.duration;
        const costs = all.map((start) =>
          input.objective === 'makespan'
            ? Math.max(...start.map((_, i) => end(start, i)))
            : input.operations.reduce((sum, { weight = 1 }, i) => sum + weight * end(start, i), 0),
        );
        expect(least).toBe(Math.min(...costs));
        const best = all.filter((_, k) => costs[k] === least).map((start) => start.join());
        const found = ground.map((one) => one?.start.join() ?? 'none');
        expect(found.toSorted()).toEqual(best.toSorted());
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(Math.min(seen.makespan, seen['weighted-completion'])).toBeGreaterThan(5);
  });
});
