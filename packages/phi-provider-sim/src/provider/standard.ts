import type { MachineModel } from './model.ts';

/**
 * What a simulator has unless told otherwise:
 *
 * - `sbm`: a simulated bifurcation machine. Digital: its phases hold as long as any window lasts.
 * - `cim`: a coherent Ising machine of pulses in a fibre loop, with chaotic amplitude control, on a
 *   pump laser with a line of 10 Hz.
 * - `oim`: a network of electronic oscillators that lock to a second harmonic, each with a line of
 *   100 Hz, and couplings of 8 bits.
 *
 * The longest windows of the last two are a ninth of what their tolerance allows, so that a window
 * breaches it once in some hundreds.
 */
export const STANDARD_MACHINES: readonly MachineModel[] = [
  { name: 'sbm', kind: 'dsb' },
  {
    name: 'cim',
    kind: 'cac',
    windowMaxNs: 400_000,
    stabilityMin: 0.25,
    coherence: { linewidthHz: 10, toleranceRad: 0.5 },
  },
  {
    name: 'oim',
    kind: 'oim',
    windowMaxNs: 40_000,
    reportNs: 10_000,
    stabilityMin: 0.8,
    phaseBits: 8,
    coherence: { linewidthHz: 100, toleranceRad: 0.5 },
  },
];
