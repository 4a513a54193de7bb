import { describe, expect, it } from 'vitest';
import { Issues } from '../../src/diagnostics/issues.ts';
import { SourceMap } from '../../src/diagnostics/source-map.ts';
import { print } from '../../src/print/print.ts';
import type { BinaryOperator, Expression, Program, Statement } from '../../src/syntax/ast.ts';
import { parse } from '../../src/syntax/parse.ts';
import { meaning, read, shape, statements } from '../syntax/support.ts';

const printed = (text: string): string => {
  const { program, sources, errors } = read(text);
  expect(errors).toEqual([]);
  return print(program, sources);
};

describe('one form', () => {
  it.each([
    ['OPENQASM   3 ;', 'OPENQASM 3.0;'],
    ["include 'a.inc';", 'include "a.inc";'],
    ["include 'a\"b.inc';", "include 'a\"b.inc';"],
    ['#pragma  a  b ', 'pragma a  b'],
    ['qubit [ 4 ] q ;', 'qubit[4] q;'],
    ['qreg q [4];creg c;', 'qreg q[4];\ncreg c;'],
    ['const int[8]x=-0xf;', 'const int[8] x = -0xf;'],
    ['complex[float[64]]z=1.5 im;', 'complex[float[64]] z = 1.5im;'],
    ['array[ int[8],2,3 ]a={{1,2,},{ 3,4}};', 'array[int[8], 2, 3] a = {{1, 2}, {3, 4}};'],
    ['bit[4]b="0_101";', 'bit[4] b = "0_101";'],
    ['duration d=10 \u00b5s;', 'duration d = 10us;'],
    ['input angle a;output bit b;', 'input angle a;\noutput bit b;'],
    ['let a=q[0:2:5]++r[{0,1}]++s[:];', 'let a = q[0:2:5] ++ r[{0, 1}] ++ s[:];'],
    ['gate g()q{}', 'gate g q {}'],
    ['gate g(a,b)q,r{U(a,b,0)q;}', 'gate g(a, b) q, r {\n  U(a, b, 0) q;\n}'],
    ['def f(){return;}', 'def f() {\n  return;\n}'],
    [
      'def f(int[8]n,qubit[2]q,creg c[2],readonly array[int,#dim=2]a)->bit{return measure q;}',
      [
        'def f(int[8] n, qubit[2] q, bit[2] c, readonly array[int, #dim = 2] a) -> bit {',
        '  return measure q;\n}',
      ].join('\n'),
    ],
    ['extern f(mutable array[int,2],bit)->bool;', 'extern f(mutable array[int, 2], bit) -> bool;'],
    ['ctrl(2)@pow(-1)@inv@negctrl@rx(a,b)[10ns]q,r;', null],
    ['x()q;', 'x() q;'],
    ['gphase(pi);', 'gphase(pi);'],
    ['measure q->c[0];measure q;c=measure q;', 'measure q -> c[0];\nmeasure q;\nc = measure q;'],
    ['iq(1)q->c;', 'c = iq(1) q;'],
    ['barrier;barrier q,r;nop;reset q;', 'barrier;\nbarrier q, r;\nnop;\nreset q;'],
    ['delay[10ns]q;delay[d];', 'delay[10ns] q;\ndelay[d];'],
    ['box[1ns]{nop q;}', 'box[1ns] {\n  nop q;\n}'],
    ['a<<=1;a~=b;a**=2;', 'a <<= 1;\na ~= b;\na **= 2;'],
    ['a=-(b+c)**!d&&~e;', 'a = -(b + c) ** !d && ~e;'],
    ['a=int[8](b)[1,2:3];f(a,1);', 'a = int[8](b)[1, 2:3];\nf(a, 1);'],
    ['if(a)x q;', 'if (a) x q;'],
    ['if(a)x q;else y q;', 'if (a) x q;\nelse y q;'],
    ['if(a){}else if(b){x q;}else{y q;}', 'if (a) {} else if (b) {\n  x q;\n} else {\n  y q;\n}'],
    ['if(a)@b c\nx q;else pragma d\n', 'if (a)\n  @b c\n  x q;\nelse\n  pragma d'],
    ['for int i in[0:2]{for bit b in q x q;}', 'for int i in [0:2] {\n  for bit b in q x q;\n}'],
    ['for int i in{1,2,}break;while(a)continue;', null],
    [
      'switch(a){case 1,2{x q;}default{}}',
      'switch (a) {\n  case 1, 2 {\n    x q;\n  }\n  default {}\n}',
    ],
    ['{{end;}}', '{\n  {\n    end;\n  }\n}'],
    ['@a.b  c \n@d\nx q;', '@a.b c\n@d\nx q;'],
    ['defcalgrammar"openpulse";cal{ a;\n b; }', 'defcalgrammar "openpulse";\ncal { a;\n b; }'],
    ['defcal rz(angle[20]a,1)$0,q->bit{x}', 'defcal rz(angle[20] a, 1) $0, q -> bit {x}'],
    ['a=durationof({x q;y q;});', 'a = durationof({ x q; y q; });'],
    ['a=durationof({});', 'a = durationof({});'],
    ['a=durationof({@b\nx q;});', 'a = durationof({\n  @b\n  x q;\n});'],
    ['{a=durationof({if(b){x q;}});}', null],
    ['OPENQASM 2.0;u1(a^2)q;opaque g(a)q;', 'OPENQASM 2.0;\nu1(a ^ 2) q;\nopaque g(a) q;'],
  ])('%s', (text, expected) => {
    const first = printed(text);
    if (expected !== null) expect(first).toBe(`${expected}\n`);
    expect(printed(first)).toBe(first);
    expect(meaning(read(first).program)).toEqual(meaning(read(text).program));
  });

  it('an empty program is empty', () => {
    expect(printed('')).toBe('');
    expect(printed('\uFEFF \n\n')).toBe('');
  });

  it('printing nested blocks costs no more than their text', () => {
    const nested = `${'a = durationof({ @b\n'.repeat(60)}x q;${'});'.repeat(60)}`;
    const first = printed(nested);
    expect(printed(first)).toBe(first);
  });
});

