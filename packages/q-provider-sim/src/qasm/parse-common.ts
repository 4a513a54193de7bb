import type {
  Barrier,
  Expression,
  GateCall,
  GateDefinition,
  Modifier,
  Name,
  Operand,
  RegisterDeclaration,
  Statement,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { Problem } from './diagnostics.ts';
import { parseExpression, parseOperand, wholeLiteral } from './parse-expression.ts';
import { describe } from './tokens.ts';

/** A name that is declared here. */
export const parseName = (p: Cursor, what: string): Name => {
  const { text, at } = p.word(what);
  return { text, at };
};

/** `include "file";` */
export const parseInclude = (p: Cursor): Statement => {
  const { at } = p.advance();
  const { kind, text } = p.token;
  if (kind !== 'string') {
    const hint = 'Write include "stdgates.inc"; or include "qelib1.inc";';
    throw new Problem(p.token.at, `expected a file name, found ${describe(p.token)}`, hint);
  }
  p.advance();
  p.endStatement();
  return { kind: 'include', at, file: text.slice(1, -1) };
};

/** `qreg q[4];` and `creg c[4];`, which version 3 still reads. */
export const parseOldRegister = (p: Cursor): RegisterDeclaration => {
  const { at, text } = p.advance();
  const name = parseName(p, 'the name of a register');
  let size: Expression | undefined;
  if (p.version === 2 || p.is('[')) {
    p.expect('[', `Write the size, for example ${text} ${name.text}[4];`);
    size = p.version === 2 ? wholeLiteral(p) : parseExpression(p);
    p.expect(']');
  }
  p.endStatement();
  const kind = text === 'qreg' ? 'qubits' : 'bits';
  return { kind, at, name, ...(size !== undefined && { size }) };
};

const parseParams = (p: Cursor): readonly Name[] => {
  if (!p.accept('(')) return [];
  const params = p.is(')') ? [] : p.list(() => parseName(p, 'the name of a parameter'), ')');
  p.expect(')');
  return params;
};

/** `gate name(params) qubits { calls }` and `opaque name(params) qubits;` */
export const parseGateDefinition = (p: Cursor): GateDefinition => {
  const opaque = p.is('opaque');
  p.advance();
  const name = parseName(p, 'the name of a gate');
  const params = parseParams(p);
  const at = name.at;
  const noQubits = p.version === 3 && p.is('{');
  const qubits = noQubits ? [] : p.list(() => parseName(p, 'the name of a qubit'));
  const head = { kind: 'gate', at, name, params, qubits } as const;
  if (opaque) {
    p.endStatement();
    return head;
  }
  p.expect('{', 'The body of a gate stands in braces');
  const body: (GateCall | Barrier)[] = [];
  while (!p.is('}') && !p.ended) {
    const item = p.recovering(() => parseGateBodyItem(p));
    if (item !== undefined) body.push(item);
  }
  p.expect('}', `Close the body of gate ${name.text}`);
  return { ...head, body };
};

const NOT_IN_GATES = new Set([
  'if', 'for', 'while', 'measure', 'reset', 'qubit', 'bit', 'qreg', 'creg', 'gate', 'const', 'let',
  'int', 'uint', 'float', 'angle', 'bool', 'def', 'return', 'delay', 'box', 'opaque', 'include',
]);

const parseGateBodyItem = (p: Cursor): GateCall | Barrier => {
  if (p.is('barrier')) return parseBarrier(p);
  const { text, at, kind } = p.token;
  if (kind === 'word' && NOT_IN_GATES.has(text)) {
    const message = `'${text}' is not supported in the body of a gate`;
    throw new Problem(at, message, 'A gate holds calls of gates only');
  }
  return parseCall(p);
};

/** `barrier a, b;` and in version 3 `barrier;` for every qubit. */
export const parseBarrier = (p: Cursor): Barrier => {
  const { at } = p.advance();
  const operands = p.version === 3 && p.is(';') ? [] : p.list(() => parseOperand(p));
  p.endStatement();
  return { kind: 'barrier', at, operands };
};

/** `reset q;` */
export const parseReset = (p: Cursor): Statement => {
  const { at } = p.advance();
  const operands = [parseOperand(p)];
  p.endStatement();
  return { kind: 'reset', at, operands };
};

/** `measure q -> c;` */
export const parseMeasure = (p: Cursor): Statement => {
  const { at } = p.advance();
  const source = parseOperand(p);
  if (p.version === 3 && p.is(';')) {
    const hint = 'Write the outcome to a bit: c = measure q;';
    throw new Problem(at, 'a measurement without a bit is not supported', hint);
  }
  p.expect('->', 'Write the outcome to a bit: measure q -> c;');
  const target = parseOperand(p);
  p.endStatement();
  return { kind: 'measure', at, source, target };
};

/** A gate applied to qubits, in version 3 with modifiers before it. */
export const parseCall = (p: Cursor): GateCall => {
  const modifiers = p.version === 3 ? parseModifiers(p) : [];
  const { text: name, at } = p.word('a statement');
  const args = parseArguments(p);
  const operands: Operand[] = [];
  // gphase takes none; for other gates the missing qubits are reported with their number
  if (p.version === 2 || !p.is(';')) operands.push(...p.list(() => parseOperand(p)));
  p.endStatement();
  return { kind: 'call', at, modifiers, name, args, operands };
};

const parseArguments = (p: Cursor): readonly Expression[] => {
  if (!p.accept('(')) return [];
  const args = p.is(')') ? [] : p.list(() => parseExpression(p), ')');
  p.expect(')', 'Close the parameters of the gate');
  return args;
};

const MODIFIERS: ReadonlySet<string> = new Set(['ctrl', 'negctrl', 'inv', 'pow']);

const parseModifiers = (p: Cursor): readonly Modifier[] => {
  const modifiers: Modifier[] = [];
  while (p.token.kind === 'word' && MODIFIERS.has(p.token.text)) {
    const { text, at } = p.advance();
    modifiers.push(parseModifier(p, text as Modifier['kind'], at));
    p.expect('@', 'A modifier ends with @, for example: ctrl @ x a, b;');
  }
  return modifiers;
};

const parseModifier = (p: Cursor, kind: Modifier['kind'], at: number): Modifier => {
  if (kind === 'inv') return { kind, at };
  if (kind !== 'pow' && !p.is('(')) return { kind, at };
  p.expect('(', 'Write the exponent: pow(2) @');
  const argument = parseExpression(p);
  p.expect(')');
  return kind === 'pow' ? { kind, at, exponent: argument } : { kind, at, count: argument };
};
