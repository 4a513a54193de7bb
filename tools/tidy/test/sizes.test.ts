import { describe, expect, it } from 'vitest';
import { LIMITS } from '../rules/sizes.mjs';
import { problemsWith } from './house.ts';

const path = 'packages/scheduler/src/a.ts';
const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
const body = (count: number, open: string, close: string): string =>
  `${open}\n${lines(count - 2, '  one();')}${close}\n`;

describe('sizes', () => {
  it('takes a file at the limit and refuses one line more', () => {
    const max = LIMITS.fileLines;
    expect(problemsWith({ [path]: lines(max, 'one();') })).toEqual([]);
    const over = problemsWith({ [path]: lines(max + 1, 'one();') });
    expect(over).toEqual([`${path}:${max + 1} sizes`]);
  });

  it.each([
    ['function', 'function a() {', '}'],
    ['arrow', 'const a = () => {', '};'],
    ['method', 'const a = { b() {', '} };'],
    ['nested arrow', 'const a = () => () => {', '};'],
  ])('takes a %s at the limit and refuses one line more', (_, open, close) => {
    const max = LIMITS.functionLines;
    expect(problemsWith({ [path]: body(max, open, close) })).toEqual([]);
    const over = problemsWith({ [path]: body(max + 1, open, close) });
    expect([...new Set(over)]).toEqual([`${path}:1 sizes`]);
  });

  it('takes a describe of any length but not a long test in it', () => {
    const test = 'packages/scheduler/test/a.test.ts';
    const long = LIMITS.functionLines + 1;
    expect(problemsWith({ [test]: body(long, "describe('a', () => {", '});') })).toEqual([]);
    const each = 'describe.each([1])("a", () => {';
    expect(problemsWith({ [test]: body(long, each, '});') })).toEqual([]);
    expect(problemsWith({ [test]: body(long, "it('a', () => {", '});') })).toEqual([
      `${test}:1 sizes`,
    ]);
  });

  it('counts columns as characters and refuses one more than the limit', () => {
    const fits = `const a = 1; // ${'Φ'.repeat(LIMITS.lineColumns - 16)}\n`;
    expect(problemsWith({ [path]: fits })).toEqual([]);
    expect(problemsWith({ [path]: fits.replace('1', '12') })).toEqual([`${path}:1 sizes`]);
  });

  it.each([
    ["one([\n  'LONG',\n]);\n", true],
    ['one({\n  text: "LONG",\n});\n', true],
    ['/*\n * https://example.invalid/LONG\n */\n', true],
    ["one('LONG', 1);\n", false],
    ["one([\n  'LONG' + 'more',\n]);\n", false],
    ['// words and https://example.invalid/LONG\n', false],
  ])('takes a longer line only for one string or address: %j', (form, allowed) => {
    const text = form.replace('LONG', 'x'.repeat(LIMITS.lineColumns));
    expect(problemsWith({ [path]: text })).toHaveLength(allowed ? 0 : 1);
  });
});
