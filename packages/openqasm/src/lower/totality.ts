import type { Expression } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { eachExpression, partsOfExpression } from './visit.ts';

/** A subroutine may be called in it: evaluating it may have effects. */
export const hasCalls = (expression: Expression): boolean => {
  let found = false;
  eachExpression(expression, (part) => (found ||= part.kind === 'call'));
  return found;
};

const FAILING: ReadonlySet<string> = new Set(['/', '%', '**']);

/** Evaluating it while the circuit runs may fail or have effects: only if it is reached, then. */
export const mayFail = (low: Lowering, expression: Expression): boolean => {
  if (low.analysis.constants[expression.id] !== undefined) return false;
  if (expression.kind === 'call') return true;
  // only a float may have no value as something else
  const { types } = low.analysis;
  if (expression.kind === 'cast' && types[expression.operand.id]?.kind === 'float') return true;
  if (expression.kind === 'binary' && FAILING.has(expression.operator)) return true;
  if (expression.kind === 'index' && !hasConstantSelector(low, expression)) return true;
  return partsOfExpression(expression).some((part) => mayFail(low, part));
};

const hasConstantSelector = (
  low: Lowering,
  { selector }: Expression & { readonly kind: 'index' },
): boolean =>
  selector.items.every(
    (item) => item.kind !== 'range' && low.analysis.constants[item.id] !== undefined,
  );
