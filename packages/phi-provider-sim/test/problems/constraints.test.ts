import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  constraintSystem,
  CONSTRAINT_LIMITS,
  type Constraint,
  type ConstraintInput,
  type Relation,
} from '../../src/problems/index.ts';
import { faultOf } from '../support.ts';

const decide = (input: ConstraintInput, stepsMax?: number) =>
  unwrap(constraintSystem(input)).decide(stepsMax === undefined ? {} : { stepsMax });

const digits = (count: number, min = 0, max = 9) =>
  Array.from({ length: count }, () => ({ min, max }));

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A sum of terms [coefficient, ...variables] in a relation to a constant. */
const sum = (terms: number[][], relation: Relation, constant: number): Constraint => ({
  kind: 'compare',
  terms,
  relation,
  constant,
});

const WIDE = 2 ** 40;

describe('known answers', () => {
  it('x + 2 y = 7 has four witnesses in 0 to 10, the least is 1, 3', () => {
    const variables = digits(2, 0, 10);
    const odd = sum([[1, 0], [2, 1]], '==', 7);
    const verdict = decide({ variables, constraints: [odd] });
    expect(verdict).toMatchObject({ kind: 'admissible', witness: [1, 3], least: true });
    const even = sum([[2, 0], [2, 1]], '==', 7);
    expect(decide({ variables, constraints: [even] }).kind).toBe('inadmissible');
  });

  it('x y = 143 with 1 < x <= y is 11 and 13', () => {
    const constraints: Constraint[] = [
      sum([[1, 0, 1]], '==', 143),
      sum([[1, 0], [-1, 1]], '<=', 0),
    ];
    const variables = [{ min: 2, max: 1000 }, { min: 2, max: 1000 }];
    expect(decide({ variables, constraints })).toMatchObject({ witness: [11, 13], least: true });
  });

  it('SEND + MORE = MONEY has one solution', () => {
    const words = { SEND: 1, MORE: 1, MONEY: -1 };
    const letters = 'SENDMORY'.split('');
    const terms = Object.entries(words).flatMap(([word, sign]) =>
      word
        .split('')
        .map((letter, k) => [sign * 10 ** (word.length - 1 - k), letters.indexOf(letter)]),
    );
    const verdict = decide({
      variables: letters.map((letter) => ({ min: 'SM'.includes(letter) ? 1 : 0, max: 9 })),
      constraints: [
        sum(terms, '==', 0),
        { kind: 'all-different', variables: range(8) },
      ],
    });
    expect(verdict).toMatchObject({ witness: [9, 5, 6, 7, 1, 0, 8, 2], least: true });
  });

  it('a sudoku gets its solution, and that there is no other is proven', () => {
    // drawn for this test; 23 cells are given and none can be left out
    const puzzle =
      '604000807000300200800000030100000008070026003090450100000900000010000704000060000';
    const solution =
      '634215897759384216821679435142793658578126943396458172263947581915832764487561329';
    const full = Array.from(solution, Number);
    const units = (of: (k: number, unit: number) => number): Constraint[] =>
      range(9).map((unit) => ({
        kind: 'all-different',
        variables: range(9).map((k) => of(k, unit)),
      }));
    const corner = (n: number): number => Math.floor(n / 3) * 9 + (n % 3);
    const constraints = [
      ...units((k, row) => row * 9 + k),
      ...units((k, column) => k * 9 + column),
      ...units((k, box) => corner(box) * 3 + corner(k)),
    ];
    const variables = Array.from(puzzle, Number).map((value) =>
      value === 0 ? { min: 1, max: 9 } : { min: value, max: value },
    );
    expect(decide({ variables, constraints })).toMatchObject({ witness: full, least: true });
    const of = full.map((value, cell) => sum([[1, cell]], '!=', value));
    const other: Constraint = { kind: 'any', of };
    const verdict = decide({ variables, constraints: [...constraints, other] });
    expect(verdict.kind).toBe('inadmissible');
  });

  it.each([4, 6, 8])('%i queens: the least placement is found', (n) => {
    const pairs = range(n).flatMap((i) => range(i).map((j) => [j, i] as const));
    const diagonal = (i: number, j: number, distance: number): Constraint =>
      sum([[1, i], [-1, j]], '!=', distance);
    const verdict = decide({
      variables: digits(n, 0, n - 1),
      constraints: [
        { kind: 'all-different', variables: range(n) },
        ...pairs.flatMap(([j, i]) => [diagonal(i, j, i - j), diagonal(i, j, j - i)]),
      ],
    });
    const least: Record<number, number[]> = {
      4: [1, 3, 0, 2],
      6: [1, 3, 5, 0, 2, 4],
      8: [0, 4, 7, 5, 2, 6, 1, 3],
    };
    expect(verdict).toMatchObject({ witness: least[n], least: true });
  });

  it('pigeons without holes, and sums beyond wide domains, are proven inadmissible', () => {
    const pigeons: Constraint = { kind: 'all-different', variables: range(10) };
    const holes = digits(10, 0, 8);
    expect(decide({ variables: holes, constraints: [pigeons] }).kind).toBe('inadmissible');
    const halves = digits(2, 0, WIDE / 2);
    const more = sum([[1, 0], [1, 1]], '>', WIDE);
    expect(decide({ variables: halves, constraints: [more] }).kind).toBe('inadmissible');
  });

  it('the least witness of a wide domain comes without trying its values', () => {
    const constraints = [sum([[3, 0], [-5, 1]], '==', 1), sum([[1, 0]], '>=', WIDE)];
    const verdict = decide({ variables: digits(2, 0, 2 * WIDE), constraints });
    expect.assert(verdict.kind === 'admissible');
    const [x, y] = verdict.witness as [number, number];
    expect([3 * x - 5 * y, x - WIDE < 5, verdict.least]).toEqual([1, true, true]);
  });
});

