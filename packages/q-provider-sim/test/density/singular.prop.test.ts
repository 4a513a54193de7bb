import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singularValues } from '../../src/density/singular.ts';

const matrices = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 2 * size * size,
      maxLength: 2 * size * size,
    })
    .map((entries) => ({ size, entries: Float64Array.from(entries) })),
);

/** ⟨column p|column q⟩. */
const columns = (
  { size, entries }: { readonly size: number; readonly entries: Float64Array },
  p: number,
  q: number,
): readonly [number, number] => {
  let [re, im] = [0, 0];
  for (let r = 0; r < size; r++) {
    const [a, b] = entries.subarray(2 * (r * size + p));
    const [c, d] = entries.subarray(2 * (r * size + q));
    re += a! * c! + b! * d!;
    im += a! * d! - b! * c!;
  }
  return [re, im];
};

const product = (size: number, a: Float64Array, b: Float64Array): Float64Array => {
  const out = new Float64Array(a.length);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      for (let k = 0; k < size; k++) {
        const [x, y] = a.subarray(2 * (r * size + k));
        const [u, v] = b.subarray(2 * (k * size + c));
        out[2 * (r * size + c)]! += x! * u! - y! * v!;
        out[2 * (r * size + c) + 1]! += x! * v! + y! * u!;
      }
    }
  }
  return out;
};

describe('singular values', () => {
  it('are the lengths of the columns of A V, which are orthogonal, with V unitary', () => {
    fc.assert(
      fc.property(matrices, ({ size, entries }) => {
        const { values, right } = singularValues({ size, entries });
        const turned = { size, entries: product(size, entries, right) };
        for (let p = 0; p < size; p++) {
          for (let q = 0; q < size; q++) {
            const [re, im] = columns({ size, entries: right }, p, q);
            expect(Math.hypot(re - (p === q ? 1 : 0), im)).toBeLessThan(1e-12);
            const [x, y] = columns(turned, p, q);
            expect(Math.hypot(x - (p === q ? values[p]! ** 2 : 0), y)).toBeLessThan(1e-12);
          }
        }
      }),
    );
  });

  it('are numbers though the squares of some entries are none', () => {
    const entries = Float64Array.of(1e-158, 0, 1e-158, 0, 0, 0, 1e-158, 0);
    const { values } = singularValues({ size: 2, entries });
    expect(Math.max(...values)).toBeLessThan(1e-150);
  });
});
