import type {
  ArrayReferenceNode,
  ArrayTypeNode,
  Expression,
  ScalarTypeNode,
  TypeNode,
} from '../syntax/ast.ts';
import type { ScalarType, Type } from '../types/type.ts';
import { wholeConstant } from './constants.ts';
import { UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';

/** Bits of a number. */
const NUMBER_WIDTH_MAX = 4096;
/** Bits or qubits of a register, or items of an array. */
const REGISTER_SIZE_MAX = 1 << 20;
/** Dimensions of an array. Source: OpenQASM 3, "Arrays". */
const DIMENSIONS_MAX = 7;

interface Range {
  readonly what: string;
  readonly min: number;
  readonly max: number;
}

const WIDTH: Range = { what: 'a width', min: 1, max: NUMBER_WIDTH_MAX };
const SIZE: Range = { what: 'a size', min: 1, max: REGISTER_SIZE_MAX };
const SIZE_OR_NONE: Range = { ...SIZE, min: 0 };

/** A width or size; null if it was reported. */
const measureOf = (pass: Pass, node: Expression, { what, min, max }: Range): number | null => {
  const value = wholeConstant(pass, node, what);
  if (value === null) return null;
  if (value < BigInt(min)) {
    const message = `${what} of ${value}`;
    pass.error('WIDTH_INVALID', node, message, `Use ${min} or more`);
    return null;
  }
  if (value <= BigInt(max)) return Number(value);
  pass.error('TOO_LARGE', node, `${what} of ${value}`, `Use ${max} or less`);
  return null;
};

const floatWidth = (pass: Pass, node: Expression | null): 32 | 64 | null => {
  if (node === null) return 64;
  const width = measureOf(pass, node, WIDTH);
  if (width === null || width === 32 || width === 64) return width;
  const message = `a float of ${width} bits`;
  pass.error('WIDTH_INVALID', node, message, 'Floats have 32 or 64 bits here');
  return null;
};

const complexWidth = (pass: Pass, of: ScalarTypeNode | null): 32 | 64 | null => {
  if (of === null) return 64;
  if (of.name === 'float') return floatWidth(pass, of.width);
  scalarType(pass, of);
  const message = `a complex number of ${of.name}`;
  pass.error('TYPE_MISMATCH', of, message, 'The parts of a complex number are floats');
  return null;
};

const SIMPLE = new Map<string, ScalarType>([
  ['bool', { kind: 'bool' }],
  ['duration', { kind: 'duration' }],
  ['stretch', { kind: 'stretch' }],
]);

const BIT: ScalarType = { kind: 'bit', size: null };

/** The type that a scalar type node stands for; null if it was reported. */
export const scalarType = (pass: Pass, node: ScalarTypeNode): ScalarType | null => {
  const { name, width } = node;
  if (name === 'float' || name === 'complex') {
    const of = name === 'float' ? floatWidth(pass, width) : complexWidth(pass, node.of);
    return of === null ? null : { kind: name, width: of };
  }
  if (name === 'bit') {
    if (width === null) return BIT;
    const size = measureOf(pass, width, SIZE);
    return size === null ? null : { kind: 'bit', size };
  }
  if (name === 'int' || name === 'uint' || name === 'angle') {
    const bits = width === null ? 64 : measureOf(pass, width, WIDTH);
    return bits === null ? null : { kind: name, width: bits };
  }
  return SIMPLE.get(name)!;
};

/** Registers are packed and stretches have no value of their own. */
const baseType = (pass: Pass, node: ScalarTypeNode): ScalarType | null => {
  const base = scalarType(pass, node);
  if (base?.kind !== 'bit' && base?.kind !== 'stretch') return base;
  const message = `an array of ${node.name}`;
  pass.error('TYPE_MISMATCH', node, message, 'Use bool or duration');
  return null;
};

const tooMany = (pass: Pass, at: Expression, count: bigint | number): null => {
  pass.error('TOO_LARGE', at, `${count} dimensions`, `Use ${DIMENSIONS_MAX} or fewer`);
  return null;
};

/** Sizes of all dimensions; null if something about them was reported. */
const dimensionsOf = (pass: Pass, nodes: readonly Expression[]): readonly number[] | null => {
  const sizes = nodes.map((node) => measureOf(pass, node, SIZE_OR_NONE));
  if (nodes.length > DIMENSIONS_MAX) return tooMany(pass, nodes[DIMENSIONS_MAX]!, nodes.length);
  const known: number[] = [];
  let total = 1;
  for (const [k, size] of sizes.entries()) {
    if (size === null) return null;
    total *= size;
    if (total > REGISTER_SIZE_MAX) {
      const hint = `Use ${REGISTER_SIZE_MAX} or fewer`;
      pass.error('TOO_LARGE', nodes[k]!, `an array of ${total} items`, hint);
      return null;
    }
    known.push(size);
  }
  return known;
};

const rankOf = (pass: Pass, node: Expression): readonly null[] | null => {
  const rank = wholeConstant(pass, node, 'the number of dimensions');
  if (rank === null) return null;
  if (rank > BigInt(DIMENSIONS_MAX)) return tooMany(pass, node, rank);
  if (rank >= 1n) return Array.from({ length: Number(rank) }, () => null);
  pass.error('WIDTH_INVALID', node, `${rank} dimensions`, 'Use 1 or more');
  return null;
};

const arrayType = (pass: Pass, node: ArrayTypeNode | ArrayReferenceNode): Type => {
  const base = baseType(pass, node.base);
  const { dimensions: written } = node;
  const dimensions =
    written === null
      ? rankOf(pass, (node as ArrayReferenceNode).rank!)
      : dimensionsOf(pass, written);
  if (base === null || dimensions === null) return UNKNOWN;
  const access = node.kind === 'reference' ? node.access : null;
  return { kind: 'array', base, dimensions, access };
};

const QUBIT: Type = { kind: 'qubit', size: null };

/** The type of a qubit or of a register with as many of them as `size` says. */
export const qubitType = (pass: Pass, size: Expression | null): Type => {
  if (size === null) return QUBIT;
  // version 3 allows registers without qubits
  const count = measureOf(pass, size, pass.version === 2 ? SIZE : SIZE_OR_NONE);
  return count === null ? UNKNOWN : { kind: 'qubit', size: count };
};

/** What a type in the program stands for; unknown if it was reported. */
export const resolveType = (pass: Pass, node: TypeNode): Type => {
  switch (node.kind) {
    case 'scalar':
      return scalarType(pass, node) ?? UNKNOWN;
    case 'qubit':
      return qubitType(pass, node.size);
    default:
      return arrayType(pass, node);
  }
};
