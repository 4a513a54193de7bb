import { element, writeAngle, writeBits, writeBool } from './write-scalars.ts';
import type { Shape, Writer } from './write-scope.ts';

const number = (w: Writer): string => {
  const n = w.choose.below(20);
  return w.choose.any(
    () => `${n}`,
    () => `0x${n.toString(16)}`,
    () => `0b${n.toString(2)}`,
    () => `0o${n.toString(8)}`,
    () => `1_0${n}`,
  );
};

const variable = (w: Writer, fallback: () => string, ...kinds: readonly Shape['t'][]): string => {
  const known = w.scalars(...kinds);
  return known.length === 0 ? fallback() : w.choose.pick(known).name;
};

/** An expression of some integer type, without effects. */
export const writeInteger = (w: Writer, depth: number): string => {
  const { choose } = w;
  const simple = (): string => variable(w, () => number(w), 'int', 'uint');
  if (depth <= 0) return choose.any(() => number(w), simple);
  const inner = (): string => writeInteger(w, depth - 1);
  const width = (): number => choose.pick([4, 8, 1, 16, 32, 64, 70]);
  return choose.any(
    simple,
    simple,
    () => `(${inner()} ${choose.pick(['+', '-', '*', '&', '|', '^'])} ${inner()})`,
    () => `(${inner()} ${choose.pick(['/', '%'])} ${choose.from(1, 7)})`,
    () => `(${inner()} ${choose.pick(['<<', '>>'])} ${choose.below(9)})`,
    () => `(${inner()} >> uint[3](${inner()}))`,
    () => `(${inner()}) ** ${choose.below(4)}`,
    () => `${choose.pick(['-', '~'])}(${inner()})`,
    () => `${choose.pick(['int', 'uint'])}[${width()}](${inner()})`,
    () => `int[16](${writeFloat(w, depth - 1)})`,
    () => bitsAsNumber(w, depth),
    () => `popcount(${writeBits(w, choose.from(1, 6), depth - 1)})`,
    () => `int(${writeBool(w, depth - 1)})`,
    () => `mod(${inner()}, ${choose.from(1, 5)})`,
    () => `pow(${inner()}, ${choose.below(3)})`,
    () => `rotl(uint[${choose.from(1, 9)}](${inner()}), ${choose.from(-9, 9)})`,
    () => element(w, depth, 'int', 'uint') ?? number(w),
    () => sizeOf(w) ?? number(w),
  );
};

const bitsAsNumber = (w: Writer, depth: number): string => {
  const n = w.choose.from(1, 6);
  return `${w.choose.pick(['uint', 'int'])}[${n}](${writeBits(w, n, depth - 1)})`;
};

const sizeOf = (w: Writer): string | null => {
  const arrays = w.variables.filter(({ sizes }) => sizes.length > 0);
  if (arrays.length === 0) return null;
  const { name, sizes } = w.choose.pick(arrays);
  return w.choose.any(
    () => `sizeof(${name})`,
    () => `sizeof(${name}, ${w.choose.below(sizes.length)})`,
  );
};

const REALS = ['0.5', '1.25', '.75', '2.', 'pi', 'π', 'tau / 8', 'euler', '1e-1', '3.1E0', '0.3'];

const realLiteral = (w: Writer): string => w.choose.pick(REALS);

/** An expression of type float whose size stays moderate, without effects. */
export const writeFloat = (w: Writer, depth: number): string => {
  const { choose } = w;
  const simple = (): string => variable(w, () => realLiteral(w), 'float');
  if (depth <= 0) return choose.any(() => realLiteral(w), simple);
  const inner = (): string => writeFloat(w, depth - 1);
  return choose.any(
    simple,
    () => realLiteral(w),
    () => `(${inner()} ${choose.pick(['+', '-', '*'])} ${inner()})`,
    () => `(${inner()} / ${choose.pick(['2.0', '3', '0.7'])})`,
    () => `${choose.pick(['sin', 'cos', 'arctan'])}(${inner()})`,
    () => `${choose.pick(['arcsin', 'arccos'])}(sin(${inner()}))`,
    () => `${choose.pick(['exp', 'tan'])}(sin(${inner()}))`,
    () => `${choose.pick(['sqrt', 'log'])}(1.5 + cos(${inner()}))`,
    () => `${choose.pick(['floor', 'ceiling'])}(${inner()})`,
    () => `(1.5 + sin(${inner()})) ** ${choose.pick(['2', '0.5', '-1.0'])}`,
    () => `mod(${inner()}, 0.75)`,
    () => `pow(1.5 + sin(${inner()}), 2.5)`,
    () => `-(${inner()})`,
    () => `float[32](${inner()})`,
    () => `float[64](int[6](${writeInteger(w, depth - 1)}))`,
    () => `(0.5 * uint[5](${writeInteger(w, depth - 1)}))`,
    () => `${choose.pick(['sin', 'cos'])}(${writeAngle(w, 8, depth - 1)})`,
    () => `${choose.pick(['real', 'imag'])}(${writeComplex(w, depth - 1)})`,
    () => element(w, depth, 'float') ?? realLiteral(w),
  );
};

/** An expression of type complex, without effects. */
export const writeComplex = (w: Writer, depth: number): string => {
  const { choose } = w;
  const fallback = (): string => choose.pick(['2im', '1.5 im', '(0.5 + 2.0im)']);
  const simple = (): string => variable(w, fallback, 'complex');
  if (depth <= 0) return simple();
  const inner = (): string => writeComplex(w, depth - 1);
  return choose.any(
    simple,
    () => `(${inner()} ${choose.pick(['+', '-', '*'])} ${inner()})`,
    () => `(sin(${writeFloat(w, depth - 1)}) + ${inner()})`,
    () => `-(${inner()})`,
    () => `complex[float[32]](${inner()})`,
  );
};

/** An expression that fits a variable of this shape, without effects. */
export const writeValue = (w: Writer, shape: Shape, depth: number): string => {
  switch (shape.t) {
    case 'bits':
      return writeBits(w, shape.w, depth);
    case 'bool':
      return writeBool(w, depth);
    case 'float':
      return writeFloat(w, depth);
    case 'angle':
      return writeAngle(w, shape.w!, depth);
    case 'complex':
      return writeComplex(w, depth);
    case 'time':
      return writeTime(w, depth);
    default:
      return writeInteger(w, depth);
  }
};

/** A time that is known: not negative. */
export const writeTime = (w: Writer, depth: number): string => {
  const literal = (): string => w.choose.pick(['100ns', '2us', '1.5 us']);
  const simple = (): string => variable(w, literal, 'time');
  if (depth <= 0) return simple();
  return w.choose.any(
    simple,
    () => `(${writeTime(w, depth - 1)} + ${writeTime(w, depth - 1)})`,
    () => `(${w.choose.from(1, 4)} * ${writeTime(w, depth - 1)})`,
    () => `(${writeTime(w, depth - 1)} / 2)`,
    () => `(${writeTime(w, depth - 1)} * (${writeTime(w, 0)} / 1us))`,
  );
};
