import type { Annotation, Block, Statement } from './ast.ts';
import { alias, constant, inputOrOutput, oldRegister, qubits, variable } from './declarations.ts';
import { box, forStatement, ifStatement, jump, returnStatement } from './control.ts';
import { switchStatement, whileStatement } from './control.ts';
import { modifiedCall, nameStatement, valueStatement } from './calls.ts';
import { cal, defcal } from './calibration.ts';
import type { BlockReader, Cursor } from './cursor.ts';
import { extern, gate, subroutine } from './definitions.ts';
import { annotations, includeOrGrammar, pragma } from './directives.ts';
import { barrierOrNop, delay, measureStatement, reset } from './operations.ts';
import { skipStatement } from './recovery.ts';
import { GLOBAL_WORDS, isWordOf3, KINDS, SCALAR_WORDS, SPELLINGS, T } from './tokens.ts';

/** Blocks and bodies inside one another. */
export const BLOCK_DEPTH_MAX = 100;

type Reader = (c: Cursor) => Statement;

/** One statement, whatever is there; the cursor is after it. */
export const statement = (c: Cursor): Statement => {
  const { start } = c;
  c.statementStart = start;
  c.quiet = false;
  const found =
    c.kind === T.name && c.version === 2 && isWordOf3(c.wordKind)
      ? wordOf3(c)
      : READERS[c.kind]!(c);
  if (!c.panic) return found;
  recover(c, start);
  // a part of an operation would be wrong in other ways; a part of a declaration still declares
  if (!OPERATIONS.has(found.kind)) return found;
  return { kind: 'broken', start, end: Math.max(start, c.previousEnd) };
};

const OPERATIONS: ReadonlySet<Statement['kind']> = new Set([
  ...(['gatecall', 'measure', 'reset', 'barrier', 'delay', 'nop'] as const),
  ...(['assign', 'expression', 'broken'] as const),
]);

const recover = (c: Cursor, start: number): void => {
  // a word that belongs to another statement would be looked at forever
  if (c.start === start && c.kind !== T.rbrace && c.kind !== T.lbrace) c.advance();
  c.statementStart = start;
  skipStatement(c);
  c.panic = false;
};

/** In version 2 a word of version 3 is a name, but hardly one that starts a statement. */
const wordOf3 = (c: Cursor): Statement => {
  const { word, wordKind } = c;
  if (c.ownGates.has(word)) return nameStatement(c);
  c.quiet = c.refused.has(wordKind);
  c.refused.add(wordKind);
  const hint = 'Write OPENQASM 3.0; at the start, or use what version 2 has';
  c.complain('NOT_IN_VERSION', c, `version 2 does not have '${word}'`, hint);
  c.setVersion(3);
  const found = READERS[c.kind]!(c);
  c.setVersion(2);
  return found;
};

const unexpected: Reader = (c) => {
  const { start, end } = c;
  const hint = HINTS[c.kind] ?? 'Start a statement here, or remove this';
  if (c.kind === T.semicolon) {
    c.complain('SYNTAX', c, "there is nothing before this ';'", 'Remove it');
    c.advance();
  } else {
    c.expected('a statement', hint);
  }
  return { kind: 'broken', start, end };
};

const HINTS: Readonly<Record<number, string>> = {
  [T.else]: "Put 'else' right after the body of an if",
  [T.case]: "Put 'case' between the braces of a switch",
  [T.default]: "Put 'default' between the braces of a switch",
  [T.array]: 'Declare an array with its type, such as array[int[8], 4] a;',
  [T.void]: 'A subroutine without a result has no return type',
};

/** `OPENQASM` anywhere but at the start. */
const misplacedVersion: Reader = (c) => {
  const { start, end } = c;
  const message = 'the version is the first statement of a program';
  c.fail('VERSION_MISPLACED', c, message, 'Move it to the start, or remove it');
  return { kind: 'broken', start, end };
};

const annotated: Reader = (c) => {
  const found = annotations(c);
  const { kind } = c;
  if (kind === T.end || kind === T.rbrace || kind === T.pragma || kind === T.lbrace) {
    const hint = 'Put it before a statement, or remove it';
    c.complain('SYNTAX', found[0]!, 'an annotation applies to the statement after it', hint);
  }
  if (kind === T.end || kind === T.rbrace) return broken(found);
  return { ...statement(c), annotations: found };
};

