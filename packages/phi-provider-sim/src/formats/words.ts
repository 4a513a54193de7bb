import type { Place } from './lines.ts';

/** Walks the words of a text one by one, across lines, without splitting it. */
export interface WordCursor {
  /** Moves to the next word; false at the end of the text, where the word is ''. */
  next(): boolean;
  /** The word, at most `lengthMax` characters of it. */
  word(lengthMax: number): string;
  place(): Place;
  /** Whether the word is the first of its line. */
  first(): boolean;
  /** What follows the word on its line; the line is then done with. */
  rest(): string;
}

const NEWLINE = 10;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 13;

export const wordCursor = (text: string): WordCursor => {
  // a byte order mark is not part of the first word
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let start = at;
  let line = 1;
  let lineStart = at;
  let first = false;
  let begun = false;

  /** Moves to the next character that is no space; true if it is the first one of its line. */
  const skip = (): boolean => {
    const before = line;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        line++;
        lineStart = at + 1;
      } else if (!isSpace(code)) break;
    }
    const fresh = line > before || !begun;
    begun = true;
    return fresh;
  };

  return {
    next: () => {
      first = skip();
      start = at;
      while (at < text.length && text.charCodeAt(at) > 32) at++;
      // a control character that is no space is a word of its own
      if (at === start && at < text.length) at++;
      return at > start;
    },
    word: (lengthMax) => text.slice(start, Math.min(at, start + lengthMax)),
    place: () => ({ line, column: start - lineStart + 1 }),
    first: () => first,
    rest: () => {
      const from = at;
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      return text.slice(from, at).trim();
    },
  };
};
