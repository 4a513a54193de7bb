import type { Block, Expression, Range, Selector, Statement } from '../syntax/ast.ts';

type Part = Expression | null;

const ofRange = ({ from, step, to }: Range): readonly Part[] => [from, step, to];

const ofSelector = (selector: Selector): readonly Part[] =>
  selector.items.flatMap((item) => (item.kind === 'range' ? ofRange(item) : [item]));

/** Expressions directly inside of an expression. */
export const partsOfExpression = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'group':
      return [expression.inner];
    case 'unary':
    case 'cast':
    case 'measure':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'index':
      return [expression.target, ...written(ofSelector(expression.selector))];
    case 'call':
      return expression.args;
    case 'quantumcall':
      return [...(expression.args ?? []), ...expression.operands];
    case 'array':
      return expression.items;
    default:
      return [];
  }
};

const written = (parts: readonly Part[]): readonly Expression[] =>
  parts.filter((part) => part !== null);

/** Expressions of a statement itself, those of blocks in it not included. */
export const expressionsOfStatement = (statement: Statement): readonly Expression[] =>
  written(direct(statement));

const direct = (statement: Statement): readonly Part[] => {
  switch (statement.kind) {
    case 'variable':
      return [statement.initial];
    case 'alias':
    case 'return':
      return [statement.value];
    case 'gatecall':
      return [
        ...statement.modifiers.map((m) => {
          if (m.kind === 'inv') return null;
          return m.kind === 'pow' ? m.exponent : m.count;
        }),
        ...(statement.args ?? []),
        statement.duration,
        ...statement.operands,
      ];
    case 'measure':
      return [statement.source, statement.target];
    case 'reset':
      return [statement.operand];
    case 'barrier':
    case 'nop':
      return statement.operands;
    case 'delay':
      return [statement.duration, ...statement.operands];
    case 'box':
      return [statement.duration];
    case 'assign':
      return [statement.target, statement.value];
    case 'expression':
      return [statement.expression];
    case 'if':
    case 'while':
      return [statement.condition];
    case 'for':
      return ofLoop(statement.over);
    case 'switch':
      return [statement.subject, ...statement.cases.flatMap(({ labels }) => labels)];
    default:
      return [];
  }
};

const ofLoop = (over: (Statement & { kind: 'for' })['over']): readonly Part[] => {
  if (over.kind === 'range') return ofRange(over);
  return over.kind === 'set' ? over.items : [over];
};

/** Blocks of a statement that run where it runs. */
export const blocksOf = (statement: Statement): readonly Block[] => {
  switch (statement.kind) {
    case 'block':
      return [statement];
    case 'box':
    case 'for':
    case 'while':
      return [statement.body];
    case 'if':
      return [statement.then, ...(statement.otherwise === null ? [] : [statement.otherwise])];
    case 'switch':
      return [
        ...statement.cases.map(({ body }) => body),
        ...(statement.otherwise === null ? [] : [statement.otherwise]),
      ];
    default:
      return [];
  }
};

/** Calls `visit` with an expression and all that it is made of. */
export const eachExpression = (
  expression: Expression,
  visit: (part: Expression) => void,
): void => {
  visit(expression);
  for (const part of partsOfExpression(expression)) eachExpression(part, visit);
};

/** Calls `visit` with a statement and all in it. */
export const eachStatement = (statement: Statement, visit: (part: Statement) => void): void => {
  visit(statement);
  for (const block of blocksOf(statement)) {
    for (const inner of block.statements) eachStatement(inner, visit);
  }
};
