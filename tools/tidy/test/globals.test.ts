import { describe, expect, it } from 'vitest';
import { GLOBALS, MEMBERS } from '../rules/globals.mjs';
import { problemsWith } from './house.ts';

const path = 'packages/scheduler/src/a.ts';
const one = [`${path}:1 globals`];
const inSource = (text: string): string[] => problemsWith({ [path]: text });

describe('globals', () => {
  it.each(Object.keys(GLOBALS))('refuses the global %s as a value', (name) => {
    expect(inSource(`export const a = ${name};`)).toEqual(one);
  });

  it.each(Object.keys(MEMBERS))('refuses the member %s', (name) => {
    expect(inSource(`export const a = (b: any) => b.${name}();`)).toEqual(one);
    expect(inSource(`export const a = (b: any) => b['${name}']();`)).toEqual(one);
  });

  it.each([
    ['called', 'export const a = Math.random();'],
    ['by a string', "export const a = Math['random']();"],
    ['taken apart', 'export const { random } = Math;'],
    ['by another name', 'const m = Math;\nexport const a = m.random();'],
    ['by a computed name', 'export const a = (name: "abs") => Math[name](1);'],
  ])('refuses Math.random %s', (_, text) => {
    expect(inSource(text)).toEqual(one);
  });

  it.each([
    ["import { readFileSync } from 'node:fs';\nexport { readFileSync };"],
    ["export { hash } from 'crypto';"],
    ["export const a = () => import('node:fs');"],
    ['export const a = (name: string) => import(name);'],
    ['export const a = import.meta.url;'],
  ])('refuses what leads out of the module: %s', (text) => {
    expect(inSource(text)).toEqual(one);
  });

  it.each([
    ['spread', 'export const a = { ...process };'],
    ['asked for its type', "export const a = typeof process === 'object';"],
    ['a default of a parameter', 'export const a = (now = Date) => now;'],
    ['a shorthand', 'export const a = () => ({ process });'],
    ['bound elsewhere only', 'const f = (process: 1) => process;\nexport const a = [f, process];'],
    ['declared to exist', 'declare const process: object;\nexport const a = 1;'],
    ['behind a cast', 'export const a = (process as unknown as number) + 1;'],
  ])('sees a global that is %s', (_, text) => {
    expect(inSource(text)).toHaveLength(1);
  });

  it.each([
    ['a comment', '// Date and Math.random are not used\nexport const a = 1;'],
    ['a string', "export const a = ['Date', 'process', `console`];"],
    ['a property', 'export const a = (b: { process: 1 }) => b.process;'],
    ['a key', 'export const a = { process: 1, Date: 2, localeCompare: 3 };'],
    ['a parameter', 'export const a = (process: number, { self }: { self: 1 }) => process + self;'],
    ['a local', 'export const a = () => {\n  const process = 1;\n  return process;\n};'],
    ['an import', "import { process } from './b.ts';\nexport const a = process;"],
    ['a function', 'export function fetch(): number {\n  return 1;\n}\nexport const a = fetch();'],
    ['a loop', 'export const a = (b: 1[]) => {\n  for (const self of b) return self;\n};'],
    ['a caught error', 'export const a = () => {\n  try {} catch (self) { return self; }\n};'],
    ['a type', 'export type A = { process: Date; now: typeof Date.now };'],
    ['plain arithmetic', 'export const a = Math.max(1, Math.PI);'],
    ['a regular expression', 'export const a = /process|Date/;'],
  ])('takes %s for what it is', (_, text) => {
    expect(inSource(text)).toEqual([]);
  });

  it('binds layers 0 to 2 in src, and neither tests nor entry points', () => {
    const text = 'export const a = Date.now();';
    const bound = ['packages/domain-model/src/a.ts', 'packages/xdv-kernel/src/a.ts'];
    const free = ['packages/scheduler/test/a.test.ts', 'packages/cli/src/a.ts', 'tools/x/a.mjs'];
    const files = Object.fromEntries([...bound, ...free].map((name) => [name, text]));
    expect(problemsWith(files)).toEqual(bound.map((name) => `${name}:1 globals`));
  });

  it('names the line, also after characters of more than one byte', () => {
    expect(inSource("const phi = 'Φ 𝛷';\n\nexport const a = [phi, Date];")).toEqual([
      `${path}:3 globals`,
    ]);
  });
});
