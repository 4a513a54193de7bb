import type { IsingProgram } from '../../program.ts';

/** Replicas that move side by side share the reading of couplings: 1, 2 or 4 vectors of them. */
const lanesFor = (replicas: number): number => (replicas > 8 ? 16 : replicas > 4 ? 8 : 4);

/** A program as the machines with continuous feedback hold it. */
export interface ContinuousPlan {
  readonly spins: number;
  /** Replicas of a block, which move side by side. */
  readonly lanes: number;
  /** Row i occupies entries start[i] to start[i + 1]: an even number of them. */
  readonly start: Int32Array;
  readonly neighbor: Int32Array;
  /** 0 for the entry that evens a row out. */
  readonly weight: Float32Array;
  readonly hasField: boolean;
  /** Whether the oscillators have the cubic (Kerr) term of the adiabatic machine. */
  readonly cubic: boolean;
  /**
   * Whether oscillators move one after another, each feeling where those before it are by now. That
   * is not symplectic: walls take the energy up, and cuts are better; without walls it heats.
   */
  readonly inTurn: boolean;
  /** Where the walls stand. */
  readonly wall: number;
}

export const planContinuous = (
  program: IsingProgram,
  { replicas, cubic, wall }: { replicas: number; cubic: boolean; wall: number },
): ContinuousPlan => {
  const { spins, rowStart, neighbor, weight, field } = program;
  const start = new Int32Array(spins + 1);
  for (let i = 0; i < spins; i++) {
    const entries = rowStart[i + 1]! - rowStart[i]!;
    start[i + 1] = start[i]! + entries + (entries % 2);
  }
  const plan = {
    spins,
    lanes: lanesFor(replicas),
    start,
    neighbor: new Int32Array(start[spins]!),
    weight: new Float32Array(start[spins]!),
    hasField: field.some((h) => h !== 0),
    cubic,
    inTurn: !cubic,
    wall,
  };
  for (let i = 0; i < spins; i++) {
    plan.neighbor.set(neighbor.subarray(rowStart[i]!, rowStart[i + 1]!), start[i]!);
    plan.weight.set(weight.subarray(rowStart[i]!, rowStart[i + 1]!), start[i]!);
  }
  return plan;
};
