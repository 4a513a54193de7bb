import { unwrap, type Result } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectation,
  formatPauliSum,
  PAULI_LIMITS,
  parsePauliSum,
  pauliSum,
  pauliTerms,
  type PauliSumTerm,
} from '../../src/observables/index.ts';
import { createState } from '../../src/engine/index.ts';
import { arbitrarySum } from './support.ts';

const faultOf = (result: Result<unknown>): string =>
  result.ok ? 'accepted' : `${result.fault.code}: ${result.fault.message}`;

/** What a caller without types may hand in. */
const hostile = (qubits: unknown, terms: unknown): Result<unknown> =>
  pauliSum(qubits as number, terms as PauliSumTerm[]);

describe('a Pauli sum', () => {
  it('reads text with qubit 0 rightmost, and factors, to the same strings', () => {
    const text = unwrap(pauliSum(3, [[1, 'XYZ'], [2, 'IIX']]));
    const factors = unwrap(pauliSum(3, [[1, [[0, 'Z'], [2, 'X'], [1, 'Y']]], [2, [[0, 'X']]]]));
    expect(pauliTerms(factors)).toEqual(pauliTerms(text));
    expect(pauliTerms(text)).toEqual([[1, 'XYZ'], [2, 'IIX']]);
  });

  it('adds up equal strings in the order first given and leaves out what cancels', () => {
    const sum = unwrap(pauliSum(2, [[1, 'XX'], [2, 'ZZ'], [3, 'XX'], [-2, 'ZZ'], [0, 'IY']]));
    expect(pauliTerms(sum)).toEqual([[4, 'XX']]);
  });

  it('holds strings wider than a machine word', () => {
    const wide = 'Z'.padEnd(100, 'I').slice(0, 99) + 'Y';
    const sum = unwrap(pauliSum(100, [[1, wide], [2, [[99, 'Z'], [0, 'Y']]], [5, [[64, 'X']]]]));
    expect(pauliTerms(sum)).toEqual([[3, wide], [5, 'I'.repeat(35) + 'X' + 'I'.repeat(64)]]);
  });

  it.each([
    [2, [[1, 'ZQ']], "term 0 has 'Q' at character 2, not I, X, Y or Z"],
    [2, [[1, 'ZZ'], [1, 'Z\n']], 'term 1 has U+a at character 2, not I, X, Y or Z'],
    [2, [[1, 'zz']], "term 0 has 'z' at character 1"],
    [2, [[1, 'ZZZ']], 'term 0 has 3 letters for 2 qubits'],
    [2, [[1, [[2, 'X']]]], 'term 0 factor 0 has qubit 2, not in 0..1'],
    [2, [[1, [[0.5, 'X']]]], 'term 0 factor 0 has qubit 0.5'],
    [2, [[1, [[0, 'X'], [0, 'Z']]]], 'term 0 factor 1 names qubit 0 again'],
    [2, [[1, [[0, 'I']]]], 'term 0 factor 0 has a Pauli that is not X, Y or Z'],
    [2, [[1, [[0, '']]]], 'term 0 factor 0 has a Pauli that is not X, Y or Z'],
    [2, [[1, [null]]], 'term 0 factor 0 is not'],
    [2, [[Number.NaN, 'ZZ']], 'term 0 has a coefficient that is not a finite number'],
    [2, [['1', 'ZZ']], 'term 0 has a coefficient that is not a finite number'],
    [2, [[1, null]], 'term 0 has a Pauli string that is neither text nor a list'],
    [2, [null], 'term 0 is not [coefficient, Pauli string]'],
    [2, 'ZZ', 'the terms of a Pauli sum must be a list'],
    [0, [], 'from 1 to 4096'],
    ['2', [], 'from 1 to 4096'],
    [4097, [], 'from 1 to 4096'],
    [1, [[1e308, 'X'], [1e308, 'X']], 'add up to more than a number can hold'],
  ])('on %s qubits refuses %j', (qubits, terms, message) => {
    expect(faultOf(hostile(qubits, terms))).toContain(`ARGUMENT_INVALID: `);
    expect(faultOf(hostile(qubits, terms))).toContain(message);
  });

  it('keeps its limits on terms and letters', () => {
    const many = Array.from({ length: PAULI_LIMITS.termsMax + 1 });
    expect(faultOf(hostile(1, many))).toContain('terms are more than');
    const letters = Array.from({ length: PAULI_LIMITS.lettersMax / 4096 + 1 });
    expect(faultOf(hostile(4096, letters))).toContain('letters');
  });

  it('is refused by readers unless it was made here', () => {
    const forged = { qubits: 1, words: 1, coefficients: [], x: [], z: [] };
    expect(() => expectation(createState(1), forged as never)).toThrow(TypeError);
  });
});

describe('a Pauli sum as text', () => {
  it('has signs, coefficients and an optional *', () => {
    const sum = unwrap(parsePauliSum('  -0.5 ZZI + 2e-1*XIX - YYI+.25 III '));
    expect(pauliTerms(sum)).toEqual([[-0.5, 'ZZI'], [0.2, 'XIX'], [-1, 'YYI'], [0.25, 'III']]);
  });

  it.each([
    ['', 'the text ends after character 0'],
    ['0.5 ZZ +', "character 8 is '+'"],
    ['0.5 ZZ 0.5 XX', 'a Pauli sum must be terms joined by + or -'],
    ['0.5 ZAZ', "character 6 is 'A'"],
    ['ZZ + 1 é', "character 4 is '+'"],
    ['ZZ - XXX', 'the string at character 6 has 3 letters, the first has 2'],
    ['ZZ ; XX', "character 4 is ';'"],
    ['3', "character 1 is '3'"],
  ])('names the character where %j goes wrong', (text, message) => {
    expect(faultOf(parsePauliSum(text))).toContain(message);
  });

  it('is refused in linear time however it is padded', () => {
    const blank = ' '.repeat(200_000);
    expect(faultOf(parsePauliSum(`${blank}1${blank}*${blank}`))).toContain('ARGUMENT_INVALID');
    expect(faultOf(parsePauliSum('1'.repeat(400_000)))).toContain('ARGUMENT_INVALID');
  });

  it('keeps the limit on terms', () => {
    const at = 'X'.padEnd(2 * PAULI_LIMITS.termsMax - 1, '+X');
    expect(pauliTerms(unwrap(parsePauliSum(at)))).toEqual([[PAULI_LIMITS.termsMax, 'X']]);
    expect(faultOf(parsePauliSum(`${at}+X`))).toContain('more than 1000000 terms');
    expect(faultOf(parsePauliSum(' '.repeat(2 ** 26 + 1)))).toContain('longer than 67108864');
  });

  it('is refused if it is not text', () => {
    expect(faultOf(parsePauliSum(7 as never))).toContain('must be text');
  });

  it('reads back exactly what was written', () => {
    fc.assert(
      fc.property(arbitrarySum(3, 6), (sum) => {
        const again = unwrap(parsePauliSum(formatPauliSum(sum)));
        expect(pauliTerms(again)).toEqual(pauliTerms(sum));
      }),
    );
  });
});
