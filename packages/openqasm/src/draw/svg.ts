import type { Element, Fence, Frame, Mark, Scene, Wire } from './scene.ts';

/** Sizes in pixels. */
const ROW = 44;
const BOX = 30;
const CHARACTER = 7.6;
const GAP = 14;
const MARGIN = 16;

const STYLE = `
  .xdv { font: 13px ui-monospace, Menlo, Consolas, monospace; --line: #333; --paper: #fff;
    --gate: #e8f0fe; --flow: #f5a62322; --edge: #b5651d; fill: var(--line); }
  @media (prefers-color-scheme: dark) {
    .xdv { --line: #ddd; --paper: #1b1d21; --gate: #2b3a55; --flow: #f5a62330; --edge: #e0a15c; }
  }
  .wire, .join { stroke: var(--line); stroke-width: 1.2; fill: none; }
  .classical { stroke-dasharray: none; stroke-width: 3; stroke-opacity: 0.45; }
  .gate { fill: var(--gate); stroke: var(--line); }
  .flow { fill: var(--flow); stroke: var(--edge); stroke-dasharray: 4 3; }
  .barrier { stroke: var(--line); stroke-dasharray: 3 3; stroke-width: 1.5; }
  text { text-anchor: middle; dominant-baseline: central; }
  .name { text-anchor: end; }
  .small { font-size: 10px; }`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as part of a document, without the characters that no XML document may have. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (char) => ENTITIES[char]!);

const round = (value: number): string => String(Math.round(value * 10) / 10);

type Attributes = Readonly<Record<string, string | number>>;

const tag = (name: string, attributes: Attributes, content = ''): string => {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escape(value)}"`,
  );
  const opened = `<${name}${written.join('')}`;
  return content === '' ? `${opened}/>` : `${opened}>${content}</${name}>`;
};

const line = (x1: number, y1: number, x2: number, y2: number, kind: string): string =>
  tag('line', { class: kind, x1, y1, x2, y2 });

const write = (text: string, x: number, y: number, kind = ''): string =>
  text === '' ? '' : tag('text', kind === '' ? { x, y } : { class: kind, x, y }, escape(text));

const yOf = (row: number): number => MARGIN + ROW * (row + 0.5);

const boxWidth = (text: string): number => Math.max(BOX, [...text].length * CHARACTER + 12);

const markWidth = (mark: Mark): number => (mark.kind === 'box' ? boxWidth(mark.text) : BOX);

const widthOf = (item: Element | Fence): number =>
  item.kind === 'fence'
    ? [...item.text].length * CHARACTER
    : Math.max(...[...item.marks.values()].map(markWidth));

const drawBox = (text: string, x: number, y: number): string => {
  const width = boxWidth(text);
  const box = { class: 'gate', x: x - width / 2, y: y - BOX / 2, width, height: BOX, rx: 3 };
  return tag('rect', box) + write(text, x, y);
};

const drawMark = (mark: Mark, x: number, y: number): string => {
  switch (mark.kind) {
    case 'box':
      return drawBox(mark.text, x, y);
    case 'control':
      return tag('circle', { cx: x, cy: y, r: 4.5 });
    case 'cross':
      return line(x - 6, y - 6, x + 6, y + 6, 'join') + line(x - 6, y + 6, x + 6, y - 6, 'join');
    case 'barrier':
      return line(x, y - ROW / 2, x, y + ROW / 2, 'barrier');
    case 'arrival': {
      const corners = [x - 5, y - 9, x + 5, y - 9, x, y - 1];
      const points = corners.map(round).join(' ');
      return tag('polygon', { points }) + write(mark.text, x + 12, y + 10, 'small');
    }
  }
};

const drawElement = (element: Element, x: number): string => {
  const { join, top, bottom, marks } = element;
  const parts: string[] = [];
  if (join === 'single') parts.push(line(x, yOf(top), x, yOf(bottom), 'join'));
  if (join === 'double') {
    const [from, to] = [yOf(top), yOf(bottom)];
    for (const side of [x - 1.5, x + 1.5]) parts.push(line(side, from, side, to, 'join'));
  }
  for (const [row, mark] of marks) parts.push(drawMark(mark, x, yOf(row)));
  return parts.join('');
};

const drawFrame = (frame: Frame, xs: readonly number[], widths: readonly number[]): string => {
  const { from, to, top, bottom, depth, text } = frame;
  const inset = Math.min(depth, 4) * 3;
  const x = xs[from]! - widths[from]! / 2 - 4;
  const y = yOf(top) - ROW / 2 + inset;
  const width = xs[to]! - widths[to]! / 2 - x;
  const height = yOf(bottom) + ROW / 2 - inset - y;
  return (
    tag('rect', { class: 'flow', x, y, width, height, rx: 4 }) +
    write(text, xs[from]!, y + 9, 'small')
  );
};

const drawWire = ({ label, kind }: Wire, row: number, from: number, to: number): string =>
  write(label, from - 8, yOf(row), 'name') + line(from, yOf(row), to, yOf(row), `wire ${kind}`);

/**
 * Draws a scene as a picture of its own: an SVG document that follows the reader's light or dark
 * colours, loads nothing and runs nothing. `title` is what a screen reader says.
 */
export const renderSvg = (scene: Scene, title: string): string => {
  const { wires, items, frames, columns } = scene;
  const widths = Array<number>(columns).fill(BOX);
  for (const item of items) widths[item.column] = Math.max(widths[item.column]!, widthOf(item));
  const labels = Math.max(0, ...wires.map(({ label }) => [...label].length));
  const left = MARGIN + labels * CHARACTER + 8;
  const xs: number[] = [];
  let right = left + GAP;
  for (const width of widths) {
    xs.push(right + width / 2);
    right += width + GAP;
  }
  const height = 2 * MARGIN + ROW * wires.length;
  const width = right + MARGIN;
  const body = [
    tag('style', {}, STYLE),
    tag('title', {}, escape(title)),
    tag('rect', { style: 'fill: var(--paper)', width, height }),
    ...frames.map((frame) => drawFrame(frame, xs, widths)),
    ...wires.map((wire, row) => drawWire(wire, row, left, right)),
    ...items.map((item) => (item.kind === 'element' ? drawElement(item, xs[item.column]!) : '')),
  ];
  const size = { width, height, viewBox: `0 0 ${round(width)} ${round(height)}` };
  const root = { xmlns: 'http://www.w3.org/2000/svg', class: 'xdv', role: 'img', ...size };
  return `${tag('svg', root, `\n${body.filter((part) => part !== '').join('\n')}\n`)}\n`;
};
