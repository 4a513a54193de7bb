/** A measured figure with the interval that covers the truth with probability `confidence`. */
export interface Metric {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Shots that it rests on. */
  readonly shots: number;
}

/** The normal distribution function to 1e-15, by its power series (Marsaglia, JSS 11, 4 (2004)). */
const normalCdf = (z: number): number => {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
};

/** Widest interval that is asked for: five standard errors leave 6e-7. */
const QUANTILE_MAX = 5;

/** Standard errors on both sides that cover `confidence` of a normal distribution, by bisection. */
export const standardErrors = (confidence: number): number => {
  const share = (1 + confidence) / 2;
  let [low, high] = [0, QUANTILE_MAX];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Wilson's score interval for a probability (Journal of the ASA 22, 209 (1927)). */
export const wilson = (hits: number, shots: number, confidence: number): Metric => {
  const z = standardErrors(confidence);
  const value = hits / shots;
  const spread = 1 + (z * z) / shots;
  const centre = (value + (z * z) / (2 * shots)) / spread;
  const half = (z / spread) * Math.sqrt((value * (1 - value)) / shots + (z / (2 * shots)) ** 2);
  return {
    value,
    low: Math.max(0, Math.min(value, centre - half)),
    high: Math.min(1, Math.max(value, centre + half)),
    confidence,
    shots,
  };
};
