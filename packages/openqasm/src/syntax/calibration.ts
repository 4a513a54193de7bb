import type { Defcal, HardwareQubit, Name, Parameter, Expression, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { cast, expression, expressionFrom, scalarType } from './expressions.ts';
import { hardware } from './literals.ts';
import { list } from './lists.ts';
import { declaredName } from './names.ts';
import { returnType } from './definitions.ts';
import { resumeAtBody } from './recovery.ts';
import { lineEnd } from './scan.ts';
import { SCALAR_WORDS, T } from './tokens.ts';
import { named, parameter } from './type-nodes.ts';

/** `cal { … }` */
export const cal = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const text = rawBody(c);
  return { kind: 'cal', start, end: c.previousEnd, text };
};

/** `defcal rz(angle[20] a) $0 -> bit { … }` */
export const defcal = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const name = calibrated(c);
  const params = defcalParameters(c);
  const qubits = c.panic ? [] : list(c, T.lbrace, defcalQubit);
  const returns = returnType(c);
  resumeAtBody(c);
  const text = rawBody(c);
  return { kind: 'defcal', start, end: c.previousEnd, name, params, qubits, returns, text };
};

/** A gate, or `measure`, `reset`, `delay`. */
const calibrated = (c: Cursor): Name => {
  const { kind, start, end, word } = c;
  if (kind !== T.measure && kind !== T.reset && kind !== T.delay) {
    return c.name('the name of a gate, measure, reset or delay');
  }
  c.advance();
  return { start, end, id: c.id(), text: word };
};

const defcalParameters = (c: Cursor): Defcal['params'] => {
  const { start } = c;
  if (c.panic || !c.accept(T.lparen)) return [];
  const params = (c.kind as number) === T.rparen ? [] : list(c, T.rparen, defcalParameter);
  c.close(T.rparen, start);
  return params;
};

const PARAMETER_WORDS = new Set<number>([T.qubit, T.creg, T.qreg, T.readonly, T.mutable]);

/** A declaration, or the value for which this calibration is. */
const defcalParameter = (c: Cursor): Parameter | Expression => {
  if (PARAMETER_WORDS.has(c.kind)) return parameter(c);
  if (SCALAR_WORDS[c.kind] === 0) return expression(c);
  const type = scalarType(c);
  if (c.kind === T.lparen && !c.panic) return expressionFrom(c, cast(c, type));
  return named(c, type);
};

const defcalQubit = (c: Cursor): HardwareQubit | Name =>
  c.kind === T.hardware ? hardware(c) : declaredName(c, 'a qubit such as $0 or q');

/** What is between braces, as written; another language than this one. */
const rawBody = (c: Cursor): string => {
  if (c.panic || c.kind !== T.lbrace) {
    if (!c.panic) c.expected("'{'", 'Write the calibration between braces');
    return '';
  }
  const open = c.start;
  const from = c.at;
  const to = closingBrace(c.text, from);
  c.at = to;
  c.advance();
  if (!c.accept(T.rbrace)) c.reportUnclosed(open);
  return c.text.slice(from, to);
};

/** Where the brace is that closes one before `from`, or the end of the text. */
const closingBrace = (text: string, from: number): number => {
  let depth = 0;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth < 0) return at;
    else if (code === 0x22 || code === 0x27) at = stringEnd(text, at);
    else if (code === 0x2f) at = commentEnd(text, at);
  }
  return text.length;
};

/** The last character of a string, or `at` where it does not end on its line. */
const stringEnd = (text: string, at: number): number => {
  const quote = text.charCodeAt(at);
  for (let k = at + 1; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code === quote) return k;
    if (code === 0x0a || code === 0x0d) return at;
  }
  return at;
};

/** The last character of a comment, or `at` where none starts. */
const commentEnd = (text: string, at: number): number => {
  const second = text.charCodeAt(at + 1);
  if (second === 0x2f) return lineEnd(text, at) - 1;
  if (second !== 0x2a) return at;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 1;
};
