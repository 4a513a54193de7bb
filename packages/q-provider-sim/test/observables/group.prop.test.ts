import { circuit, unwrap, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GROUP_LIMITS,
  groupCommuting,
  pauliSum,
  pauliTerms,
  type PauliGroup,
  type PauliSum,
  type PauliSumTerm,
} from '../../src/observables/index.ts';
import { apply, embed, type Complex, type Vector } from '../dense.ts';
import { arbitrarySum, gatesOf, HYDROGEN } from './support.ts';

const distance = (a: Vector, b: Vector): number =>
  Math.max(...a.map(([re, im], k) => Math.hypot(re - b[k]![0], im - b[k]![1])));

const run = (ops: readonly GateOp[], qubits: number, vector: Vector): Vector =>
  ops.reduce((v, op) => apply(embed(op, qubits), v), vector);

const commutes = (a: string, b: string): boolean =>
  [...a].filter((p, k) => p !== 'I' && b[k] !== 'I' && p !== b[k]).length % 2 === 0;

const agrees = (a: string, b: string): boolean =>
  [...a].every((p, k) => p === 'I' || b[k] === 'I' || p === b[k]);

/** A vector that no Clifford circuit maps to its own multiple by chance. */
const generic = (qubits: number): Vector =>
  Array.from({ length: 2 ** qubits }, (_, k): Complex => [Math.sin(k * k + 1), Math.cos(3 * k)]);

/** U P|v⟩ against ±Z…Z U|v⟩ for every term of the group. */
const diagonalizes = (sum: PauliSum, group: PauliGroup): boolean => {
  const vector = generic(sum.qubits);
  return group.terms.every((term, k) => {
    const [, paulis] = pauliTerms(sum)[term]!;
    const { sign, qubits } = group.strings[k]!;
    const left = run([...gatesOf(paulis), ...group.basisChange], sum.qubits, vector);
    const zs = qubits.map((q): GateOp => {
      return { kind: 'gate', gate: 'z', targets: [q], params: [], controls: [] };
    });
    const right = run([...group.basisChange, ...zs], sum.qubits, vector);
    return distance(left, right.map(([re, im]): Complex => [sign * re, sign * im])) < 1e-10;
  });
};

const sums = fc.integer({ min: 1, max: 4 }).chain((qubits) => arbitrarySum(qubits, 14));

describe.each(['qubitwise', 'general'] as const)('groups of terms that commute: %s', (kind) => {
  const fits = kind === 'qubitwise' ? agrees : commutes;

  it('hold every term once, and only terms that commute', () => {
    fc.assert(
      fc.property(sums, (sum) => {
        const groups = unwrap(groupCommuting(sum, kind));
        const strings = pauliTerms(sum).map(([, paulis]) => paulis);
        const all = groups.flatMap(({ terms }) => terms).sort((a, b) => a - b);
        expect(all).toEqual([...strings.keys()]);
        for (const { terms } of groups) {
          for (const a of terms) {
            for (const b of terms) expect(fits(strings[a]!, strings[b]!)).toBe(true);
          }
        }
      }),
    );
  });

  it('become Z strings under their basis change, signs included', () => {
    fc.assert(
      fc.property(sums, (sum) => {
        for (const group of unwrap(groupCommuting(sum, kind))) {
          expect(diagonalizes(sum, group)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are filled in order of magnitude, each term into the first group that it fits', () => {
    fc.assert(
      fc.property(sums, (sum) => {
        const terms = pauliTerms(sum);
        const groups = unwrap(groupCommuting(sum, kind));
        for (const [g, group] of groups.entries()) {
          const sizes = group.terms.map((term) => Math.abs(terms[term]![0]));
          expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
          const [, first] = terms[group.terms[0]!]!;
          for (const earlier of groups.slice(0, g)) {
            expect(earlier.terms.every((term) => fits(terms[term]![1], first))).toBe(false);
          }
        }
      }),
    );
  });
});

describe('grouping', () => {
  it('needs 5 groups of hydrogen qubitwise and 2 by commutation', () => {
    const sum = unwrap(pauliSum(4, HYDROGEN));
    expect(unwrap(groupCommuting(sum, 'qubitwise'))).toHaveLength(5);
    expect(unwrap(groupCommuting(sum, 'general'))).toHaveLength(2);
  });

  it('uses gates on one qubit alone when qubitwise', () => {
    const sum = unwrap(pauliSum(3, [[1, 'XYZ'], [0.5, 'XIZ']]));
    const [group] = unwrap(groupCommuting(sum, 'qubitwise'));
    const expected = circuit(3).sdg(1).h(1).h(2).build().ops;
    expect(group!.basisChange).toEqual(expected);
    expect(group!.strings.map(({ qubits }) => qubits)).toEqual([[0, 1, 2], [0, 2]]);
  });

  it('works on strings wider than a machine word', () => {
    const qubits = 70;
    const wide = (a: string, b: string): string => a.padEnd(69, 'I') + b;
    const terms: PauliSumTerm[] = [[3, wide('X', 'X')], [2, wide('Z', 'Z')], [1, wide('Z', 'I')]];
    const sum = unwrap(pauliSum(qubits, terms));
    const groups = unwrap(groupCommuting(sum, 'general'));
    expect(groups.map((group) => group.terms)).toEqual([[0, 1], [2]]);
    const apart = unwrap(groupCommuting(sum, 'qubitwise'));
    expect(apart.map((group) => group.terms)).toEqual([[0], [1, 2]]);
  });

  it('keeps its limits', () => {
    const bits = 15;
    const many = Array.from({ length: GROUP_LIMITS.termsMax + 1 }, (_, k): PauliSumTerm => {
      const text = k.toString(2).padStart(bits, '0');
      return [1, text.replaceAll('0', 'I').replaceAll('1', 'Z')];
    });
    const over = groupCommuting(unwrap(pauliSum(bits, many)), 'qubitwise');
    expect(over).toMatchObject({ fault: { code: 'RESOURCE_EXHAUSTED' } });
    const at = groupCommuting(unwrap(pauliSum(bits, many.slice(1))), 'qubitwise');
    expect(unwrap(at)).toHaveLength(1);
    const wide = unwrap(pauliSum(GROUP_LIMITS.generalQubitsMax + 1, [[1, [[0, 'X']]]]));
    expect(groupCommuting(wide, 'general')).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED' },
    });
    expect(groupCommuting(wide, 'qubitwise').ok).toBe(true);
  });

  it('refuses a kind that it does not know', () => {
    const sum = unwrap(pauliSum(1, [[1, 'X']]));
    expect(() => groupCommuting(sum, 'some' as never)).toThrow(RangeError);
  });
});
