import { describe, expect, it } from 'vitest';
import { read, statements } from './support.ts';

const V2 = 'OPENQASM 2.0;\n';
const errors = (text: string): readonly string[] => read(V2 + text).errors;

describe('version', () => {
  it.each([
    ['OPENQASM 2.0;', 2, 0],
    ['// comment\nOPENQASM 2;', 2, 0],
    ['OPENQASM 3;', 3, 0],
    ['OPENQASM 3.14;', 3, 14],
  ])('%s', (text, major, minor) => {
    const { program, errors: found } = read(text);
    expect(found).toEqual([]);
    expect(program.version).toMatchObject({ major, minor });
  });

  it.each([
    ['OPENQASM 4.0;', 'VERSION_UNSUPPORTED 1:10'],
    ['OPENQASM 1;', 'VERSION_UNSUPPORTED 1:10'],
    ['OPENQASM x;', 'SYNTAX 1:10'],
    ['OPENQASM 3.;', 'SYNTAX 1:10'],
    ['OPENQASM;', 'SYNTAX 1:9'],
    ['OPENQASM 3.0\nx q;', 'SYNTAX 1:13'],
    ['x q; OPENQASM 3.0;', 'VERSION_MISPLACED 1:6'],
    ['OPENQASM 3.0; OPENQASM 3.0;', 'VERSION_MISPLACED 1:15'],
  ])('%s is %s', (text, code) => {
    expect(read(`${text}\ny q;`).errors).toEqual([code]);
  });

  it('is 3 where none is named, or that of the including file', () => {
    expect(read('bit b;').errors).toEqual([]);
    expect(read('bit b;', 2).errors).toEqual(['NOT_IN_VERSION 1:1']);
    expect(read('OPENQASM 3.0; bit b;', 2).errors).toEqual([]);
  });
});

describe('version 2', () => {
  it.each([
    'include "qelib1.inc";',
    'qreg q[2]; creg c[2];',
    'gate u3(theta,phi,lambda) q { U(theta,phi,lambda) q; }',
    'gate cx c,t { CX c,t; barrier c,t; }',
    'gate g() a { }',
    'opaque g(a) q, r; opaque h q;',
    'rx(-pi/2 + sin(3.0e-1)^2 * (1 - ln(2))) q[0];',
    'measure q -> c; measure q[0] -> c[0];',
    'reset q; barrier q[0], q[1];',
    'if (c == 3) x q; if(c==0) measure q->c; if(c==1) reset q;',
    '/* block */ x q; // line',
    // words of version 3 are names
    'qreg ctrl[1]; creg bit[1]; x ctrl[0]; cx ctrl[0], end[0];',
    'gate box a { } box q; gate inv(pow) delay { U(pow, 0, 0) delay; } inv(1) q;',
    'opaque delay(t) q; delay(100) q[0];',
    'x true; u1(true) q;',
  ])('%s', (text) => {
    expect(errors(text)).toEqual([]);
  });

  it('declares opaque gates without a body', () => {
    expect(statements(`${V2}opaque g(a) q, r;`)).toMatchObject([
      { kind: 'gate', params: [{ text: 'a' }], qubits: [{ text: 'q' }, { text: 'r' }], body: null },
    ]);
  });

  it.each([
    ['qubit[2] q;', '2:1'],
    ['def f(int a) -> int { return a; }', '2:1'],
    ['for int i in [0:2] { x q; }', '2:1'],
    ['ctrl @ x q, r;', '2:1'],
    ['gphase(pi);', '2:1'],
    ['const int n = 2;', '2:1'],
    ['delay[10ns] q;', '2:1'],
    ['let a = q;', '2:1'],
    ['box { x q; }', '2:1'],
    ['c = measure q;', '2:3'],
    ['c += 1;', '2:3'],
    ['f(1);', '2:5'],
    ['measure q;', '2:10'],
    ['barrier;', '2:8'],
    ['if (c == 1) { x q; }', '2:13'],
    ['if (c == 1) x q; else y q;', '2:18'],
    ['if (c < 1) x q;', '2:7'],
    ['if (c[0] == 1) x q;', '2:5'],
    ['if (c == d) x q;', '2:5'],
    ['x $0;', '2:3'],
    ['x q[0:1];', '2:6'],
    ['x q[{0, 1}];', '2:5'],
    ['u1(2 ** 3) q;', '2:6'],
    ['u1(2 % 3) q;', '2:6'],
    ['u1(!a) q;', '2:4'],
    ['u1(0x10) q;', '2:4'],
    ['u1(1_0) q;', '2:4'],
    ['u1(10ns) q;', '2:4'],
    ['u1("01") q;', '2:4'],
    ['@note\nx q;', '2:1'],
    ['#pragma note', '2:1'],
    ['qreg Q[2];', '2:6'],
    ['gate H a { }', '2:6'],
    ['gate g(A) a { }', '2:8'],
    ['creg _c[1];', '2:6'],
    ['creg ψ[1];', '2:6'],
  ])('does not have %s', (text, place) => {
    expect(errors(`${text}\nx q;`)).toEqual([`NOT_IN_VERSION ${place}`]);
  });

  it('reports a word of version 3 once, and reads what it starts', () => {
    const text = 'qubit[2] q;\nqubit r;\ndef f(qubit a) { x a; }\nbit b;\nx Q;';
    const { program, errors: found } = read(V2 + text);
    expect(found).toEqual(['NOT_IN_VERSION 2:1', 'NOT_IN_VERSION 4:1', 'NOT_IN_VERSION 5:1']);
    expect(program.statements.map(({ kind }) => kind)).toEqual([
      ...['qubits', 'qubits', 'def', 'variable', 'gatecall'],
    ]);
  });
});

describe('version 3', () => {
  it('does not have opaque gates', () => {
    expect(read('opaque g(a) q;\nx q;').errors).toEqual(['NOT_IN_VERSION 1:1']);
    expect(read('opaque q;').errors).toEqual([]);
  });

  it('keeps what version 2 writes otherwise', () => {
    expect(read('qreg q[2]; creg c[2]; measure q -> c; if (c==1) x q;').errors).toEqual([]);
  });
});
