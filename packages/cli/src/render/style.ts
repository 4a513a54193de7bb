import { styleText } from 'node:util';

/** Marks parts of a text; without colours every function returns its text as it is. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  magenta(text: string): string;
}

const FORMATS = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan', 'magenta'] as const;

/** The style of a terminal with or without colours. Who asks has decided, from NO_COLOR and so on. */
export const createStyle = (colours: boolean): Style => {
  const mark = (format: (typeof FORMATS)[number]) => (text: string) =>
    colours && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return Object.fromEntries(FORMATS.map((format) => [format, mark(format)])) as unknown as Style;
};

/** No colours: for files, pipes and JSON. */
export const PLAIN_STYLE: Style = createStyle(false);
