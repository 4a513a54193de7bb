import type { Expression } from '../syntax/ast.ts';
import { KINDS } from './kinds.ts';
import type { Pass } from './pass.ts';
import type { QasmSymbol } from './symbol.ts';

const WRITABLE: ReadonlySet<QasmSymbol['kind']> = new Set([
  'variable',
  'parameter',
  'loop',
  'input',
  'output',
  'alias',
]);

/** The name at the root of `a[1][2:3]`, without its indices. */
const rootOf = (e: Expression): Expression => (e.kind === 'index' ? rootOf(e.target) : e);

const refuse = (pass: Pass, e: Expression, what: string, hint: string): false => {
  pass.error('NOT_ASSIGNABLE', e, what, hint);
  return false;
};

/** Reports a checked expression that cannot be written to; false if it is one. */
export const checkWritable = (pass: Pass, e: Expression, how: string): boolean => {
  const root = rootOf(e);
  if (root.kind !== 'identifier') {
    return refuse(pass, e, `a value cannot be written ${how}`, 'Use a variable');
  }
  const symbol = pass.symbols[root.id];
  if (symbol === undefined) return true;
  const { kind, name, type } = symbol;
  if (type.kind === 'qubit') return refuse(pass, e, `'${name}' is a qubit`, 'Use a variable');
  if (type.kind === 'stretch') {
    return refuse(pass, e, `'${name}' is a stretch`, 'Give it its value where it is declared');
  }
  if (type.kind === 'array' && type.access === 'readonly') {
    return refuse(pass, e, `'${name}' is read-only`, 'Declare the parameter as mutable');
  }
  if (WRITABLE.has(kind)) return true;
  return refuse(pass, e, `'${name}' is ${KINDS[kind]}`, 'Use a variable');
};
