/**
 * Spins that are visited one after another, each with its local field l = Σ_j J_ij s_j + h_i kept
 * up to date: what the polish runs on. A visit turns the spin over if s l <= a threshold, that is
 * if the energy rises by at most twice the threshold. Spins are visited in groups (128 bits of
 * local fields): those of a group that pass are tested once more, in turn, as they turn over.
 * Both implementations, in WebAssembly and in plain JavaScript, do exactly the same.
 */
export interface Sweeper {
  readonly spins: number;
  /** Sets the spins; the cost follows those that change. */
  load(spins: Int8Array): void;
  read(): Int8Array;
  /** Energy of the spins in whole numbers: exact. O(spins). */
  energy(): number;
  /** Thresholds are T e / 2 for exponential e from here on, in whole numbers. */
  heat(temperature: number): void;
  /** From here on only flips that lower the energy pass. */
  freeze(): void;
  /** Visits every spin `sweeps` times; returns how many turned over, modulo 2^32. */
  sweep(sweeps: number): number;
  /** Restarts the draws. */
  seed(seed: number): void;
  /** The local field of a spin. */
  localField(spin: number): number;
}

/** Constants of the draws: x <- A x + C modulo 2^32 (Numerical Recipes); its top bits are used. */
export const STEP_A = 1_664_525;
export const STEP_C = 1_013_904_223;

/** H = -½ Σ s_i (l_i + h_i), where l_i is the local field of spin i. */
export const energyOf = (
  spin: ArrayLike<number>,
  local: ArrayLike<number>,
  field: ArrayLike<number>,
): number => {
  let sum = 0;
  for (let i = 0; i < field.length; i++) sum += spin[i]! * (local[i]! + field[i]!);
  return (0 - sum) / 2;
};
