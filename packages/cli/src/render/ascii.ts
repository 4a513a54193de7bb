const REPLACEMENTS: Readonly<Record<string, string>> = {
  Φ: 'Phi',
  µ: 'u',
  σ: 'sigma',
  θ: 'theta',
  '→': '->',
  '✗': 'x',
  '✓': 'ok',
  '·': '-',
  '…': '...',
  '×': 'x',
  '─': '-',
  '│': '|',
  '├': '+',
  '┼': '+',
  '┤': '+',
  '▁': '.',
  '▂': '.',
  '▃': ':',
  '▄': ':',
  '▅': ':',
  '▆': '#',
  '▇': '#',
  '█': '#',
  '▉': '#',
  '▊': '#',
  '▋': '#',
  '▌': '#',
  '▍': '#',
  '▎': '#',
  '▏': '#',
  '░': '-',
};

const REPLACED = new RegExp(`[${Object.keys(REPLACEMENTS).join('')}]`, 'g');

/** The text for a terminal that shows ASCII alone. Other characters stay as they are. */
export const toAscii = (text: string): string =>
  text.replace(REPLACED, (char) => REPLACEMENTS[char]!);
