/** 1 less the relative spread of the squared amplitudes about their mean, not below 0. */
export const evenness = (amplitudes: Float64Array): number => {
  let [sum, squares] = [0, 0];
  for (const x of amplitudes) {
    sum += x * x;
    squares += x * x * x * x;
  }
  const mean = sum / amplitudes.length;
  if (mean === 0) return 0;
  const variance = Math.max(squares / amplitudes.length - mean * mean, 0);
  return Math.max(1 - Math.sqrt(variance) / mean, 0);
};
