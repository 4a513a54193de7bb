import { describe, expect, it } from 'vitest';
import { analyze, describeAll } from '../../src/index.ts';

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q; qubit r; bit c;\n';

const found = (text: string): readonly string[] =>
  describeAll(analyze(HEAD + text)).map(({ code, line, column }) => `${code} ${line}:${column}`);

describe('a line may end anywhere in a statement', () => {
  it.each([
    'delay[10ns]\nq;',
    'barrier\nq[0], r;',
    'nop\nr;',
    'cx\nq[0],\nq[1];',
    'c\n=\nmeasure\nr;',
    'def f(qubit a) -> bit {\n  bit s;\n  return\n  s;\n}',
    'def f(qubit a) -> bit {\n  return\n  measure a;\n}',
    'def f() -> int {\n  return\n  popcount("01") + 1;\n}',
    'def f(int a) -> bool {\n  return\n  a == 1;\n}',
  ])('%j', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a semicolon that is missing where a line ends is told by what follows', () => {
  it.each([
    ['barrier\nx r;', 'SYNTAX 4:8'],
    ['barrier\nrx(0.5) r;', 'SYNTAX 4:8'],
    ['delay[10ns]\nc = 1;', 'SYNTAX 4:12'],
    ['nop\nc ^= 1;', 'SYNTAX 4:4'],
    ['def f() {\n  return\n  x $0;\n}', 'SYNTAX 5:9'],
  ])('%j', (text, error) => {
    expect(found(text)).toEqual([error]);
  });
});
