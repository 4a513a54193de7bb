import { describe, expect, test } from 'vitest';
import { meaningOf, read } from './oracle.ts';

const outcomes = (text: string): Record<string, number> => {
  const found = [...meaningOf(read(text)).outcomes];
  return Object.fromEntries(found.map(([key, p]) => [key, Math.round(p * 1e9) / 1e9]));
};

/** Programs whose meaning is known on paper. */
describe('the oracle', () => {
  test.each<[string, string, Record<string, number>]>([
    ['nothing', 'bit[3] c = "110";', { '110': 1 }],
    [
      'a Bell pair',
      'qubit[2] q; h q[0]; cx q[0], q[1]; bit[2] c = measure q;',
      { '00': 0.5, '11': 0.5 },
    ],
    ['the first output lowest', 'bit a = 1; bit[2] b = "10";', { '101': 1 }],
    ['broadcasting', 'qubit[2] q; qubit r; x r; cx r, q; bit[2] c = measure q;', { '11': 1 }],
    ['reset', 'qubit q; h q; reset q; bit c = measure q;', { '0': 1 }],
    [
      'feed-forward',
      'qubit[2] q; bit[2] c; h q[0]; c[0] = measure q[0]; if (c[0]) x q[1]; measure q[1] -> c[1];',
      { '00': 0.5, '11': 0.5 },
    ],
    [
      'wrapping integers',
      'int[4] i = 7; i += 1; output bit[4] o; o = bit[4](i);',
      { '1000': 1 },
    ],
    [
      'a loop with continue and break',
      `uint[4] n = 0; for int k in [0:9] { if (k == 2) continue; if (k == 5) break; n += k; }
       output uint[4] o; o = n;`,
      { '1000': 1 },
    ],
    [
      'subroutines and arrays by reference',
      `array[uint[4], 2] a = {1, 2};
       def f(mutable array[uint[4], #dim = 1] x, uint[4] y) -> uint[4] { x[0] = y; return y + 1; }
       output uint[4] o; uint[4] r = f(a, 5); o = r + a[0];`,
      { '1011': 1 },
    ],
    ['aliases of bits', 'bit[4] c = "0000"; let d = c[1:2]; d[1] = 1;', { '0100': 1 }],
    [
      'aliases of qubits',
      'qubit[3] q; let r = q[{2, 0}]; x r[0]; bit[3] c = measure q;',
      { '100': 1 },
    ],
    [
      'modifiers',
      'qubit[3] q; x q[0]; ctrl @ negctrl @ x q[0], q[1], q[2]; bit[3] c = measure q;',
      { '101': 1 },
    ],
    [
      'powers of gates',
      'qubit q; pow(1/3.0) @ x q; pow(2/3.0) @ x q; bit c = measure q;',
      { '1': 1 },
    ],
    ['end', 'bit c = 0; end; c = 1;', { '0': 1 }],
    [
      'a switch',
      'int i = 3; output uint[2] o; switch (i) { case 1 { o = 1; } case 2, 3 { o = 2; } }',
      { '10': 1 },
    ],
  ])('%s', (_, text, expected) => {
    expect(outcomes(`OPENQASM 3.0; include "stdgates.inc"; ${text}`)).toEqual(expected);
  });

  test('keeps the global phase', () => {
    const { state, qubits } = meaningOf(read('qubit q; rz(pi) q; gphase(pi / 4);'));
    const [[re, im]] = state as [[number, number]];
    expect(qubits).toEqual(['q']);
    expect(re).toBeCloseTo(Math.cos(-Math.PI / 4), 12);
    expect(im).toBeCloseTo(Math.sin(-Math.PI / 4), 12);
  });

  test('tells a program that measures from one that has a state', () => {
    expect(meaningOf(read('qubit q; bit c = measure q;')).state).toBeNull();
  });
});
