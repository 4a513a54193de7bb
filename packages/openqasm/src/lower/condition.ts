import type { Classical } from '@xdv/domain-model';
import type { Expression } from '../syntax/ast.ts';
import { BOOL } from './abstract.ts';
import { BIT, constant } from './classical.ts';
import { convert, expressionOf } from './convert.ts';
import { evaluate } from './evaluate.ts';
import type { Lowering } from './lowering.ts';

/** Holds where every listed bit has its listed value; with `negated`, where it does not. */
export interface Test {
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly negated: boolean;
}

/** Widths up to which a comparison is told by its bits. */
const BITS_MAX = 256;

/** A truth value: known, or computed by the circuit. */
export const evaluateTruth = (low: Lowering, condition: Expression): boolean | Classical => {
  const value = convert(low, evaluate(low, condition), BOOL);
  return value.kind === 'known' ? value.value !== 0n : expressionOf(value);
};

/** Bits of the circuit, or bits that are known, lowest first. */
type BitSource = number | 'zero' | 'one';

const constantBits = (value: bigint, width: number): readonly BitSource[] =>
  Array.from({ length: width }, (_, k) => ((value >> BigInt(k)) & 1n ? 'one' : 'zero'));

/** The bits that an integer expression consists of; null if it computes them. */
const sourcesOf = (of: Classical): readonly BitSource[] | null => {
  const { kind, width } = of.type;
  if (kind === 'float' || width > BITS_MAX) return null;
  if (of.op === 'constant') return constantBits(BigInt(of.value), width);
  if (of.op === 'read') {
    return of.index === undefined ? Array.from({ length: width }, (_, k) => of.at + k) : null;
  }
  if (of.op !== 'cast' || of.of.type.kind === 'angle' || kind === 'angle') return null;
  const inner = sourcesOf(of.of);
  if (inner === null) return null;
  const filling = of.of.type.kind === 'int' ? inner.at(-1)! : 'zero';
  return Array.from({ length: width }, (_, k) => inner[k] ?? filling);
};

type Wanted = ReadonlyMap<number, number>;

/** Two lists of bits are alike where these bits have these values; false: nowhere; null: not so. */
const equality = (
  a: readonly BitSource[],
  b: readonly BitSource[],
): Wanted | false | null => {
  const wanted = new Map<number, number>();
  for (const [k, first] of a.entries()) {
    const second = b[k]!;
    const [bit, value] = typeof first === 'number' ? [first, second] : [second, first];
    if (typeof value === 'number') {
      if (bit !== value) return null;
    } else if (typeof bit === 'number') {
      const one = value === 'one' ? 1 : 0;
      if ((wanted.get(bit) ?? one) !== one) return false;
      wanted.set(bit, one);
    } else if (bit !== value) return false;
  }
  return wanted;
};

const conjunction = (a: Wanted, b: Wanted): Wanted | false => {
  const wanted = new Map(a);
  for (const [bit, value] of b) {
    if ((wanted.get(bit) ?? value) !== value) return false;
    wanted.set(bit, value);
  }
  return wanted;
};

/** Where an expression of one bit is 1, if that is a matter of bits having values. */
const wantedOf = (of: Classical): Wanted | false | null => {
  const sources = of.type.width === 1 ? sourcesOf(of) : null;
  if (sources !== null) return equality(sources, ['one']);
  if (of.op === 'not') {
    const inner = wantedOf(of.args[0]!);
    if (inner === null || inner === false || inner.size !== 1) return null;
    const [bit, value] = [...inner][0]!;
    return new Map([[bit, 1 - value]]);
  }
  if (of.op === 'eq') {
    const [a, b] = of.args.map(sourcesOf);
    return a && b ? equality(a, b) : null;
  }
  if (of.op !== 'and' || of.type.width !== 1) return null;
  const [a, b] = of.args.map(wantedOf);
  if (a === false || b === false) return false;
  return a && b ? conjunction(a, b) : null;
};

const testOf = (wanted: Wanted, negated: boolean): Test => ({
  bits: [...wanted.keys()],
  values: [...wanted.values()],
  negated,
});

/** An expression of one bit as a test of bits that exist; null if it has to be computed. */
export const directTest = (of: Classical): boolean | Test | null => {
  const negated = of.op === 'not' && of.type.width === 1;
  const plain = wantedOf(of);
  const wanted = plain === null && negated ? wantedOf(of.args[0]!) : plain;
  if (wanted === null) return null;
  const inverted = plain === null;
  if (wanted === false) return inverted;
  return wanted.size === 0 ? !inverted : testOf(wanted, inverted);
};

/** A truth value as an expression of one bit. */
export const truthBit = (value: boolean | Classical): Classical =>
  typeof value === 'boolean' ? constant(BIT, value ? 1n : 0n) : value;

/** A condition as something that the circuit can branch on. */
export const testFor = (low: Lowering, condition: boolean | Classical): boolean | Test => {
  if (typeof condition === 'boolean') return condition;
  const direct = directTest(condition);
  if (direct !== null) return direct;
  const { at } = low.temporary(1);
  low.out.emit({ kind: 'set', at, value: condition });
  return { bits: [at], values: [1], negated: false };
};
