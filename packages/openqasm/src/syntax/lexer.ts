import { isAsciiWord, isDigit, SINGLE, STARTS, startTable, wideLetter } from './characters.ts';
import { scanNumber } from './numbers.ts';
import { scanOperator } from './operators.ts';
import { emit, lineEnd, report, type Scan } from './scan.ts';
import { kindInVersion, T } from './tokens.ts';
import { hashNext } from './words.ts';

/** Characters of one name. */
export const NAME_MAX = 256;

const starts = startTable({
  ...{ '(': T.lparen, ')': T.rparen, '[': T.lbracket, ']': T.rbracket },
  ...{ '{': T.lbrace, '}': T.rbrace, ',': T.comma, ';': T.semicolon, ':': T.colon, '@': T.at },
});

/** Goes to the next token; each character of the text is looked at a bounded number of times. */
export const scan = (s: Scan): void => {
  const { text } = s;
  const { length } = text;
  let { at } = s;
  while (at < length) {
    const code = text.charCodeAt(at);
    const first = code < 128 ? starts[code]! : STARTS.unknown;
    if (first === STARTS.blank) at++;
    else if (first >= SINGLE) return emit(s, first - SINGLE, at, at + 1);
    else if (first === STARTS.word) return scanWord(s, at);
    else if (first === STARTS.digit) return scanNumber(s, at);
    else {
      const next = scanOther(s, first, at);
      if (next < 0) return;
      at = next;
    }
  }
  emit(s, T.end, length, length);
};

const FOUND = -1;

/** Where to go on, or {@link FOUND}. */
const scanOther = (s: Scan, first: number, at: number): number => {
  const { text } = s;
  const second = text.charCodeAt(at + 1);
  if (first === STARTS.slash && second === 0x2f) return addComment(s, at, lineEnd(text, at));
  if (first === STARTS.slash && second === 0x2a) return blockComment(s, at);
  if (!scanToken(s, first, at)) return unknown(s, at);
  return FOUND;
};

const scanToken = (s: Scan, first: number, at: number): boolean => {
  const { text } = s;
  const digit = isDigit(text.charCodeAt(at + 1));
  if (first === STARTS.operator || first === STARTS.slash) scanOperator(s, at);
  else if (first === STARTS.dot && digit) scanNumber(s, at);
  else if (first === STARTS.quote) scanString(s, at);
  else if (first === STARTS.dollar && digit) scanHardware(s, at);
  else if (first === STARTS.hash && startsWord(text, 'pragma', at)) emit(s, T.pragma, at, at + 7);
  else if (first === STARTS.hash && startsWord(text, 'dim', at)) emit(s, T.dim, at, at + 4);
  else if (wideLetter(text, at) > 0) scanWord(s, at);
  else return false;
  return true;
};

const startsWord = (text: string, word: string, at: number): boolean =>
  text.startsWith(word, at + 1) && !isAsciiWord(text.charCodeAt(at + 1 + word.length));

const scanWord = (s: Scan, from: number): void => {
  const { text, words } = s;
  const { length } = text;
  let hash = 0;
  let at = from;
  while (at < length) {
    const code = text.charCodeAt(at);
    const width = isAsciiWord(code) ? 1 : code < 128 ? 0 : wideLetter(text, at);
    if (width === 0) break;
    hash = hashNext(hash, code);
    at += width;
  }
  if (at - from > NAME_MAX) reportLong(s, from, at);
  s.word = words.find(text, from, at, hash);
  s.wordKind = words.kind;
  emit(s, kindInVersion(words.kind, s.version), from, at);
};

const reportLong = (s: Scan, from: number, to: number): void => {
  const message = `this name has more than ${NAME_MAX} characters`;
  report(s, { code: 'NAME_TOO_LONG', from, to, message, hint: 'Use a shorter name' });
};

/** The rest of the line after the token, without blanks around it; the token after it is next. */
export const scanRestOfLine = (s: Scan): string => {
  const end = lineEnd(s.text, s.at);
  const rest = s.text.slice(s.at, end).trim();
  s.at = end;
  return rest;
};

const addComment = (s: Scan, from: number, to: number): number => {
  s.comments.push({ start: s.base + from, end: s.base + to });
  return to;
};

const blockComment = (s: Scan, from: number): number => {
  const close = s.text.indexOf('*/', from + 2);
  if (close >= 0) return addComment(s, from, close + 2);
  s.commentOpen = true;
  const message = 'this comment does not end';
  report(s, { code: 'COMMENT_OPEN', from, to: from + 2, message, hint: "Close it with '*/'" });
  return addComment(s, from, s.text.length);
};

const scanString = (s: Scan, from: number): void => {
  const { text } = s;
  const quote = text.charCodeAt(from);
  let to = from + 1;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (code === quote) return emit(s, T.string, from, to + 1);
    if (code === 0x0a || code === 0x0d) break;
  }
  const message = 'this string does not end on its line';
  const hint = `Close it with ${String.fromCharCode(quote)}`;
  report(s, { code: 'STRING_OPEN', from, to, message, hint });
  emit(s, T.string, from, to);
};

const scanHardware = (s: Scan, from: number): void => {
  let at = from + 1;
  while (isDigit(s.text.charCodeAt(at))) at++;
  emit(s, T.hardware, from, at);
};

/** Skips characters that start no token, all of one kind at once. */
const unknown = (s: Scan, from: number): number => {
  const { text } = s;
  const code = text.codePointAt(from)!;
  const shown = String.fromCodePoint(code);
  let to = from + shown.length;
  // a byte order mark says nothing where a text starts
  if (code === 0xfeff && from === 0) return to;
  while (text.codePointAt(to) === code) to += shown.length;
  const visible = code > 0x20 && code !== 0x7f && !/\s/u.test(shown);
  const name = visible ? `'${shown}'` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const hint = visible || code < 0x20 ? 'Remove it' : 'Put an ordinary space in its place';
  const message = `${name} is not part of OpenQASM`;
  report(s, { code: 'CHARACTER_UNKNOWN', from, to, message, hint });
  return to;
};
