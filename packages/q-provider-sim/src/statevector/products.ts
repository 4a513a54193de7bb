import type { Complex } from './complex.ts';
import { column, type Column } from './columns.ts';

/** Products over all subsets: number k is `start` times the factors of the bits set in k. */
export const products = (factors: readonly Complex[], start: Complex): Column => {
  const out = column(2 ** factors.length);
  const { re, im } = out;
  [re[0], im[0]] = start;
  for (const [k, [x, y]] of factors.entries()) {
    const half = 2 ** k;
    for (let j = 0; j < half; j++) {
      re[half + j] = re[j]! * x - im[j]! * y;
      im[half + j] = re[j]! * y + im[j]! * x;
    }
  }
  return out;
};
