/** What a character can start. From {@link SINGLE} on: the kind of a token of one character. */
export const STARTS = {
  unknown: 0,
  blank: 1,
  word: 2,
  digit: 3,
  dot: 4,
  quote: 5,
  dollar: 6,
  hash: 7,
  slash: 8,
  operator: 9,
} as const;

/** Added to the kind of a token that one character makes. */
export const SINGLE = 16;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_';
const DIGITS = '0123456789';

/** By code below 128. */
export const startTable = (singles: Readonly<Record<string, number>>): Uint8Array => {
  const table = new Uint8Array(128);
  const mark = (characters: string, value: number): void => {
    for (const c of characters) table[c.charCodeAt(0)] = value;
  };
  mark(' \t\r\n', STARTS.blank);
  mark(LETTERS, STARTS.word);
  mark(DIGITS, STARTS.digit);
  mark('.', STARTS.dot);
  mark('"\'', STARTS.quote);
  mark('$', STARTS.dollar);
  mark('#', STARTS.hash);
  mark('/', STARTS.slash);
  mark('+-*%&|^~!<>=', STARTS.operator);
  for (const [c, kind] of Object.entries(singles)) mark(c, SINGLE + kind);
  return table;
};

const inWord = new Uint8Array(128);
for (const c of LETTERS + DIGITS) inWord[c.charCodeAt(0)] = 1;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Below 128: letters, digits and the underscore. */
export const isAsciiWord = (code: number): boolean => code < 128 && inWord[code] === 1;

const LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Nl}]/u;

/** Length in code units of the letter beyond ASCII at `at`, or 0 if there is none. */
export const wideLetter = (text: string, at: number): number => {
  const code = text.codePointAt(at);
  if (code === undefined || code < 128) return 0;
  const letter = String.fromCodePoint(code);
  return LETTER.test(letter) ? letter.length : 0;
};

/** A part of a name starts or goes on at `at`. */
export const isWordAt = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code < 128 ? isAsciiWord(code) : wideLetter(text, at) > 0;
};
