type Cell = string | number;

/** Columns under a header; a column of numbers stands to the right. */
export type Table = (header: readonly string[], rows: readonly (readonly Cell[])[]) => string;

/** Columns that a text takes, colours not counted. */
export const widthOf = (text: string): number =>
  // oxlint-disable-next-line no-control-regex
  Array.from(text.replace(/\u001b\[[\d;]*m/g, '')).length;

export const renderTable: Table = (header, rows) => {
  const texts = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, i) => Math.max(...texts.map((row) => widthOf(row[i] ?? ''))));
  const right = header.map((_, i) => rows.every((row) => typeof row[i] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) => {
        const space = ' '.repeat(widths[i]! - widthOf(text));
        return right[i] ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  const [head, ...body] = texts.map(line);
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [head, rule, ...body].join('\n');
};