describe('limits', () => {
  it('what cannot be decided within the limit is unknown', () => {
    // bounds creep by one at a time: x < y and y < x over 2^40 values
    const less = (a: number, b: number): Constraint => sum([[1, a], [-1, b]], '<', 0);
    const constraints = [less(0, 1), less(1, 0)];
    const verdict = decide({ variables: digits(2, 0, WIDE), constraints }, 10_000);
    expect(verdict.kind).toBe('unknown');
  });

  it('a witness that is not proven to be the least says so', () => {
    const n = 20;
    const pairs = range(n).flatMap((i) => range(i).map((j) => [j, i] as const));
    const apart = (j: number, i: number) =>
      [j - i, 0, i - j].map((distance) => sum([[1, i], [-1, j]], '!=', distance));
    const variables = digits(n, 0, n - 1);
    const system = { variables, constraints: pairs.flatMap(([j, i]) => apart(j, i)) };
    const verdict = decide(system, 100_000);
    expect(verdict).toMatchObject({ kind: 'admissible', least: false });
  });

  it('listed values far apart are the only ones taken', () => {
    const far = { values: [-WIDE, 7, WIDE] };
    const either = sum([[1, 0], [1, 1]], '==', 7);
    const variables = [far, { min: -9, max: 9 }];
    const verdict = decide({ variables, constraints: [either] });
    expect(verdict).toMatchObject({ witness: [7, 0], least: true });
    const constraints = [either, sum([[1, 0]], '!=', 7)];
    expect(decide({ variables, constraints }).kind).toBe('inadmissible');
  });

  it('a limit that is none throws', () => {
    const { decide: run } = unwrap(constraintSystem({ variables: digits(1), constraints: [] }));
    for (const stepsMax of [0, -1, 1.5, NaN]) expect(() => run({ stepsMax })).toThrow(RangeError);
  });

  it('candidates of any kind are checked: short, long, fractions, out of the domain', () => {
    const { checkWitness, broken } = unwrap(
      constraintSystem({ variables: [{ values: [1, 3] }, { min: 0, max: 1 }], constraints: [] }),
    );
    expect(checkWitness([3, 1])).toBe(true);
    for (const bad of [[3], [3, 1, 1], [2, 1], [3, 0.5], [3, NaN], [Infinity, 0]]) {
      expect(checkWitness(bad)).toBe(false);
    }
    expect(broken([2, NaN])).toEqual({ variables: [0, 1], constraints: [] });
  });
});

