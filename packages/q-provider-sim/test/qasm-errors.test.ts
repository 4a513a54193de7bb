import { describe, expect, it } from 'vitest';
import { QASM_LIMITS, readQasm } from '../src/qasm/index.ts';
import { refused } from './qasm-support.ts';

const V2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2]; creg c[2];\n';
const V3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q; bit[2] c;\n';

/** Program after the head (three lines), position in it, part of the message. */
const MALFORMED: readonly (readonly [string, string, number, number, string])[] = [
  ['', '', 1, 1, 'declares no qubits'],
  ['', 'OPENQASM 4.0;\nqubit q;', 1, 10, "version '4.0' is not known"],
  ['', 'qubit q;\nOPENQASM 3;', 2, 1, 'the version must be the first statement'],
  ['', 'qubit q; U(0, 0 q;', 1, 17, "expected ')', found 'q'"],
  ['', 'qubit q; /* no end', 1, 10, 'this comment does not end'],
  ['', '\uFEFFqubit q; €', 1, 10, "'€' is not part of OpenQASM"],
  ['', 'qubit q;\r\n\r\n  ?', 3, 3, "'?' is not part of OpenQASM"],
  ['', 'qubit 𝕢; foo 𝕢;', 1, 10, "gate 'foo' is not defined"],
  ['', 'include "other.inc";', 1, 1, "cannot include 'other.inc'"],
  ['', 'include "stdgates.inc;', 1, 9, 'this string does not end on its line'],
  ['', 'qreg q[0];', 1, 8, 'a register has at least 1 element, got 0'],
  ['', 'qubit[5000] q;', 1, 7, 'the program has 5000 qubits, at most 4096'],
  [V2, 'cx q[0];', 4, 1, 'cx takes 2 qubits here, got 1'],
  [V2, 'rz q[0];', 4, 1, 'rz takes 1 parameter, got 0'],
  [V2, 'cx q[0],q[0];', 4, 9, "this qubit of 'q' is used twice"],
  [V2, 'x q[2];', 4, 5, 'index 2 is out of range'],
  [V2, 'x q[-1];', 4, 5, "expected an integer, found '-'"],
  [V2, 'x r[0];', 4, 3, "'r' is not declared"],
  [V2, 'x c[0];', 4, 3, "'c' is classical bits, expected qubits"],
  [V2, 'x q[0]', 4, 7, "expected ';', found the end of the program"],
  [V2, 'x q[0] x q[1];', 4, 7, "expected ';', found 'x'"],
  [V2, 'measure q[0];', 4, 13, "expected '->', found ';'"],
  [V2, 'measure q -> c[0];', 4, 1, 'cannot measure 2 qubits into 1 bits'],
  [V2, 'if(c[0]==1) x q[0];', 4, 5, 'OpenQASM 2 cannot test a single bit'],
  [V2, 'if(c==1) barrier q;', 4, 10, "'barrier' cannot be conditional"],
  [V2, 'gate g a { x a;', 4, 16, "expected '}', found the end"],
  [V2, 'gate g a { g a; }', 4, 12, "gate 'g' is not defined"],
  [V2, 'gate g a,a { x a; }', 4, 10, "'a' is used twice"],
  [V2, 'gate g a { x a[0]; }', 4, 16, 'a qubit of a gate takes no index'],
  [V2, 'qreg q[3];', 4, 6, "'q' is already declared"],
  [V2, 'rz(1/0) q[0];', 4, 5, 'Infinity is not a finite number'],
  [V2, 'rz(foo(1)) q[0];', 4, 4, "'foo' is not a function"],
  [V2, 'rz(sin(1,2)) q[0];', 4, 4, 'sin takes 1 argument, got 2'],
  [V2, 'qreg r[3]; cx q,r;', 4, 17, 'registers of 2 and 3 qubits in one call'],
  [V2, '}', 4, 1, "'}' closes nothing"],
  [V2, 'ctrl @ x q[0],q[1];', 4, 6, "expected the name of a register, found '@'"],
  [V2, 'rz(12ab) q[0];', 4, 6, "'12ab' is not a number"],
  [V3, 'int n = 1 / 0; ', 4, 11, 'division by zero'],
  [V3, 'const int n;', 4, 11, 'a constant needs a value'],
  [V3, 'const int n = 1; n = 2;', 4, 18, "'n' is constant"],
  [V3, 'x q[0][0];', 4, 8, "'q' is single here and takes no index"],
  [V3, 'x q[1:0];', 4, 5, 'this slice is empty'],
  [V3, 'for int i in [0:0:3] x q[i];', 4, 14, 'a range has step 0'],
  [V3, 'for int i in [0:] x q[i];', 4, 14, 'this range has no end'],
  [V3, 'for int i in [0:5] x q[i];', 4, 24, 'index 2 is out of range'],
  [V3, 'if (c[0] > 0) x q[0];', 4, 10, "'>' on outcomes is not supported"],
  [V3, 'if (c == c) x q[0];', 4, 7, 'a comparison of outcomes with outcomes'],
  [V3, 'if (true) { x q[0];', 4, 11, 'this block does not end'],
  [V3, '{ qubit r; }', 4, 3, 'can only be declared at the top level'],
  [V3, 'bit[2] d = "01";', 4, 12, "'d' can only start at 0"],
  [V3, 'c[0] = 1;', 4, 6, "'c' can only be written by the circuit"],
  [V3, 'ctrl(0) @ x q[0];', 4, 6, '0 control qubits'],
  [V3, 'inv x q[0];', 4, 5, "expected '@', found 'x'"],
  [V3, 'pow(0.5) @ x q[0];', 4, 5, 'pow(0.5) is not supported'],
  [V3, 'delay[10dt] q;', 4, 7, "'dt' depends on the device"],
  [V3, 'delay[0.5ns] q;', 4, 7, 'a delay of 0.5 ns cannot be kept'],
  [V3, 'measure q;', 4, 1, 'a measurement without a bit is not supported'],
  [V3, 'x $0;', 4, 3, 'physical qubits are not supported'],
];

