import { lineText } from '../plot/svg.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text as XML and HTML hold it, between tags and in attributes, on one line. */
export const escaped = (text: string): string =>
  lineText(text).replace(/[&<>"]/g, (character) => ENTITIES[character]!);

/** Attributes by name; numbers are pixels, to a hundredth. */
type Attributes = Readonly<Record<string, string | number>>;

const valueText = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : escaped(value);

/** An element of an SVG or HTML document; children are markup. */
export const element = (name: string, attributes: Attributes, ...children: string[]): string => {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${valueText(value)}"`);
  const start = `<${name}${pairs.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
};

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes,
  ...children: string[]
): string => element('rect', { x, y, width, height, ...attributes }, ...children);

export const line = (
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  attributes: Attributes,
): string => element('line', { x1, y1, x2, y2, ...attributes });

export const label = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escaped(text));

/** Characters of a font of `size` pixels that fit in `width` pixels, on the safe side. */
const fitting = (width: number, size: number): number => Math.floor(width / (size * 0.6));

/** The text, or as much of its start as fits. */
export const clipped = (text: string, width: number, size: number): string => {
  const characters = Array.from(lineText(text));
  const room = Math.max(1, fitting(width, size));
  if (characters.length <= room) return characters.join('');
  return `${characters.slice(0, room - 1).join('')}…`;
};
