import type { Expression, Operand, ScalarType, Selector, TypeName } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { Problem } from './diagnostics.ts';
import { QASM_LIMITS } from './limits.ts';
import { describe, type Token } from './tokens.ts';
import { bool, float, int, unsigned } from './values.ts';

/** How tightly each binary operator binds. In version 2, `^` is the power. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 12,
};
const UNARY_PRECEDENCE = 11;
const VERSION_2_OPERATORS = new Set(['+', '-', '*', '/', '^']);

export const SCALAR_TYPES: ReadonlySet<string> = new Set<ScalarType>([
  'int', 'uint', 'float', 'angle', 'bool', 'bit',
]);

const checkDepth = (depth: number, at: number): void => {
  const { expressionDepthMax } = QASM_LIMITS;
  if (depth <= expressionDepthMax) return;
  const message = `an expression nests deeper than ${expressionDepthMax}`;
  throw new Problem(at, message, 'Split it with a const declaration', true);
};

/** One more than the deepest of `parts`. */
const depthOver = (at: number, parts: readonly ({ readonly depth: number } | undefined)[]) => {
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part?.depth ?? 0), 0);
  checkDepth(depth, at);
  return depth;
};

/** An expression of either version. Positions of binary operators are those of the operator. */
export const parseExpression = (p: Cursor): Expression => parseBinary(p, 1, 0);

const binaryOperator = (p: Cursor): string | undefined => {
  const { kind, text } = p.token;
  if (kind !== 'symbol' || !Object.hasOwn(PRECEDENCE, text)) return undefined;
  if (p.version === 3) return text;
  if (!VERSION_2_OPERATORS.has(text)) return undefined;
  return text === '^' ? '**' : text;
};

const parseBinary = (p: Cursor, lowest: number, outer: number): Expression => {
  checkDepth(outer, p.token.at);
  let left = parseUnary(p, outer);
  for (;;) {
    const operator = binaryOperator(p);
    if (operator === undefined || PRECEDENCE[operator]! < lowest) return left;
    const { at } = p.advance();
    // only the power associates to the right
    const next = PRECEDENCE[operator]! + (operator === '**' ? 0 : 1);
    const right = parseBinary(p, next, outer + 1);
    const depth = depthOver(at, [left, right]);
    left = { kind: 'binary', at, depth, operator, left, right };
  }
};

const parseUnary = (p: Cursor, outer: number): Expression => {
  const { kind, text, at } = p.token;
  const operators = p.version === 2 ? ['-', '+'] : ['-', '+', '!', '~'];
  if (kind !== 'symbol' || !operators.includes(text)) return parsePrimary(p, outer);
  p.advance();
  const operand = parseBinary(p, UNARY_PRECEDENCE, outer + 1);
  return { kind: 'unary', at, depth: depthOver(at, [operand]), operator: text, operand };
};

const parsePrimary = (p: Cursor, outer: number): Expression => {
  const { token } = p;
  if (p.accept('(')) {
    const inner = parseBinary(p, 1, outer + 1);
    p.expect(')');
    return inner;
  }
  if (token.kind === 'word') return parseWord(p, outer);
  const node = parseLiteral(p, token);
  p.advance();
  return node;
};

const parseLiteral = (p: Cursor, token: Token): Expression => {
  const { kind, at } = token;
  const digits = token.text.replaceAll('_', '');
  if (kind === 'float' || (kind === 'integer' && p.version === 2)) {
    return { kind: 'literal', at, depth: 1, value: float(Number(digits)) };
  }
  if (kind === 'integer') {
    // a leading zero is decimal here; only 0x, 0b and 0o change the base
    return { kind: 'literal', at, depth: 1, value: int(BigInt(digits.toLowerCase())) };
  }
  if (kind === 'string' && digits.length <= 258 && /^.[01]+.$/.test(digits)) {
    const bits = digits.slice(1, -1);
    return { kind: 'literal', at, depth: 1, value: unsigned(BigInt(`0b${bits}`), bits.length) };
  }
  if (kind === 'timing') {
    const hint = "A duration stands in 'delay[100ns]' only";
    throw new Problem(at, 'arithmetic with durations is not supported', hint);
  }
  const hint = 'Write a number, a name or an expression in parentheses';
  throw new Problem(at, `expected an expression, found ${describe(token)}`, hint);
};

