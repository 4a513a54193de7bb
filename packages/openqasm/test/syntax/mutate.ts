import type { RandomStream } from '@xdv/domain-model';

const CHARACTERS = [
  ...'()[]{};,:@#$"\'=+-*/%<>!~^&|._ \t\n\r\\?`0123456789abcqxyzAE'.split(''),
  ...['\0', '\u00a0', '\u00b5', 'π', '量', '𝛼', '\ud835', '\ufeff', '\u2028', '//', '/*', '*/'],
];

const PIECES = [
  ...['(', '[', '{', '-', 'if (a) ', 'a[', '{{', 'f(', '2 ** ', 'int(', 'else ', '@a\n'],
  ...['9'.repeat(400), '1e999999', '0x', '0b12', '1__0', '1 ns', '"01"', '"', "'"],
  ...['gate g(a) q {', 'def f() {', 'cal {', 'defcal x $0 {', 'switch (a) { case 1 {', 'box {'],
  ...['OPENQASM 2.0;', 'OPENQASM 3.0;', 'include "stdgates.inc";', 'pragma p\n', '}', ';', '++'],
  ...['measure q -> c;', 'ctrl @ ', 'for int i in [0:2] ', 'durationof({', 'let a = ', 'return '],
];

const TOKEN = /\w+|\s+|[^\w\s]/gu;

const pick = <Item>(random: RandomStream, items: readonly Item[]): Item =>
  items[random.below(items.length)]!;

const tokenEdit = (text: string, random: RandomStream): string => {
  const tokens = text.match(TOKEN) ?? [''];
  const at = random.below(tokens.length);
  const other = random.below(tokens.length);
  const kind = random.below(4);
  if (kind === 0) tokens.splice(at, 1 + random.below(4));
  else if (kind === 1) tokens.splice(at, 0, tokens[at]!);
  else if (kind === 2) [tokens[at], tokens[other]] = [tokens[other]!, tokens[at]!];
  else tokens[at] = tokens[other]!;
  return tokens.join('');
};

const insert = (text: string, at: number, piece: string): string =>
  text.slice(0, at) + piece + text.slice(at);

/** A text with one to six things changed in it. */
export const mutate = (texts: readonly string[], random: RandomStream): string => {
  let text = pick(random, texts);
  for (let left = 1 + random.below(6); left > 0; left--) {
    const at = random.below(text.length + 1);
    const kind = random.below(8);
    if (kind === 0) text = text.slice(0, at) + pick(random, CHARACTERS) + text.slice(at + 1);
    else if (kind === 1) text = insert(text, at, pick(random, CHARACTERS));
    else if (kind === 2) text = text.slice(0, at);
    else if (kind === 3) text = insert(text, at, pick(random, PIECES));
    else if (kind === 4) text = insert(text, at, pick(random, PIECES).repeat(random.below(300)));
    else if (kind === 5) text = text.slice(0, at) + pick(random, texts).slice(at);
    else text = tokenEdit(text, random);
  }
  return text;
};
