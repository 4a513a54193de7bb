import type {
  Assignment,
  Block,
  ClassicalDeclaration,
  Defcal,
  Expression,
  Extern,
  For,
  GateCall,
  GateDefinition,
  If,
  Modifier,
  Name,
  Parameter,
  QubitDeclaration,
  ScalarTypeNode,
  Statement,
  Subroutine,
  Switch,
} from '../syntax/ast.ts';
import {
  printDesignator,
  printExpression,
  printList,
  printRange,
  printSet,
  printType,
} from './expressions.ts';
import { STEP, type Layout } from './layout.ts';

/** One statement without its annotations, at an indentation that its first line does not repeat. */
export const printStatement = (l: Layout, s: Statement, indent: string): string => {
  const print = (e: Expression): string => printExpression(l, e, indent);
  switch (s.kind) {
    case 'include':
      return `include ${quoted(s.file)};`;
    case 'pragma':
      return `pragma ${s.text}`.trimEnd();
    case 'qubits':
      return printQubits(l, s, indent);
    case 'variable':
      return printVariable(l, s, indent);
    case 'io':
      return `${s.direction} ${printType(l, s.type, indent)} ${s.name.text};`;
    case 'alias':
      return `let ${s.name.text} = ${print(s.value)};`;
    case 'gate':
      return printGate(l, s, indent);
    case 'def':
      return printSubroutine(l, s, indent);
    case 'extern':
      return printExtern(l, s, indent);
    case 'gatecall':
      return printGateCall(l, s, indent);
    case 'measure':
      return `measure ${print(s.source)} -> ${print(s.target)};`;
    case 'reset':
      return `reset ${print(s.operand)};`;
    case 'barrier':
    case 'nop':
      return `${s.kind}${printOperands(l, s.operands, indent)};`;
    case 'delay':
      return `delay[${print(s.duration)}]${printOperands(l, s.operands, indent)};`;
    case 'assign':
      return printAssignment(l, s, indent);
    case 'expression':
      return `${print(s.expression)};`;
    case 'return':
      return s.value === null ? 'return;' : `return ${print(s.value)};`;
    case 'break':
    case 'continue':
    case 'end':
      return `${s.kind};`;
    case 'defcalgrammar':
      return `defcalgrammar ${quoted(s.grammar)};`;
    case 'cal':
      return `cal {${s.text}}`;
    case 'defcal':
      return printDefcal(l, s, indent);
    case 'broken':
      return l.comments.text(s);
    default:
      return printNested(l, s, indent);
  }
};

type Nested = Extract<Statement, { kind: 'if' | 'for' | 'while' | 'switch' | 'box' | 'block' }>;

const printNested = (l: Layout, s: Nested, indent: string): string => {
  switch (s.kind) {
    case 'block':
      return l.block(l, s, indent);
    case 'box':
      return `box${printDesignator(l, s.duration, indent)} ${l.block(l, s.body, indent)}`;
    case 'while': {
      const condition = printExpression(l, s.condition, indent);
      return `while (${condition})${printBody(l, s.body, indent)}`;
    }
    case 'if':
      return printIf(l, s, indent);
    case 'for':
      return printFor(l, s, indent);
    case 'switch':
      return printSwitch(l, s, indent);
  }
};

