import type { Classical, ClassicalIndex, ClassicalOperator } from '@xdv/domain-model';

/** Denominators of multiples of π that are written as such. */
const DENOMINATORS = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256];
const TOLERANCE = 1e-10;

/** An angle in radians as people write it: `π/4`, `-3π/8`, `0.123`. */
export const showAngle = (angle: number): string => {
  const turns = angle / Math.PI;
  if (Math.abs(turns) < TOLERANCE) return '0';
  for (const denominator of DENOMINATORS) {
    const numerator = Math.round(turns * denominator);
    if (numerator === 0 || Math.abs(numerator) > 4 * denominator) continue;
    if (Math.abs(turns * denominator - numerator) > TOLERANCE * denominator) continue;
    const factor = Math.abs(numerator) === 1 ? '' : String(Math.abs(numerator));
    const sign = numerator < 0 ? '-' : '';
    return `${sign}${factor}π${denominator === 1 ? '' : `/${denominator}`}`;
  }
  return String(Number(angle.toPrecision(4)));
};

/** How operators are written between their operands. */
const INFIX: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  pow: '**',
  and: '&',
  or: '|',
  xor: '^',
  shl: '<<',
  shr: '>>',
  eq: '==',
  lt: '<',
  le: '<=',
};

const PREFIX: Partial<Readonly<Record<ClassicalOperator, string>>> = { neg: '-', not: '~' };

/** Names bits `at` to `at + width - 1`. */
export type NameBits = (at: number, width: number) => string;

const showPlace = (
  at: number,
  width: number,
  index: ClassicalIndex | undefined,
  nameOf: NameBits,
): string => {
  if (index === undefined) return nameOf(at, width);
  return `${nameOf(at, index.count * index.stride)}[${showClassical(index.by, nameOf)}]`;
};

/** A classical expression as one would write it, without the casts that only change widths. */
export const showClassical = (value: Classical, nameOf: NameBits): string => {
  switch (value.op) {
    case 'constant':
      return typeof value.value === 'number' ? showAngle(value.value) : value.value;
    case 'read':
      return showPlace(value.at, value.type.width, value.index, nameOf);
    case 'cast':
      return showClassical(value.of, nameOf);
    default: {
      const args = value.args.map((arg) => showClassical(arg, nameOf));
      const infix = INFIX[value.op];
      if (infix !== undefined) return `(${args.join(` ${infix} `)})`;
      const prefix = PREFIX[value.op];
      return prefix === undefined ? `${value.op}(${args.join(', ')})` : `${prefix}${args[0]}`;
    }
  }
};

/** An assignment as one would write it. */
export const showSet = (
  { at, index, value }: { at: number; index?: ClassicalIndex; value: Classical },
  nameOf: NameBits,
): string => {
  const place = showPlace(at, value.type.width, index, nameOf);
  return `${place} = ${unwrapped(showClassical(value, nameOf))}`;
};

/** Without the parentheses around the whole. */
export const unwrapped = (text: string): string => {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let k = 0; k < text.length - 1; k++) {
    if (text[k] === '(') depth++;
    if (text[k] === ')') depth--;
    if (depth === 0) return text;
  }
  return text.slice(1, -1);
};
