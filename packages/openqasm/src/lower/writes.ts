import type { QasmSymbol } from '../analysis/symbol.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { eachExpression, eachStatement, expressionsOfStatement } from './visit.ts';

/** What a piece of program may write to. */
export interface Writes {
  readonly symbols: ReadonlySet<QasmSymbol>;
  /** It returns a value. */
  readonly returns: boolean;
}

/** The name that a place starts with. */
export const rootOf = (expression: Expression): Expression => {
  if (expression.kind === 'index') return rootOf(expression.target);
  return expression.kind === 'group' ? rootOf(expression.inner) : expression;
};

interface Found {
  readonly symbols: Set<QasmSymbol>;
  returns: boolean;
}

const addRoot = (low: Lowering, found: Found, place: Expression): void => {
  const root = rootOf(place);
  const symbol = root.kind === 'identifier' ? low.analysis.symbols[root.id] : undefined;
  if (symbol !== undefined) found.symbols.add(symbol);
};

/** Arrays that calls may change. */
const addCalls = (low: Lowering, found: Found, expression: Expression): void =>
  eachExpression(expression, (part) => {
    if (part.kind !== 'call') return;
    const symbol = low.analysis.symbols[part.callee.id];
    if (symbol?.kind !== 'subroutine') return;
    for (const [k, arg] of part.args.entries()) {
      const type = symbol.params[k];
      if (type?.kind === 'array' && type.access === 'mutable') addRoot(low, found, arg);
    }
  });

/** What an alias stands for may be written to through it. */
const addAliased = (low: Lowering, found: Found, expression: Expression): void =>
  eachExpression(expression, (part) => addRoot(low, found, part));

const addStatement = (low: Lowering, found: Found, statement: Statement): void => {
  low.out.step();
  if (statement.kind === 'assign' || statement.kind === 'measure') {
    addRoot(low, found, statement.target);
  }
  if (statement.kind === 'return') found.returns = true;
  if (statement.kind === 'alias') addAliased(low, found, statement.value);
  for (const expression of expressionsOfStatement(statement)) addCalls(low, found, expression);
};

/** What statements write to, those in their blocks included. Linear in their size. */
export const writesOf = (low: Lowering, statements: readonly Statement[]): Writes => {
  const found: Found = { symbols: new Set(), returns: false };
  for (const statement of statements) {
    eachStatement(statement, (part) => addStatement(low, found, part));
  }
  return found;
};

export const writesOfExpression = (low: Lowering, expression: Expression): Writes => {
  const found: Found = { symbols: new Set(), returns: false };
  addCalls(low, found, expression);
  return found;
};
