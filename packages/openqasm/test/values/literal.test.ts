import { describe, expect, test } from 'vitest';
import type { DurationUnit } from '../../src/syntax/ast.ts';
import { showType } from '../../src/types/show.ts';
import { type Literal, literal } from '../../src/values/literal.ts';

const node = (rest: object): Literal => ({ id: 0, start: 0, end: 0, ...rest }) as Literal;
const number = (kind: 'integer' | 'float' | 'imaginary', text: string) =>
  literal(node({ kind, text }));

describe('literals (OpenQASM 3, "Literals")', () => {
  test.each([
    ['1', 1n],
    ['0xff', 255n],
    ['0xffff_ffff', 0xffff_ffffn],
    ['0XBEEF', 0xbeefn],
    ['0o73', 59n],
    ['0b1101', 13n],
    ['0B0110_1001', 0b0110_1001n],
    ['1_000_000', 1_000_000n],
    ['007', 7n],
  ])('%s is an int', (text, value) => {
    expect(number('integer', text)).toEqual({ type: { kind: 'int', width: 64 }, value });
  });

  test.each([
    [2n ** 63n - 1n, 'int[64]'],
    [2n ** 63n, 'uint[64]'],
    [2n ** 64n - 1n, 'uint[64]'],
    [2n ** 64n, 'uint[65]'],
  ])('%s has type %s', (value, type) => {
    const found = number('integer', value.toString());
    expect([found.value, showType(found.type)]).toEqual([value, type]);
  });

  test.each([
    ['1.0', 1],
    ['.1', 0.1],
    ['0.', 0],
    ['2e10', 2e10],
    ['2e+1', 20],
    ['2.0E-1', 0.2],
    ['1_0.2_5', 10.25],
  ])('%s is a double', (text, value) => {
    expect(number('float', text)).toEqual({ type: { kind: 'float', width: 64 }, value });
  });

  test('an imaginary number has no real part', () => {
    expect(number('imaginary', '2.5').value).toEqual({ re: 0, im: 2.5 });
  });

  test('the last character of a bit string is bit 0', () => {
    const found = literal(node({ kind: 'bitstring', text: '0010_1010' }));
    expect(found).toEqual({ type: { kind: 'bit', size: 8 }, value: 42n });
  });

  test.each([
    [true, 1n],
    [false, 0n],
  ])('%s', (value, expected) => {
    expect(literal(node({ kind: 'boolean', value }))).toEqual({
      type: { kind: 'bool' },
      value: expected,
    });
  });

  test.each<[string, DurationUnit, number, number]>([
    ['100', 'ns', 100, 0],
    ['4.35', 'us', 4350, 0],
    ['1.1', 'ms', 1_100_000, 0],
    ['5e-7', 's', 500, 0],
    ['1_000', 'ms', 1_000_000_000, 0],
    ['2.5', 'dt', 0, 2.5],
  ])('%s%s is exact in nanoseconds and cycles', (text, unit, ns, dt) => {
    const found = literal(node({ kind: 'duration', text, unit }));
    expect(found).toEqual({ type: { kind: 'duration' }, value: { ns, dt, stretches: null } });
  });
});
