import { styleText } from 'node:util';

/** Marks parts of a text; without colours every function returns its text as it is. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly magenta: (text: string) => string;
}

const FORMATS = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan', 'magenta'] as const;

/** The style of a terminal with or without colours: whoever asks has decided which. */
export const createStyle = (colours: boolean): Style => {
  const mark = (format: (typeof FORMATS)[number]) => (text: string) =>
    colours && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return Object.fromEntries(FORMATS.map((format) => [format, mark(format)])) as unknown as Style;
};

/** No colours: for files, pipes and JSON. */
export const PLAIN_STYLE: Style = createStyle(false);
