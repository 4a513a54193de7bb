import { describe, expect, test } from 'vitest';
import { always, codeOf, lowered, opsOf, outcomes } from './support.ts';

/** A bit that the circuit has to measure: 1. */
const ONE = 'qubit one; x one; bool m = measure one;';

/** The same twice: with a value that is known, and with one that the circuit computes. */
const bothWays = (declared: string, of: (bit: string) => string): readonly string[] => [
  always(`${declared} ${of('true')}`),
  always(`${declared} qubit one; x one; bool m = measure one; ${of('m')}`),
];

describe('classical values', () => {
  test.each<[string, string, (one: string) => string, string]>([
    [
      'uint wraps',
      'output uint[4] o;',
      (m) => `uint[4] i = 15; i += uint[4](${m}); o = i;`,
      '0000',
    ],
    ['int wraps', 'output int[4] o;', (m) => `int[4] i = 7; i += int[4](${m}); o = i;`, '1000'],
    [
      'int divides to zero',
      'output int[4] o;',
      (m) => `int[4] i = -7; o = i / (1 + int[4](${m}));`,
      '1101',
    ],
    [
      'the remainder has the sign of the dividend',
      'output int[4] o;',
      (m) => `int[4] i = -7; o = i % (3 + int[4](${m}));`,
      '1101',
    ],
    [
      'int shifts keep the sign',
      'output int[8] o;',
      (m) => `int[8] i = -8; o = i >> uint[4](${m});`,
      '11111100',
    ],
    [
      'angles wrap at a turn',
      'output angle[4] o;',
      (m) => `angle[4] a = 3 * pi / 2; a += a * uint[4](${m}); o = a;`,
      '1000',
    ],
    [
      'angles divide',
      'output angle[4] o;',
      (m) => `angle[4] a = pi; o = a / (uint[4](${m}) + 1);`,
      '0100',
    ],
    [
      'floats',
      'output uint[8] o;',
      (m) => `float f = 1.75; f *= 3.0 * float[64](${m}); o = uint[8](f);`,
      '00000101',
    ],
    [
      'float[32] rounds',
      'output bit o;',
      (m) => `float[32] f = 0.1; f = f * float[32](${m}); o = f != 0.1;`,
      '1',
    ],
    ['not', 'output uint[4] o;', (m) => `uint[4] i = uint[4](${m}); o = ~i;`, '1110'],
    ['minus', 'output int[4] o;', (m) => `int[4] i = int[4](${m}); o = -i;`, '1111'],
    [
      'popcount',
      'output uint[4] o;',
      (m) => `uint[8] i = 254; i |= uint[8](${m}); o = popcount(bit[8](i));`,
      '1000',
    ],
    ['rotl', 'output bit[4] o;', (m) => `bit[4] b = "1001"; o = rotl(b, int[8](${m}));`, '0011'],
    [
      'rotr the other way for negative',
      'output bit[4] o;',
      (m) => `bit[4] b = "1001"; o = rotr(b, -int[8](${m}));`,
      '0011',
    ],
    ['sin', 'output bit o;', (m) => `o = sin(float[64](${m}) * pi / 2) == 1.0;`, '1'],
    [
      'powers',
      'output uint[8] o;',
      (m) => `uint[8] b = 2 + uint[8](${m}); o = b ** 5;`,
      '11110011',
    ],
    [
      'comparisons',
      'output bit[4] o;',
      (m) => `int[4] i = int[4](${m}); o[0] = i < 2; o[1] = i >= 2; o[2] = i <= 1; o[3] = i > 1;`,
      '0101',
    ],
    [
      'complex products',
      'output complex[float[32]] o;',
      (m) => `complex[float[32]] w = 1.0 + 2.0im; w *= 1.0im * float[32](${m}); o = w;`,
      `${'00111111100000000000000000000000'}${'11000000000000000000000000000000'}`,
    ],
    [
      'joined registers',
      'output bit[5] o;',
      (m) => `bit[2] a = "10"; bit[3] b = "001"; b[2] = ${m}; let j = a ++ b; o = j;`,
      '10110',
    ],
  ])('%s, known or not', (_, declared, of, expected) => {
    expect(bothWays(declared, of)).toEqual([expected, expected]);
  });

  test('what is known takes no operations', () => {
    expect(opsOf(`uint[8] i = 3; for uint k in [0:9] { i += k; } bit[4] c; c[1] = i ==
      48;`)).toEqual([
      {
        kind: 'set',
        at: 0,
        value: { op: 'constant', type: { kind: 'uint', width: 4 }, value: '2' },
      },
    ]);
  });

  test('bits that stay 0 are not written', () => {
    expect(opsOf('bit[4] c = "0000"; bit d = 0;')).toEqual([]);
  });

  test('&& and || look at the right side only if the left does not decide', () => {
    const table = 'array[uint[4], 2] a = {1, 2}; output bit o;';
    expect(always(`${ONE} ${table} uint[4] i = 1 + uint[4](m); o = i < 2 && a[i] == 1;`)).toBe('0');
    expect(always(`${ONE} ${table} uint[4] i = uint[4](m); o = i > 1 || a[i] == 2;`)).toBe('1');
  });

  test('a variable takes bits where it becomes unknown, and is known again after', () => {
    const { circuit } = lowered(`
      qubit q; h q; bit c = measure q; uint[8] n = 3; if (c) n = 5; n = 2; rx(n) q;`);
    expect(circuit.ops.at(-1)).toEqual({
      kind: 'gate', gate: 'rx', targets: [0], params: [2], controls: [],
    });
  });

  test('a value computed from an outcome is that of when it was computed', () => {
    expect(always(`${ONE} output uint[4] o; uint[4] a = uint[4](m); uint[4] b = a + 1; a = 7; o =
      b;`))
      .toBe('0010');
  });

  test('expressions of any length are computed', () => {
    const sum = Array.from({ length: 300 }, () => 'i').join(' + ');
    expect(always(`${ONE} output uint[16] o; uint[16] i = uint[16](m); o = ${sum};`))
      .toBe((300).toString(2).padStart(16, '0'));
  });

  test('a register of more than 4,096 bits is measured, and not used as one value', () => {
    expect(lowered('qubit q; bit[5000] c; c[4999] = measure q;').circuit.bits).toBe(5000);
    expect(codeOf('qubit q; bit[5000] c; c[0] = measure q; bit[5000] d; d = c;')).toBe('TOO_LARGE');
  });

  test('outcomes are computed with in a superposition of ways', () => {
    expect(outcomes(`qubit[2] q; h q; bit[2] c = measure q; output uint[3] o; o = uint[2](c) * 2;`))
      .toEqual({ '000': 0.25, '010': 0.25, '100': 0.25, '110': 0.25 });
  });
});

