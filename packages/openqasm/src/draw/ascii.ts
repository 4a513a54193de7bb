import type { Element, Fence, Mark, Scene } from './scene.ts';

/** Characters of labels that take another number of characters without Unicode. */
const LABELS: Readonly<Record<string, string>> = { π: 'pi', '…': '...', '⟩': '>' };

const spell = (text: string): string => text.replace(/[π…⟩]/g, (char) => LABELS[char]!);

const spellMark = (mark: Mark): Mark =>
  'text' in mark ? { ...mark, text: spell(mark.text) } : mark;

const spellItem = (item: Element | Fence): Element | Fence => {
  if (item.kind === 'fence') return { ...item, text: spell(item.text) };
  const marks = [...item.marks].map(([row, mark]): [number, Mark] => [row, spellMark(mark)]);
  return { ...item, marks: new Map(marks) };
};

/** The scene with labels in ASCII, so that columns are as wide as they have to be. */
export const spellScene = (scene: Scene): Scene => ({
  ...scene,
  items: scene.items.map(spellItem),
});

const LINES: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '═': '=',
  '║': '|',
  '●': '*',
  '╳': 'x',
  '╩': 'v',
  '░': ':',
  '┤': '|',
  '├': '|',
  '╡': '|',
  '╞': '|',
  '»': '>',
  '«': '<',
};

/** Every line and joint as one character of ASCII. */
export const toAsciiLines = (drawing: string): string =>
  drawing.replace(/[─│═║●╳╩░┤├╡╞»«┌┐└┘┬┴╥╨┼╫╪╬]/g, (char) => LINES[char] ?? '+');
