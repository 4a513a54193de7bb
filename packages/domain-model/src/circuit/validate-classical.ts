import { show } from '../invariant.ts';
import { CIRCUIT_LIMITS, type SetOp } from './circuit.ts';
import {
  CLASSICAL_OPERATORS,
  isInteger,
  rangeOf,
  type Classical,
  type ClassicalIndex,
  type ClassicalOperation,
  type ClassicalType,
} from './classical.ts';
import { isIndex, reject } from './reject.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const checkType = (where: string, type: ClassicalType): void => {
  if (!isObject(type)) reject(where, `a classical type, got ${show(type)}`);
  const { kind, width } = type;
  if (kind === 'float') {
    if (width !== 32 && width !== 64) reject(where, `a float of ${show(width)} bits`);
    return;
  }
  if (kind !== 'uint' && kind !== 'int' && kind !== 'angle') reject(where, `type ${show(kind)}`);
  const { widthMax } = CIRCUIT_LIMITS;
  if (!isIndex(width, widthMax + 1) || width === 0) {
    reject(where, `a width is 1 to ${widthMax} bits, got ${show(width)}`);
  }
};

const isSame = (a: ClassicalType, b: ClassicalType): boolean =>
  a.kind === b.kind && a.width === b.width;

const showType = ({ kind, width }: ClassicalType): string => `${kind}[${width}]`;

const DIGITS = /^-?\d{1,1300}$/;

const checkConstant = (where: string, { type, value }: Classical & { op: 'constant' }): void => {
  if (type.kind === 'float') {
    if (typeof value !== 'number') reject(where, `a float, got ${show(value)}`);
    return;
  }
  if (typeof value !== 'string' || !DIGITS.test(value)) {
    reject(where, `an integer in decimal digits, got ${show(value)}`);
  }
  const [least, most] = rangeOf(type);
  const integer = BigInt(value);
  if (integer < least || integer > most) reject(where, `${show(value)} is no ${showType(type)}`);
};

/** Checks that an element of `width` bits lies in memory wherever an index points. */
const checkPlace = (
  where: string,
  at: number,
  width: number,
  index: ClassicalIndex | undefined,
  memory: number,
  depth: number,
): number => {
  let last = width;
  let parts = 0;
  if (index !== undefined) {
    if (!isObject(index)) reject(where, `an index, got ${show(index)}`);
    const { by, count, stride } = index;
    if (!isIndex(count, memory + 1) || count === 0) reject(where, `${show(count)} elements`);
    if (!isIndex(stride, memory + 1) || stride === 0) reject(where, `a stride of ${show(stride)}`);
    parts = check(where, by, memory, depth + 1);
    if (!isInteger(by.type)) reject(where, `an index of type ${showType(by.type)}`);
    last += (count - 1) * stride;
  }
  if (!isIndex(at, memory) || at + last > memory) {
    reject(where, `bits ${show(at)} to ${show(at + last - 1)} are not in 0..${memory - 1}`);
  }
  return parts;
};

const FUNCTIONS: ReadonlySet<string> = new Set([
  'sin', 'cos', 'tan', 'arcsin', 'arccos', 'arctan', 'exp', 'log', 'sqrt', 'floor', 'ceiling',
]);
const BITWISE: ReadonlySet<string> = new Set(['not', 'and', 'or', 'xor']);
const SHIFTS: ReadonlySet<string> = new Set(['shl', 'shr', 'rotl', 'rotr']);
const COMPARISONS: ReadonlySet<string> = new Set(['eq', 'lt', 'le']);

const isTruth = ({ kind, width }: ClassicalType): boolean => kind === 'uint' && width === 1;

/** Whether an operator takes these operands and gives this type. */
const fits = ({ op, type, args }: ClassicalOperation): boolean => {
  const types = args.map((arg) => arg.type);
  const [first, second] = types as [ClassicalType, ClassicalType?];
  if (COMPARISONS.has(op)) return isTruth(type) && isSame(first, second!);
  if (op === 'popcount') return first.kind === 'uint' && type.kind === 'uint';
  if (SHIFTS.has(op)) {
    return isSame(first, type) && type.kind !== 'float' && second?.kind === 'uint';
  }
  if (!types.every((each) => isSame(each, type))) return false;
  if (FUNCTIONS.has(op)) return type.kind === 'float';
  return BITWISE.has(op) ? type.kind !== 'float' : true;
};

const checkOperation = (
  where: string,
  operation: ClassicalOperation,
  memory: number,
  depth: number,
): number => {
  const { op, type, args } = operation;
  if (typeof op !== 'string' || !Object.hasOwn(CLASSICAL_OPERATORS, op)) {
    reject(where, `unknown operator ${show(op)}`);
  }
  if (!Array.isArray(args) || args.length !== CLASSICAL_OPERATORS[op]) {
    reject(where, `${op} takes ${CLASSICAL_OPERATORS[op]} operands`);
  }
  let parts = 0;
  for (const arg of args) parts += check(where, arg, memory, depth + 1);
  if (!fits(operation)) {
    const types = args.map((arg) => showType(arg.type)).join(', ');
    reject(where, `${op} does not take ${types} to ${showType(type)}`);
  }
  return parts;
};

const checkCast = (
  where: string,
  { type, of }: Classical & { op: 'cast' },
  memory: number,
  depth: number,
): number => {
  const parts = check(where, of, memory, depth + 1);
  const kinds = [type.kind, of.type.kind];
  const turned = kinds.includes('angle') && (kinds.includes('int') || kinds.includes('uint'));
  if (turned && type.width !== of.type.width) {
    reject(where, `${showType(of.type)} and ${showType(type)} differ in width`);
  }
  return parts;
};

const check = (where: string, value: Classical, memory: number, depth: number): number => {
  const { expressionDepthMax } = CIRCUIT_LIMITS;
  if (depth > expressionDepthMax) reject(where, `nests deeper than ${expressionDepthMax}`);
  if (!isObject(value)) reject(where, `a classical expression, got ${show(value)}`);
  checkType(where, value.type);
  switch (value.op) {
    case 'constant':
      checkConstant(where, value);
      return 1;
    case 'read':
      return 1 + checkPlace(where, value.at, value.type.width, value.index, memory, depth);
    case 'cast':
      return 1 + checkCast(where, value, memory, depth);
    default:
      return 1 + checkOperation(where, value, memory, depth);
  }
};

/** Refuses a malformed expression over `memory` bits; answers with the number of its parts. */
export const checkClassical = (where: string, value: Classical, memory: number): number =>
  check(where, value, memory, 0);

/** Refuses a malformed assignment; answers with the number of its parts. */
export const checkWrite = (where: string, { at, index, value }: SetOp, memory: number): number => {
  const parts = check(where, value, memory, 0);
  return parts + checkPlace(where, at, value.type.width, index, memory, 0);
};
