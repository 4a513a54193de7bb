import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { ERRORS_MAX } from '../../src/diagnostics/issues.ts';
import { codes, VERSION_3 } from './support.ts';

describe('errors', () => {
  it('of one file are all reported, in order of place', () => {
    const text = `qubit[2] q;
cx q[0], q[2];
int a = 1.5;
h q;
def f() -> int { return 1ns; }
measure q -> b;
break;
`;
    expect(codes(text)).toEqual([
      'NAME_UNKNOWN 2:1',
      'INDEX_RANGE 2:12',
      'TYPE_MISMATCH 3:9',
      'NAME_UNKNOWN 4:1',
      'TYPE_MISMATCH 5:25',
      'NAME_UNKNOWN 6:14',
      'NOT_IN_LOOP 7:1',
    ]);
  });

  it.each([
    ['a broken type', 'int[1.5] a = 3;\nint b = a[70] + 1ns * a;', 'TYPE_MISMATCH 3:5'],
    ['a broken value', 'int a = 1.5;\nint b = a + 1;\na += 2;', 'TYPE_MISMATCH 3:9'],
    ['a broken constant', 'const int a = b;\nqubit[a] q;\nh q[7];', 'NAME_UNKNOWN 3:15'],
    ['a broken register', 'qubit[-1] q;\nh q[3];\ncx q[0], q[0];', 'WIDTH_INVALID 3:7'],
    ['a broken alias', 'qubit[2] q;\nlet a = q[7];\nh a[3];\ncx a, a;', 'INDEX_RANGE 4:11'],
    ['an unknown gate', 'gate g a { foo a; }\ng $0;\nfoo $0, $0;', 'NAME_UNKNOWN 3:12'],
    ['an unknown function', 'int a = f(1ns) + f(2);\nif (f(3)) { }', 'NAME_UNKNOWN 3:9'],
    ['a broken parameter', 'def f(int[0] a) { int b = a; }\nf(1.5);', 'WIDTH_INVALID 3:11'],
    ['a broken result', 'def f() -> int[0] { return 1.5; }\nfloat a = f();', 'WIDTH_INVALID 3:16'],
    ['a second meaning', 'qubit[2] q;\nbit[3] q;\nh q;\nq = "000";', 'NAME_TAKEN 4:8'],
    ['a reserved name', 'bit[2] pi;\nrx(pi) $0;\npi = 3;', 'NAME_RESERVED 3:8'],
    ['two signatures', 'def f() { }\ndef f(int a) { }\nf(1);\nf();\nf(1ns);', 'NAME_TAKEN 4:5'],
    ['a broken modifier', 'ctrl(0) @ x $0, $1, $2;', 'MODIFIER_INVALID 3:6'],
    ['a broken item', 'array[int, 2] a = {1, c};\na[0] = a[1];', 'NAME_UNKNOWN 3:23'],
  ])('do not follow from %s', (_what, text, expected) => {
    expect(codes(VERSION_3 + text)).toEqual([expected]);
  });

  it.each([
    ['qubit[2 q;\nh q;\ncx q[0], q[1];'],
    ['gate g(a q { h q; }\ng(1) $0;'],
    ['int = 5;\nint b = 3;'],
    ['def f(int a -> int { return a; }\nint b = f(1);'],
    ['let a = ;\nh a;'],
    ['bit[4] c\nc[0] = 1;'],
    ['def f(bit[2] a) { }\nbit[1] c;\nf(c[0:0] ++ c);'],
    ['int a = 1.5 +;'],
    ['int i;\nswitch (i) { x $0; }'],
  ])('do not follow from what cannot be read: %s', (text) => {
    expect(codes(VERSION_3 + text)).toHaveLength(1);
  });

  it('of inputs that are no text are thrown', () => {
    expect(() => analyze(7 as unknown as string)).toThrow(TypeError);
    expect(() => analyze('', { include: 'x' as never })).toThrow(TypeError);
  });

  it(`are ${ERRORS_MAX} at most`, () => {
    const text = Array.from({ length: 3 * ERRORS_MAX }, (_, k) => `h q${k};\n`).join('');
    expect(analyze(VERSION_3 + text).diagnostics).toHaveLength(ERRORS_MAX);
  });

  it('say where they are with the line and its place', () => {
    const { sources, diagnostics } = analyze('bit c;\nreset c;', { file: 'my.qasm' });
    expect(sources.describe(diagnostics[0]!)).toMatchObject({
      code: 'TYPE_MISMATCH',
      severity: 'error',
      file: 'my.qasm',
      line: 2,
      column: 7,
      excerpt: 'reset c;\n      ^',
    });
  });

  it('suggest the library that has a gate', () => {
    const hint = (text: string) => analyze(text).diagnostics[0]!.hint;
    expect(hint('h $0;')).toContain('stdgates.inc');
    expect(hint('OPENQASM 2.0;\nqreg q[1];\nh q[0];')).toContain('qelib1.inc');
    expect(hint('foo $0;')).not.toContain('.inc');
  });
});