const quoted = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`);

const names = (list: readonly Name[]): string => list.map(({ text }) => text).join(', ');

const printOperands = (l: Layout, list: readonly Expression[], indent: string): string =>
  list.length === 0 ? '' : ` ${printList(l, list, indent)}`;

const printQubits = (l: Layout, { name, size, old }: QubitDeclaration, indent: string): string => {
  const extent = printDesignator(l, size, indent);
  return old ? `qreg ${name.text}${extent};` : `qubit${extent} ${name.text};`;
};

const printVariable = (l: Layout, s: ClassicalDeclaration, indent: string): string => {
  const { constant, old, type, name, initial } = s;
  if (old && type.kind === 'scalar') {
    return `creg ${name.text}${printDesignator(l, type.width, indent)};`;
  }
  const value = initial === null ? '' : ` = ${printExpression(l, initial, indent)}`;
  return `${constant ? 'const ' : ''}${printType(l, type, indent)} ${name.text}${value};`;
};

const printGate = (l: Layout, { name, params, qubits, body }: GateDefinition, indent: string) => {
  const parameters = params.length === 0 ? '' : `(${names(params)})`;
  const head = `${name.text}${parameters} ${names(qubits)}`;
  return body === null ? `opaque ${head};` : `gate ${head} ${l.block(l, body, indent)}`;
};

const printParameter = (l: Layout, { type, name }: Parameter, indent: string): string =>
  `${printType(l, type, indent)} ${name.text}`;

const printReturns = (l: Layout, type: ScalarTypeNode | null, indent: string): string =>
  type === null ? '' : ` -> ${printType(l, type, indent)}`;

const printSubroutine = (l: Layout, s: Subroutine, indent: string): string => {
  const params = s.params.map((p) => printParameter(l, p, indent)).join(', ');
  const returns = printReturns(l, s.returns, indent);
  return `def ${s.name.text}(${params})${returns} ${l.block(l, s.body, indent)}`;
};

const printExtern = (l: Layout, { name, params, returns }: Extern, indent: string): string => {
  const types = params.map((type) => printType(l, type, indent)).join(', ');
  return `extern ${name.text}(${types})${printReturns(l, returns, indent)};`;
};

const printModifier = (l: Layout, m: Modifier, indent: string): string => {
  if (m.kind === 'inv') return 'inv @ ';
  const value = m.kind === 'pow' ? m.exponent : m.count;
  return value === null ? `${m.kind} @ ` : `${m.kind}(${printExpression(l, value, indent)}) @ `;
};

const printGateCall = (l: Layout, s: GateCall, indent: string): string => {
  const modifiers = s.modifiers.map((m) => printModifier(l, m, indent)).join('');
  const args = s.args === null ? '' : `(${printList(l, s.args, indent)})`;
  const duration = printDesignator(l, s.duration, indent);
  return `${modifiers}${s.name.text}${args}${duration}${printOperands(l, s.operands, indent)};`;
};

const printAssignment = (l: Layout, { target, operator, value }: Assignment, indent: string) =>
  `${printExpression(l, target, indent)} ${operator ?? ''}= ${printExpression(l, value, indent)};`;

const printDefcal = (l: Layout, s: Defcal, indent: string): string => {
  const params = s.params.map((p) =>
    'kind' in p ? printExpression(l, p, indent) : printParameter(l, p, indent),
  );
  const given = params.length === 0 ? '' : `(${params.join(', ')})`;
  const qubits = s.qubits.map((q) => ('kind' in q ? `$${q.index}` : q.text)).join(', ');
  const returns = printReturns(l, s.returns, indent);
  return `defcal ${s.name.text}${given} ${qubits}${returns} {${s.text}}`;
};

const printFor = (l: Layout, { type, name, over, body }: For, indent: string): string => {
  const values =
    over.kind === 'range'
      ? `[${printRange(l, over, indent)}]`
      : over.kind === 'set'
        ? printSet(l, over, indent)
        : printExpression(l, over, indent);
  const head = `for ${printType(l, type, indent)} ${name.text} in ${values}`;
  return `${head}${printBody(l, body, indent)}`;
};

/** A body with the blank or line end before it. */
const printBody = (l: Layout, body: Block, indent: string): string => {
  const [only, second] = body.statements;
  if (body.braces || only === undefined || second !== undefined) {
    return ` ${l.block(l, body, indent)}`;
  }
  const inner = indent + STEP;
  const annotations = (only.annotations ?? []).map((a) => `${printAnnotation(a)}\n${inner}`);
  const own = annotations.length > 0 || only.kind === 'pragma';
  if (!own) return ` ${printStatement(l, only, indent)}`;
  return `\n${inner}${annotations.join('')}${printStatement(l, only, inner)}`;
};

/** `@name text`. */
export const printAnnotation = ({ keyword, text }: { keyword: string; text: string }): string =>
  `@${keyword} ${text}`.trimEnd();

const printIf = (l: Layout, { condition, then, otherwise }: If, indent: string): string => {
  const head = `if (${printExpression(l, condition, indent)})`;
  if (otherwise === null) return `${head}${printBody(l, then, indent)}`;
  // without braces the else would belong to the inner if
  const body = endsInIf(then) ? ` ${l.block(l, then, indent)}` : printBody(l, then, indent);
  const separator = body.endsWith('}') ? ' ' : `\n${indent}`;
  return `${head}${body}${separator}else${printBody(l, otherwise, indent)}`;
};

const endsInIf = ({ braces, statements }: Block): boolean => {
  const [last] = statements;
  if (braces || last === undefined) return false;
  if (last.kind === 'if') return last.otherwise === null || endsInIf(last.otherwise);
  return (last.kind === 'for' || last.kind === 'while') && endsInIf(last.body);
};

const printSwitch = (l: Layout, { subject, cases, otherwise }: Switch, indent: string): string => {
  const inner = indent + STEP;
  const lines = cases.map(
    ({ labels, body }) => `case ${printList(l, labels, inner)} ${l.block(l, body, inner)}`,
  );
  if (otherwise !== null) lines.push(`default ${l.block(l, otherwise, inner)}`);
  const items = lines.map((line) => `${inner}${line}\n`).join('');
  return `switch (${printExpression(l, subject, indent)}) {\n${items}${indent}}`;
};