describe('arrays and bits at indices that depend on outcomes', () => {
  const TWO = 'qubit[2] q; x q[1]; bit[2] m = measure q; uint[4] i = uint[2](m);';

  test.each<[string, string, string]>([
    [
      'reading an element',
      'array[uint[4], 4] a = {3, 5, 7, 9}; output uint[4] o; o = a[i];',
      '0111',
    ],
    [
      'reading from the end',
      'array[uint[4], 4] a = {3, 5, 7, 9}; output uint[4] o; int[8] j = i; o = a[1 - j];',
      '1001',
    ],
    ['writing an element', 'output array[uint[2], 4] o; o[i] = 3;', '00110000'],
    [
      'two dimensions',
      'array[uint[4], 3, 2] a = {{1, 2}, {3, 4}, {5, 6}}; output uint[4] o; o = a[i, i - 1];',
      '0110',
    ],
    [
      'a row',
      `array[uint[4], 3, 2] a = {{1, 2}, {3, 4}, {5, 6}}; array[uint[4], 2] r; r = a[i]; output
        uint[4] o; o = r[0];`,
      '0101',
    ],
    ['reading a bit', 'bit[4] b = "0100"; output bit o; o = b[i];', '1'],
    ['writing a bit', 'output bit[4] o; o[i] = 1;', '0100'],
    [
      'a bit of an element',
      'array[uint[4], 4] a = {3, 5, 7, 9}; a[i][3] = 1; output uint[4] o; o = a[2];',
      '1111',
    ],
    [
      'complex elements',
      'array[complex[float[32]], 3] a; a[i] = 1.0im; output bit o; o = a[2] == 1.0im;',
      '1',
    ],
    [
      'a table in a branch leaves the table known',
      `array[uint[4], 4] a = {3, 5, 7, 9}; output uint[4] o; uint[4] w; if (m[0]) w = a[i]; o = w +
        a[1];`,
      '0101',
    ],
  ])('%s', (_, body, expected) => {
    expect(always(`${TWO} ${body}`)).toBe(expected);
  });

  test('an element that is not there stops the run', () => {
    expect(() => always(`${TWO} array[uint[4], 2] a; output uint[4] o; o =
      a[i];`)).toThrow('CIRCUIT_STOPPED');
    const matrix = 'array[uint[4], 3, 2] a; output uint[4] o;';
    expect(() => always(`${TWO} ${matrix} o = a[i - 1, i];`)).toThrow('CIRCUIT_STOPPED');
  });

  test('slices are copied and written in place', () => {
    const a = 'output array[uint[4], 4] o; array[uint[4], 4] a = {1, 2, 3, 4};';
    expect(always(`${a} o = a; o[0:1] = a[3:-1:2];`)).toBe('0100001100110100');
    expect(always(`${a} a[1] = i; o = a;
      ${''}`.replace('i;', 'uint[4](9);'))).toBe('0100001110010001');
  });
});
