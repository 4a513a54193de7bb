import type { ScalarKind, Shape, Variable, Writer } from './write-scope.ts';

const FLOAT: Shape = { t: 'float', w: 64 };

/** An element of an array of this kind, at an index that exists; null if there is none. */
export const element = (
  w: Writer,
  depth: number,
  ...kinds: readonly ScalarKind[]
): string | null => {
  const arrays = w.variables.filter(
    ({ shape, sizes }) => sizes.length > 0 && kinds.includes(shape.t),
  );
  if (arrays.length === 0) return null;
  return elementOf(w, w.choose.pick(arrays), depth);
};

export const elementOf = (w: Writer, { name, sizes }: Variable, depth: number): string => {
  const indices = sizes.map((size) =>
    depth > 0 && w.choose.rarely(3)
      ? `uint[8](${w.integer(depth - 1)}) % ${size}`
      : String(w.choose.from(-size, size - 1)),
  );
  return w.choose.rarely(4) ? `${name}[${indices.join('][')}]` : `${name}[${indices.join(', ')}]`;
};

const string = (w: Writer, size: number): string => {
  const digits = Array.from({ length: size }, () => w.choose.below(2)).join('');
  return size > 4 ? `"${digits.slice(0, 2)}_${digits.slice(2)}"` : `"${digits}"`;
};

/** Single bits that are there: variables, bits of registers, of integers and of angles. */
const oneBit = (w: Writer, depth: number): string => {
  const known = w.scalars('bits', 'int', 'uint', 'angle');
  if (known.length === 0) return 'bit(1 == 2)';
  const { name, shape } = w.choose.pick(known);
  if (shape.t === 'bits' && shape.w === null) return name;
  const size = shape.w!;
  if (depth > 0 && w.choose.rarely(3)) {
    return `${name}[uint[8](${w.integer(depth - 1)}) % ${size}]`;
  }
  return `${name}[${w.choose.from(-size, size - 1)}]`;
};

/** A slice with `size` of the `total` places of something. */
export const slice = (w: Writer, total: number, size: number): string => {
  const start = w.choose.below(total - size + 1);
  const last = start + size - 1;
  return w.choose.any(
    () => `${start}:${last}`,
    () => `${start - total}:${last - total}`,
    () => `${last}:-1:${start}`,
    () => `{${Array.from({ length: size }, (_, k) => start + k).reverse().join(', ')}}`,
    () => (start === 0 ? `:${last}` : `${start}:1:${last}`),
    () => (last === total - 1 ? `${start}:` : `${start}:1:${last}`),
  );
};

const bitSlice = (w: Writer, size: number): string => {
  const known = w
    .scalars('bits', 'int', 'uint', 'angle')
    .filter(({ shape }) => shape.w !== null && shape.w >= size);
  if (known.length === 0) return string(w, size);
  const { name, shape } = w.choose.pick(known);
  return `${name}[${slice(w, shape.w!, size)}]`;
};

/** A register of `size` bits, or one bit. */
export const writeBits = (w: Writer, size: number | null, depth: number): string => {
  const { choose } = w;
  if (size === null) {
    return depth <= 0
      ? oneBit(w, depth)
      : choose.any(
          () => oneBit(w, depth),
          () => choose.pick(['0', '1']),
          () => `bit(${writeBool(w, depth - 1)})`,
          () => `(${oneBit(w, 0)} ${choose.pick(['&', '|', '^'])} ${oneBit(w, 0)})`,
        );
  }
  const same = w.scalars('bits').filter(({ shape }) => shape.w === size);
  const simple = (): string => (same.length === 0 ? string(w, size) : choose.pick(same).name);
  if (depth <= 0) return choose.any(simple, () => string(w, size));
  const inner = (): string => writeBits(w, size, depth - 1);
  const by = (): number => choose.below(size + 2);
  return choose.any(
    simple,
    () => string(w, size),
    () => bitSlice(w, size),
    () => `(${inner()} ${choose.pick(['&', '|', '^'])} ${inner()})`,
    () => `(${inner()} ${choose.pick(['<<', '>>'])} ${by()})`,
    () => `~(${inner()})`,
    () => `${choose.pick(['rotl', 'rotr'])}(${inner()}, ${choose.from(-size, size)})`,
    () => `bit[${size}](uint[${size}](${w.integer(depth - 1)}))`,
    () => `bit[${size}](angle[${size}](${writeAngle(w, size, depth - 1)}))`,
  );
};

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='];

/** A truth value, without effects. */
export const writeBool = (w: Writer, depth: number): string => {
  const { choose } = w;
  const known = w.scalars('bool');
  const simple = (): string =>
    known.length === 0 ? choose.pick(['true', 'false']) : choose.pick(known).name;
  if (depth <= 0) return simple();
  const inner = (): string => writeBool(w, depth - 1);
  const op = (): string => choose.pick(COMPARISONS);
  const size = choose.from(1, 4);
  return choose.any(
    simple,
    () => `(${w.integer(depth - 1)} ${op()} ${w.integer(depth - 1)})`,
    () => `(${inner()} ${choose.pick(['&&', '||', '==', '!='])} ${inner()})`,
    () => `!(${inner()})`,
    () => `(${writeBits(w, size, depth - 1)} ${op()} ${writeBits(w, size, depth - 1)})`,
    () => `(${writeBits(w, size, 0)} ${op()} ${choose.below(9)})`,
    () => `(${w.value(FLOAT, depth - 1)} ${op()} ${w.value(FLOAT, depth - 1)})`,
    () => `(${writeAngle(w, 8, depth - 1)} ${op()} ${writeAngle(w, 8, depth - 1)})`,
    () => `bool(${writeBits(w, size, depth - 1)})`,
    () => `bool(${w.integer(depth - 1)})`,
    () => `(${writeBits(w, null, 0)} == ${choose.pick(['true', '1'])})`,
  );
};

/** An angle of that width: nothing that lies between two of its values as a real. */
export const writeAngle = (w: Writer, width: number, depth: number): string => {
  const { choose } = w;
  const same = w.scalars('angle').filter(({ shape }) => shape.w === width);
  const constant = (): string => `angle[${width}](${choose.pick(['0.3', '1.0', '2.2', '5.1'])})`;
  const simple = (): string => (same.length === 0 ? constant() : choose.pick(same).name);
  if (depth <= 0) return simple();
  const inner = (): string => writeAngle(w, width, depth - 1);
  const factor = (): string => `uint[${width}](${w.integer(depth - 1)})`;
  return choose.any(
    simple,
    constant,
    () => `(${inner()} ${choose.pick(['+', '-', '&', '|', '^'])} ${inner()})`,
    () => `(${inner()} * ${factor()})`,
    () => `(${factor()} * ${inner()})`,
    () => `(${inner()} / ${choose.from(1, 5)})`,
    () => `(${inner()} ${choose.pick(['<<', '>>'])} ${choose.below(width + 1)})`,
    () => `${choose.pick(['-', '~'])}(${inner()})`,
    () => `angle[${width}](${writeAngle(w, choose.from(2, 12), depth - 1)})`,
    () => `angle[${width}](${writeBits(w, width, depth - 1)})`,
    () => `rotr(${inner()}, ${choose.below(5)})`,
    () => element(w, 0, 'angle') ?? constant(),
  );
};
