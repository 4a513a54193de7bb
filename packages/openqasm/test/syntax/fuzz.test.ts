import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/print/print.ts';
import { mutate } from './mutate.ts';
import { DATA_FILES, meaning, read } from './support.ts';

/** Programs tried; more with XDV_FUZZ=100000. */
const COUNT = Number(process.env['XDV_FUZZ'] ?? 2000);
const LENGTH_MAX = 3000;

const SNIPPETS = [
  'OPENQASM 3.0;\nqubit[2] q; bit[2] c;\nif (c[0] == 1) { x q[0]; } else { y q[1]; }\nc = measure q;',
  'def f(int[8] n, qubit q) -> bit { for int i in [0:n] { h q; } return measure q; }',
  'gate g(a, b) q, r { ctrl @ U(a, b, 0) q, r; inv @ pow(2) @ x q; gphase(a); }',
  'switch (a) { case 1, 2 { x q; } default { } } while (a < 3) { a += 1; break; }',
  'duration d = durationof({ x $0; }) + 2 * 10ns; delay[d] $0; box[d] { nop $0; }',
  'array[int[8], 2, 2] a = {{1, 2}, {3, 4}}; let b = q[0:1] ++ q[{2, 3}]; // note\n@a b\nx q;',
  'OPENQASM 2.0;\nqreg q[2];\ncreg c[2];\nu1(2*pi^2/3) q[0];\nif (c==1) x q[1];\nmeasure q -> c;',
  'defcalgrammar "openpulse"; cal { f = "}"; } defcal rz(angle[20] a) $0 -> bit { play(a); }',
];

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** Places in a tree that are outside of the text or end before they start. */
const misplaced = (tree: unknown, length: number): readonly Placed[] => {
  const wrong: Placed[] = [];
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    open.push(...(Object.values(next) as unknown[]));
    if (!('start' in next)) continue;
    const { start, end } = next as Placed;
    if (start < 0 || end < start || end > length) wrong.push({ start, end });
  }
  return wrong;
};

const check = (text: string): boolean => {
  const { program, sources, issues } = read(text);
  expect(misplaced(program, text.length)).toEqual([]);
  for (const issue of issues.list) expect(sources.describe(issue).hint).not.toBe('');
  const printed = print(program, sources);
  if (issues.errors > 0) return false;
  const again = read(printed);
  expect(again.errors).toEqual([]);
  expect(meaning(again.program)).toEqual(meaning(program));
  expect(again.program.comments).toHaveLength(program.comments.length);
  expect(print(again.program, again.sources)).toBe(printed);
  return true;
};

describe('any text', () => {
  it.each(['for int[]i in[] }'])('%j, which once went wrong', (text) => {
    expect(check(text)).toBe(false);
  });

  it('gives a tree or errors, and what has no errors can be printed and read back', () => {
    const texts = DATA_FILES.map(([, text]) => text).filter(({ length }) => length < LENGTH_MAX);
    const sources = [...SNIPPETS, ...texts];
    let right = 0;
    for (let seed = 1; seed <= COUNT; seed++) {
      const text = mutate(sources, createRandom(seed));
      try {
        if (check(text)) right++;
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    // some mutations do no harm, most do
    expect(right / COUNT).toBeGreaterThan(0.02);
    expect(right / COUNT).toBeLessThan(0.5);
  }, 3_600_000);
});
