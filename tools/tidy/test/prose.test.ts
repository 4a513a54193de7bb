import { describe, expect, it } from 'vitest';
import { problemsWith } from './house.ts';

// put together here, so that this file does not break the rule it tests
const word = (...parts: string[]): string => parts.join('');
const source = 'packages/scheduler/src/a.ts';
const text = 'docs/a.md';

describe('prose', () => {
  it.each([
    [word('/wo', 'rk/main/a.ts')],
    [word('see /ro', 'ot/.npmrc')],
    [word('file:///ho', 'me/me/a')],
    [word("'/ho", "me/me'")],
  ])('refuses a folder of one machine in any file: %s', (line) => {
    const found = problemsWith({ [text]: `# A\n${line}\n`, [source]: `// ${line}\n` });
    expect(found).toEqual([`${text}:2 prose`, `${source}:1 prose`]);
  });

  it.each([['docs/work/a.md'], ['https://example.invalid/home/a'], ['./root/a'], ['/homeward']])(
    'takes %s, which is no such folder',
    (line) => {
      expect(problemsWith({ [text]: line })).toEqual([]);
    },
  );

  it.each([[word('TO', 'DO')], [word('FIX', 'ME')], [word('X', 'XX')]])(
    'refuses %s in sources',
    (mark) => {
      expect(problemsWith({ [source]: `// ${mark}: later\n` })).toEqual([`${source}:1 prose`]);
    },
  );

  it('takes a Pauli string for what it is', () => {
    expect(problemsWith({ [source]: `export const a = '${word('X', 'XX')}';\n` })).toEqual([]);
  });
});
