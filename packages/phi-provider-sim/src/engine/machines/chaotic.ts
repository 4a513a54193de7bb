import { chaoticKernels } from './chaotic/kernel.ts';
import { createDynamics } from './chaotic/dynamics.ts';
import { placesOf, putConstants, type ChaoticPlaces } from './chaotic/layout.ts';
import { errorRate, STEP_MAX, STEP_SHARE } from './chaotic/parameters.ts';
import { chaoticReference } from './chaotic/reference.ts';
import { requireWhole } from './checks.ts';
import { instantiate, type Kernels } from './kernels.ts';
import { laneMachine } from './lanes/machine.ts';
import { packRows, type Couplings } from './lanes/rows.ts';
import { lanesOf, stepShareOf } from './lanes/setup.ts';
import type { Machine, MachineSetup } from './machine.ts';

/** The best that a replica has passed through. */
export interface Passage {
  readonly spins: Int8Array;
  /** In the units of the program's couplings. */
  readonly energy: number;
}

/**
 * A machine whose states are watched while it runs. Chaotic machines need this: they pass through
 * low states and leave them again. It is the digital read-out that a coherent Ising machine with
 * measurement feedback has in any case: all amplitudes are measured in every round trip.
 */
export interface Tracking {
  /**
   * The spins of least energy that the replica was seen in since its start: at this moment and
   * after every tenth step. Energies are compared as f32 and without bias.
   */
  best(replica: number): Passage;
}

/** Four replicas per vector; with more than four vectors the sums leave the registers. */
const WIDTH_MAX = 4;

const energyOf = ({ rowStart, neighbor, weight, field }: Couplings, spins: Int8Array): number => {
  let energy = 0;
  for (const [i, spin] of spins.entries()) {
    let sum = 2 * field[i]!;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) sum += weight[e]! * spins[neighbor[e]!]!;
    energy -= (sum * spin) / 2;
  }
  return energy;
};

/** Where the kernels of a machine come from; null where there are none. */
export type ChaoticHost = (places: ChaoticPlaces, signed: boolean) => Kernels | null;

/** Kernels in WebAssembly; null where that is not to be had. */
export const chaoticWasm: ChaoticHost = (places, signed) =>
  instantiate(() => chaoticKernels(places, signed), places.bytes);

/** {@link createChaoticMachine} on kernels of the caller's choice. */
export const chaoticMachineOn = (
  host: ChaoticHost,
  program: Couplings,
  setup: MachineSetup,
): Machine & Tracking => {
  const { spins } = program;
  const lanes = lanesOf(setup, spins, WIDTH_MAX);
  const timeStep = STEP_MAX * stepShareOf(setup, STEP_SHARE);
  const rows = packRows(program, 16 * lanes.width);
  const places = placesOf(spins, lanes, 4 * rows.words.length);
  const kernels = host(places, rows.signed) ?? chaoticReference(places, rows.signed);
  putConstants(kernels.memory, spins, timeStep, errorRate(rows.degree));
  const dynamics = createDynamics(kernels, places, lanes, rows);
  return {
    ...laneMachine(dynamics),
    best: (replica) => {
      requireWhole('replica', replica, 0, lanes.replicas - 1);
      const best = dynamics.best(replica);
      return { spins: best, energy: energyOf(program, best) };
    },
  };
};

/**
 * A coherent Ising machine with chaotic amplitude control: parametric oscillators below threshold
 * whose couplings are amplified by error variables of their own,
 *
 *   z_i = e_i g_i (Σ_j J_ij x_j + h_i ⟨|x|⟩),  dx_i/dt = x_i (p - x_i²) + z_i,
 *   de_i/dt = β e_i (1 - z_i²).
 *
 * This is the variant in which the error variables even out the injected power instead of the
 * amplitudes (chaotic feedback control; Kako et al. 2020, Reifenstein et al. 2021), with g_i the
 * inverse norm of row i. The amplitudes follow suit, the uneven amplitudes that make local minima
 * of an analog machine wrong vanish, and states other than low ones are unstable. Pulses pass the
 * feedback one after another, as in a delay line: each sees what those before it have become.
 * Fields act with the mean amplitude, so that they keep pace with the couplings.
 *
 * The schedule moves p from -2 to -1/2; β is 0.3, less where few forces act on a spin. The machine
 * has no end state: see {@link Tracking}.
 * Deterministic: f32 arithmetic without functions, the same bits with and without WebAssembly, and
 * a replica does not depend on the others. Throws RangeError for a setup out of range, or of more
 * than 2^24 replicas times spins. A step costs O(replicas (spins + couplings)).
 */
export const createChaoticMachine = (
  program: Couplings,
  setup: MachineSetup = {},
): Machine & Tracking => chaoticMachineOn(chaoticWasm, program, setup);
