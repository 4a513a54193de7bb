import type { QasmSymbol } from '../analysis/symbol.ts';
import type { Expression, Statement, While } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { blocksOf, eachExpression, expressionsOfStatement } from './visit.ts';
import { rootOf } from './writes.ts';

/** What in a loop depends on outcomes, found before the loop is lowered. */
class Dependence {
  readonly #low: Lowering;
  readonly #symbols = new Set<QasmSymbol>();
  /** The loop may be left depending on an outcome. */
  leaves = false;

  constructor(low: Lowering) {
    this.#low = low;
  }

  get size(): number {
    return this.#symbols.size;
  }

  isRunning(expression: Expression): boolean {
    let found = false;
    eachExpression(expression, (part) => {
      found ||= part.kind === 'measure' || this.#isRunningCall(part) || this.#isRunningName(part);
    });
    return found;
  }

  #isRunningCall(part: Expression): boolean {
    if (part.kind !== 'call') return false;
    const symbol = this.#low.analysis.symbols[part.callee.id];
    return symbol?.kind === 'subroutine' && symbol.params.some(({ kind }) => kind === 'qubit');
  }

  #isRunningName(part: Expression): boolean {
    if (part.kind !== 'identifier') return false;
    const symbol = this.#low.analysis.symbols[part.id];
    if (symbol === undefined) return false;
    if (this.#symbols.has(symbol)) return true;
    const binding = this.#low.bindings.get(symbol);
    if (binding?.kind !== 'place') return false;
    const { place } = binding;
    if (place.kind === 'cell' || place.kind === 'view') return place.variable.items === null;
    return place.kind !== 'bits' || place.bits.some(({ variable }) => variable.items === null);
  }

  #add(place: Expression): void {
    const root = rootOf(place);
    const symbol = root.kind === 'identifier' ? this.#low.analysis.symbols[root.id] : undefined;
    if (symbol !== undefined) this.#symbols.add(symbol);
  }

  /** `inside`: it is done only on some outcomes. */
  visit(statement: Statement, inside: boolean): void {
    this.#low.out.step();
    const depends = inside || expressionsOfStatement(statement).some((e) => this.isRunning(e));
    if (statement.kind === 'measure') this.#add(statement.target);
    if (statement.kind === 'assign' && depends) this.#add(statement.target);
    if ((statement.kind === 'variable' || statement.kind === 'for') && depends) {
      const symbol = this.#low.analysis.symbols[statement.name.id];
      if (symbol !== undefined) this.#symbols.add(symbol);
    }
    if (depends) this.#addArguments(statement);
    if (inside && LEAVING.has(statement.kind)) this.leaves = true;
    const within = depends && BRANCHING.has(statement.kind);
    for (const block of blocksOf(statement)) {
      for (const inner of block.statements) this.visit(inner, inside || within);
    }
  }

  /** A call may write to arrays that it is given. */
  #addArguments(statement: Statement): void {
    for (const expression of expressionsOfStatement(statement)) {
      eachExpression(expression, (part) => {
        if (part.kind === 'call') part.args.forEach((arg) => this.#add(arg));
      });
    }
  }
}

export const LEAVING: ReadonlySet<Statement['kind']> = new Set(['break', 'return', 'end']);
const BRANCHING: ReadonlySet<Statement['kind']> = new Set(['if', 'while', 'for', 'switch']);

/** Whether outcomes of its own body decide how often a loop runs. */
export const endsByOutcome = (low: Lowering, { condition, body }: While): boolean => {
  const dependence = new Dependence(low);
  let before = -1;
  // what depends on something grows until nothing is added; names are finite
  while (dependence.size > before) {
    before = dependence.size;
    for (const statement of body.statements) dependence.visit(statement, false);
  }
  return dependence.leaves || dependence.isRunning(condition);
};
