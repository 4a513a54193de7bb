import type { Expression } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Pass } from './pass.ts';

/** The expression is known before the program runs, if only to a device. */
export const isConstant = (pass: Pass, { id }: Expression): boolean =>
  pass.constants[id] !== undefined || pass.deferred.has(id);

export const reportRunning = (pass: Pass, value: Expression, what: string): void =>
  pass.error(
    'NOT_CONSTANT',
    value,
    `${what} has to be known before the program runs`,
    'Use literals and names declared with const',
  );

/** Types whose numbers count things. */
export const isWhole = (kind: string): boolean => kind === 'int' || kind === 'uint';

/** The value of an expression that has to be a constant integer; null if it was reported. */
export const wholeConstant = (pass: Pass, value: Expression, what: string): bigint | null => {
  const type = pass.typeOf(value);
  if (type.kind === 'unknown') return null;
  if (!isWhole(type.kind)) {
    const message = `${what} has to be an integer, not ${showType(type)}`;
    pass.error('TYPE_MISMATCH', value, message, 'Convert it with a cast if one exists');
    return null;
  }
  const known = pass.constants[value.id];
  if (typeof known === 'bigint') return known;
  reportRunning(pass, value, what);
  return null;
};
