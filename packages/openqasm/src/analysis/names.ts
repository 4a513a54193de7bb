import { LIBRARIES } from '../library/libraries.ts';
import { isReplaceable, QELIB1 } from '../library/qelib1.ts';
import type { Name, Span, Statement } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import { sameType } from '../types/rules.ts';
import type { NamePlace } from './analysis.ts';
import { functionNamed } from './functions.ts';
import { CALLED } from './kinds.ts';
import { librarySymbols } from './language.ts';
import type { Pass } from './pass.ts';
import type { QasmSymbol } from './symbol.ts';

export const UNKNOWN: Type = { kind: 'unknown' };

const WORD = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}_]*/gu;

/** Words of what could not be read: a declaration that was meant there is not missed twice. */
const wordsOf = (pass: Pass): void => {
  for (const span of pass.unread.splice(0)) {
    for (const [word] of pass.text(span).matchAll(WORD)) pass.missing.add(word);
  }
};

/** The library of a version that has the gate is what is missing most often. */
const hintFor = (pass: Pass, name: string): string => {
  const file = pass.version === 2 ? 'qelib1.inc' : 'stdgates.inc';
  return LIBRARIES.get(file)?.has(name) === true
    ? `Write include "${file}"; to have it`
    : 'Declare it before it is used, or include the file that does';
};

const reportMissing = (pass: Pass, name: string, at: Span): void => {
  wordsOf(pass);
  if (name === '' || pass.open || pass.missing.has(name)) return;
  if (pass.muted === 0) pass.missing.add(name);
  const hidden = pass.scope.hides(name);
  const hint = hidden
    ? 'Only constants, gates and subroutines are seen from inside: pass it as a parameter'
    : hintFor(pass, name);
  const where = hidden ? ` inside this ${pass.body.kind === 'gate' ? 'gate' : 'subroutine'}` : '';
  pass.error('NAME_UNKNOWN', at, `'${name}' is not declared${where}`, hint);
};

/** What a name stands for here; undefined if nothing, which is reported once for each name. */
export const lookUp = (
  pass: Pass,
  name: string,
  at: NamePlace,
): QasmSymbol | undefined => {
  const symbol = pass.scope.find(name);
  if (symbol === undefined) reportMissing(pass, name, at);
  else pass.stands(at, symbol);
  return symbol;
};

/**
 * A `gate` may say what the gate does that a `defcal` before it calibrates, and a program may
 * define what only later editions of `qelib1.inc` have.
 */
const yields = (earlier: QasmSymbol, later: QasmSymbol): boolean =>
  (earlier.statement?.kind === 'defcal' && later.kind === 'gate') ||
  (isReplaceable(earlier.name) && librarySymbols(QELIB1).get(earlier.name) === earlier);

/** In version 2 most reserved words are told from names by how they are written. */
const isReserved = (pass: Pass, name: string): boolean => {
  if (pass.scope.kind !== 'global') return false;
  if (pass.version === 2) return name === 'pi';
  const language = pass.scope.outer?.own(name) ?? functionNamed(3, name);
  return language !== undefined || name === 'sizeof';
};

/** Whichever of two declarations of a name is meant, it is used in the same way. */
const isAlike = (a: QasmSymbol, b: QasmSymbol): boolean =>
  a.kind === b.kind && !CALLED.has(a.kind) && sameType(a.type, b.type);

/** What a statement declares could not be read in full: its head, if it has a body. */
export const isMisread = (pass: Pass, s: Statement): boolean => {
  const body = 'body' in s ? s.body : null;
  return pass.misread.length > 0 && pass.isMisread({ start: s.start, end: body?.start ?? s.end });
};

/**
 * Gives a name a meaning in the block around. A name that the block has already is reported; if the
 * two differ, uses of it are not checked any further, since either could be meant.
 */
export const declare = (pass: Pass, name: Name, found: QasmSymbol): void => {
  const misread = found.statement !== null && isMisread(pass, found.statement);
  const symbol = misread ? { ...found, type: UNKNOWN } : found;
  pass.stands(name, symbol);
  if (name.text === '') return;
  const earlier = pass.scope.own(name.text);
  if (earlier !== undefined && !yields(earlier, symbol)) {
    const message = `'${name.text}' is already declared`;
    pass.error('NAME_TAKEN', name, message, 'Give one of the two another name');
    if (!isAlike(earlier, symbol)) pass.scope.set(name.text, { ...symbol, type: UNKNOWN });
    return;
  }
  const reserved = isReserved(pass, name.text);
  if (reserved) {
    const message = `'${name.text}' belongs to the language`;
    pass.error('NAME_RESERVED', name, message, 'Give it another name');
  }
  pass.scope.set(name.text, reserved ? { ...symbol, type: UNKNOWN } : symbol);
};

/** Fields that all symbols of one declaration have. */
export const declaredAt = (
  pass: Pass,
  name: Name,
  statement: QasmSymbol['statement'],
): Pick<QasmSymbol, 'name' | 'declared' | 'statement' | 'global'> => ({
  name: name.text,
  declared: name,
  statement,
  global: pass.scope.kind === 'global',
});
