import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes, VERSION_3 } from './support.ts';

describe('valid programs', () => {
  it.each([
    ['shadow names in blocks', 'int a = 1;\n{ a = 2; float a = 1.5; a *= 2; }\na = 3;'],
    [
      'shadow gates inside',
      'def f(qubit x, angle p) { rx(p) x; }\nfor int z in [0:1] { int h = z; }',
    ],
    ['recurse in subroutines', 'def f(int n) -> int { if (n < 1) return 0; return f(n - 1); }'],
    ['use constants in gates', 'const float w = pi / 2;\ngate g(a) q { rx(a * w) q; }'],
    ['compute with angles of gates', 'gate g(a, b) q { U(-a / 2, 0.5 * b + 1, cos(a) ** 2) q; }'],
    ['loop in gates', 'gate g(a) q { for int i in [0:3] { if (i > 1) rz(i * a) q; else h q; } }'],
    ['delay in gates', 'gate g q { h q; delay[10ns] q; barrier q; box { x q; } }'],
    ['apply nothing to nothing', 'gate g q { }\ngphase(pi / 2);\nbarrier;\ndelay[1ns];'],
    ['broadcast', 'qubit[3] q;\nqubit[3] r;\nqubit w;\nccx q, w, r;\ncx q[0:1], q[1:2];'],
    ['index at run time', 'int i = 2;\nqubit[4] q;\nbit[4] c;\nc[i] = measure q[i + 1];'],
    ['slice at run time', 'int i = 2;\nqubit[4] q;\nlet a = q[0:i];\nx a;\ncx a[0], q[3];'],
    ['index from the end', 'qubit[4] q;\nlet a = q[-4:-1];\ncx q[-1], q[0];\nh a[{0, -1}];'],
    ['control many', 'qubit[3] a;\nqubit[2] b;\nnegctrl(2) @ ctrl @ x b[1], a, b[0], $0;'],
    ['take powers', 'qubit[2] q;\nint k = 3;\ninv @ pow(-k) @ ctrl @ pow(0.5) @ x q[0], q[1];'],
    ['convert bits', 'bit c = 1;\nbool b = c;\nint n = c;\nn += c;\nif (c && b || n) { }'],
    ['take bits for numbers', 'bit[4] c = "0110";\nif (c == 6) { }\nuint[4] u = uint[4](c);'],
    ['change bits', 'bit[4] c;\nc ^= "1010";\nc <<= 1;\nint[8] i;\ni[4:7] = "1010";\ni[0] = 1;'],
    ['divide times', 'duration d = 1ms / 3;\nfloat f = d / 1ns;\nstretch w;\ndelay[2 * w + d] $0;'],
    ['write to references', 'def f(mutable array[int, #dim = 2] a) { a[0] = a[1]; a[0, 1] += 2; }'],
    [
      'loop over values',
      'array[float, 3] a;\nfor float f in a { }\nbit[3] c;\nfor bit b in c[0:1] { }',
    ],
    [
      'switch',
      'int i;\nwhile (i < 3) { switch (i) { case 0, -1 { break; } default { i += 1; } } }',
    ],
    [
      'calibrate',
      'defcalgrammar "openpulse";\ncal { }\ndefcal y90 $0 { }\ngate y90 q { }\ny90 $0;',
    ],
    ['measure alone', 'qubit[2] q;\nmeasure q;\nmeasure q[0];'],
    ['repeat qubits in barriers', 'qubit[2] q;\nbarrier q, q[0];'],
    ['return nothing', 'def f(int a) { if (a > 1) return; a = 2; }\nf(1);'],
    ['return from loops', 'def f() -> bit { while (true) { return measure $0; } }'],
    ['end early', 'def f(int a) -> int { if (a > 1) { return 1; } else { end; } }'],
    ['annotate', '@noise high\nqubit q;\n@a.b c\n@d\nh q;\npragma something else'],
  ])('may %s', (_what, text) => {
    expect(codes(VERSION_3 + text)).toEqual([]);
  });

  it('may be empty', () => {
    expect(codes('')).toEqual([]);
    expect(codes('OPENQASM 2.0;')).toEqual([]);
  });
});

const DATA = resolve(
  import.meta.dirname,
  '../../../..',
  process.env['XDV_DATA'] ?? '../shared/data',
  'qasm',
);
const absent = !existsSync(DATA);

/** Examples of the language project that break its rules as they are today. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  // declares one constant twice
  'arrays.qasm': ['NAME_TAKEN 76:16'],
  // declares no register and takes CX from nowhere
  'cphase.qasm': ['NAME_UNKNOWN 4:3', 'NAME_UNKNOWN 9:15'],
  // stdgates.inc has no u
  'dd.qasm': ['NAME_UNKNOWN 25:3'],
  // has floats of 16 bits, takes parts of a qubit in a gate, and calls a subroutine as a gate
  'vqe.qasm': [
    ...['WIDTH_INVALID 23:51', 'WIDTH_INVALID 23:67', 'INDEX_TYPE 25:47', 'INDEX_TYPE 25:53'],
    ...['WRONG_KIND 65:5', 'WIDTH_INVALID 73:42', 'WIDTH_INVALID 74:9', 'WIDTH_INVALID 86:7'],
  ],
};

describe('published programs', () => {
  it.skipIf(absent).each(['openqasm3', 'qasmbench'])('of %s have no other errors', (folder) => {
    const names = readdirSync(join(DATA, folder));
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) {
      const text = readFileSync(join(DATA, folder, name), 'utf8');
      expect(codes(text), name).toEqual(BROKEN[name] ?? []);
    }
  });
});
