/**
 * Kuramoto's order parameter of the second harmonic, r2 = |⟨exp 2iφ⟩|, from cosines and sines of
 * the phases: 1 if all phases are 0 or π away from one another.
 */
export const secondOrder = (cosines: Float64Array, sines: Float64Array): number => {
  let [along, across] = [0, 0];
  for (const [i, c] of cosines.entries()) {
    const s = sines[i]!;
    along += c * c - s * s;
    across += 2 * c * s;
  }
  return Math.min(Math.sqrt(along * along + across * across) / cosines.length, 1);
};
