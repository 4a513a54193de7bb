import { isAsciiWord, isDigit, isWordAt } from './characters.ts';
import { emit, report, type Scan } from './scan.ts';
import { T } from './tokens.ts';

/** Characters of one number; values of longer ones would cost more than time linear in the text. */
export const NUMBER_MAX = 1000;

const DOT = 0x2e;
const UNDERSCORE = 0x5f;

/** The number at a local offset where a digit is, or a dot before one. */
export const scanNumber = (s: Scan, from: number): void => {
  const { text } = s;
  const plain = plainEnd(text, from);
  if (plain > from && plain - from <= NUMBER_MAX) return emit(s, T.integer, from, plain);
  const radix = text.charCodeAt(from) === 0x30 ? radixOf(text.charCodeAt(from + 1)) : 0;
  if (radix > 0) return finish(s, T.integer, from, radixDigits(text, from + 2, radix));
  let at = digits(text, from);
  let kind: number = T.integer;
  if (text.charCodeAt(at) === DOT) {
    kind = T.float;
    at = isDigit(text.charCodeAt(at + 1)) ? digits(text, at + 1) : at + 1;
  }
  const exponent = exponentEnd(text, at);
  if (exponent > at) return withUnit(s, T.float, from, exponent);
  withUnit(s, kind, from, at);
};

/** What nearly every number is: after digits that cannot go on, or -1. */
const plainEnd = (text: string, from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return code < 128 && endsPlain[code] === 1 ? at : -1;
};

const endsPlain = new Uint8Array(128);
for (const c of ')]},;:+-*/%=<>&|^') endsPlain[c.charCodeAt(0)] = 1;

/** After digits with single underscores between them. */
const digits = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) at++;
    else if (code === UNDERSCORE && at > from && isDigit(text.charCodeAt(at + 1))) at += 2;
    else return at;
  }
};

/** After an exponent, or `at` where none is. */
const exponentEnd = (text: string, at: number): number => {
  if ((text.charCodeAt(at) | 0x20) !== 0x65) return at;
  const sign = text.charCodeAt(at + 1);
  const first = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
  return isDigit(text.charCodeAt(first)) ? digits(text, first) : at;
};

const radixOf = (code: number): number => {
  const letter = code | 0x20;
  if (letter === 0x78) return 16;
  if (letter === 0x62) return 2;
  return letter === 0x6f ? 8 : 0;
};

const radixDigits = (text: string, from: number, radix: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (digitValue(code) < radix) at++;
    else if (code === UNDERSCORE && at > from && digitValue(text.charCodeAt(at + 1)) < radix) at++;
    else return at;
  }
};

const digitValue = (code: number): number => {
  if (isDigit(code)) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
};

const withUnit = (s: Scan, kind: number, from: number, to: number): void => {
  const { text } = s;
  let at = to;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  const length = unitLength(text, at);
  if (length === 0 || isWordAt(text, at + length)) return finish(s, kind, from, to);
  s.digitsEnd = to;
  const imaginary = text.charCodeAt(at) === 0x69;
  finish(s, imaginary ? T.imaginary : T.duration, from, at + length);
};

/** Of `s`, `dt`, `ns`, `us`, `ms`, `im` and the micro sign or letter mu before `s`. */
const unitLength = (text: string, at: number): number => {
  const first = text.charCodeAt(at);
  if (first === 0x73) return 1;
  const second = text.charCodeAt(at + 1);
  if (first === 0x64) return second === 0x74 ? 2 : 0;
  if (first === 0x69) return second === 0x6d ? 2 : 0;
  const scaled =
    first === 0x6e || first === 0x75 || first === 0x6d || first === 0xb5 || first === 0x3bc;
  return scaled && second === 0x73 ? 2 : 0;
};

const finish = (s: Scan, kind: number, from: number, to: number): void => {
  const { text } = s;
  const short = to - from < 3 && !isDigit(text.charCodeAt(to - 1));
  if (isWordAt(text, to) || (kind === T.integer && short)) return malformed(s, from, to);
  if (to - from <= NUMBER_MAX) return emit(s, kind, from, to);
  const message = `a number has at most ${NUMBER_MAX} characters`;
  report(s, { code: 'TOO_LARGE', from, to, message, hint: 'Write fewer digits' });
  emit(s, T.bad, from, to);
};

const malformed = (s: Scan, from: number, to: number): void => {
  const { text } = s;
  let end = to;
  while (isAsciiWord(text.charCodeAt(end))) end++;
  const shown = text.slice(from, Math.min(end, from + 40));
  const message = `'${shown}' is not a number`;
  const hint = hintFor(text, from, to, end);
  report(s, { code: 'NUMBER_MALFORMED', from, to: end, message, hint });
  emit(s, T.bad, from, end);
};

const hintFor = (text: string, from: number, to: number, end: number): string => {
  if (text.charCodeAt(to) === UNDERSCORE) return 'Put single underscores between digits only';
  const radix = text.charCodeAt(from) === 0x30 ? radixOf(text.charCodeAt(from + 1)) : 0;
  if (radix === 2) return "Write the digits 0 and 1 after '0b'";
  if (radix === 8) return "Write digits from 0 to 7 after '0o'";
  if (radix === 16) return "Write hexadecimal digits after '0x'";
  if ((text.charCodeAt(to) | 0x20) === 0x65 && end === to + 1) return 'Write digits after the e';
  return 'A name starts with a letter; units are dt, ns, us, ms, s and im';
};
