import { renderTable, widthOf } from '../render/table.ts';

/** A table as texts: the first `labels` columns name a row. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly labels: number;
}

const GAP = 2;

const widthsOf = ({ header, rows }: TextTable): readonly number[] =>
  header.map((title, i) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i]!))));

/** Figures to the right, what names a row to the left. */
const aligned = (text: string, width: number, isLabel: boolean): string => {
  const space = ' '.repeat(width - widthOf(text));
  return isLabel ? text + space : space + text;
};

/** Columns of figures as groups that fit beside the labels; at least one in each. */
const groupsOf = (widths: readonly number[], labels: number, width: number): number[][] => {
  const taken = widths.slice(0, labels).reduce((sum, each) => sum + each + GAP, 0);
  const groups: number[][] = [];
  let used = Infinity;
  for (let column = labels; column < widths.length; column++) {
    const wanted = widths[column]! + GAP;
    if (used + wanted > width + GAP) {
      groups.push([]);
      used = taken;
    }
    groups.at(-1)!.push(column);
    used += wanted;
  }
  return groups;
};

/**
 * A table within `width` columns of the terminal: what does not fit beside goes below, with the
 * names of the rows again. Only one column of figures may be wider.
 */
export const foldTable = (table: TextTable, width: number): string => {
  const { header, rows, labels } = table;
  const widths = widthsOf(table);
  const names = header.slice(0, labels).map((_, i) => i);
  const groups = groupsOf(widths, labels, width);
  const tables = (groups.length === 0 ? [[]] : groups).map((group) => {
    const columns = [...names, ...group];
    const pick = (row: readonly string[]): string[] =>
      columns.map((at) => aligned(row[at]!, widths[at]!, at < labels));
    return renderTable(pick(header), rows.map(pick));
  });
  return tables.join('\n\n');
};
