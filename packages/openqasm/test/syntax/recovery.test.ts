import { describe, expect, it } from 'vitest';
import { read } from './support.ts';

const AFTER = 'x q; y q;';

describe('one error for what is wrong, and reading goes on', () => {
  it.each([
    // semicolons
    ['x q\ny r;', ['SYNTAX 1:4'], ['gatecall', 'gatecall']],
    ['int[8] a = 1\nint b = 2;', ['SYNTAX 1:13'], ['variable', 'variable']],
    ['if (a) { x q }\nz q;', ['SYNTAX 1:13'], ['if', 'gatecall']],
    ['bit b = measure q\nh q;', ['SYNTAX 1:18'], ['variable', 'gatecall']],
    ['x q;;\n;', ['SYNTAX 1:5', 'SYNTAX 2:1'], ['gatecall', 'broken', 'broken']],
    ['gate g q { };', ['SYNTAX 1:13'], ['gate', 'broken']],
    ['h q[0] q[1];', ['SYNTAX 1:8'], ['broken']],
    // expressions
    ['int a = ;', ['SYNTAX 1:9'], ['variable']],
    ['rx(pi/) q;', ['SYNTAX 1:7'], ['gatecall']],
    ['rx(,) q;', ['SYNTAX 1:4'], ['gatecall']],
    ['rx(1, , 2 +) q;', ['SYNTAX 1:7'], ['gatecall']],
    ['a = (1 + ) * 2;', ['SYNTAX 1:10'], ['assign']],
    ['a[] = 1;', ['SYNTAX 1:3'], ['assign']],
    ['f(b ++ c);', ['SYNTAX 1:5'], ['broken']],
    ['a = 1 + measure q;', ['NOT_HERE 1:9'], ['broken']],
    ['x "ab";', ['SYNTAX 1:3'], ['broken']],
    ['a = "ab" + 1;', ['SYNTAX 1:5'], ['assign']],
    ['a = pow;', ['SYNTAX 1:8'], ['broken']],
    ['a = 1 2;', ['SYNTAX 1:7'], ['broken']],
    ['f(1) = 2;', ['NOT_ASSIGNABLE 1:1'], ['assign']],
    ['x $9999999999;', ['TOO_LARGE 1:3'], ['gatecall']],
    // brackets
    ['rx(a b) q;', ['SYNTAX 1:6'], ['gatecall']],
    ['rx(a q;', ['SYNTAX 1:6'], ['broken']],
    ['rx((a;', ['BRACKET_OPEN 1:4'], ['broken']],
    ['x q[0;', ['BRACKET_OPEN 1:4'], ['gatecall']],
    ['x q[0\nint a = 1;', ['BRACKET_OPEN 1:4'], ['gatecall', 'variable']],
    ['array[int, 2] a = {1, 2;', ['BRACKET_OPEN 1:19'], ['variable']],
    ['a = ];', ['SYNTAX 1:5'], ['broken']],
    ['x q);', ['SYNTAX 1:4'], ['broken']],
    ['} x q;', ['SYNTAX 1:1'], ['gatecall']],
    // headers: the body is read all the same
    ['gate g(a b q { h q z; }', ['SYNTAX 1:10', 'SYNTAX 1:20'], ['gate']],
    ['gate g(a q { h q; }', ['SYNTAX 1:10'], ['gate']],
    ['gate g(a, b { h q; }', ['BRACKET_OPEN 1:7'], ['gate']],
    ['gate (a) q { h q; }', ['SYNTAX 1:6'], ['gate']],
    ['gate g { h q; }', ['SYNTAX 1:8'], ['gate']],
    ['gate g q h q;', ['SYNTAX 1:10'], ['gate']],
    ['def f(int) { }', ['SYNTAX 1:10'], ['def']],
    ['def f(array[int, 2] a) { }', ['SYNTAX 1:7'], ['def']],
    ['def f() -> qubit { }', ['SYNTAX 1:12'], ['def']],
    ['def f { }', ['SYNTAX 1:7'], ['def']],
    ['if a { x q; }', ['SYNTAX 1:4'], ['if']],
    ['if (a == ) { x q; } else { y q; }', ['SYNTAX 1:10'], ['if']],
    ['while () { x q; }', ['SYNTAX 1:8'], ['while']],
    ['for i in [0:2] { x q; }', ['SYNTAX 1:5'], ['for']],
    ['for int i [0:2] { x q; }', ['SYNTAX 1:11'], ['for']],
    ['for int i in [2] { x q; }', ['SYNTAX 1:16'], ['for']],
    ['box [1 { x q; }', ['BRACKET_OPEN 1:5'], ['box']],
    ['switch (a) { x q; case 1 { } }', ['SYNTAX 1:14'], ['switch']],
    ['switch (a) { default { } default { } }', ['SYNTAX 1:26'], ['switch']],
    ['switch a { case 1 { } }', ['SYNTAX 1:8'], ['switch']],
    ['switch (a) { case { x q z; } }', ['SYNTAX 1:19', 'SYNTAX 1:25'], ['switch']],
    ['defcal x { }', ['SYNTAX 1:10'], ['defcal']],
    ['cal x;', ['SYNTAX 1:5'], ['cal']],
    // declarations
    ['qubit[2];', ['SYNTAX 1:9'], ['qubits']],
    ['qubit[2]\nint a;', ['SYNTAX 2:1'], ['qubits', 'variable']],
    ['qubit gate;', ['NAME_RESERVED 1:7'], ['qubits']],
    ['qreg 3q[2];', ['NUMBER_MALFORMED 1:6'], ['qubits']],
    ['const int a;', ['SYNTAX 1:12'], ['variable']],
    ['const array[int, 2] a = {1, 2};', ['SYNTAX 1:7'], ['variable']],
    ['const x = 1;', ['SYNTAX 1:7'], ['variable']],
    ['complex[complex[float]] a;', ['SYNTAX 1:9'], ['variable']],
    ['array a;', ['SYNTAX 1:7'], ['variable']],
    ['let a q;', ['SYNTAX 1:7'], ['alias']],
    ['input a;', ['SYNTAX 1:7'], ['io']],
    ['include stdgates;', ['SYNTAX 1:9'], ['include']],
    ['include "";', ['SYNTAX 1:9'], ['include']],
    ['extern f() -> ;', ['SYNTAX 1:15'], ['extern']],
    ['measure -> c;', ['SYNTAX 1:9'], ['broken']],
    ['measure q -> ;', ['SYNTAX 1:14'], ['broken']],
    ['delay q;', ['SYNTAX 1:7'], ['broken']],
    ['ctrl x q;', ['SYNTAX 1:6'], ['broken']],
    ['pow @ x q;', ['SYNTAX 1:5'], ['broken']],
    ['inv @ ;', ['SYNTAX 1:7'], ['broken']],
    // places
    ['else { x q; }', ['SYNTAX 1:1'], ['broken']],
    ['case 1 { x q; }', ['SYNTAX 1:1'], ['broken']],
    ['in q;', ['SYNTAX 1:1'], ['broken']],
    ['= 3;', ['SYNTAX 1:1'], ['broken']],
    ['if (a) ;', ['SYNTAX 1:8'], ['if']],
    ['#pragma', ['SYNTAX 1:1'], ['pragma']],
    ['@note\n{ x q; }', ['SYNTAX 1:1'], ['block']],
    ['@note\npragma a', ['SYNTAX 1:1'], ['pragma']],
    ['@ note\nx q;', ['SYNTAX 1:1'], ['gatecall']],
    ['{ x q; @note\n}', ['SYNTAX 1:8'], ['block']],
    // characters
    ['h ☃☃ q;', ['CHARACTER_UNKNOWN 1:3'], ['gatecall']],
    ['a = 3 ? 4;', ['CHARACTER_UNKNOWN 1:7'], ['broken']],
    ['x\u00a0q;', ['CHARACTER_UNKNOWN 1:2'], ['gatecall']],
    ['x q; \u0000 y q;', ['CHARACTER_UNKNOWN 1:6'], ['gatecall', 'gatecall']],
    ['include "stdgates;', ['STRING_OPEN 1:9'], ['include']],
    ['x $q;', ['CHARACTER_UNKNOWN 1:3'], ['gatecall']],
    ['# x q;', ['CHARACTER_UNKNOWN 1:1'], ['gatecall']],
  ] as const)('%s', (text, errors, kinds) => {
    const { program, errors: found } = read(`${text}\n${AFTER}`);
    expect(found).toEqual(errors);
    expect(program.statements.map(({ kind }) => kind)).toEqual([...kinds, 'gatecall', 'gatecall']);
  });

  it('finds every error of a program', () => {
    const text = [
      'OPENQASM 3.0;',
      'include "stdgates.inc"',
      'qubit[3 q;',
      'gate g(a) q { rx(a q; h; z q }',
      'def f(int n -> bit { return n +; }',
      'for int i in [0:] { x q[i]] ; }',
      'if (true) { x q[; } else { y q[1] }',
      'bit b = mesure(;',
      'x q[0];',
    ];
    expect(read(text.join('\n')).errors).toEqual([
      'SYNTAX 2:23',
      'SYNTAX 3:9',
      'SYNTAX 4:20',
      'SYNTAX 4:29',
      'SYNTAX 5:13',
      'SYNTAX 5:32',
      'SYNTAX 6:27',
      'SYNTAX 7:17',
      'SYNTAX 7:34',
      'SYNTAX 8:16',
    ]);
  });

  it('says what to do, and shows where', () => {
    const { issues, sources } = read('x q;\n\trx(pi/2 q[0];');
    expect(sources.describe(issues.list[0]!)).toEqual({
      code: 'SYNTAX',
      severity: 'error',
      file: 'program.qasm',
      line: 2,
      column: 10,
      message: "expected ',' or ')', found 'q'",
      hint: "Close the bracket with ')'",
      excerpt: '\trx(pi/2 q[0];\n\t        ^',
    });
  });
});

