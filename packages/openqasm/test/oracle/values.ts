/** A scalar type of the oracle: kind and width (of registers: their size, null for one bit). */
export interface Kind {
  readonly t: 'bits' | 'bool' | 'int' | 'uint' | 'float' | 'angle' | 'complex' | 'time';
  readonly w: number | null;
}

/** A value with its type: what the oracle computes with. */
export type Datum =
  | { readonly t: 'bits'; readonly w: number | null; readonly b: readonly number[] }
  | { readonly t: 'bool'; readonly w: null; readonly v: boolean }
  | { readonly t: 'int' | 'uint' | 'angle'; readonly w: number; readonly v: bigint }
  | { readonly t: 'float'; readonly w: number; readonly v: number }
  | { readonly t: 'complex'; readonly w: number; readonly re: number; readonly im: number }
  | { readonly t: 'time'; readonly w: null; readonly v: number }
  | { readonly t: 'array'; readonly items: Datum[] }
  | { readonly t: 'qubits'; readonly q: readonly number[]; readonly single: boolean };

/** The program does something that has no value, such as a division by zero. */
export class NoValue extends Error {}

/** The oracle does not know this: the generator may not write it. */
export class Unexpected extends Error {}

export const unexpected = (what: string): never => {
  throw new Unexpected(what);
};

export const fromBits = (b: readonly number[]): bigint =>
  b.reduceRight((sum, bit) => sum * 2n + BigInt(bit), 0n);

export const toBits = (v: bigint, w: number): number[] =>
  Array.from({ length: w }, (_, k) => Number((((v >> BigInt(k)) % 2n) + 2n) % 2n));

export const bool = (v: boolean): Datum => ({ t: 'bool', w: null, v });
export const bits = (b: readonly number[], single = false): Datum => ({
  t: 'bits',
  w: single ? null : b.length,
  b,
});
export const float = (v: number, w = 64): Datum => ({
  t: 'float',
  w,
  v: w === 32 ? Math.fround(v) : v,
});
export const complex = (re: number, im: number, w = 64): Datum =>
  w === 32
    ? { t: 'complex', w, re: Math.fround(re), im: Math.fround(im) }
    : { t: 'complex', w, re, im };

/** An integer or an angle, counted around: int from -2^(w-1), the others from 0. */
export const whole = (t: 'int' | 'uint' | 'angle', w: number, v: bigint): Datum => {
  const turn = 2n ** BigInt(w);
  const least = ((v % turn) + turn) % turn;
  return { t, w, v: t === 'int' && least >= turn / 2n ? least - turn : least };
};

export const int = (v: bigint | number): Datum => whole('int', 64, BigInt(v));

/** The real number that a scalar is. */
export const realOf = (d: Datum): number => {
  switch (d.t) {
    case 'float':
      return d.v;
    case 'int':
    case 'uint':
      return Number(d.v);
    case 'bool':
      return d.v ? 1 : 0;
    case 'angle':
      return (Number(d.v) / 2 ** d.w) * 2 * Math.PI;
    case 'bits':
      return Number(fromBits(d.b));
    default:
      return unexpected(`a ${d.t} as a number`);
  }
};

/** The integer that a scalar is, without its fraction. */
export const integerOf = (d: Datum): bigint => {
  switch (d.t) {
    case 'int':
    case 'uint':
    case 'angle':
      return d.v;
    case 'bool':
      return d.v ? 1n : 0n;
    case 'bits':
      return fromBits(d.b);
    case 'float':
      if (!Number.isFinite(d.v)) throw new NoValue('not finite');
      return BigInt(Math.trunc(d.v));
    default:
      return unexpected(`a ${d.t} as an integer`);
  }
};

export const isTrue = (d: Datum): boolean => {
  if (d.t === 'complex') return d.re !== 0 || d.im !== 0;
  return d.t === 'float' ? d.v !== 0 : integerOf(d) !== 0n;
};

/** Nearest integer, the even one of two. */
const nearest = (x: number): number => {
  const below = Math.floor(x);
  if (x - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(x);
};

const angleOf = (d: Datum, w: number): Datum => {
  if (d.t === 'bits') return whole('angle', w, fromBits(d.b));
  if (d.t === 'angle') {
    return whole('angle', w, w >= d.w ? d.v << BigInt(w - d.w) : d.v >> BigInt(d.w - w));
  }
  const x = realOf(d);
  if (!Number.isFinite(x)) throw new NoValue('not finite');
  const turn = d.t === 'float' && d.w === 32 ? Math.fround(2 * Math.PI) : 2 * Math.PI;
  return whole('angle', w, BigInt(nearest((x / turn) * 2 ** w)));
};

const complexOf = (d: Datum, w: number): Datum =>
  d.t === 'complex' ? complex(d.re, d.im, w) : complex(realOf(d), 0, w);

/** A scalar as another type. */
export const convert = (d: Datum, { t, w }: Kind): Datum => {
  switch (t) {
    case 'bool':
      return bool(isTrue(d));
    case 'bits':
      return bits(d.t === 'bits' ? d.b : toBits(integerOf(d), w ?? 1), w === null);
    case 'int':
    case 'uint':
      return whole(t, w!, integerOf(d));
    case 'angle':
      return angleOf(d, w!);
    case 'float':
      return float(realOf(d), w!);
    case 'complex':
      return complexOf(d, w!);
    case 'time':
      return d.t === 'time' ? d : unexpected(`a ${d.t} as a time`);
  }
};

const floatBits = (x: number, w: number): number[] => {
  const view = new DataView(new ArrayBuffer(8));
  if (w === 64) view.setFloat64(0, x, true);
  else view.setFloat32(0, x, true);
  return toBits(view.getBigUint64(0, true), w);
};

/** The bits in which a value is given out, lowest first. */
export const packed = (d: Datum): readonly number[] => {
  switch (d.t) {
    case 'bits':
      return d.b;
    case 'bool':
      return [d.v ? 1 : 0];
    case 'float':
      return floatBits(d.v, d.w);
    case 'complex':
      return [...floatBits(d.re, d.w), ...floatBits(d.im, d.w)];
    case 'array':
      return d.items.flatMap((item) => packed(item));
    case 'int':
    case 'uint':
    case 'angle':
      return toBits(d.v, d.w);
    default:
      return unexpected(`a ${d.t} as an output`);
  }
};

/** A value that shares nothing with another. */
export const copied = (d: Datum): Datum =>
  d.t === 'array' ? { t: 'array', items: d.items.map((item) => copied(item)) } : d;
