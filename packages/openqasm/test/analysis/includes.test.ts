import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { FILES_MAX } from '../../src/analysis/includes.ts';
import { codes } from './support.ts';

const files =
  (texts: Readonly<Record<string, string>>) =>
  (name: string): string | undefined =>
    Object.hasOwn(texts, name) ? texts[name] : undefined;

describe('included files', () => {
  it('see what is declared before them, and declare for what comes after', () => {
    const include = files({ 'my.inc': 'int j = i + 5;\ngate g q { U(0, 0, pi) q; }\n' });
    const text = 'int i = 100;\ninclude "my.inc";\nint k = j;\ng $0;\n';
    expect(codes(text, { include })).toEqual([]);
  });

  it('are kept beside the program, with ids of their own', () => {
    const include = files({ 'my.inc': 'int j = 5;' });
    const { included, sources, symbols } = analyze('include "my.inc";\nint k = j;', { include });
    expect([...included.keys()]).toEqual([0]);
    expect(included.get(0)!.statements).toHaveLength(1);
    expect(sources.files.map(({ name }) => name)).toEqual(['program.qasm', 'my.inc']);
    expect(symbols.filter((symbol) => symbol?.name === 'j')).toHaveLength(2);
  });

  it('have their errors at their own places', () => {
    const include = files({ 'my.inc': '\nint j = 1.5;\nbit[' });
    const found = codes('include "my.inc";\nint k = i;', { include });
    expect(found).toContain('TYPE_MISMATCH my.inc 2:9');
    expect(found).toContain('NAME_UNKNOWN 2:9');
    expect(found.filter((one) => one.includes('my.inc 3:'))).toHaveLength(1);
  });

  it('may be included by included files', () => {
    const include = files({ a: 'include "b";\nint x1 = y1;', b: 'int y1 = 1;' });
    expect(codes('include "a";\nint z1 = x1 + y1;', { include })).toEqual([]);
  });

  it('are not known if nobody knows them, and then any name may come from them', () => {
    expect(codes('include "my.inc";\nfoo $0;\nint a = b;')).toEqual(['INCLUDE_UNKNOWN 1:1']);
    const include = files({});
    expect(codes('include "my.inc";', { include })).toEqual(['INCLUDE_UNKNOWN 1:1']);
  });

  it('do not include themselves', () => {
    const include = files({ a: 'include "b";', b: '\ninclude "a";', self: 'include "self";' });
    expect(codes('include "a";', { include })).toEqual(['INCLUDE_CYCLE b 2:1']);
    expect(codes('include "self";', { include })).toEqual(['INCLUDE_CYCLE self 1:1']);
    expect(codes('include "me";', { file: 'me', include })).toEqual(['INCLUDE_CYCLE me 1:1']);
  });

  it('have no version of their own', () => {
    const include = files({ a: 'OPENQASM 3.0;\nint x1;' });
    expect(codes('include "a";', { include })).toEqual(['VERSION_MISPLACED a 1:1']);
  });

  it('are read by the rules of the program', () => {
    const include = files({ a: 'qreg r[2];\nU(0,0,1/2) r;' });
    expect(codes('OPENQASM 2.0;\ninclude "a";\nCX r[0], r[1];', { include })).toEqual([]);
  });

  it('are limited in number', () => {
    const include = files({ a: '' });
    const text = 'include "a";\n'.repeat(FILES_MAX);
    expect(codes(text, { include })).toEqual([]);
    expect(codes(`${text}include "a";`, { include })).toEqual([`TOO_LARGE ${FILES_MAX + 1}:1`]);
  });

  it('are limited in number where each includes the next twice', () => {
    const include = (name: string) => `include "${name}1";\ninclude "${name}2";`;
    const found = codes('include "a";', { include });
    expect(new Set(found.map((one) => one.split(' ')[0]))).toEqual(new Set(['TOO_LARGE']));
  });
});

describe('standard libraries', () => {
  it('are there without a text', () => {
    expect(codes('include "stdgates.inc";\ncx $0, $1;')).toEqual([]);
    const version2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncu1(pi) q[0],q[1];';
    expect(codes(version2)).toEqual([]);
  });

  it('may be included by several files', () => {
    const include = files({ a: 'include "stdgates.inc";' });
    const text = 'include "stdgates.inc";\ninclude "a";\ninclude "stdgates.inc";\nh $0;';
    expect(codes(text, { include })).toEqual([]);
  });

  it('do not replace what the program has', () => {
    expect(codes('gate h q { }\ninclude "stdgates.inc";')).toEqual(['NAME_TAKEN 2:1']);
  });

  it('yield where older programs define what later editions have', () => {
    const head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';
    expect(codes(`${head}gate swap a,b { cx a,b; cx b,a; cx a,b; }\nqreg u[2];`)).toEqual([]);
    expect(codes(`OPENQASM 2.0;\ngate swap a,b { }\ninclude "qelib1.inc";`)).toEqual([]);
  });
});