describe('blocks that do not end', () => {
  it.each([
    ['gate g q { x q;', ['BRACKET_OPEN 1:10']],
    ['def f() { if (a) { x q; }', ['BRACKET_OPEN 1:9']],
    ['def f() { if (a) { x q;', ['BRACKET_OPEN 1:18']],
    ['switch (a) { case 1 { x q; }', ['BRACKET_OPEN 1:12']],
    ['switch (a) { case 1 { x q;', ['BRACKET_OPEN 1:21']],
    ['cal { "}" /* } */', ['BRACKET_OPEN 1:5']],
    ['defcal x $0 { // }', ['BRACKET_OPEN 1:13']],
    ['gate g q { x q; /* }', ['COMMENT_OPEN 1:17']],
    ['if (a) {', ['BRACKET_OPEN 1:8']],
    ['rx(1', ['BRACKET_OPEN 1:3']],
  ])('%s', (text, errors) => {
    expect(read(text).errors).toEqual(errors);
  });

  it('end before a definition in the first column', () => {
    const open = 'def f() {\n  if (a) {\n    x q;\n}\n';
    const text = `${open}gate g q { x q; }\ndef h() {\n  y q;\n}\nz q;`;
    const { errors, program } = read(text);
    expect(errors).toEqual(['BRACKET_OPEN 1:9']);
    expect(program.statements.map(({ kind }) => kind)).toEqual(['def', 'gate', 'def', 'gatecall']);
  });
});

describe('a program that is far from one', () => {
  it('stops after 200 errors', () => {
    const { issues, program } = read('= 1;\n'.repeat(1000));
    expect(issues.errors).toBe(200);
    expect(program.statements).toHaveLength(200);
  });

  it('is read to its end, whatever it is', () => {
    const prose = 'The quick brown fox; jumps over (the lazy) dog.\n';
    expect(read(prose.repeat(20)).errors.length).toBeLessThanOrEqual(40);
  });
});
