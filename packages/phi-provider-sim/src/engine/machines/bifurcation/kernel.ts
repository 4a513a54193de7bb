import type { IsingProgram } from '../../program.ts';

/** Steps that a kernel performs in one call at most. */
export const CHUNK_STEPS = 256;

/**
 * The oscillators of all replicas and the loops over them. Positions and momenta are 32-bit floats;
 * a momentum is stored times Δt, so that a step adds it to its position. A position is never -0,
 * so that its sign bit is its sign. Two kernels of one program give the same bits after equal
 * calls.
 */
export interface BifurcationKernel {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** The step, counted from 1, at which the sign last changed; 0 for never. */
  readonly flippedAt: Int32Array;
  /** Where oscillator `i` of a replica lies in the arrays above. */
  readonly place: (replica: number, i: number) => number;
  /** Takes new fields: h times the bias, one per oscillator. */
  setField(field: Float64Array): void;
  /** Tells the kernel that positions were changed from outside. */
  refresh(): void;
  /**
   * Performs one step of every replica per entry of `restore`: (pump - 1) Δt². `steps` were
   * performed before. Returns the sign changes of each step, replica by replica: those of step k
   * of replica r at r * CHUNK_STEPS + k, valid until the next call.
   */
  run(restore: Float32Array, steps: number): Int32Array;
}

/** The constants of a kernel. */
export interface KernelOptions {
  readonly replicas: number;
  /** c0 Δt²: what a field adds to a stored momentum in a step. */
  readonly gain: number;
  /** Δt²: the weight of the cubic term. A 32-bit float, as the gain is. */
  readonly area: number;
}

/** The constants of a kernel of a program with steps of `timeStep`. */
export const kernelOptionsOf = (
  { couplingGain }: IsingProgram,
  timeStep: number,
  replicas: number,
): KernelOptions => {
  const area = timeStep * timeStep;
  return { replicas, gain: Math.fround(couplingGain * area), area: Math.fround(area) };
};
