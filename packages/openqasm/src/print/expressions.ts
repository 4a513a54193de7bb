import type {
  ArrayReferenceNode,
  ArrayTypeNode,
  Binary,
  DurationOf,
  Expression,
  Index,
  IndexSet,
  QuantumCall,
  Range,
  ScalarTypeNode,
  TypeNode,
  Unary,
} from '../syntax/ast.ts';
import { POWER, precedenceOf } from '../syntax/precedence.ts';
import type { Layout } from './layout.ts';

/** How an expression is written, at the indentation of its statement. */
export const printExpression = (l: Layout, e: Expression, indent: string): string => {
  const print = (inner: Expression): string => printExpression(l, inner, indent);
  switch (e.kind) {
    case 'identifier':
      return e.name;
    case 'integer':
    case 'float':
      return e.text;
    case 'imaginary':
      return `${e.text}im`;
    case 'boolean':
      return String(e.value);
    case 'bitstring':
      return `"${e.text}"`;
    case 'duration':
      return `${e.text}${e.unit}`;
    case 'hardware':
      return `$${e.index}`;
    case 'group':
      return `(${print(e.inner)})`;
    case 'unary':
      return printUnary(l, e, indent);
    case 'binary':
      return printBinary(l, e, indent);
    case 'index':
      return printIndex(l, e, indent);
    case 'call':
      return `${e.callee.text}(${printList(l, e.args, indent)})`;
    case 'cast':
      return `${printType(l, e.type, indent)}(${print(e.operand)})`;
    case 'durationof':
      return printDurationOf(l, e, indent);
    case 'measure':
      return `measure ${print(e.operand)}`;
    case 'quantumcall':
      return printQuantumCall(l, e, indent);
    case 'array':
      return `{${printList(l, e.items, indent)}}`;
    case 'missing':
      return '';
  }
};

/** Expressions or ranges with commas between them. */
export const printList = (
  l: Layout,
  items: readonly (Expression | Range)[],
  indent: string,
): string =>
  items
    .map((item) =>
      item.kind === 'range' ? printRange(l, item, indent) : printExpression(l, item, indent),
    )
    .join(', ');

/** Parentheses are added where a tree that was not read from a text needs them. */
const printBinary = (l: Layout, { operator, left, right }: Binary, indent: string): string => {
  const level = precedenceOf(operator);
  const power = level === POWER;
  const before = printOperand(l, left, power ? level + 1 : level, indent);
  const after = printOperand(l, right, power ? level : level + 1, indent, true);
  return `${before} ${l.version2 && power ? '^' : operator} ${after}`;
};

const printUnary = (l: Layout, { operator, operand }: Unary, indent: string): string =>
  `${operator}${printOperand(l, operand, POWER, indent, true)}`;

/** An operand that has to bind at least as tightly as `least`; a sign may follow an operator. */
const printOperand = (
  l: Layout,
  e: Expression,
  least: number,
  indent: string,
  last = false,
): string => {
  const printed = printExpression(l, e, indent);
  const loose =
    (e.kind === 'binary' && precedenceOf(e.operator) < least) ||
    (e.kind === 'unary' && least >= POWER && !last);
  return loose ? `(${printed})` : printed;
};

const printIndex = (l: Layout, { target, selector }: Index, indent: string): string => {
  const indexed = printOperand(l, target, POWER + 1, indent);
  return selector.kind === 'set'
    ? `${indexed}[${printSet(l, selector, indent)}]`
    : `${indexed}[${printList(l, selector.items, indent)}]`;
};

/** `{0, 2}`. */
export const printSet = (l: Layout, { items }: IndexSet, indent: string): string =>
  `{${printList(l, items, indent)}}`;

/** `0:2:8`. */
export const printRange = (l: Layout, { from, step, to }: Range, indent: string): string => {
  const print = (e: Expression | null): string => (e === null ? '' : printExpression(l, e, indent));
  const middle = step === null ? '' : `${print(step)}:`;
  return `${print(from)}:${middle}${print(to)}`;
};

const printDurationOf = (l: Layout, { body }: DurationOf, indent: string): string =>
  `durationof(${l.inlineBlock(l, body, indent)})`;

const printQuantumCall = (
  l: Layout,
  { callee, args, operands }: QuantumCall,
  indent: string,
): string => {
  const given = args === null ? '' : `(${printList(l, args, indent)})`;
  return `${callee.text}${given} ${printList(l, operands, indent)}`;
};

/** `[e]`, or nothing. */
export const printDesignator = (l: Layout, e: Expression | null, indent: string): string =>
  e === null ? '' : `[${printExpression(l, e, indent)}]`;

/** How a type is written. */
export const printType = (l: Layout, type: TypeNode, indent: string): string => {
  switch (type.kind) {
    case 'scalar':
      return printScalar(l, type, indent);
    case 'array':
      return printArray(l, type, indent);
    case 'reference':
      return printReference(l, type, indent);
    case 'qubit':
      return `qubit${printDesignator(l, type.size, indent)}`;
  }
};

const printScalar = (l: Layout, { name, width, of }: ScalarTypeNode, indent: string): string =>
  of === null
    ? `${name}${printDesignator(l, width, indent)}`
    : `${name}[${printScalar(l, of, indent)}]`;

const printArray = (l: Layout, { base, dimensions }: ArrayTypeNode, indent: string): string =>
  `array[${printScalar(l, base, indent)}, ${printList(l, dimensions, indent)}]`;

const printReference = (
  l: Layout,
  { access, base, dimensions, rank }: ArrayReferenceNode,
  indent: string,
): string => {
  const extent =
    rank === null
      ? printList(l, dimensions ?? [], indent)
      : `#dim = ${printExpression(l, rank, indent)}`;
  return `${access} array[${printScalar(l, base, indent)}, ${extent}]`;
};
