import type {
  ArrayLiteral,
  ArrayTypeNode,
  BinaryOperator,
  Expression,
  Identifier,
  IndexSet,
  Measure,
  Range,
  ScalarName,
  ScalarTypeNode,
  Selector,
  UnaryOperator,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { list } from './lists.ts';
import { skipExpression } from './recovery.ts';
import { hardware, literal, notInVersion2 } from './literals.ts';
import { POWER, precedenceOf } from './precedence.ts';
import { KINDS, SCALAR_WORDS, SPELLINGS, T } from './tokens.ts';

/** Expressions inside one another. */
export const EXPRESSION_DEPTH_MAX = 200;
/** Nodes on the longest path through one expression, which operators in a row lengthen. */
export const EXPRESSION_HEIGHT_MAX = 400;

/** By kind of token; 0 for what is no operator of an expression. */
const PRECEDENCE = new Uint8Array(KINDS);
SPELLINGS.forEach((spelling, kind) => {
  if (kind >= T.or && kind <= T.power) PRECEDENCE[kind] = precedenceOf(spelling as BinaryOperator);
});

/** In version 2 `^` is power. */
const PRECEDENCE_2 = PRECEDENCE.slice();
PRECEDENCE_2[T.bitXor] = POWER;

const OPERATORS = SPELLINGS as readonly BinaryOperator[];
const OPERATORS_OF_2 = new Set<number>([T.plus, T.minus, T.star, T.slash, T.bitXor, T.equal]);

/** An expression; `++`, measurements and array literals are for those who allow them. */
export const expression = (c: Cursor): Expression => {
  const found = operation(c, 1);
  if (c.height > c.heightMax) c.heightMax = c.height;
  return found;
};

/** Goes on after a first operand that is already read. */
export const expressionFrom = (c: Cursor, first: Expression): Expression =>
  operators(c, postfix(c, first), 1);

const operation = (c: Cursor, least: number): Expression => {
  if (c.depth >= EXPRESSION_DEPTH_MAX) return tooDeep(c);
  c.depth++;
  const found = operators(c, unary(c), least);
  c.depth--;
  return found;
};

const operators = (c: Cursor, first: Expression, least: number): Expression => {
  const precedence = c.version === 2 ? PRECEDENCE_2 : PRECEDENCE;
  let left = first;
  for (;;) {
    const { kind } = c;
    const binding = precedence[kind]!;
    if (binding < least || binding === 0 || c.panic) return left;
    if (c.version === 2) operatorOf2(c);
    c.advance();
    const { height } = c;
    const right = operation(c, binding === POWER ? POWER : binding + 1);
    c.height = Math.max(height, c.height) + 1;
    const operator = c.version === 2 && kind === T.bitXor ? '**' : OPERATORS[kind]!;
    left = { kind: 'binary', start: left.start, end: right.end, id: c.id(), operator, left, right };
    if (c.height > EXPRESSION_HEIGHT_MAX) return tooHigh(c);
  }
};

const operatorOf2 = (c: Cursor): void => {
  if (OPERATORS_OF_2.has(c.kind)) return;
  const hint = c.kind === T.power ? "Write '^' for power" : 'Version 2 has + - * / and ^';
  notInVersion2(c, `the operator ${c.found()}`, hint);
};

const tooDeep = (c: Cursor): Expression => {
  const message = `an expression nests deeper than ${EXPRESSION_DEPTH_MAX}`;
  return giveUp(c, message);
};

/** Gives up an expression that is too high. */
export const tooHigh = (c: Cursor): Expression => {
  const message = `an expression has more than ${EXPRESSION_HEIGHT_MAX} operations in a row`;
  return giveUp(c, message);
};

const giveUp = (c: Cursor, message: string): Expression => {
  c.complain('TOO_DEEP', c, message, 'Name a part of it with const or a variable');
  const missing = c.missing();
  skipExpression(c);
  return missing;
};

const unary = (c: Cursor): Expression => {
  const { kind, start } = c;
  if (kind !== T.minus && kind !== T.bang && kind !== T.tilde) return postfix(c, primary(c));
  if (c.version === 2 && kind !== T.minus) {
    notInVersion2(c, `the operator ${c.found()}`, 'Version 2 has + - * / and ^');
  }
  c.advance();
  const operand = operation(c, POWER);
  c.height++;
  const operator = SPELLINGS[kind] as UnaryOperator;
  return { kind: 'unary', start, end: operand.end, id: c.id(), operator, operand };
};

const postfix = (c: Cursor, first: Expression): Expression => {
  let target = first;
  while (c.kind === T.lbracket && !c.panic) {
    target = indexed(c, target);
    if (c.height > EXPRESSION_HEIGHT_MAX) return tooHigh(c);
  }
  return target;
};

const primary = (c: Cursor): Expression => {
  const { kind, start, end, word } = c;
  if (c.panic) return c.missing();
  if (kind === T.name) {
    c.advance();
    if ((c.kind as number) === T.lparen) return call(c, start, end, word);
    c.height = 1;
    return { kind: 'identifier', start, end, id: c.id(), name: word };
  }
  const value = literal(c);
  if (value !== undefined) return value;
  if (kind === T.lparen) return group(c);
  if (SCALAR_WORDS[kind] === 1 || kind === T.array) return castOf(c);
  if (kind === T.durationof) return durationOf(c);
  // the word of a modifier is also the name of a function
  if (kind === T.pow) {
    c.advance();
    if ((c.kind as number) === T.lparen) return call(c, start, end, word);
    c.expected("'('", "Write pow(base, exponent), or '**'");
    return c.missing();
  }
  return misplaced(c);
};

const misplaced = (c: Cursor): Expression => {
  if (c.kind === T.measure) {
    const hint = 'Measure into a variable first, then use the variable';
    c.fail('NOT_HERE', c, 'a measurement is no part of an expression', hint);
    return c.missing();
  }
  return c.missingExpression();
};

const group = (c: Cursor): Expression => {
  const { start } = c;
  c.advance();
  const inner = expression(c);
  c.close(T.rparen, start);
  c.height++;
  return { kind: 'group', start, end: c.previousEnd, id: c.id(), inner };
};

const call = (c: Cursor, start: number, end: number, text: string): Expression => {
  const callee = { start, end, id: c.id(), text };
  const args = callArguments(c);
  return { kind: 'call', start, end: c.previousEnd, id: c.id(), callee, args };
};

/** `(a, b)` at its opening parenthesis. */
export const callArguments = (c: Cursor): Expression[] => {
  const { start } = c;
  c.advance();
  const { heightMax } = c;
  c.heightMax = 0;
  const args = c.kind === T.rparen ? [] : list(c, T.rparen, expression);
  c.close(T.rparen, start);
  c.height = c.heightMax + 1;
  c.heightMax = heightMax;
  return args;
};

const castOf = (c: Cursor): Expression => {
  const { heightMax } = c;
  c.heightMax = 0;
  const found = cast(c, typeOfValue(c));
  c.height = c.heightMax + 1;
  c.heightMax = heightMax;
  return found;
};

/** `int[8](x)` after its type. */
export const cast = (c: Cursor, type: ScalarTypeNode | ArrayTypeNode): Expression => {
  const { start } = c;
  if (!c.expect(T.lparen)) return c.missing();
  const operand = expression(c);
  c.close(T.rparen, start);
  return { kind: 'cast', start: type.start, end: c.previousEnd, id: c.id(), type, operand };
};

const durationOf = (c: Cursor): Expression => {
  const { start } = c;
  c.advance();
  const open = c.start;
  if (!c.expect(T.lparen)) return c.missing();
  const { heightMax, statementStart, quiet } = c;
  c.heightMax = 0;
  const body = c.blocks.scope(c);
  c.statementStart = statementStart;
  c.quiet = quiet;
  c.close(T.rparen, open);
  c.height = c.heightMax + 1;
  c.heightMax = heightMax;
  return { kind: 'durationof', start, end: c.previousEnd, id: c.id(), body };
};

/** `[…]` after what it indexes. */
export const indexed = (c: Cursor, target: Expression): Expression => {
  const { height } = c;
  const selector = selectorOf(c);
  c.height = Math.max(height, c.height) + 1;
  return { kind: 'index', start: target.start, end: c.previousEnd, id: c.id(), target, selector };
};

const selectorOf = (c: Cursor): Selector => {
  const { start, heightMax } = c;
  c.advance();
  c.heightMax = 0;
  let selector: Selector;
  if (c.kind === T.lbrace) {
    if (c.version === 2) notInVersion2(c, 'index sets', 'Index one element');
    selector = indexSet(c);
    c.close(T.rbracket, start);
  } else {
    const items = list(c, T.rbracket, selectorItem);
    c.close(T.rbracket, start);
    selector = { kind: 'list', start, end: c.previousEnd, items };
  }
  c.height = c.heightMax;
  c.heightMax = heightMax;
  return selector;
};

/** `{0, 2, 3}`. */
export const indexSet = (c: Cursor): IndexSet => {
  const { start } = c;
  c.advance();
  const items = list(c, T.rbrace, expression);
  c.close(T.rbrace, start);
  return { kind: 'set', start, end: c.previousEnd, items };
};

/** An index, or a range of them. */
export const selectorItem = (c: Cursor): Expression | Range => {
  const { start } = c;
  const first = c.kind === T.colon ? null : expression(c);
  if (c.kind !== T.colon || c.panic) return first ?? c.missing();
  if (c.version === 2) notInVersion2(c, 'ranges', 'Index one element');
  c.advance();
  const second = rangePart(c);
  if (!c.accept(T.colon)) {
    return { kind: 'range', start, end: c.previousEnd, from: first, step: null, to: second };
  }
  const to = expression(c);
  return { kind: 'range', start, end: c.previousEnd, from: first, step: second, to };
};

const rangePart = (c: Cursor): Expression | null => {
  const { kind } = c;
  const absent = kind === T.colon || kind === T.rbracket || kind === T.comma;
  return absent ? null : expression(c);
};

/** A qubit, a register or a part of one. */
export const operand = (c: Cursor): Expression => {
  if (c.kind === T.hardware) return hardware(c);
  const first = target(c, 'a qubit', 'Name a qubit or a register, such as q or q[0]');
  const found = postfix(c, first);
  if (c.height > c.heightMax) c.heightMax = c.height;
  return found;
};

/** A name with or without indices, which is what can be written to. */
export const place = (c: Cursor): Expression =>
  postfix(c, target(c, 'a variable', 'Name a variable, such as c or c[0]'));

const target = (c: Cursor, what: string, hint: string): Expression => {
  const { start, end, word } = c;
  c.height = 1;
  if (c.kind === T.name && !c.panic) {
    c.advance();
    return { kind: 'identifier', start, end, id: c.id(), name: word } satisfies Identifier;
  }
  c.expected(what, hint);
  return c.missing();
};

/**
 * One or more qubits or registers up to the end of the statement. One, two or three are what
 * nearly every gate has: arrays of just that length take a third of the memory of grown ones.
 */
export const operands = (c: Cursor): Expression[] => {
  const first = operand(c);
  if (!hasNext(c)) return [first];
  const second = operand(c);
  if (!hasNext(c)) return [first, second];
  const found = [first, second, operand(c)];
  while (hasNext(c)) found.push(operand(c));
  return found;
};

/** Goes on after a comma, which may trail. */
const hasNext = (c: Cursor): boolean =>
  c.kind === T.comma && !c.panic && (c.advance(), c.kind as number) !== T.semicolon;

/** `measure q`. */
export const measure = (c: Cursor): Measure => {
  const { start } = c;
  c.advance();
  const found = operand(c);
  return { kind: 'measure', start, end: c.previousEnd, id: c.id(), operand: found };
};

/** `{1, {2, 3}}`: array literals hold values or array literals. */
export const arrayLiteral = (c: Cursor): ArrayLiteral | Expression => {
  const { start } = c;
  if (c.depth >= EXPRESSION_DEPTH_MAX) return tooDeep(c);
  c.depth++;
  c.advance();
  const items = c.kind === T.rbrace ? [] : list(c, T.rbrace, arrayItem);
  c.close(T.rbrace, start);
  c.depth--;
  return { kind: 'array', start, end: c.previousEnd, id: c.id(), items };
};

const arrayItem = (c: Cursor): Expression =>
  c.kind === T.lbrace ? arrayLiteral(c) : expression(c);

/** A scalar or array type at one of its words. */
export const typeOfValue = (c: Cursor): ScalarTypeNode | ArrayTypeNode =>
  c.kind === T.array ? arrayType(c) : scalarType(c);

/** `[expression]`, or null where no bracket is. */
export const designator = (c: Cursor): Expression | null => {
  if (c.kind !== T.lbracket) return null;
  const { start } = c;
  c.advance();
  const found = expression(c);
  c.close(T.rbracket, start);
  return found;
};

/** `int[8]`, `bool`, `complex[float[64]]`. */
export const scalarType = (c: Cursor): ScalarTypeNode => {
  const { start } = c;
  const kind: number = c.kind;
  if (SCALAR_WORDS[kind] === 0) {
    c.expected('a type', 'Write a type such as bit, int[32], float[64] or angle[20]');
    const { previousEnd: end } = c;
    return { kind: 'scalar', start: end, end, name: 'bit', width: null, of: null };
  }
  const name = SPELLINGS[kind] as ScalarName;
  c.advance();
  const of = kind === T.complex ? complexBase(c) : null;
  const plain = kind === T.complex || kind === T.bool || kind === T.duration_ || kind === T.stretch;
  const width = plain ? null : designator(c);
  return { kind: 'scalar', start, end: c.previousEnd, name, width, of };
};

const complexBase = (c: Cursor): ScalarTypeNode | null => {
  if (c.kind !== T.lbracket) return null;
  const { start } = c;
  c.advance();
  if ((c.kind as number) === T.complex) {
    const hint = 'Write complex[float] or complex[float[64]]';
    c.fail('SYNTAX', c, 'a complex number has a base of type float', hint);
    return null;
  }
  const of = scalarType(c);
  c.close(T.rbracket, start);
  return of;
};

/** `array[int[8], 2, 3]`. */
export const arrayType = (c: Cursor): ArrayTypeNode => {
  const { start } = c;
  c.advance();
  const open = c.start;
  const bracket = c.expect(T.lbracket);
  const base = scalarType(c);
  const dimensions = c.panic || !c.expect(T.comma) ? [] : list(c, T.rbracket, expression);
  if (bracket) c.close(T.rbracket, open);
  return { kind: 'array', start, end: c.previousEnd, base, dimensions };
};
