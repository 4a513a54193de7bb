import { instantiate, type Kernels } from './kernels.ts';
import { laneMachine } from './lanes/machine.ts';
import { packRows, type Couplings } from './lanes/rows.ts';
import { lanesOf, stepShareOf } from './lanes/setup.ts';
import type { Machine, MachineSetup } from './machine.ts';
import { createDynamics } from './oscillator/dynamics.ts';
import { oscillatorKernels } from './oscillator/kernel.ts';
import { placesOf, putConstants, type OscillatorPlaces } from './oscillator/layout.ts';
import { STEP_MAX, STEP_SHARE } from './oscillator/parameters.ts';
import { oscillatorReference } from './oscillator/reference.ts';

/** Four replicas per vector; with more than twice four the sums leave the registers. */
const WIDTH_MAX = 4;

/** Where the kernels of a machine come from; null where there are none. */
export type OscillatorHost = (places: OscillatorPlaces, signed: boolean) => Kernels | null;

/** Kernels in WebAssembly; null where that is not to be had. */
export const oscillatorWasm: OscillatorHost = (places, signed) =>
  instantiate(() => oscillatorKernels(places, signed), places.bytes);

/** {@link createOscillatorMachine} on kernels of the caller's choice. */
export const oscillatorMachineOn = (
  host: OscillatorHost,
  program: Couplings,
  setup: MachineSetup,
): Machine => {
  const { spins } = program;
  const lanes = lanesOf(setup, spins, WIDTH_MAX);
  const timeStep = STEP_MAX * stepShareOf(setup, STEP_SHARE);
  const rows = packRows(program, 32 * lanes.width);
  const places = placesOf(spins, lanes, 4 * rows.words.length);
  const kernels = host(places, rows.signed) ?? oscillatorReference(places, rows.signed);
  putConstants(kernels.memory);
  return laneMachine(createDynamics(kernels, places, lanes, rows, timeStep));
};

/**
 * An oscillator Ising machine (Wang and Roychowdhury 2019): the phases of coupled oscillators under
 * sub-harmonic injection locking,
 *
 *   dφ_i/dt = -K g_i (Σ_j J_ij sin(φ_i - φ_j) + h_i sin φ_i) - Ks sin 2φ_i + noise,
 *
 * with g_i the inverse norm of row i, so that hubs are not stiffer than others. Fields couple to a
 * reference oscillator of phase 0, towards which a spin is +1. Over the schedule Ks rises from 0 to
 * K/2, where phases are held at 0 and π, and the noise goes from its full strength to 0, as 1 less
 * the square of the share.
 *
 * Steps are linearly implicit Euler, one oscillator after another: stable however strong the
 * coupling, where explicit steps let the hubs and the mutually satisfied oscillators overshoot.
 * Noise is the sum of four random bytes, which has the moments of a normal variable that a weak
 * scheme of this order needs. Deterministic: f32 arithmetic with a sine of its own, the same bits
 * with and without WebAssembly, and a replica does not depend on the others. Throws RangeError for
 * a setup out of range, or of more than 2^24 replicas times spins. A step costs
 * O(replicas (spins + couplings)).
 */
export const createOscillatorMachine = (
  program: Couplings,
  setup: MachineSetup = {},
): Machine => oscillatorMachineOn(oscillatorWasm, program, setup);
