import { describe, expect, test } from 'vitest';
import { assignable, castable, sameType } from '../../src/types/rules.ts';
import { showType } from '../../src/types/show.ts';
import { written } from './written.ts';

const KINDS = ['bool', 'int[4]', 'uint[4]', 'float[32]', 'angle[4]', 'bit[4]', 'duration', 'qubit'];

// the table of OpenQASM 3, "Allowed casts", with `bit[1]` where it asks for a single bit
const CASTS: Readonly<Record<string, string>> = {
  bool: '++++----',
  'int[4]': '++++-+--',
  'uint[4]': '++++-+--',
  'float[32]': '+++++---',
  'angle[4]': '+---++--',
  'bit[4]': '+++-++--',
  duration: '------+-',
  qubit: '-------+',
};

describe('explicit casts (OpenQASM 3, "Allowed casts")', () => {
  test.each(KINDS)('from %s', (from) => {
    const row = KINDS.map((to) => (castable(written(from), written(to)) ? '+' : '-')).join('');
    expect(row).toBe(CASTS[from]);
  });

  test.each([
    ['bool', 'bit', true],
    ['bool', 'bit[1]', true],
    ['bool', 'bit[2]', false],
    ['int[8]', 'bit[4]', false],
    ['bit[8]', 'uint[16]', false],
    ['bit[3]', 'bit[4]', false],
    ['bit', 'bit[1]', true],
    ['angle[8]', 'bit[9]', false],
    ['angle[20]', 'angle[3]', true],
    ['int[32]', 'uint[16]', true],
    ['float', 'complex', true],
    ['complex', 'float', false],
    ['complex', 'bool', false],
    ['complex[32]', 'complex', true],
    ['stretch', 'duration', true],
    ['duration', 'stretch', false],
    ['bit', 'float', false],
    ['unknown', 'angle', true],
  ] as const)('%s to %s: %s', (from, to, allowed) => {
    expect(castable(written(from), written(to))).toBe(allowed);
  });
});

describe('implicit conversions', () => {
  test.each([
    // as in C99
    ['int', 'int[8]'],
    ['uint[32]', 'int[16]'],
    ['bool', 'uint[4]'],
    ['int', 'float[32]'],
    ['float', 'float[32]'],
    ['float[32]', 'complex'],
    ['float', 'bool'],
    // as the specification notes
    ['float', 'angle[20]'],
    ['angle[20]', 'angle[10]'],
    ['stretch', 'duration'],
    // as its examples do
    ['bit', 'bool'],
    ['bool', 'bit'],
    ['bit', 'int'],
    ['bit', 'bit[1]'],
    ['mutable array[int[8], 3]', 'readonly array[int[8], #]'],
    ['array[int[8], 3, 2]', 'mutable array[int[8], 3, 2]'],
    // copied by an assignment; a subroutine is not given it for writing
    ['readonly array[int[8], 3]', 'mutable array[int[8], 3]'],
  ])('%s fits where %s is needed', (from, to) => {
    expect(assignable(written(from), written(to))).toBe(true);
  });

  test.each([
    ['float[32]', 'int'],
    ['complex', 'float'],
    ['angle', 'float'],
    ['angle', 'uint'],
    ['angle', 'bool'],
    ['bit[8]', 'uint[8]'],
    ['bit[2]', 'bool'],
    ['bit[3]', 'bit[4]'],
    ['int', 'bit'],
    ['int', 'angle'],
    ['duration', 'float'],
    ['duration', 'stretch'],
    ['qubit', 'qubit[1]'],
    ['array[int[8], 3]', 'array[int[8], 4]'],
    ['array[int[8], 3]', 'array[int[16], 3]'],
    ['array[int[8], 3]', 'array[int[8], 3, 1]'],
  ])('%s does not fit where %s is needed', (from, to) => {
    expect(assignable(written(from), written(to))).toBe(false);
  });

  test.each([
    ['bit', 0n, true],
    ['bit[1]', 1n, true],
    ['bit', 2n, false],
    ['bit[4]', 1n, false],
    ['angle[4]', 0n, true],
  ] as const)('a constant integer where %s is needed: %s, %s', (to, value, fits) => {
    expect(assignable(written('int'), written(to), value)).toBe(fits);
  });
});

describe('types', () => {
  test.each([
    'bit',
    'bit[3]',
    'qubit[4]',
    'bool',
    'int[32]',
    'uint[7]',
    'float[64]',
    'angle[20]',
    'duration',
    'stretch',
    'void',
    'gate',
    'array[int[8], 2, 3]',
    'mutable array[bit[4], 5]',
  ])('%s is shown as written', (text) => {
    expect(showType(written(text))).toBe(text);
  });

  test('complex numbers and open dimensions are shown as written', () => {
    expect(showType(written('complex[32]'))).toBe('complex[float[32]]');
    expect(showType(written('readonly array[uint[8], #, #]'))).toBe(
      'readonly array[uint[8], #dim = 2]',
    );
  });

  test.each([
    ['int[8]', 'uint[8]'],
    ['int[8]', 'int[9]'],
    ['bit', 'bit[1]'],
    ['array[int[8], 3]', 'readonly array[int[8], 3]'],
    ['array[int[8], 3]', 'array[int[8], 4]'],
    ['float[32]', 'complex[32]'],
  ])('%s and %s are different', (a, b) => {
    expect(sameType(written(a), written(b))).toBe(false);
    expect(sameType(written(a), written(a))).toBe(true);
  });
});
