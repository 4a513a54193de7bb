import { DURATION_MAX, show } from '@xdv/domain-model';

/** The three ways in which data sheets state how coherent an oscillator is. */
export type Linewidth =
  | {
      readonly linewidthHz: number;
      readonly coherenceTimeNs?: undefined;
      readonly cavityLifetimeNs?: undefined;
    }
  | {
      readonly linewidthHz?: undefined;
      readonly coherenceTimeNs: number;
      readonly cavityLifetimeNs?: undefined;
    }
  | {
      readonly linewidthHz?: undefined;
      readonly coherenceTimeNs?: undefined;
      readonly cavityLifetimeNs: number;
    };

/** What a coherence is made from: one figure of its line, and how exact its phase has to be. */
export type CoherenceOptions = Linewidth & {
  /** Rate at which the frequency moves away, in Hz/s, either sign; 0 by default. */
  readonly driftHzPerS?: number;
  /** Phase error at which coherence counts as lost, above 0 and at most π. */
  readonly toleranceRad: number;
  /** Of the realisation of the phase error: a safe integer. */
  readonly seed: number;
};

/** Phase diffusion that is modelled, in rad²/s: coherence times from 1 fs to 30 years. */
const DIFFUSION_MIN = 1e-9;
const DIFFUSION_MAX = 1e15;
const DRIFT_MAX = 1e15;

const LINE = ['linewidthHz', 'coherenceTimeNs', 'cavityLifetimeNs'] as const;

const within = (name: string, value: unknown, min: number, max: number): void => {
  if (typeof value === 'number' && value >= min && value <= max) return;
  throw new RangeError(`coherence ${name} must be ${min} to ${max}, got ${show(value)}`);
};

/** Refuses what is not a whole number of nanoseconds from `min` on. */
export const checkDuration = (name: string, value: unknown, min = 0): void => {
  if (Number.isSafeInteger(value) && Number(value) >= min) return;
  const range = `${min} to ${DURATION_MAX}`;
  throw new RangeError(`${name} must be whole ns from ${range}, got ${show(value)}`);
};

/** D in rad²/s: π times the linewidth, 1 / coherence time, 1 / (2 cavity lifetime). */
export const diffusionOf = (options: CoherenceOptions): number => {
  const given = LINE.filter((name) => options[name] !== undefined);
  const [name, ...more] = given;
  if (name === undefined || more.length > 0) {
    throw new RangeError(
      `coherence takes exactly one of ${LINE.join(', ')}, got ${given.join(', ') || 'none'}`,
    );
  }
  const value = Number(options[name]);
  const diffusion =
    name === 'linewidthHz'
      ? Math.PI * value
      : name === 'coherenceTimeNs'
        ? 1e9 / value
        : 1e9 / (2 * value);
  const ranged = typeof options[name] === 'number' && diffusion >= DIFFUSION_MIN;
  if (ranged && diffusion <= DIFFUSION_MAX) return diffusion;
  throw new RangeError(
    `coherence ${name} must give a phase diffusion of ${DIFFUSION_MIN} to ` +
      `${DIFFUSION_MAX} rad²/s, got ${show(options[name])}`,
  );
};

/** The options other than the line, complete and in range. */
export const checkOptions = (
  options: CoherenceOptions,
): { readonly driftHzPerS: number; readonly toleranceRad: number; readonly seed: number } => {
  const { driftHzPerS = 0, toleranceRad, seed } = options;
  within('driftHzPerS', driftHzPerS, -DRIFT_MAX, DRIFT_MAX);
  within('toleranceRad', toleranceRad, Number.EPSILON, Math.PI);
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`coherence seed must be a safe integer, got ${show(seed)}`);
  }
  return { driftHzPerS, toleranceRad, seed };
};
