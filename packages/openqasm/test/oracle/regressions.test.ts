import { expect, test } from 'vitest';
import { expectAgreement } from './agreement.ts';

/** Programs on which the lowering and the oracle once disagreed. */
test.each([
  [
    'mod of floats while the circuit runs',
    'output float[64] o; bit b = measure q; o = mod(0.5 * uint[1](b), 0.3);',
  ],
  [
    'a power keeps the sign of its base',
    'output bool o; int[1] m = 0; m[0] = measure q; o = 7 > pow(m, 1);',
  ],
  [
    'an array assigned to itself in another order',
    `array[uint[4], 2] r = {1, 2}; output uint[8] o;
     r[0][2] = measure q; r[0:1] = r[1:-1:0]; o = r[0] + 16 * r[1];`,
  ],
  [
    'the items of a set are found before the first round',
    'output int[8] o; o = 0; o[1] = measure q; for int[4] i in {2, -o} { o += i; }',
  ],
  [
    'the items of an array are found before the first round',
    `array[uint[4], 2] r = {1, 2}; output uint[4] o; o = 0;
     r[0][2] = measure q; for uint[4] i in r { r[1] = 7; o += i; }`,
  ],
  [
    'an array that may be read only is copied to one that may be written to',
    `array[uint[4], 2] v = {1, 2}; array[uint[4], 2] w = {3, 4}; output uint[4] o;
     def f(readonly array[uint[4], 2] a, mutable array[uint[4], #dim = 1] b) { b = a; }
     f(v, w); o = w[0] + w[1];`,
  ],
])('%s', (_, text) => {
  const program = `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nry(0.7) q;\n${text}\n`;
  expect(() => expectAgreement({ text: program, inputs: [] })).not.toThrow();
});
