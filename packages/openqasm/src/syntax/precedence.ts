import type { BinaryOperator } from './ast.ts';

/**
 * How tightly operators bind, loosest first; equal ones group from the left, `**` from the right.
 * Signs (`-a`, `!a`, `~a`) bind tighter than all but `**` and indices. Source: OpenQASM 3 grammar
 * (qasm3Parser, rule `expression`, where the alternatives are in this order reversed).
 */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['++'],
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];

const BY_OPERATOR = new Map(LEVELS.flatMap((level, k) => level.map((o) => [o, k] as const)));

/** Of `**`, the greatest there is. */
export const POWER = LEVELS.length - 1;

/** 0 for `++`, which is no operator of an expression; more for what binds tighter. */
export const precedenceOf = (operator: BinaryOperator): number => BY_OPERATOR.get(operator) ?? 0;
