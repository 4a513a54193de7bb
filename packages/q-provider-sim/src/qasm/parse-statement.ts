import type { Assignment, Expression, Operand, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { Problem } from './diagnostics.ts';
import {
  parseBarrier,
  parseCall,
  parseGateDefinition,
  parseInclude,
  parseMeasure,
  parseName,
  parseOldRegister,
  parseReset,
} from './parse-common.ts';
import {
  parseExpression,
  parseOperand,
  parseRange,
  parseSet,
  parseType,
  SCALAR_TYPES,
  wholeLiteral,
} from './parse-expression.ts';
import { describe } from './tokens.ts';
import { refuseUnsupported } from './unsupported.ts';

type Rule = (p: Cursor) => Statement;

const SHARED: Readonly<Record<string, Rule>> = {
  include: parseInclude,
  qreg: parseOldRegister,
  creg: parseOldRegister,
  gate: parseGateDefinition,
  opaque: parseGateDefinition,
  measure: parseMeasure,
  reset: parseReset,
  barrier: parseBarrier,
};

/**
 * One statement at the cursor. A statement that cannot be parsed is reported and skipped
 * (undefined), so that the rest of the program is still checked.
 */
export const parseStatement = (p: Cursor): Statement | undefined => {
  if (!p.is('}')) return p.recovering(() => dispatch(p));
  const { at } = p.advance();
  p.issues.add(new Problem(at, "'}' closes nothing", 'Remove it or open the block'));
  return undefined;
};

const dispatch = (p: Cursor): Statement => {
  const { kind, text, at } = p.token;
  if (p.is('OPENQASM')) {
    const hint = 'Move OPENQASM to the top of the file, once';
    throw new Problem(at, 'the version must be the first statement', hint);
  }
  if (p.version === 3) refuseUnsupported(p);
  if (kind === 'word') {
    const rules = p.version === 2 ? VERSION_2 : VERSION_3;
    if (Object.hasOwn(SHARED, text)) return SHARED[text]!(p);
    if (Object.hasOwn(rules, text)) return rules[text]!(p);
    return p.version === 2 ? parseCall(p) : parseVersion3Word(p);
  }
  if (p.version === 3 && p.is('{')) return { kind: 'block', at, body: parseBody(p) };
  const hint = 'A statement starts with a name';
  throw new Problem(at, `expected a statement, found ${describe(p.token)}`, hint);
};

/** A block in braces, or one statement. */
const parseBody = (p: Cursor): readonly Statement[] =>
  p.nested(() => {
    if (!p.is('{')) return [dispatch(p)];
    const { at } = p.advance();
    const body: Statement[] = [];
    while (!p.is('}')) {
      if (p.ended) throw new Problem(at, "this block does not end", "Close it with '}'");
      const statement = p.recovering(() => dispatch(p));
      if (statement !== undefined) body.push(statement);
    }
    p.advance();
    return body;
  });

/** `if (c == 3) gate;` of version 2: one register, one literal, one operation. */
const parseOldIf: Rule = (p) => {
  const { at } = p.advance();
  p.expect('(');
  const left = parseWholeRegister(p);
  const operator = p.expect('==', 'OpenQASM 2 compares a register with a literal: if(c==1)');
  const right = wholeLiteral(p);
  p.expect(')');
  const { text } = p.token;
  if (['if', 'gate', 'qreg', 'creg', 'opaque', 'include', 'barrier'].includes(text)) {
    const hint = 'OpenQASM 2 allows a gate, measure or reset after if';
    throw new Problem(p.token.at, `'${text}' cannot be conditional`, hint);
  }
  const comparison = { kind: 'binary', depth: 2, operator: '==', left, right } as const;
  const condition = { ...comparison, at: operator.at };
  return { kind: 'if', at, condition, then: [dispatch(p)], otherwise: [] };
};

const parseWholeRegister = (p: Cursor): Expression => {
  const { text: name, at } = p.word('the name of a register');
  const operand: Operand = { name, at, depth: 1, selectors: [] };
  if (!p.is('[')) return { kind: 'reference', at, depth: 1, operand };
  const hint = 'Compare the whole register, or declare the bit as a register of its own';
  throw new Problem(p.token.at, 'OpenQASM 2 cannot test a single bit', hint);
};

const parseIf: Rule = (p) => {
  const { at } = p.advance();
  p.expect('(', 'The condition stands in parentheses');
  const condition = parseExpression(p);
  p.expect(')', 'Close the condition');
  const then = parseBody(p);
  const otherwise = p.accept('else') ? parseBody(p) : [];
  return { kind: 'if', at, condition, then, otherwise };
};

const parseFor: Rule = (p) => {
  const { at } = p.advance();
  // drafts of version 3 had no type here
  const typed = SCALAR_TYPES.has(p.token.text);
  const type = typed ? parseType(p) : undefined;
  const name = parseName(p, 'the name of the loop variable');
  p.expect('in');
  const over = parseLoopValues(p);
  return { kind: 'for', at, name, ...(type !== undefined && { type }), over, body: parseBody(p) };
};

const parseLoopValues = (p: Cursor) => {
  if (p.is('{')) return parseSet(p);
  const { at } = p.token;
  p.expect('[', 'A loop runs over a range [0:3] or a set {0, 2}');
  const range = parseRange(p, at, 0, parseExpression(p));
  p.expect(']');
  if (range.stop === undefined) {
    throw new Problem(at, 'this range has no end', 'Write both ends: [0:3]');
  }
  return range;
};

const parseQubits: Rule = (p) => {
  const { at } = p.advance();
  const size = parseSize(p);
  const name = parseName(p, 'the name of a register');
  p.endStatement();
  return { kind: 'qubits', at, name, ...(size !== undefined && { size }) };
};

const parseSize = (p: Cursor) => {
  if (!p.accept('[')) return undefined;
  const size = parseExpression(p);
  p.expect(']');
  return size;
};

const parseBits: Rule = (p) => {
  const { at } = p.advance();
  const size = parseSize(p);
  const name = parseName(p, 'the name of a register');
  const head = { kind: 'bits', at, name, ...(size !== undefined && { size }) } as const;
  if (!p.accept('=')) {
    p.endStatement();
    return head;
  }
  const measured = p.accept('measure') ? parseOperand(p) : undefined;
  const statement =
    measured === undefined ? { ...head, initial: parseExpression(p) } : { ...head, measured };
  p.endStatement();
  return statement;
};

const parseVariable: Rule = (p) => {
  const { at } = p.token;
  const constant = p.accept('const');
  if (!SCALAR_TYPES.has(p.token.text) || p.token.kind !== 'word') {
    const hint = 'Use int, uint, float, angle, bool or bit';
    throw new Problem(p.token.at, `expected a type, found ${describe(p.token)}`, hint);
  }
  const type = parseType(p);
  const name = parseName(p, 'the name of a variable');
  const initial = p.accept('=') ? parseExpression(p) : undefined;
  p.endStatement();
  return { kind: 'variable', at, name, type, constant, ...(initial !== undefined && { initial }) };
};

const parseAlias: Rule = (p) => {
  const { at } = p.advance();
  const name = parseName(p, 'the name of an alias');
  p.expect('=');
  const parts = [parseOperand(p)];
  while (p.accept('++')) parts.push(parseOperand(p));
  p.endStatement();
  return { kind: 'alias', at, name, parts };
};

/** Nanoseconds in each unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
};

const parseDelay: Rule = (p) => {
  const { at } = p.advance();
  p.expect('[', 'Write the duration: delay[100ns] q;');
  const ns = parseDuration(p);
  p.expect(']');
  const operands = p.is(';') ? [] : p.list(() => parseOperand(p));
  p.endStatement();
  return { kind: 'delay', at, ns, operands };
};

const parseDuration = (p: Cursor): number => {
  const { kind, text, at } = p.token;
  if (kind !== 'timing') {
    const hint = 'Write a literal duration, for example 100ns';
    throw new Problem(at, `expected a duration, found ${describe(p.token)}`, hint);
  }
  p.advance();
  const [, amount, unit] = /^([\d_.eE+-]+)[ \t]*(.+)$/.exec(text)!;
  const scale = UNITS[unit!];
  if (scale === undefined) {
    const hint = 'Write the duration in ns, us, ms or s';
    throw new Problem(at, "'dt' depends on the device and is not supported", hint);
  }
  const exact = Number(amount!.replaceAll('_', '')) * scale;
  const whole = Math.round(exact);
  if (Number.isSafeInteger(whole) && Math.abs(exact - whole) < 1e-6) return whole;
  const hint = 'A circuit keeps whole nanoseconds';
  throw new Problem(at, `a delay of ${exact} ns cannot be kept`, hint);
};

const parseEnd: Rule = (p) => {
  const { at } = p.advance();
  p.endStatement();
  return { kind: 'end', at };
};

const ASSIGNMENTS: ReadonlySet<string> = new Set([
  '=', '+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '&=', '|=', '^=',
]);

/** A gate call or an assignment: both start with a name. */
const parseVersion3Word: Rule = (p) => {
  const next = p.peek();
  if (next.kind === 'symbol' && (next.text === '[' || ASSIGNMENTS.has(next.text))) {
    return parseAssignment(p);
  }
  return parseCall(p);
};

const parseAssignment = (p: Cursor): Statement => {
  const target = parseOperand(p);
  const { kind, text, at } = p.token;
  if (kind !== 'symbol' || !ASSIGNMENTS.has(text)) {
    const hint = 'Gate names take no index; assign with =';
    throw new Problem(at, `expected '=', found ${describe(p.token)}`, hint);
  }
  p.advance();
  if (text === '=' && p.accept('measure')) {
    const source = parseOperand(p);
    p.endStatement();
    return { kind: 'measure', at, source, target };
  }
  const value = parseExpression(p);
  p.endStatement();
  return assignment(at, target, value, text.slice(0, -1));
};

const assignment = (
  at: number,
  target: Operand,
  value: Assignment['value'],
  operator: string,
): Assignment => ({ kind: 'assign', at, target, value, ...(operator !== '' && { operator }) });

const VERSION_2: Readonly<Record<string, Rule>> = { if: parseOldIf };

const VERSION_3: Readonly<Record<string, Rule>> = {
  if: parseIf,
  for: parseFor,
  qubit: parseQubits,
  bit: parseBits,
  const: parseVariable,
  int: parseVariable,
  uint: parseVariable,
  float: parseVariable,
  angle: parseVariable,
  bool: parseVariable,
  let: parseAlias,
  delay: parseDelay,
  end: parseEnd,
};
