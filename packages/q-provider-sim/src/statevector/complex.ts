/** A complex number: re, im. */
export type Complex = readonly [re: number, im: number];

/** A 2×2 complex matrix by rows: re00, im00, re01, im01, re10, im10, re11, im11. */
export type Matrix = readonly number[];

export const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

export const over = ([a, b]: Complex, [c, d]: Complex): Complex => {
  const weight = c * c + d * d;
  return [(a * c + b * d) / weight, (b * c - a * d) / weight];
};

export const unit = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];

export const entry = (m: Matrix, row: number, column: number): Complex => {
  const at = 4 * row + 2 * column;
  return [m[at]!, m[at + 1]!];
};

/** The matrix that does `first` and then `second`. */
export const product = (second: Matrix, first: Matrix): Matrix => {
  const out: number[] = [];
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 2; column++) {
      const [a, b] = times(entry(second, row, 0), entry(first, 0, column));
      const [c, d] = times(entry(second, row, 1), entry(first, 1, column));
      out.push(a + c, b + d);
    }
  }
  return out;
};

/** The inverse of a unitary. */
export const adjoint = (m: Matrix): Matrix => [
  m[0]!, -m[1]!, m[4]!, -m[5]!,
  m[2]!, -m[3]!, m[6]!, -m[7]!,
];