/** What the language has and the reader does not. */
const UNSUPPORTED: readonly (readonly [string, string])[] = [
  ['def f(qubit a) -> bit { return measure a; }', 'subroutines (def)'],
  ['extern f(int) -> int;', 'external functions (extern)'],
  ['while (c[0]) { x q[0]; }', 'while loops'],
  ['switch (c) { case 0 { x q[0]; } }', 'switch'],
  ['cal { play(x); }', 'pulse calibrations (cal)'],
  ['defcal x $0 { }', 'pulse calibrations (defcal)'],
  ['defcalgrammar "openpulse";', 'pulse calibrations (defcalgrammar)'],
  ['array[int[8], 2] a = {1, 2};', 'arrays'],
  ['duration d = 10ns;', 'duration variables'],
  ['stretch s;', 'stretch'],
  ['box { x q[0]; }', 'box'],
  ['input angle theta;', 'input parameters'],
  ['output bit r;', 'output'],
  ['complex[float] z;', 'complex numbers'],
  ['pragma something here', 'pragmas'],
  ['@bind(1)', 'annotations'],
];

describe('diagnostics', () => {
  const rows = MALFORMED.map(([head, body, line, column, message]) => ({
    text: head + body,
    line,
    column,
    message,
  }));

  it.each(rows)('at $line:$column $message', ({ text, line, column, message }) => {
    const fault = refused(text);
    const [first] = fault.diagnostics;
    expect(`${first!.line}:${first!.column} ${first!.message}`).toContain(`${line}:${column} `);
    expect(first!.message).toContain(message);
    expect(first!.hint).not.toBe('');
    expect(fault.message).toContain(`<qasm>:${line}:${column}: ${first!.message}`);
  });

  it.each(UNSUPPORTED)('says at its place that %s is not supported', (body, what) => {
    const fault = refused(`${V3}x q[0]; ${body}\nx q[1];`);
    expect(fault.diagnostics).toHaveLength(1);
    expect(fault.diagnostics[0]).toMatchObject({ line: 4, column: 9 });
    expect(fault.diagnostics[0]!.message).toBe(`${what}: not supported`);
  });

  it('reports every broken statement once, in order, without follow-up errors', () => {
    const text = `${V2}qreg a[2;\nx a[0];\nfoo q[0];\nrz(1 q[0];\nh q\nx q[7];\nif(c==1) {\n`;
    const fault = refused(text);
    expect(fault.diagnostics.map(({ line, column }) => `${line}:${column}`)).toEqual([
      '4:9', '6:1', '7:6', '8:4', '9:5', '10:10',
    ]);
    expect(fault.code).toBe('QASM_SYNTAX');
    expect(fault.message).toBe("<qasm>:4:9: expected ']', found ';' (and 5 more)");
  });

  it('reports an error in a loop once, not in each iteration', () => {
    expect(refused(`${V3}for int i in [0:1000] { nope q[0]; }`).diagnostics).toHaveLength(1);
  });

  it('names the file, and shows the line with a caret', () => {
    const result = readQasm('OPENQASM 3;\nqubit q;\n\tx q;\n', { file: 'dir/a.qasm' });
    expect(result.ok ? undefined : result.fault).toMatchObject({
      code: 'QASM_SYNTAX',
      message: "dir/a.qasm:3:2: gate 'x' is not defined",
      hint: 'Write include "stdgates.inc"; at the top',
      diagnostics: [{ excerpt: '\tx q;\n\t^' }],
    });
  });

  it('cuts long lines and names around the place', () => {
    const name = 'n'.repeat(200);
    const [first] = refused(`${V2}${' '.repeat(500)}${name} q[0];`).diagnostics;
    expect(first).toMatchObject({ line: 4, column: 501 });
    expect(first!.excerpt.split('\n')[0]!.length).toBeLessThanOrEqual(100);
    expect(first!.message.length).toBeLessThan(80);
  });

  it('stops after the greatest number of errors', () => {
    const { errorsMax } = QASM_LIMITS;
    const statements = (n: number) => `${V2}${'nope q[0];\n'.repeat(n)}`;
    expect(refused(statements(errorsMax - 1)).diagnostics).toHaveLength(errorsMax - 1);
    expect(refused(statements(errorsMax + 5)).diagnostics).toHaveLength(errorsMax);
  });
});