describe('comments and blank lines', () => {
  it.each([
    ['above and after', '// a\n\n\n\nx q; // b\n/* c */\n\ny q;', null],
    ['at the ends', '\n\n// a\nx q;\n\n\n// b\n\n', '// a\nx q;\n\n// b\n'],
    ['without statements', '/* a */ // b\n\n// c', '/* a */\n// b\n\n// c\n'],
    ['around the version', '// a\nOPENQASM /* b */ 3.0; // c\n\nx q;', null],
    ['inside of a statement', 'x /* a */ q[ // b\n0];', '/* a */\n// b\nx q[0];\n'],
    ['before a statement on its line', 'x q; /* a */ y q;', 'x q; /* a */\ny q;\n'],
    ['at the start of a line', '/* a */ x q;', '/* a */\nx q;\n'],
    ['many after', 'x q; /* a */ /* b */ // c', 'x q; /* a */ /* b */ // c\n'],
    ['over lines', 'x q; /* a\r\n   b */ y q;', 'x q; /* a\n   b */\ny q;\n'],
    ['in blocks', 'gate g q { // a\n\n  // b\n\n  x q; // c\n\n  // d\n} // e', null],
    ['in an empty block', 'gate g q { /* a */ }', 'gate g q {\n  /* a */\n}\n'],
    [
      'around else',
      'if (a) { x q; /* a */ } /* b */ else /* c */ { y q; }',
      '/* b */\n/* c */\nif (a) {\n  x q; /* a */\n} else {\n  y q;\n}\n',
    ],
    ['in a body without braces', 'if (a) // b\n  x q; // c', '// b\nif (a) x q; // c\n'],
    [
      'in a block in a body without braces',
      'if (a) for int i in {1} { // b\n x q; }',
      'if (a) for int i in {1} {\n  // b\n  x q;\n}\n',
    ],
    ['after an annotation', '@a\n// b\nx q;', '// b\n@a\nx q;\n'],
    [
      'in a switch',
      'switch (a) { // b\n case 1 { x q; // c\n } // d\n }',
      '// b\n// d\nswitch (a) {\n  case 1 {\n    x q; // c\n  }\n}\n',
    ],
    ['in a duration', 'a = durationof({ x q; /* b */ });', '/* b */\na = durationof({ x q; });\n'],
    ['not in other texts', 'pragma a // b\ncal { /* c */ }', 'pragma a // b\ncal { /* c */ }\n'],
  ])('%s', (_, text, expected) => {
    const first = printed(text);
    if (expected !== null) expect(first).toBe(expected);
    expect(printed(first)).toBe(first);
    expect(read(first).program.comments).toHaveLength(read(text).program.comments.length);
  });

  it('stay on the line where they are', () => {
    const gate = 'gate g q {\n  // d\n\n  x q; // e\n\n  // f\n} // g\n';
    const text = `// a\n\nx q; // b\n/* c */\n\n${gate}`;
    expect(printed(text)).toBe(text);
  });

  it('of an included file are taken from its own text', () => {
    const sources = new SourceMap();
    const issues = new Issues();
    const ids = { next: 0 };
    const texts = ['// one\nx q;\n', '// two\n\ny q; // three\n', 'z q\n'];
    const programs = texts.map((text, k) => parse(sources.add(`${k}.inc`, text), issues, { ids }));
    expect(programs.slice(0, 2).map((one) => print(one, sources))).toEqual(texts.slice(0, 2));
    expect(sources.describe(issues.list[0]!)).toMatchObject({ file: '2.inc', line: 1, column: 4 });
  });
});

