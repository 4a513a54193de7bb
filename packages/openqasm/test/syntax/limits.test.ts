import { describe, expect, it } from 'vitest';
import { Issues } from '../../src/diagnostics/issues.ts';
import { SourceMap } from '../../src/diagnostics/source-map.ts';
import { NODES_MAX } from '../../src/syntax/cursor.ts';
import { EXPRESSION_DEPTH_MAX, EXPRESSION_HEIGHT_MAX } from '../../src/syntax/expressions.ts';
import { parse, TEXT_MAX } from '../../src/syntax/parse.ts';
import { BLOCK_DEPTH_MAX } from '../../src/syntax/statements.ts';
import { read } from './support.ts';

const AFTER = '\nx q;';
const codes = (text: string): readonly string[] =>
  read(text).errors.map((error) => error.split(' ')[0]!);

describe('the depth of an expression', () => {
  // an expression around n others is n + 1 deep
  const most = EXPRESSION_DEPTH_MAX - 1;
  it.each([
    ['parentheses', (n: number) => `a = ${'('.repeat(n)}1${')'.repeat(n)};`],
    ['signs', (n: number) => `a = ${'-'.repeat(n)}1;`],
    ['powers', (n: number) => `a = ${'2 ** '.repeat(n)}1;`],
    ['calls', (n: number) => `a = ${'f('.repeat(n)}1${')'.repeat(n)};`],
    ['casts', (n: number) => `a = ${'int('.repeat(n)}1${')'.repeat(n)};`],
    ['widths', (n: number) => `a = ${'int['.repeat(n)}1${'](1)'.repeat(n)};`],
    ['indices', (n: number) => `a = ${'b['.repeat(n)}1${']'.repeat(n)};`],
    ['sets', (n: number) => `a = ${'b[{'.repeat(n)}1${'}]'.repeat(n)};`],
    ['array literals', (n: number) => `bit a = ${'{'.repeat(n)}1${'}'.repeat(n)};`],
  ])('is limited: %s', (_, nested) => {
    expect(codes(nested(most) + AFTER)).toEqual([]);
    expect(codes(nested(most + 1) + AFTER)).toEqual(['TOO_DEEP']);
  });

  it.each([
    ['operators', (n: number) => `a = 1${' + 1'.repeat(n)};`],
    ['comparisons', (n: number) => `a = b${' < 1'.repeat(n)};`],
    ['indices', (n: number) => `a = b${'[0]'.repeat(n)};`],
    ['joins', (n: number) => `let a = b${' ++ b'.repeat(n)};`],
  ])('so is the number of operations in a row: %s', (_, row) => {
    expect(codes(row(EXPRESSION_HEIGHT_MAX - 1) + AFTER)).toEqual([]);
    expect(codes(row(EXPRESSION_HEIGHT_MAX + 1) + AFTER)).toEqual(['TOO_DEEP']);
  });

  it('rows inside of one another count together', () => {
    const row = '1 + '.repeat(EXPRESSION_HEIGHT_MAX / 2);
    expect(codes(`a = ${row}(1);${AFTER}`)).toEqual([]);
    for (const [open, close] of ['()', ['f(', ')'], ['b[', ']'], ['int(', ')'], ['int[', '](0)']]) {
      const text = `a = ${open}${row}1${close}${' + 1'.repeat(250)};${AFTER}`;
      expect(codes(text)).toEqual(['TOO_DEEP']);
    }
  });
});

describe('the depth of blocks', () => {
  it.each([
    ['braces', (n: number) => `${'{'.repeat(n)}${'}'.repeat(n)}`],
    ['bodies', (n: number) => `${'if (a) '.repeat(n)}x q;`],
    ['loops', (n: number) => `${'while (a) {'.repeat(n)}${'}'.repeat(n)}`],
    ['else', (n: number) => `if (a) x q; ${'else if (a) x q; '.repeat(n - 1)}`],
    ['switches', (n: number) => `${'switch (a) { case 1 {'.repeat(n)}${'} }'.repeat(n)}`],
  ])('is limited: %s', (_, nested) => {
    expect(codes(nested(BLOCK_DEPTH_MAX) + AFTER)).toEqual([]);
    expect(codes(nested(BLOCK_DEPTH_MAX + 1) + AFTER)).toEqual(['TOO_DEEP']);
  });

  it('is limited in expressions too', () => {
    const nested = (n: number) => `${'a = durationof({ '.repeat(n)}x q;${' });'.repeat(n)}`;
    expect(codes(nested(BLOCK_DEPTH_MAX) + AFTER)).toEqual([]);
    expect(codes(nested(BLOCK_DEPTH_MAX + 1) + AFTER)).toEqual(['TOO_DEEP']);
  });
});