const parseWord = (p: Cursor, outer: number): Expression => {
  const { text, at } = p.token;
  if (text === 'measure' || text === 'durationof' || text === 'sizeof') {
    const hint = 'Only a whole assignment may measure: c = measure q;';
    throw new Problem(at, `'${text}' is not supported inside an expression`, hint);
  }
  if (p.version === 3 && SCALAR_TYPES.has(text)) return parseCast(p, outer);
  if (p.version === 3 && (text === 'true' || text === 'false')) {
    p.advance();
    return { kind: 'literal', at, depth: 1, value: bool(text === 'true') };
  }
  if (p.peek().kind === 'symbol' && p.peek().text === '(') return parseCall(p, outer);
  const operand = parseOperand(p, outer + 1);
  return { kind: 'reference', at, depth: depthOver(at, [operand]), operand };
};

const parseCall = (p: Cursor, outer: number): Expression => {
  const { text: name, at } = p.advance();
  p.expect('(');
  const args = p.is(')') ? [] : p.list(() => parseBinary(p, 1, outer + 1), ')');
  p.expect(')');
  return { kind: 'call', at, depth: depthOver(at, args), name, args };
};

const parseCast = (p: Cursor, outer: number): Expression => {
  const { at } = p.token;
  const type = parseType(p, outer + 1);
  p.expect('(');
  const operand = parseBinary(p, 1, outer + 1);
  p.expect(')');
  return { kind: 'cast', at, depth: depthOver(at, [type, operand]), type, operand };
};

/** `int[8]`, `float`, `bit[4]`... The current token is the type's name. */
export const parseType = (p: Cursor, outer = 0): TypeName => {
  const { text, at } = p.advance();
  const name = text as ScalarType;
  if (!p.accept('[')) return { at, depth: 0, name };
  const width = parseBinary(p, 1, outer + 1);
  p.expect(']');
  return { at, depth: depthOver(at, [width]), name, width };
};

/** `q`, `q[1]`, and in version 3 also `q[0:2]`, `q[{0, 3}]` and selections of selections. */
export const parseOperand = (p: Cursor, outer = 0): Operand => {
  const { at, kind } = p.token;
  if (kind === 'hardware') {
    const hint = 'Declare a register, for example qubit[2] q;';
    throw new Problem(at, 'physical qubits are not supported', hint);
  }
  const name = p.word('the name of a register').text;
  const selectors: Selector[] = [];
  while (p.is('[')) {
    checkDepth(outer + selectors.length, p.token.at);
    selectors.push(parseSelector(p, outer + 1));
    if (p.version === 2) break;
  }
  return { at, depth: depthOver(at, selectors), name, selectors };
};

const parseSelector = (p: Cursor, outer: number): Selector => {
  p.expect('[');
  const { at } = p.token;
  const selector = p.version === 2 ? parseWholeIndex(p) : parseSelection(p, at, outer);
  p.expect(']', 'Close the index');
  return selector;
};

/** Version 2 allows nothing but a literal between the brackets. */
const parseWholeIndex = (p: Cursor): Selector => {
  const { at } = p.token;
  return { kind: 'index', at, depth: 1, index: wholeLiteral(p) };
};

/** A non-negative integer literal, kept exact in both versions. */
export const wholeLiteral = (p: Cursor): Expression => {
  const { token } = p;
  if (token.kind !== 'integer' || !/^\d+$/.test(token.text)) {
    const hint = 'OpenQASM 2 takes only a literal here, for example 3';
    throw new Problem(token.at, `expected an integer, found ${describe(token)}`, hint);
  }
  p.advance();
  return { kind: 'literal', at: token.at, depth: 1, value: int(BigInt(token.text)) };
};

const parseSelection = (p: Cursor, at: number, outer: number): Selector => {
  if (p.is('{')) return parseSet(p, outer);
  if (p.is(':')) return parseRange(p, at, outer);
  const index = parseBinary(p, 1, outer);
  if (p.is(':')) return parseRange(p, at, outer, index);
  return { kind: 'index', at, depth: depthOver(at, [index]), index };
};

/** `{1, 2, 5}` */
export const parseSet = (p: Cursor, outer = 0): Selector & { readonly kind: 'set' } => {
  const { at } = p.expect('{');
  const items = p.list(() => parseBinary(p, 1, outer), '}');
  p.expect('}');
  return { kind: 'set', at, depth: depthOver(at, items), items };
};

/** The rest of `start:stop` or `start:step:stop`, from the first colon. */
export const parseRange = (
  p: Cursor,
  at: number,
  outer = 0,
  start?: Expression,
): Selector & { readonly kind: 'range' } => {
  const part = (): Expression | undefined =>
    p.is(']') || p.is(':') ? undefined : parseBinary(p, 1, outer);
  p.expect(':');
  const second = part();
  const stepped = p.accept(':');
  const stop = stepped ? part() : second;
  return {
    kind: 'range',
    at,
    depth: depthOver(at, [start, second, stop]),
    ...(start !== undefined && { start }),
    ...(stepped && second !== undefined && { step: second }),
    ...(stop !== undefined && { stop }),
  };
};