const span = { start: 0, end: 0 };
const node = { ...span, id: 0 };
const name = (text: string): Expression => ({ kind: 'identifier', ...node, name: text });
const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  ...{ kind: 'binary', ...node, operator, left, right },
});
const minus = (operand: Expression): Expression => ({
  ...{ kind: 'unary', ...node, operator: '-', operand },
});
const program = (...list: readonly Statement[]): Program => ({
  ...{ ...span, version: null, statements: list, comments: [] },
});
const [a, b, c] = [name('a'), name('b'), name('c')];

describe('a tree that was never a text', () => {
  it.each([
    [binary('*', binary('+', a, b), c), '(a + b) * c'],
    [binary('-', a, binary('-', b, c)), 'a - (b - c)'],
    [binary('-', binary('-', a, b), c), 'a - b - c'],
    [binary('**', binary('**', a, b), c), '(a ** b) ** c'],
    [binary('**', a, binary('**', b, c)), 'a ** b ** c'],
    [binary('**', minus(a), b), '(-a) ** b'],
    [binary('**', a, minus(b)), 'a ** -b'],
    [minus(binary('+', a, b)), '-(a + b)'],
    [minus(binary('**', a, b)), '-a ** b'],
    [minus(minus(a)), '--a'],
  ])('gets the parentheses that it needs: %#', (tree, expected) => {
    const text = print(program({ kind: 'expression', ...span, expression: tree }), null);
    expect(text).toBe(`${expected};\n`);
    const [read] = statements(text);
    const again = read?.kind === 'expression' ? shape(read.expression) : '';
    expect(again.replaceAll(/[<>]/g, '')).toBe(shape(tree));
  });

  it('gets the braces that keep an else where it belongs', () => {
    const operation: Statement = {
      ...{ kind: 'gatecall', ...span, modifiers: [], name: { ...node, text: 'x' } },
      ...{ args: null, duration: null, operands: [a] },
    };
    const body = (only: Statement) =>
      ({ kind: 'block', ...span, braces: false, statements: [only] }) as const;
    const inner: Statement = {
      ...{ kind: 'if', ...span, condition: b, then: body(operation), otherwise: null },
    };
    const loop: Statement = { kind: 'while', ...span, condition: b, body: body(inner) };
    for (const then of [inner, loop]) {
      const outer: Statement = {
        ...{ kind: 'if', ...span, condition: a, then: body(then), otherwise: body(operation) },
      };
      const [again] = statements(print(program(outer), null));
      expect(again).toMatchObject({ kind: 'if', then: { braces: true }, otherwise: {} });
    }
  });

  it('is printed without a text', () => {
    const { program: parsed } = read('OPENQASM 3.0;\n\n// a\ngate g q { x q; }');
    expect(print(parsed, null)).toBe('OPENQASM 3.0;\ngate g q {\n  x q;\n}\n');
  });
});