describe('the size of a program', () => {
  it('is limited in characters', () => {
    const text = ' '.repeat(TEXT_MAX);
    expect(read(text).errors).toEqual([]);
    expect(read(`${text} `).errors).toEqual(['TOO_LARGE 1:1']);
  });

  it('is limited in names and values, over all of its files', () => {
    const issues = new Issues();
    const sources = new SourceMap();
    const ids = { next: NODES_MAX - 2 };
    parse(sources.add('a', 'x q;'), issues, { ids });
    expect(issues.list).toEqual([]);
    const { statements } = parse(sources.add('b', '{ x q; } y q; z q;'), issues, { ids });
    expect(issues.list.map(({ code }) => code)).toEqual(['TOO_LARGE']);
    expect(statements).toHaveLength(1);
  });
});

describe('what is nested too deep', () => {
  it.each([
    [`a = f(${'('.repeat(300)}1${')'.repeat(300)}, 2) + 3;`],
    [`a = ${'-('.repeat(300)} durationof({ x q; }) [;`],
    [`bit a = {${'{{'.repeat(300)}1, 2${'}}'.repeat(300)}, 3};`],
    [`${'if (a) { '.repeat(150)}x q; ${'} '.repeat(150)}`],
    [`def f() { return ${'f('.repeat(300)}; }`],
  ])('is one error, and is skipped: %s', (text) => {
    const { program, errors } = read(text + AFTER);
    expect(errors).toHaveLength(1);
    expect(program.statements).toHaveLength(2);
  });
});

describe('reading is linear in the text', () => {
  // a quadratic step would take minutes on these
  const N = 200_000;
  it.each([
    ['opening parentheses', '('.repeat(N)],
    ['opening brackets', 'a['.repeat(N)],
    ['opening braces', '{'.repeat(N)],
    ['array literals', `bit a = ${'{'.repeat(N)}`],
    ['closing braces', '}'.repeat(N)],
    ['quotes', '\'"'.repeat(N)],
    ['strings on one line', 'a = "0";'.repeat(N)],
    ['calibrations on one line', "cal {'}".repeat(N)],
    ['comment starts', 'cal { /*'.repeat(N)],
    ['slashes', '/'.repeat(N)],
    ['one name', 'n'.repeat(N)],
    ['one number', '1'.repeat(N)],
    ['statements on one line', 'x q;'.repeat(N)],
    ['errors on one line', '1 2;'.repeat(N)],
    ['broken brackets over lines', `f(a b\n${' c\n'.repeat(N)}`],
    ['operators', `a = ${'b + '.repeat(N)}`],
    ['signs', `a = ${'-'.repeat(N)}`],
    ['conditions', 'if (a) '.repeat(N)],
    ['annotations', `${'@a\n'.repeat(N)}x q;`],
    ['annotations before nothing', '@a '.repeat(N)],
    ['modifiers', 'inv @ '.repeat(N)],
    ['colliding names', Array.from({ length: N / 10 }, (_, k) => `a${k} q;`).join('')],
    ['unknown characters', '?!'.repeat(N)],
    ['wide characters', '𝛼'.repeat(N)],
    ['lone surrogates', '\ud835 '.repeat(N)],
    ['arguments', `f(${'a,'.repeat(N)})`],
    ['operands', `barrier q${',q'.repeat(N)};`],
    ['cases', `switch (a) {${'case 1 {}'.repeat(N)}`],
    ['unclosed blocks', 'gate g q {\n'.repeat(N)],
  ])('%s', (_, text) => {
    const { program, issues } = read(text);
    expect(program.end).toBe(text.length);
    expect(issues.errors).toBeLessThanOrEqual(200);
  });
});
