import type { Element, Fence, Mark, Scene, Wire } from './scene.ts';

/** The three lines of one row in one column, all of the column's width. */
type Cell = readonly [above: string, wire: string, below: string];

interface Lines {
  /** Of the wire itself. */
  readonly flat: string;
  /** Of a line down through the row, where it meets the wire. */
  readonly cross: string;
  readonly down: string;
}

const SINGLE = '│';
const DOUBLE = '║';

const linesOf = ({ kind }: Wire, down: string): Lines => {
  const flat = kind === 'quantum' ? '─' : '═';
  if (down === DOUBLE) return { flat, cross: kind === 'quantum' ? '╫' : '╬', down };
  return { flat, cross: kind === 'quantum' ? '┼' : '╪', down };
};

/** `text` in the middle of `width` characters. */
const centre = (text: string, width: number, fill: string): string => {
  const left = Math.floor((width - lengthOf(text)) / 2);
  return fill.repeat(left) + text + fill.repeat(width - left - lengthOf(text));
};

/** Characters, not UTF-16 units. */
const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length++;
  return length;
};

const plainCell = (width: number, { flat }: Lines): Cell => [
  ' '.repeat(width),
  flat.repeat(width),
  ' '.repeat(width),
];

const throughCell = (width: number, { flat, cross, down }: Lines): Cell => [
  centre(down, width, ' '),
  centre(cross, width, flat),
  centre(down, width, ' '),
];

interface Joints {
  readonly above: boolean;
  readonly below: boolean;
}

const boxCell = (text: string, width: number, lines: Lines, { above, below }: Joints): Cell => {
  const inner = lengthOf(text) + 2;
  const edge = (left: string, right: string, joint: string, joined: boolean): string => {
    const box = `${left}${joined ? centre(joint, inner, '─') : '─'.repeat(inner)}${right}`;
    return centre(box, width, ' ');
  };
  const doubled = lines.down === DOUBLE;
  const [left, right] = lines.flat === '─' ? ['┤', '├'] : ['╡', '╞'];
  return [
    edge('┌', '┐', doubled ? '╨' : '┴', above),
    centre(`${left} ${text} ${right}`, width, lines.flat),
    edge('└', '┘', doubled ? '╥' : '┬', below),
  ];
};

const markCell = (mark: Mark, width: number, lines: Lines, joints: Joints): Cell => {
  const { down, flat } = lines;
  const above = centre(joints.above ? down : ' ', width, ' ');
  const below = centre(joints.below ? down : ' ', width, ' ');
  switch (mark.kind) {
    case 'box':
      return boxCell(mark.text, width, lines, joints);
    case 'control':
      return [above, centre('●', width, flat), below];
    case 'cross':
      return [above, centre('╳', width, flat), below];
    case 'barrier':
      return [centre('░', width, ' '), centre('░', width, flat), centre('░', width, ' ')];
    case 'arrival':
      return [above, centre(joints.below ? '╬' : '╩', width, flat), centre(mark.text, width, ' ')];
  }
};

const elementCell = (element: Element, row: number, width: number, wire: Wire): Cell => {
  const { marks, join, top, bottom } = element;
  const lines = linesOf(wire, join === 'double' ? DOUBLE : SINGLE);
  const joined = join !== 'none';
  const mark = marks.get(row);
  if (mark === undefined) return joined ? throughCell(width, lines) : plainCell(width, lines);
  return markCell(mark, width, lines, {
    above: joined && row > top,
    below: joined && row < bottom,
  });
};

/** A box over all rows of a fence, with its text on the first. */
const fenceCell = ({ top, bottom, text }: Fence, row: number, width: number, wire: Wire): Cell => {
  const inner = width - 4;
  const [left, right] = wire.kind === 'quantum' ? ['┤', '├'] : ['╡', '╞'];
  const flat = wire.kind === 'quantum' ? '─' : '═';
  const side = ` │${' '.repeat(inner)}│ `;
  const edge = '─'.repeat(inner);
  return [
    row === top ? ` ┌${edge}┐ ` : side,
    `${flat}${left}${centre(row === top ? text : '', inner, ' ')}${right}${flat}`,
    row === bottom ? ` └${edge}┘ ` : side,
  ];
};

const widthOf = (item: Element | Fence): number => {
  if (item.kind === 'fence') return lengthOf(item.text) + 6;
  let width = 3;
  for (const mark of item.marks.values()) {
    if (mark.kind === 'box') width = Math.max(width, lengthOf(mark.text) + 6);
    if (mark.kind === 'arrival') width = Math.max(width, lengthOf(mark.text) + 2);
  }
  return width;
};

/** Columns that fit a line together. */
interface Page {
  readonly from: number;
  readonly to: number;
}

const paginate = (widths: readonly number[], room: number): readonly Page[] => {
  const pages: Page[] = [];
  let from = 0;
  let used = 0;
  for (const [column, width] of widths.entries()) {
    if (column > from && used + width > room) {
      pages.push({ from, to: column });
      from = column;
      used = 0;
    }
    used += width;
  }
  pages.push({ from, to: widths.length });
  return pages;
};

const NARROWEST = 20;

/**
 * Draws a scene with box characters. Circuits wider than `width` characters go on in further blocks
 * below, marked `»` and `«`; without a width, everything is in one block.
 */
export const renderText = (scene: Scene, width: number = Infinity): string => {
  const { wires, items, columns } = scene;
  const widths = Array<number>(columns).fill(3);
  const byColumn = Array.from({ length: columns }, (): (Element | Fence)[] => []);
  for (const item of items) {
    widths[item.column] = Math.max(widths[item.column]!, widthOf(item));
    byColumn[item.column]!.push(item);
  }
  const margin = Math.max(0, ...wires.map(({ label }) => lengthOf(label))) + 2;
  const pages = paginate(widths, Math.max(NARROWEST, width - margin - 2));
  const blocks = pages.map(({ from, to }, page) => {
    const rows = wires.map((wire): [string, string, string] => {
      const label = `${wire.label}: `.padStart(margin);
      return [' '.repeat(margin), label, ' '.repeat(margin)];
    });
    for (let column = from; column < to; column++) {
      appendColumn(rows, wires, byColumn[column]!, widths[column]!);
    }
    const [left, right] = [page > 0 ? '«' : '', page < pages.length - 1 ? '»' : ''];
    return rows.map((row) => joinRow(row, margin, left, right)).join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
};

const appendColumn = (
  rows: readonly [string, string, string][],
  wires: readonly Wire[],
  items: readonly (Element | Fence)[],
  width: number,
): void => {
  const cells = wires.map((wire): Cell => plainCell(width, linesOf(wire, SINGLE)));
  for (const item of items) {
    for (let row = item.top; row <= item.bottom; row++) {
      const wire = wires[row]!;
      cells[row] =
        item.kind === 'fence'
          ? fenceCell(item, row, width, wire)
          : elementCell(item, row, width, wire);
    }
  }
  for (const [row, cell] of cells.entries()) {
    for (let line = 0; line < 3; line++) rows[row]![line] += cell[line]!;
  }
};

const joinRow = (
  [above, wire, below]: readonly [string, string, string],
  margin: number,
  left: string,
  right: string,
): string => {
  const marked = left === '' ? wire : `${wire.slice(0, margin - 1)}${left}${wire.slice(margin)}`;
  return [above.trimEnd(), `${marked}${right}`, below.trimEnd()].join('\n');
};
