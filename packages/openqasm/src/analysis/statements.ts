import type { Block, Statement } from '../syntax/ast.ts';
import { assignment } from './assignment.ts';
import { calibration } from './calibration.ts';
import { conditional, forLoop, jump, returning, switchCase, whileLoop } from './control.ts';
import { alias, inputOrOutput, qubits, variable } from './declarations.ts';
import { external, gate, subroutine } from './definitions.ts';
import { barrierOrNop, box, delay, gateCall, measureArrow, reset } from './operations.ts';
import type { Pass } from './pass.ts';

type Kind = Statement['kind'];

/** Statements that belong to the program as a whole, and what they are called. */
const GLOBAL = new Map<Kind, string>([
  ['include', 'include'],
  ['qubits', 'a declaration of qubits'],
  ['io', 'a declaration of an input or output'],
  ['gate', 'the definition of a gate'],
  ['def', 'the definition of a subroutine'],
  ['extern', 'the declaration of an extern'],
  ['defcal', 'a calibration'],
  ['defcalgrammar', 'defcalgrammar'],
]);

/** What a gate may consist of. Source: OpenQASM 3, "Gates". */
const IN_GATES: ReadonlySet<Kind> = new Set([
  ...(['gatecall', 'barrier', 'delay', 'box', 'nop', 'alias', 'for', 'if', 'block'] as const),
  ...(['break', 'continue', 'return', 'pragma', 'broken'] as const),
]);

const nothing = (): void => {};

type Check<K extends Kind> = (pass: Pass, s: Extract<Statement, { readonly kind: K }>) => void;

/** What is checked about each kind of statement. */
const CHECKS: { readonly [K in Kind]: Check<K> } = {
  include: (pass, s) => pass.include(s),
  pragma: nothing,
  qubits,
  variable,
  io: inputOrOutput,
  alias,
  gate,
  def: subroutine,
  extern: external,
  gatecall: gateCall,
  measure: measureArrow,
  reset,
  barrier: barrierOrNop,
  delay,
  box,
  nop: barrierOrNop,
  assign: assignment,
  expression: (pass, s) => void pass.typeOf(s.expression),
  if: conditional,
  for: forLoop,
  while: whileLoop,
  switch: switchCase,
  break: jump,
  continue: jump,
  end: jump,
  return: returning,
  block: (pass, s) => pass.block(s),
  defcalgrammar: nothing,
  cal: nothing,
  defcal: calibration,
  broken: nothing,
};

const check = (pass: Pass, s: Statement): void =>
  (CHECKS[s.kind] as (pass: Pass, s: Statement) => void)(pass, s);

/** Reports a statement that only the program itself may contain. */
const checkGlobal = (pass: Pass, s: Statement): boolean => {
  const array = s.kind === 'variable' && s.type.kind === 'array';
  const what = array ? 'a declaration of an array' : GLOBAL.get(s.kind);
  if (what === undefined) return true;
  const message = `${what} inside of a block`;
  pass.error('NOT_GLOBAL', s, message, 'Move it out of every block, gate and subroutine');
  return false;
};

/** What follows from what could not be read is no news; bodies are looked at all the same. */
const isBroken = (pass: Pass, s: Statement): boolean => {
  if (pass.misread.length === 0) return false;
  return !('body' in s || 'then' in s || 'cases' in s) && pass.isMisread(s);
};

const checkOne = (pass: Pass, s: Statement): void => {
  if (isBroken(pass, s)) pass.silently(() => checkPlaced(pass, s));
  else checkPlaced(pass, s);
};

const checkPlaced = (pass: Pass, s: Statement): void => {
  const { kind } = pass.scope;
  if (kind === 'global') return check(pass, s);
  if (!checkGlobal(pass, s)) {
    // another file would not be read as part of a block
    if (s.kind !== 'include') check(pass, s);
    return;
  }
  if (pass.body.kind !== 'gate' || IN_GATES.has(s.kind) || s.kind === 'expression') {
    return check(pass, s);
  }
  const hint = 'A gate consists of gates, loops and conditions over what is constant';
  pass.error('NOT_IN_GATE', s, 'not allowed in the body of a gate', hint);
  pass.silently(() => check(pass, s));
};

/** Checks statements in order, in the scope that is open. */
export const checkAll = (pass: Pass, statements: readonly Statement[]): void => {
  for (const statement of statements) checkOne(pass, statement);
};

/** Checks the statements of a block, in the scope that is open. */
export const checkBlock = (pass: Pass, { statements }: Block): void => checkAll(pass, statements);
