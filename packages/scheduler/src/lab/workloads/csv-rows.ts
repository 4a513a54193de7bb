import type { Place } from './text.ts';

/** Walks the lines of a table with a header. Fields lie between commas: none is quoted. */
export interface CsvRows {
  /** Columns that the header names. */
  readonly width: number;
  has(column: string): boolean;
  /** Moves to the next line that is not blank; false at the end of the text. */
  next(): boolean;
  /** Fields on this line. */
  count(): number;
  /** The field of this line in a column; '' if there is none. */
  word(column: string): string;
  /** Where the field starts; with no column, where the line ends. */
  place(column: string | undefined): Place;
}

/** A line longer than this has too many fields, whatever they are. */
const LINE_MAX = 10_000;

export const csvRows = (text: string): CsvRows => {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 0;
  let fields: readonly string[] = [];

  const next = (): boolean => {
    while (at < text.length) {
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      const content = text.slice(at, Math.min(end, at + LINE_MAX)).trimEnd();
      at = end + 1;
      line++;
      fields = content.split(',');
      if (content !== '') return true;
    }
    fields = [];
    return false;
  };

  next();
  const indexOf = new Map(fields.map((column, i) => [column.trim(), i]));
  const width = fields.length;

  const place = (column: string | undefined): Place => {
    const index = column === undefined ? fields.length : indexOf.get(column)!;
    const before = fields.slice(0, index);
    return { line, column: before.reduce((sum, field) => sum + field.length + 1, 1) };
  };

  return {
    width,
    has: (column) => indexOf.has(column),
    next,
    count: () => fields.length,
    word: (column) => fields[indexOf.get(column)!] ?? '',
    place,
  };
};
