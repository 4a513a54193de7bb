import { radiansOfAngle } from '@xdv/domain-model';
import { decodeOutcome, showValue, type Type, type Value } from '@xdv/openqasm';
import type { QasmResult } from '../builtin/qasm.ts';
import type { OutcomeMeaning } from '../program/qasm.ts';
import type { Columns } from './columns.ts';

type Cell = ReturnType<Columns['cells']>[number];
type ArrayType = Extract<Type, { readonly kind: 'array' }>;
type ArrayValue = Extract<Value, { readonly items: unknown }>;

/** Scalars that are written as JSON at most: with their names they take more room than bits. */
const JSON_SCALARS_MAX = 1_000_000;

/** Null stands in parameter lists alone, never in an output. */
const dimensionsOf = ({ dimensions }: ArrayType): readonly number[] =>
  dimensions as readonly number[];

const scalarsOf = (type: Type): number =>
  type.kind === 'array' ? dimensionsOf(type).reduce((product, size) => product * size, 1) : 1;

/** Items in row-major order as lists of rows; without items there are no rows. */
const nest = (items: readonly unknown[], dimensions: readonly number[]): readonly unknown[] =>
  dimensions.slice(1).reduceRight<readonly unknown[]>((level, size) => {
    const rows: unknown[] = [];
    for (let from = 0; from < level.length; from += size) rows.push(level.slice(from, from + size));
    return rows;
  }, items);

/** A value with each of its scalars as `of` has it, those of an array in lists. */
const mapScalars = (value: Value, type: Type, of: (scalar: Value, type: Type) => unknown) => {
  if (type.kind !== 'array') return of(value, type);
  const { items } = value as ArrayValue;
  return nest(items.map((item) => of(item, type.base)), dimensionsOf(type));
};

const digitsOf = (value: Value, size: number | null): string =>
  (value as bigint).toString(2).padStart(size ?? 1, '0');

const scalarCell = (value: Value, type: Type): Cell => {
  if (type.kind === 'bit') return digitsOf(value, type.size);
  if (type.kind === 'int' || type.kind === 'uint') return value as bigint;
  return type.kind === 'float' ? (value as number) : showValue(value, type);
};

const inBraces = (item: unknown): string =>
  Array.isArray(item) ? `{${item.map(inBraces).join(', ')}}` : String(item);

const cellOf = (value: Value, type: Type): Cell => {
  const cell = mapScalars(value, type, scalarCell);
  return Array.isArray(cell) ? inBraces(cell) : (cell as Cell);
};

const integerToJson = (value: bigint): number | string =>
  BigInt.asIntN(54, value) === value ? Number(value) : String(value);

const scalarToJson = (value: Value, type: Type): unknown => {
  switch (type.kind) {
    case 'bit':
      return type.size === null ? Number(value) : digitsOf(value, type.size);
    case 'bool':
      return value === 1n;
    case 'int':
    case 'uint':
      return integerToJson(value as bigint);
    case 'angle':
      return radiansOfAngle(value as bigint, type.width);
    default:
      return value;
  }
};

/**
 * A column for each output of a program, in the order of declaration: bits and registers as digits,
 * numbers as such, other values as a program would write them.
 */
export const outcomeColumns = (meaning: OutcomeMeaning): Columns => ({
  header: meaning.outputs.map(({ name }) => name),
  cells: (outcome) => {
    const values = decodeOutcome(meaning, outcome);
    return meaning.outputs.map(({ name, type }) => cellOf(values.get(name)!, type));
  },
});

/**
 * The outcomes in their order, each with its count and its outputs by name, in the form that
 * `--input` takes: a register as digits, an angle in radians, an array as lists. Integers beyond
 * 2^53 are texts. Undefined if they have more than a million scalars. Time ∝ outcomes · bits.
 */
export const outcomesToJson = (meaning: OutcomeMeaning, counts: QasmResult['counts']) => {
  const { outputs } = meaning;
  const scalars = outputs.reduce((sum, { type }) => sum + scalarsOf(type), 0);
  if (counts.length * scalars > JSON_SCALARS_MAX) return undefined;
  return counts.map(([outcome, count]) => {
    const values = decodeOutcome(meaning, outcome);
    const entries = outputs.map(({ name, type }) => {
      return [name, mapScalars(values.get(name)!, type, scalarToJson)] as const;
    });
    return { count, outputs: Object.fromEntries(entries) };
  });
};
