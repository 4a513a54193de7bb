import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import type { QasmCode } from '../../src/diagnostics/codes.ts';

/**
 * A rule of the language, the code for breaking it, and a program that breaks it and no other: ‹…›
 * is the place that has to be pointed at. The last is nearly the same program, without an error.
 */
export type Row = readonly [rule: string, code: QasmCode, program: string, valid?: string];

export const VERSION_3 = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';
export const VERSION_2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';

/** Where the mark is, as people count: the line, and the column in characters. */
const placeOf = (text: string, offset: number): string => {
  const before = [...text.slice(0, offset)].join('').split('\n');
  return `${before.length}:${[...before.at(-1)!].length + 1}`;
};

const unmarked = (program: string): string => program.replace(/[‹›]/gu, '');

/** What is said about a program: `CODE line:column the text at that place`. */
const said = (program: string): readonly string[] => {
  const { sources, diagnostics } = analyze(program);
  return diagnostics.map((found) => {
    const { code, line, column, message, hint } = sources.describe(found);
    expect(message).not.toBe('');
    expect(hint).not.toBe('');
    return `${code} ${line}:${column} ${sources.text(found.start, found.end)}`;
  });
};

/** One test for each row: exactly one error, with this code, at this place; none in the twin. */
export const refuses = (chapter: string, prelude: string, rows: readonly Row[]): void => {
  describe(chapter, () => {
    it.each(rows)('%s: %s', (_rule, code, program, valid) => {
      const marked = prelude + program;
      const start = marked.indexOf('‹');
      const end = marked.indexOf('›');
      expect(start).toBeGreaterThanOrEqual(0);
      const text = unmarked(marked);
      const place = placeOf(marked, start);
      expect(said(text)).toEqual([`${code} ${place} ${text.slice(start, end - 1)}`]);
      if (valid !== undefined) expect(said(prelude + valid)).toEqual([]);
    });
  });
};
