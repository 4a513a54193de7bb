/** Bounds of every network. */
export const NETWORK_LIMITS = {
  oscillatorsMax: 1_000_000,
  /** Of the injection: sin mφ is reached by m multiplications. */
  harmonicMax: 64,
  /** Steps, or pulses, of one call. */
  stepsMax: 1_000_000_000,
} as const;
