import type {
  Classical,
  ClassicalOperator,
  ClassicalType,
} from '@xdv/domain-model';
import { wrapped } from '../values/cast.ts';

/** Shorthands for classical expressions of a circuit. */
export const BIT: ClassicalType = { kind: 'uint', width: 1 };
export const FLOAT: ClassicalType = { kind: 'float', width: 64 };
/** What indices are computed in. */
export const INDEX: ClassicalType = { kind: 'uint', width: 64 };

export const constant = (type: ClassicalType, value: bigint | number): Classical => ({
  op: 'constant',
  type,
  value: typeof value === 'bigint' ? value.toString() : value,
});

export const read = (type: ClassicalType, at: number): Classical => ({ op: 'read', type, at });

export const operation = (
  op: ClassicalOperator,
  type: ClassicalType,
  ...args: readonly Classical[]
): Classical => ({ op, type, args });

const sameClassical = (a: ClassicalType, b: ClassicalType): boolean =>
  a.kind === b.kind && a.width === b.width;

/** The value as another type; bits that are read are simply read as that type if they can be. */
export const castTo = (type: ClassicalType, of: Classical): Classical => {
  if (sameClassical(of.type, type)) return of;
  const bits = of.type.kind !== 'float' && type.kind !== 'float';
  if (of.op === 'constant' && bits && of.type.kind !== 'angle' && type.kind !== 'angle') {
    return constant(type, wrapped(BigInt(of.value), type.kind as 'int' | 'uint', type.width));
  }
  if (of.op === 'read' && bits && of.type.width === type.width) return { ...of, type };
  return { op: 'cast', type, of };
};

export const not = (of: Classical): Classical => {
  if (of.op === 'not' && of.type.width === 1) return of.args[0]!;
  return operation('not', BIT, of);
};

export const zeroOf = (type: ClassicalType): Classical =>
  constant(type, type.kind === 'float' ? 0 : 0n);

/** Operands of an expression. */
export const partsOf = (of: Classical): readonly Classical[] => {
  if (of.op === 'constant') return [];
  if (of.op === 'read') return of.index === undefined ? [] : [of.index.by];
  return of.op === 'cast' ? [of.of] : of.args;
};

/** Depth and number of nodes of expressions, each found once. */
export class Sizes {
  readonly #known = new WeakMap<Classical, { readonly depth: number; readonly nodes: number }>();

  of(expression: Classical): { readonly depth: number; readonly nodes: number } {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    let depth = 0;
    let nodes = 1;
    for (const part of partsOf(expression)) {
      const size = this.of(part);
      depth = Math.max(depth, size.depth);
      nodes += size.nodes;
    }
    const found = { depth: depth + 1, nodes };
    this.#known.set(expression, found);
    return found;
  }
}
