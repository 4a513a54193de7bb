const fround = Math.fround;

/**
 * Coefficients of sin πt ≈ t (C1 + C3 t² + C5 t⁴ + C7 t⁶) on [-1/2, 1/2]: minimax to 5.9e-7,
 * found by iteratively reweighted least squares.
 */
export const SINE = [3.14158202, -5.16714279, 2.54189901, -0.55463615].map(fround);

const [C1 = 0, C3 = 0, C5 = 0, C7 = 0] = SINE;

/** t (C1 + t² (C3 + t² (C5 + t² C7))), rounded as f32 after every operation. */
const polynomial = (t: number): number => {
  const square = fround(t * t);
  const inner = fround(fround(C7 * square) + C5);
  const outer = fround(fround(inner * square) + C3);
  return fround(fround(fround(outer * square) + C1) * t);
};

/**
 * sin πφ for φ in [-1, 1], an f32, within 1e-6: polynomials alone, so that all platforms agree to
 * the last bit, which Math.sin does not promise.
 */
export const sineOf = (phase: number): number => {
  const size = Math.abs(phase);
  const folded = polynomial(Math.min(size, fround(1 - size)));
  return phase < 0 || Object.is(phase, -0) ? -folded : folded;
};

/** cos πφ for φ in [-1, 1], within 1e-6. */
export const cosineOf = (phase: number): number => polynomial(fround(0.5 - Math.abs(phase)));

/** The nearest integer, the even one of two. */
const nearestEven = (value: number): number => {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
};

/** The same phase in [-1, 1], in units of half a turn. */
export const wrap = (phase: number): number => fround(phase - 2 * nearestEven(fround(phase / 2)));
