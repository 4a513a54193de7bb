import { createRandom, isingEnergy, unwrap, type RandomStream } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constraintSystem,
  type Constraint,
  type ConstraintInput,
  type Domain,
  type Relation,
} from '../../src/problems/index.ts';
import { statesOf, survey } from './support.ts';

const RELATIONS: readonly Relation[] = ['==', '!=', '<', '<=', '>', '>='];

const valuesOf = (domain: Domain): readonly number[] =>
  'values' in domain
    ? [...new Set(domain.values)].toSorted((a, b) => a - b)
    : Array.from({ length: domain.max - domain.min + 1 }, (_, k) => domain.min + k);

/** All assignments in lexicographic order. */
function* assignments(domains: readonly Domain[]): Generator<readonly number[]> {
  const [first, ...rest] = domains;
  if (first === undefined) return yield [];
  for (const value of valuesOf(first)) {
    for (const others of assignments(rest)) yield [value, ...others];
  }
}

/** What a constraint means, written down a second time. */
const isTrue = (constraint: Constraint, x: readonly number[]): boolean => {
  if (constraint.kind === 'any') return constraint.of.some((one) => isTrue(one, x));
  if (constraint.kind === 'table') {
    const row = constraint.variables.map((v) => x[v]);
    return constraint.rows.some((other) => other.join() === row.join());
  }
  if (constraint.kind === 'all-different') {
    const { variables } = constraint;
    return variables.every((v, k) => !variables.slice(0, k).some((w) => x[v] === x[w]));
  }
  const { terms, relation, constant } = constraint;
  const sum = terms.reduce((s, [c, ...vs]) => s + vs.reduce((p, v) => p * x[v]!, c!), 0);
  const d = sum - constant;
  const of = { '==': d === 0, '!=': d !== 0, '<': d < 0, '<=': d <= 0, '>': d > 0, '>=': d >= 0 };
  return of[relation];
};

const some = (random: RandomStream, variables: number, atLeast: number): number[] => {
  const all = Array.from({ length: variables }, (_, v) => v);
  return all.filter((v) => v < atLeast || random.below(2) === 0);
};

const compare = (random: RandomStream, variables: number, degree: number): Constraint => {
  const integer = (): number => random.below(7) - 3;
  const pick = (): number => random.below(variables);
  const terms = Array.from({ length: 1 + random.below(3) }, () => [
    integer(),
    ...Array.from({ length: 1 + random.below(degree) }, pick),
  ]);
  const relation = RELATIONS[random.below(6)]!;
  return { kind: 'compare', terms, relation, constant: integer() };
};

const constraint = (random: RandomStream, variables: number, any: boolean): Constraint => {
  const kind = random.below(any ? 6 : 5);
  if (kind === 0) return { kind: 'all-different', variables: some(random, variables, 2) };
  if (kind === 1) {
    const columns = some(random, variables, 1);
    const row = (): number[] => columns.map(() => random.below(5) - 2);
    const rows = Array.from({ length: 1 + random.below(5) }, row);
    return { kind: 'table', variables: columns, rows };
  }
  if (kind < 5) return compare(random, variables, kind === 4 ? 2 : 1);
  return { kind: 'any', of: [0, 1].map(() => constraint(random, variables, true)) };
};

const system = (seed: number, variables: number, width: number, any: boolean): ConstraintInput => {
  const random = createRandom(seed);
  const domain = (): Domain => {
    const min = random.below(5) - 3;
    if (random.below(3) === 0) return { values: [min, min + 2, min + random.below(width)] };
    return { min, max: min + random.below(width) };
  };
  const count = 1 + random.below(4);
  return {
    variables: Array.from({ length: variables }, domain),
    constraints: Array.from({ length: count }, () => constraint(random, variables, any)),
  };
};

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('deciding', () => {
  it('says admissible with the least witness, or inadmissible, as trying all does', () => {
    const seen = { admissible: 0, inadmissible: 0, unknown: 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = system(seed, 2 + (seed % 4), 5, true);
        const holds = (x: readonly number[]): boolean =>
          input.constraints.every((one) => isTrue(one, x));
        const witnesses = [...assignments(input.variables)].filter(holds);
        const { decide } = unwrap(constraintSystem(input));
        const verdict = decide();
        seen[verdict.kind]++;
        expect(verdict.kind).toBe(witnesses.length > 0 ? 'admissible' : 'inadmissible');
        if (verdict.kind !== 'admissible') return;
        expect(verdict).toMatchObject({ witness: witnesses[0], least: true });
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(seen.admissible).toBeGreaterThan(50);
    expect(seen.inadmissible).toBeGreaterThan(50);
  });

  it('never guesses: whatever the limit, what it says is what it says without', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 400 }), (seed, stepsMax) => {
        const { decide, checkWitness } = unwrap(constraintSystem(system(seed, 5, 5, true)));
        const verdict = decide({ stepsMax });
        if (verdict.kind === 'unknown') expect(verdict.steps).toBeGreaterThan(stepsMax);
        else expect(verdict.kind).toBe(decide().kind);
        if (verdict.kind === 'admissible') expect(checkWitness(verdict.witness)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('explains what is inadmissible by constraints of which none can be left out', () => {
    let explained = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = system(seed, 3, 4, true);
        const { decide, explain } = unwrap(constraintSystem(input));
        const explanation = explain();
        expect(explanation !== undefined).toBe(decide().kind === 'inadmissible');
        if (explanation === undefined) return;
        explained++;
        const admit = (kept: readonly number[]): boolean =>
          [...assignments(input.variables)].some((x) =>
            kept.every((k) => isTrue(input.constraints[k]!, x)),
          );
        const { constraints, minimal } = explanation;
        expect([admit(constraints), minimal]).toEqual([false, true]);
        for (const k of constraints) expect(admit(constraints.filter((l) => l !== k))).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
    expect(explained).toBeGreaterThan(5);
  });

  it('checks candidates as the definition says, and names what is broken', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = system(seed, 3, 4, true);
        const { checkWitness, broken } = unwrap(constraintSystem(input));
        for (const x of assignments(input.variables)) {
          const failing = input.constraints.flatMap((one, k) => (isTrue(one, x) ? [] : [k]));
          expect(broken(x)).toEqual({ variables: [], constraints: failing });
          expect(checkWitness(x)).toBe(failing.length === 0);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('as an Ising problem', () => {
  it('states of energy 0 are the witnesses, all of them, and every energy is accounted for', () => {
    let surveyed = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = system(seed, 2 + (seed % 2), 3, false);
        const encoded = unwrap(unwrap(constraintSystem(input)).toIsing());
        if (encoded.problem.spins > 11) return;
        surveyed++;
        survey(encoded);
        const zero = new Set<string>();
        for (const spins of statesOf(encoded.problem.spins)) {
          const decoded = encoded.decode(spins);
          if (isingEnergy(encoded.problem, spins) + encoded.offset > 0) continue;
          expect(decoded.feasible).toBe(true);
          if (decoded.feasible) zero.add(decoded.solution.join());
        }
        const all = [...assignments(input.variables)];
        const witnesses = all.filter((x) => input.constraints.every((one) => isTrue(one, x)));
        expect([...zero].toSorted()).toEqual(witnesses.map((x) => x.join()).toSorted());
      }),
      { numRuns: 120, seed: 11 },
    );
    expect(surveyed).toBeGreaterThan(30);
  });
});
