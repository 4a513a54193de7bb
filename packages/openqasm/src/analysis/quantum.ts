import type { Expression } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { UNKNOWN } from './names.ts';
import type { Pass, Run } from './pass.ts';
import { collide, overlap, runsOf } from './places.ts';
import type { QasmSymbol } from './symbol.ts';

/** The type of something that has to be qubits; unknown if it is not, which was reported. */
export const operandType = (pass: Pass, operand: Expression): Type => {
  const type = pass.typeOf(operand);
  if (type.kind === 'qubit' || type.kind === 'unknown') return type;
  const message = `${showType(type)} where a qubit is needed`;
  pass.error('TYPE_MISMATCH', operand, message, 'Name a qubit or a register of qubits');
  return UNKNOWN;
};

/** Reports an operand whose register differs in size from those before it; false if one does. */
export const checkSizes = (pass: Pass, operands: readonly Expression[]): boolean => {
  let size = -1;
  for (const operand of operands) {
    const type = pass.types[operand.id];
    if (type?.kind !== 'qubit' || type.size === null || type.size === size) continue;
    if (size < 0) {
      ({ size } = type);
      continue;
    }
    const message = `a register of ${type.size} qubits with one of ${size}`;
    pass.error('BROADCAST_SIZES', operand, message, 'Use registers of one size, or one qubit');
    return false;
  }
  return true;
};

const WHOLE = -1;
const NOT_SIMPLE = -2;

/** The constant index of `q[3]`, or that all of `q` is meant: what most operands are. */
const simpleIndex = (pass: Pass, e: Expression): number => {
  if (e.kind === 'identifier') return WHOLE;
  if (e.kind !== 'index' || e.target.kind !== 'identifier' || e.selector.kind === 'set') {
    return NOT_SIMPLE;
  }
  const item = e.selector.items[0]!;
  if (item.kind === 'range') return NOT_SIMPLE;
  const value = pass.constants[item.id];
  if (typeof value !== 'bigint') return NOT_SIMPLE;
  const type = pass.types[e.target.id];
  const index = Number(value);
  return index >= 0 || type?.kind !== 'qubit' ? index : index + (type.size ?? 0);
};

const simpleRoot = (pass: Pass, e: Expression): QasmSymbol | undefined => {
  const name = e.kind === 'index' ? e.target : e;
  const symbol = name.kind === 'identifier' ? pass.symbols[name.id] : undefined;
  return symbol?.kind === 'alias' || symbol?.type.kind === 'unknown' ? undefined : symbol;
};

type Verdict = 'apart' | 'same' | 'unsure';

/** Whether two operands name one qubit, as far as that is seen without listing qubits. */
const compare = (pass: Pass, a: Expression, b: Expression): Verdict => {
  const root = simpleRoot(pass, a);
  const other = simpleRoot(pass, b);
  if (root === undefined || other === undefined) return 'unsure';
  if (root !== other) return 'apart';
  const [i, j] = [simpleIndex(pass, a), simpleIndex(pass, b)];
  if (i === NOT_SIMPLE || j === NOT_SIMPLE) return 'unsure';
  return i === WHOLE || j === WHOLE || i === j ? 'same' : 'apart';
};

const reportRepeated = (pass: Pass, operand: Expression): false => {
  const message = `${pass.text(operand)} is used twice in one operation`;
  pass.error('QUBIT_REPEATED', operand, message, 'Use a different qubit in each place');
  return false;
};

/** Operands up to which each is compared with each without listing qubits. */
const FEW = 4;

/** No two of a few operands name one qubit; null if that takes a closer look. */
const areApart = (pass: Pass, operands: readonly Expression[]): boolean | null => {
  let sure = true;
  for (let b = 1; b < operands.length; b++) {
    for (let a = 0; a < b; a++) {
      const verdict = compare(pass, operands[a]!, operands[b]!);
      if (verdict === 'same') return reportRepeated(pass, operands[b]!);
      if (verdict === 'unsure') sure = false;
    }
  }
  return sure ? true : null;
};

/** Single qubits seen so far by register, and registers in a row. */
class Seen {
  readonly #singles = new Map<Run['root'], Set<number>>();
  readonly #registers: (readonly Run[])[] = [];
  readonly #all: (readonly Run[])[] = [];

  /** Adds an operand; true if a qubit of it was there before, in the same operation. */
  meets(runs: readonly Run[]): boolean {
    const [run] = runs;
    if (runs.length !== 1 || run!.count !== 1) {
      if (this.#all.some((earlier) => collide(earlier, runs))) return true;
      this.#registers.push(runs);
    } else {
      const places = this.#singles.get(run!.root) ?? new Set();
      this.#singles.set(run!.root, places);
      if (places.has(run!.first)) return true;
      places.add(run!.first);
      if (this.#registers.some((earlier) => collide(earlier, runs))) return true;
    }
    this.#all.push(runs);
    return false;
  }
}

/**
 * Reports an operand that names a qubit of an earlier one in the same operation, as far as that is
 * known before the program runs. Constant for a few whole registers and single qubits, otherwise
 * linear in the qubits named.
 */
export const checkDistinct = (pass: Pass, operands: readonly Expression[]): void => {
  if (operands.length < 2) return;
  if (operands.length <= FEW && areApart(pass, operands) !== null) return;
  const seen = new Seen();
  for (const operand of operands) {
    const runs = runsOf(pass, operand);
    if (runs === null || runs.length === 0) continue;
    if (seen.meets(runs)) {
      reportRepeated(pass, operand);
      return;
    }
  }
};

/** Reports a qubit that is passed to a subroutine twice, whatever its position. */
export const checkDisjoint = (pass: Pass, operands: readonly Expression[]): void => {
  if (operands.length < 2) return;
  const earlier: Run[] = [];
  for (const operand of operands) {
    const runs = runsOf(pass, operand);
    if (runs === null) continue;
    if (overlap(earlier, runs)) {
      reportRepeated(pass, operand);
      return;
    }
    earlier.push(...runs);
  }
};
