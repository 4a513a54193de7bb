import { widthOf } from './table.ts';

/** What stands in front of the bars of a histogram in place of the names of its rows. */
export interface Columns {
  readonly header: readonly string[];
  /** The row of that name, a plain text or a number for each column; numbers stand to the right. */
  readonly cells: (name: string) => readonly (string | number | bigint)[];
}

/** Columns as lines of the same width. */
interface Laid {
  readonly head: string;
  readonly labels: readonly string[];
  readonly width: number;
  /** Columns for which there was no room: the last ones. */
  readonly hidden: number;
}

/** No column is cut to less than this. */
const CUT_MIN = 8;
const GAP = '  ';
/** Two characters of ASCII: as wide on every terminal. */
const CUT_MARK = '..';

/** The text, or its beginning and its end. */
const cut = (text: string, width: number): string => {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  const kept = width - CUT_MARK.length;
  const start = characters.slice(0, Math.ceil(kept / 2));
  return [...start, CUT_MARK, ...characters.slice(start.length - kept)].join('');
};

/** How many columns there is room for if each is cut as far as may be; at least one. */
const countShown = (wanted: readonly number[], room: number): number => {
  let used = -GAP.length;
  const full = wanted.findIndex((width) => {
    used += GAP.length + Math.min(width, CUT_MIN);
    return used > room;
  });
  return full < 0 ? wanted.length : Math.max(1, full);
};

/** The widths of the columns that are shown: the widest ones are cut, all to the same width. */
const fit = (wanted: readonly number[], room: number): readonly number[] => {
  const shown = wanted.slice(0, countShown(wanted, room));
  const spare = room - GAP.length * (shown.length - 1);
  const total = (most: number): number =>
    shown.reduce((sum, width) => sum + Math.min(width, most), 0);
  let most = Math.max(CUT_MIN, spare);
  while (most > CUT_MIN && total(most) > spare) most--;
  return shown.map((width) => Math.min(width, most));
};

/**
 * The rows of those names as columns under their header, within `room` columns of the terminal if
 * that is 8 or more. Time ∝ rows · columns.
 */
export const layColumns = (
  { header, cells }: Columns,
  names: readonly string[],
  room: number,
): Laid => {
  const rows = names.map(cells);
  const texts = [header, ...rows.map((row) => row.map(String))];
  const wanted = header.map((_, i) =>
    texts.reduce((most, row) => Math.max(most, widthOf(row[i]!)), 0),
  );
  const widths = fit(wanted, room);
  const right = widths.map((_, i) => rows.every((row) => typeof row[i] !== 'string'));
  const line = (row: readonly string[]): string => {
    const parts = widths.map((width, i) => {
      const text = cut(row[i]!, width);
      const space = ' '.repeat(width - widthOf(text));
      return right[i] ? space + text : text + space;
    });
    return parts.join(GAP);
  };
  const [head, ...labels] = texts.map(line);
  const hidden = header.length - widths.length;
  return { head: head!, labels, width: widthOf(head!), hidden };
};
