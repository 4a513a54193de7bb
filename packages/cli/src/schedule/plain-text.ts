import { lineText } from '../plot/svg.ts';

/**
 * A text of a file as one line that a terminal shows and does not obey: without control
 * characters.
 */
export const plainText = (text: string): string => lineText(text).replace(/\p{Cc}/gu, '\uFFFD');
