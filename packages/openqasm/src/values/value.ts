/**
 * A value of a known type, without the type: an unsigned bigint for `bit`, `bool`, `uint` and
 * `angle` (the angle's bits), a signed one for `int`, a number for `float` (rounded to its width).
 */
export type Value = bigint | number | Complex | Span | ArrayValue;

export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * A time: `ns` nanoseconds and `dt` cycles of the device. A stretch is unknown until a circuit is
 * laid out, so times that depend on one are sums with whole multiples of stretches by name.
 */
export interface Span {
  readonly ns: number;
  readonly dt: number;
  readonly stretches: ReadonlyMap<string, number> | null;
}

/** Scalars of an array in row-major order; the type has the dimensions. */
export interface ArrayValue {
  readonly items: readonly Value[];
}
