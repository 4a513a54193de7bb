import { describe, expect, test } from 'vitest';
import type { BinaryOperator, UnaryOperator } from '../../src/syntax/ast.ts';
import { promote, promoteUnary } from '../../src/types/promote.ts';
import { showType } from '../../src/types/show.ts';
import { written } from './written.ts';

const shown = (operator: BinaryOperator, left: string, right: string): string => {
  const found = promote(operator, written(left), written(right));
  if (found === null) return 'none';
  return [found.left, found.right, found.result].map(showType).join(', ');
};

describe('operators convert their operands and give a type', () => {
  test.each<[string, BinaryOperator, string, string]>([
    // C99: the wider type, the unsigned one of two as wide, a float among integers
    ['int[8]', '+', 'int[16]', 'int[16], int[16], int[16]'],
    ['int[8]', '*', 'uint[8]', 'uint[8], uint[8], uint[8]'],
    ['int[16]', '-', 'uint[8]', 'int[16], int[16], int[16]'],
    ['uint[16]', '%', 'int[8]', 'uint[16], uint[16], uint[16]'],
    ['int[8]', '/', 'float[32]', 'float[32], float[32], float[32]'],
    ['float[32]', '**', 'float[64]', 'float[64], float[64], float[64]'],
    ['bool', '+', 'bool', 'int[64], int[64], int[64]'],
    ['bit', '+', 'int[16]', 'int[16], int[16], int[16]'],
    ['int', '*', 'complex[32]', 'complex[float[32]], complex[float[32]], complex[float[32]]'],
    ['complex[32]', '-', 'float', 'complex[float[64]], complex[float[64]], complex[float[64]]'],
    // angles
    ['angle[4]', '+', 'angle[4]', 'angle[4], angle[4], angle[4]'],
    ['angle[4]', '-', 'angle[8]', 'angle[8], angle[8], angle[8]'],
    ['angle[4]', '+', 'float', 'angle[4], angle[4], angle[4]'],
    ['angle[4]', '*', 'int', 'angle[4], uint[4], angle[4]'],
    ['uint[4]', '*', 'angle[4]', 'uint[4], angle[4], angle[4]'],
    ['angle[4]', '/', 'uint[4]', 'angle[4], uint[4], angle[4]'],
    ['angle[4]', '/', 'int', 'angle[4], uint[64], angle[4]'],
    ['angle[4]', '/', 'angle[4]', 'angle[4], angle[4], uint[4]'],
    ['angle[8]', '&', 'angle[8]', 'angle[8], angle[8], angle[8]'],
    ['angle[8]', '<<', 'int', 'angle[8], int[64], angle[8]'],
    // times
    ['duration', '+', 'stretch', 'duration, duration, duration'],
    ['duration', '/', 'duration', 'duration, duration, float[64]'],
    ['duration', '/', 'int', 'duration, float[64], duration'],
    ['float', '*', 'stretch', 'float[64], duration, duration'],
    ['duration', '<', 'duration', 'duration, duration, bool'],
    // registers
    ['bit[8]', '|', 'bit[8]', 'bit[8], bit[8], bit[8]'],
    ['bit[8]', '>>', 'uint[4]', 'bit[8], uint[4], bit[8]'],
    ['bit[8]', '==', 'int', 'int[64], int[64], bool'],
    ['bit[64]', '==', 'int', 'uint[64], uint[64], bool'],
    ['bit[8]', '<', 'bit[8]', 'bit[8], bit[8], bool'],
    ['bit[2]', '++', 'bit', 'bit[2], bit, bit[3]'],
    ['qubit', '++', 'qubit[3]', 'qubit, qubit[3], qubit[4]'],
    ['array[int[8], 2, 3]', '++', 'array[int[8], 4, 3]', ''],
    // truth values and comparisons
    ['bool', '==', 'bit', 'bool, bool, bool'],
    ['bool', '&&', 'int', 'bool, bool, bool'],
    ['bit', '||', 'bool', 'bool, bool, bool'],
    ['angle[4]', '==', 'float', 'angle[4], angle[4], bool'],
    ['int[8]', '>=', 'float[32]', 'float[32], float[32], bool'],
    ['complex', '!=', 'int', 'complex[float[64]], complex[float[64]], bool'],
    ['int[8]', '<<', 'uint', 'int[8], uint[64], int[8]'],
    ['int[8]', '^', 'uint[16]', 'uint[16], uint[16], uint[16]'],
  ])('%s %s %s: %s', (left, operator, right, expected) => {
    const arrays = 'array[int[8], 2, 3], array[int[8], 4, 3], array[int[8], 6, 3]';
    expect(shown(operator, left, right)).toBe(expected === '' ? arrays : expected);
  });

  test.each<[string, BinaryOperator, string]>([
    ['bit[8]', '&', 'bit[7]'],
    ['bit[8]', '+', 'int'],
    ['bit[8]', '&&', 'bool'],
    ['bit[8]', '==', 'bit[7]'],
    ['int', '/', 'angle'],
    ['angle', '*', 'float'],
    ['angle', '*', 'angle'],
    ['angle', '**', 'angle'],
    ['angle', '%', 'uint'],
    ['float', '%', 'float'],
    ['float', '&', 'int'],
    ['float', '<<', 'int'],
    ['int', '<<', 'float'],
    ['complex', '<', 'int'],
    ['duration', '+', 'int'],
    ['duration', '*', 'duration'],
    ['int', '/', 'duration'],
    ['int', '++', 'int'],
    ['bit', '++', 'qubit'],
    ['array[int[8], 2, 3]', '++', 'array[int[8], 2, 4]'],
    ['array[int[8], 2]', '==', 'array[int[8], 2]'],
    ['qubit', '==', 'qubit'],
  ])('%s %s %s does not exist', (left, operator, right) => {
    expect(shown(operator, left, right)).toBe('none');
  });

  test.each<[UnaryOperator, string, string]>([
    ['-', 'uint[8]', 'uint[8], uint[8]'],
    ['-', 'angle[4]', 'angle[4], angle[4]'],
    ['-', 'bool', 'int[64], int[64]'],
    ['-', 'stretch', 'duration, duration'],
    ['-', 'bit[4]', 'none'],
    ['~', 'bit[4]', 'bit[4], bit[4]'],
    ['~', 'int[8]', 'int[8], int[8]'],
    ['~', 'bool', 'none'],
    ['~', 'float', 'none'],
    ['!', 'bit', 'bool, bool'],
    ['!', 'int', 'bool, bool'],
    ['!', 'bit[4]', 'none'],
    ['!', 'unknown', 'unknown, unknown'],
  ])('%s %s: %s', (operator, operand, expected) => {
    const found = promoteUnary(operator, written(operand));
    const text = found === null ? 'none' : `${showType(found.operand)}, ${showType(found.result)}`;
    expect(text).toBe(expected);
  });

  test('what was already reported fits every operator', () => {
    expect(shown('<<', 'unknown', 'duration')).toBe('unknown, duration, unknown');
  });
});
