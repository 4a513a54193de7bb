/** What a machine computes with: the names under which the literature knows them. */
export type MachineKind = 'asb' | 'bsb' | 'dsb' | 'cac' | 'oim';

export const MACHINE_KINDS: readonly MachineKind[] = ['asb', 'bsb', 'dsb', 'cac', 'oim'];

/** Runs side by side, at most. */
export const REPLICAS_MAX = 64;

/** How a machine is set up. What is left out is chosen for the problem. */
export interface MachineSetup {
  /** Runs side by side on one problem, 1 to 64; 1 by default. */
  readonly replicas?: number;
  /** The integrator's step as a share of the largest stable one, above 0 and at most 1. */
  readonly stepShare?: number;
}

/**
 * A coherent machine with some replicas of its oscillators. Amplitudes and phases stay inside: only
 * spins and figures about lock can be read (XDV-061.3). Equal programs, setups, seeds and calls
 * give equal spins on every platform.
 */
export interface Machine {
  readonly kind: MachineKind;
  readonly replicas: number;
  /** All replicas at rest but for noise: that of replica r is drawn from deriveSeed(seed, r). */
  start(seed: number): void;
  /**
   * Performs `steps` steps while the schedule goes linearly from `from` to `to`: at 0 the couplings
   * hardly bind, at 1 every oscillator has been driven to one of its two states. A whole read is
   * `advance(steps, 0, 1)`; going back is a reverse anneal.
   */
  advance(steps: number, from: number, to: number): void;
  /** Shakes every oscillator by up to `amplitude` of the distance between its two states. */
  kick(amplitude: number): void;
  /** Scales the problem's fields by `scale` from now on; 1 after a start. */
  bias(scale: number): void;
  /** The spins of a replica at this moment, +1 or -1: a copy of its own. */
  read(replica: number): Int8Array;
  figures(replica: number): LockFigures;
  /** For pictures of the dynamics. No provider calls this: it is state (XDV-061.3). */
  observe(replica: number): Observation;
}

/** The oscillators of a replica as points of a plane, copies of their own. */
export interface Observation {
  /** By kind: position, signal amplitude, cosine of the phase. */
  readonly x: Float64Array;
  /** By kind: momentum, error variable, sine of the phase. */
  readonly y: Float64Array;
}

/** How well the oscillators of a replica hold their states: classical metadata, no phases. */
export interface LockFigures {
  /**
   * 0 to 1, 1 for perfect lock, by kind: for bifurcation the share of oscillators that kept their
   * sign over the last tenth of all steps, for chaotic amplitude control 1 less the spread of the
   * squared amplitudes, for oscillators the second-harmonic order parameter r2 (not r1, which is
   * near 0 for a locked machine, too). 0 before the first step.
   */
  readonly index: number;
  /** Sign changes per oscillator and step over the last tenth: near 1 when synchrony is lost. */
  readonly flipShare: number;
  /** Steps performed since the start. */
  readonly steps: number;
}
