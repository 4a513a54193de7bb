import { describe, expect, it } from 'vitest';
import { print } from '../../src/print/print.ts';
import { DATA_FILES, meaning, read } from './support.ts';

describe('the programs of the language project and of QASMBench', () => {
  it.skipIf(DATA_FILES.length === 0)('are 42', () => {
    expect(DATA_FILES).toHaveLength(42);
  });

  it.each(DATA_FILES)('%s is read, printed, and read again', (_, text) => {
    const { program, sources, errors } = read(text);
    expect(errors).toEqual([]);
    const printed = print(program, sources);
    const again = read(printed);
    expect(again.errors).toEqual([]);
    expect(meaning(again.program)).toEqual(meaning(program));
    expect(print(again.program, again.sources)).toBe(printed);
    const words = ({ program: { comments }, sources: s }: typeof again) =>
      comments
        .map(({ start, end }) => s.text(start, end).replaceAll('\r', '').trimEnd())
        .toSorted();
    expect(words(again)).toEqual(words({ ...again, program, sources }));
  });
});
