import { describe, expect, test } from 'vitest';
import { decodeOutcome } from '../../src/lower/decode.ts';
import { always, codeOf, lowered, opsOf, refused } from './support.ts';

describe('inputs', () => {
  test('take values of their types', () => {
    const body = `input angle[8] a; input float f; input int[8] n; input bool b; input bit[3] c;
      qubit q; rz(a) q; rx(f) q; ry(n) q; if (b) x q; if (c == 6) y q;`;
    const inputs = { a: Math.PI / 2, f: 0.25, n: -3, b: true, c: '110' };
    expect(opsOf(body, { inputs })).toMatchObject([
      { gate: 'rz', params: [Math.PI / 2] },
      { gate: 'rx', params: [0.25] },
      { gate: 'ry', params: [-3] },
      { gate: 'x' },
      { gate: 'y' },
    ]);
    expect(opsOf(body, { inputs: { ...inputs, n: -3n, b: 0, c: 5n } })).toHaveLength(3);
  });

  test('may be arrays, complex numbers and durations', () => {
    const body = `input array[int[8], 2, 2] m; input complex[float[64]] w; input duration d; qubit
      q;
      rx(m[1, 0]) q; ry(imag(w)) q; delay[d] q;`;
    const inputs = { m: [[1, 2], [3, 4]], w: { re: 0, im: 0.5 }, d: 70 };
    expect(opsOf(body, { inputs })).toMatchObject([{ params: [3] }, { params: [0.5] }, { ns: 70 }]);
  });

  test('that are missing are listed with their types', () => {
    const [found] = refused('input angle[8] a; input int[16] n; qubit q;', { inputs: { n: 1 } });
    expect(found).toMatchObject({ code: 'INPUT_MISSING', line: 3 });
    expect(found!.message).toContain('angle[8] a');
    expect(found!.message).not.toContain('int[16] n');
  });

  test.each<[string, unknown]>([
    ['int[4]', 8],
    ['uint[4]', -1],
    ['int[4]', 1.5],
    ['bit[3]', '10'],
    ['bit[3]', '1012'],
    ['bool', 2],
    ['float', 'one'],
    ['angle[4]', Number.NaN],
    ['array[int[8], 2]', [1]],
    ['array[int[8], 2]', [1, 300]],
    ['complex[float[64]]', { re: 1 }],
    ['duration', Number.POSITIVE_INFINITY],
    ['int[4]', null],
  ])('%s does not take %s', (type, value) => {
    const inputs = { v: value as number };
    expect(codeOf(`input ${type} v; qubit q;`, { inputs })).toBe('INPUT_INVALID');
  });
});

describe('externs and calibrations', () => {
  const body = 'extern f(int[8], float) -> angle[8]; qubit q; rz(f(3, 0.5)) q;';

  test('an extern is called with values that are known', () => {
    const externs = { f: (n: unknown, x: unknown) => Number(n) * (x as number) * Math.PI / 3 };
    expect(opsOf(body, { externs })).toMatchObject([{ gate: 'rz', params: [Math.PI / 2] }]);
  });

  test('an extern without an implementation is told', () => {
    expect(codeOf(body)).toBe('BINDING_MISSING');
  });

  test('an extern that gives something else is told', () => {
    expect(codeOf(body, { externs: { f: () => 'x' } })).toBe('INPUT_INVALID');
  });

  test('an extern is not called with outcomes', () => {
    const running = 'extern f(bit) -> bit; qubit q; bit c = measure q; c = f(c);';
    expect(codeOf(running, { externs: { f: () => 1 } })).toBe('RUNTIME_UNSUPPORTED');
  });

  test('calibrations are kept, and gates run by their definition', () => {
    const gate = 'defcalgrammar "openpulse"; cal { x = 1; } defcal x $0 { play(drive); } x $0;';
    expect(opsOf(gate)).toMatchObject([{ gate: 'x' }]);
  });
});

describe('outputs', () => {
  test('are decoded by name', () => {
    const value = lowered(`output bit[3] c; output int[4] n; output float[64] f; output angle[4] a;
      output array[uint[4], 2] v; output complex[float[64]] w; output bool b;
      c = "110"; n = -3; f = 1.5; a = pi; v[1] = 7; w = 2.0im; b = true;`);
    const text = always(`output bit[3] c; output int[4] n; output float[64] f; output angle[4] a;
      output array[uint[4], 2] v; output complex[float[64]] w; output bool b;
      c = "110"; n = -3; f = 1.5; a = pi; v[1] = 7; w = 2.0im; b = true;`);
    expect(Object.fromEntries(decodeOutcome(value, text))).toEqual({
      c: 6n, n: -3n, f: 1.5, a: 8n, v: { items: [0n, 7n] }, w: { re: 0, im: 2 }, b: 1n,
    });
  });

  test('of another circuit are refused', () => {
    const value = lowered('bit[2] c;');
    expect(() => decodeOutcome(value, '0')).toThrow(RangeError);
    expect(() => decodeOutcome(value, '0x')).toThrow(RangeError);
    expect(decodeOutcome(lowered('qubit q;'), '').size).toBe(0);
  });
});