const one = (constraint: unknown, variables: unknown = digits(2)) =>
  constraintSystem({ variables, constraints: [constraint] } as ConstraintInput);

const REFUSED: readonly (readonly [string, unknown, unknown?])[] = [
  ['an unknown kind', { kind: 'sum' }],
  ['null', null],
  ['an unknown relation', { kind: 'compare', terms: [], relation: '=', constant: 0 }],
  ['a fraction', { kind: 'compare', terms: [[0.5, 0]], relation: '==', constant: 0 }],
  ['NaN', { kind: 'compare', terms: [], relation: '==', constant: NaN }],
  ['a negative variable', { kind: 'compare', terms: [[1, -1]], relation: '==', constant: 0 }],
  ['a variable too many', { kind: 'all-different', variables: [0, 2] }],
  ['a variable twice', { kind: 'all-different', variables: [0, 0] }],
  ['a short row', { kind: 'table', variables: [0, 1], rows: [[1]] }],
  ['sums beyond exact numbers', sum([[2 ** 52, 0]], '<', 0)],
  ['huge powers', sum([[1, ...Array<number>(99).fill(0)]], '<', 0)],
  ['an empty domain', { kind: 'any', of: [] }, [{ values: [] }]],
  ['bounds the wrong way', { kind: 'any', of: [] }, [{ min: 1, max: 0 }]],
  ['a domain without end', { kind: 'any', of: [] }, [{ min: 0, max: Infinity }]],
  ['no variables', { kind: 'any', of: [] }, []],
];

describe('hostile systems', () => {
  it.each(REFUSED)('%s is refused', (_, constraint, variables) => {
    expect(faultOf(one(constraint, variables)).code).toBe('PROBLEM_INVALID');
  });

  it('nesting without end and systems too large are refused', () => {
    let nested: Constraint = { kind: 'any', of: [] };
    for (let depth = 0; depth < 100_000; depth++) nested = { kind: 'any', of: [nested] };
    expect(faultOf(one(nested)).code).toBe('PROBLEM_INVALID');
    const many = digits(CONSTRAINT_LIMITS.variablesMax + 1);
    expect(faultOf(one({ kind: 'any', of: [] }, many)).code).toBe('PROBLEM_TOO_LARGE');
    const numbers = Array(CONSTRAINT_LIMITS.numbersMax + 1).fill(0);
    const domain = { kind: 'any', of: [] };
    expect(faultOf(one(domain, [{ values: numbers }])).code).toBe('PROBLEM_TOO_LARGE');
  });

  it('a form for a machine is refused where it is not exact, too large or there is none', () => {
    const ising = (constraint: Constraint, variables: ConstraintInput['variables']) =>
      faultOf(unwrap(constraintSystem({ variables, constraints: [constraint] })).toIsing()).code;
    const wide = digits(2, 0, 2 ** 30);
    const less = sum([[1, 0], [1, 1]], '<', 9);
    expect(ising(less, wide)).toBe('PROBLEM_TOO_LARGE');
    const different: Constraint = { kind: 'all-different', variables: [0, 1] };
    expect(ising(different, wide)).toBe('PROBLEM_TOO_LARGE');
    expect(ising({ kind: 'all-different', variables: range(5000) }, digits(5000, 0, 99))).toBe(
      'PROBLEM_TOO_LARGE',
    );
    expect(ising({ kind: 'any', of: [less] }, digits(2))).toBe('PROBLEM_INVALID');
  });
});
