import { isWordAt } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { T } from './tokens.ts';

/** Characters looked at: enough for any name with its brackets that a person writes. */
const AHEAD_MAX = 1000;

const ASSIGNS = /^(?:=(?!=)|(?:<<|>>|\*\*|[-+*/%&|^~])=)/;

/** The offset after brackets that open at `at`, or the end of what is looked at. */
const afterBrackets = (text: string, at: number): number => {
  let depth = 0;
  for (let k = at; k < text.length; k++) {
    const char = text[k];
    if (char === '[' || char === '(') depth++;
    if ((char === ']' || char === ')') && --depth === 0) return k + 1;
  }
  return text.length;
};

/**
 * Whether the name here reads as the start of a statement of its own, a call of a gate or an
 * assignment, rather than as what the statement before it has left out a semicolon for. Looks a
 * bounded number of characters ahead.
 */
export const standsAlone = (c: Cursor): boolean => {
  if (c.kind !== T.name) return c.endsStatement();
  const from = c.start - c.base;
  const text = c.text.slice(from, from + AHEAD_MAX);
  let at = c.word.length;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (text[at] !== '[' && text[at] !== '(') break;
    at = afterBrackets(text, at);
  }
  if (at >= text.length) return true;
  return isWordAt(text, at) || text[at] === '$' || ASSIGNS.test(text.slice(at, at + 3));
};
