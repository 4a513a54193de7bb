import { show } from '@xdv/domain-model';
import type { LockFigures } from '../engine/machines/machine.ts';
import type { LockState } from '../network/lock-detector.ts';
import type { Coherence } from './coherence.ts';
import { checkDuration } from './options.ts';

/** What a provider says about a window while it lasts (XDV-061.4): plain data, no phases. */
export interface StabilityReport {
  /** Nanoseconds since the start of the window. */
  readonly atNs: number;
  /** The stability index of the machine, 0 to 1, 1 for perfect lock. */
  readonly index: number;
  /**
   * Rate at which the phase variance has grown so far, in rad²/s: estimates 2D from the second
   * observation on, 0 at the first; its relative error is √(2 / (observations - 1)).
   */
  readonly noiseGradient: number;
  /** Mean frequency error of the reference since the start of the window, in Hz. */
  readonly drift: number;
  /** `slipped`: the index was at its limit and is below it now. */
  readonly lockState: LockState;
  /** Whether this or an earlier observation of the window was a breach. */
  readonly breached: boolean;
}

export interface StabilityMonitorOptions {
  readonly coherence: Coherence;
  /** Least index of a machine in lock, 0 to 1. Equality is no breach. */
  readonly indexMin: number;
  /** When in the coherence's realisation the window starts, in ns; 0 by default. */
  readonly startNs?: number;
  /**
   * Time, in ns from the start of the window, for the index to rise to its limit for the first
   * time: an index below the limit is a breach from then on; 0 by default, at once.
   */
  readonly acquireNs?: number;
}

export interface StabilityMonitor {
  /**
   * Takes the figures of the machine `atNs` after the start of the window; times increase and are
   * above 0. A breach is an index below the limit of a machine that has been in lock or whose time
   * to acquire it is over, or a phase error, of a reference aligned at the start of the window,
   * beyond the coherence's tolerance. RangeError for a time or figures out of range. Takes constant
   * memory.
   */
  observe(atNs: number, figures: Pick<LockFigures, 'index'>): StabilityReport;
}

const share = (name: string, value: unknown): number => {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new RangeError(`${name} must be 0 to 1, got ${show(value)}`);
};

/** What has been seen of the phase error: enough for its mean rate and the variance about it. */
interface Walk {
  /** Observations. */
  readonly count: number;
  readonly atNs: number;
  readonly phase: number;
  /** Σ Δφ² / Δt over the intervals between observations, in rad²/s. */
  readonly roughness: number;
}

const AT_REST: Walk = { count: 0, atNs: 0, phase: 0, roughness: 0 };

const advance = (walk: Walk, atNs: number, phase: number): Walk => {
  const step = phase - walk.phase;
  const roughness = walk.roughness + (step * step) / ((atNs - walk.atNs) / 1e9);
  return { count: walk.count + 1, atNs, phase, roughness };
};

/**
 * The unbiased estimate of the rate of variance of a Wiener process with drift:
 * Σ (Δφ - rate Δt)² / Δt over its intervals, divided by one less than their number.
 */
const gradientOf = ({ count, atNs, phase, roughness }: Walk): number =>
  count < 2 ? 0 : Math.max(0, roughness - (phase * phase) / (atNs / 1e9)) / (count - 1);

/** Watches one window of a machine (XDV-061.4, XDV-033.4). Deterministic. */
export const createStabilityMonitor = (options: StabilityMonitorOptions): StabilityMonitor => {
  const { coherence, startNs = 0, acquireNs = 0 } = options;
  const indexMin = share('monitor indexMin', options.indexMin);
  checkDuration('monitor startNs', startNs);
  checkDuration('monitor acquireNs', acquireNs);
  let walk = AT_REST;
  let lockState: LockState = 'acquiring';
  let breached = false;

  return {
    observe(atNs, figures) {
      checkDuration('atNs', atNs, walk.atNs + 1);
      const index = share('index', figures.index);
      const phase = coherence.phaseErrorRad(atNs, startNs);
      walk = advance(walk, atNs, phase);
      const inLock = index >= indexMin;
      if (inLock) lockState = 'locked';
      else if (lockState === 'locked') lockState = 'slipped';
      const lost = !inLock && (lockState === 'slipped' || atNs >= acquireNs);
      breached ||= lost || Math.abs(phase) > coherence.toleranceRad;
      const drift = phase / (2 * Math.PI * (atNs / 1e9));
      return { atNs, index, noiseGradient: gradientOf(walk), drift, lockState, breached };
    },
  };
};