const broken = (found: readonly Annotation[]): Statement => ({
  ...{ kind: 'broken', start: found[0]!.start, end: found.at(-1)!.end },
});

/** `{ … }`, or nothing where there is none. */
const scope = (c: Cursor): Block => {
  const { start } = c;
  const empty: Block = { kind: 'block', start, end: start, braces: true, statements: [] };
  if (c.panic) return empty;
  if (c.kind !== T.lbrace) {
    c.expected("'{'", "Write the body between '{' and '}'");
    return empty;
  }
  if (tooDeep(c)) return empty;
  const { statementStart } = c;
  c.advance();
  c.blockDepth++;
  const statements: Statement[] = [];
  while (insideBlock(c)) statements.push(statement(c));
  c.blockDepth--;
  if (!c.accept(T.rbrace)) c.reportUnclosed(start);
  c.statementStart = statementStart;
  c.quiet = false;
  return { kind: 'block', start, end: c.previousEnd, braces: true, statements };
};

/**
 * A word of a global statement in the first column is not meant to be inside of a block: a brace
 * is missing before it.
 */
const insideBlock = (c: Cursor): boolean => {
  if (c.kind === T.rbrace || c.kind === T.end || c.issues.full) return false;
  return GLOBAL_WORDS[c.kind] === 0 || !c.startsLine || c.column(c.start) > 0;
};

const tooDeep = (c: Cursor): boolean => {
  if (c.blockDepth < BLOCK_DEPTH_MAX) return false;
  const message = `blocks nest deeper than ${BLOCK_DEPTH_MAX}`;
  c.fail('TOO_DEEP', c, message, 'Move the inner ones into a subroutine');
  return true;
};

/** `{ … }`, or one statement. */
const body = (c: Cursor): Block => {
  const { start, statementStart } = c;
  if (c.kind === T.lbrace || c.panic) return scope(c);
  const block = { kind: 'block', start, braces: false } as const;
  if (tooDeep(c)) return { ...block, end: start, statements: [] };
  c.blockDepth++;
  const only = statement(c);
  c.blockDepth--;
  c.statementStart = statementStart;
  return { ...block, end: Math.max(start, c.previousEnd), statements: [only] };
};

/** How blocks are read. */
export const BLOCKS: BlockReader = { scope, body };

/** What reads a statement, by the kind of its first token. */
const READERS: readonly Reader[] = (() => {
  const readers: Reader[] = Array.from({ length: KINDS }, () => unexpected);
  const set = (reader: Reader, ...kinds: readonly number[]): void => {
    for (const kind of kinds) readers[kind] = reader;
  };
  set(nameStatement, T.name);
  set(valueStatement, T.integer, T.float, T.imaginary, T.duration, T.string, T.hardware, T.bad);
  set(valueStatement, T.lparen, T.minus, T.bang, T.tilde, T.true, T.false, T.durationof);
  set(scope, T.lbrace);
  set(annotated, T.at);
  set(misplacedVersion, T.openqasm);
  set(includeOrGrammar, T.include, T.defcalgrammar);
  set(oldRegister, T.qreg, T.creg);
  set(gate, T.gate, T.opaque);
  set(subroutine, T.def);
  set(extern, T.extern);
  set(cal, T.cal);
  set(defcal, T.defcal);
  set(barrierOrNop, T.barrier, T.nop);
  set(measureStatement, T.measure);
  set(reset, T.reset);
  set(delay, T.delay);
  set(box, T.box);
  set(alias, T.let);
  set(jump, T.break, T.continue, T.endProgram);
  set(ifStatement, T.if);
  set(returnStatement, T.return);
  set(forStatement, T.for);
  set(whileStatement, T.while);
  set(switchStatement, T.switch);
  set(pragma, T.pragma);
  set(inputOrOutput, T.input, T.output);
  set(constant, T.const);
  set(qubits, T.qubit);
  set(modifiedCall, T.gphase, T.inv, T.pow, T.ctrl, T.negctrl);
  set(variable, T.array);
  SPELLINGS.forEach((_, kind) => {
    if (SCALAR_WORDS[kind] === 1) set(variable, kind);
  });
  return readers;
})();
