import { lineText } from '../plot/svg.ts';

/** Control characters, and those that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A text of a file as one line that a terminal shows and does not obey: without control
 * characters.
 */
export const plainText = (text: string): string => lineText(text).replace(UNSEEN, '\uFFFD');

/** A text of several lines that a terminal shows and does not obey. */
export const plainLines = (text: string): string =>
  text.replace(UNSEEN, (unseen) => (/[\t\n]/.test(unseen) ? unseen : '\uFFFD'));
