import { show } from '@xdv/domain-model';
import { arcsine } from '../math/arctangent.ts';

// An oscillator with injection, or two that couple, seen in the frame of the other:
// dφ/dt = Δω - K sin φ (Adler, Proceedings of the IRE 34 (1946), 351). For two oscillators of a
// network of strength K, φ is their phase difference and K stands for itself. With injection at the
// m-th harmonic, dφ/dt = Δω - K sin mφ: the same range and beat, and m locked phases.

const finite = (name: string, value: number): void => {
  if (Number.isFinite(value)) return;
  throw new RangeError(`${name} must be a finite number, got ${show(value)}`);
};

/** Largest |Δω| at which the oscillator stays locked, in rad/s: |K|. */
export const holdInRange = (strength: number): number => {
  finite('strength', strength);
  return Math.abs(strength);
};

/** The stable phase asin(Δω / K) in rad, for K > 0; null beyond the hold-in range. */
export const lockedPhase = (detuning: number, strength: number): number | null => {
  finite('detuning', detuning);
  if (!(strength > 0) || !Number.isFinite(strength)) {
    throw new RangeError(`strength must be a positive number, got ${show(strength)}`);
  }
  return Math.abs(detuning) <= strength ? arcsine(detuning / strength) : null;
};

/** Mean frequency √(Δω² - K²) with Δω's sign at which φ drifts, in rad/s; 0 within the range. */
export const beatFrequency = (detuning: number, strength: number): number => {
  finite('detuning', detuning);
  const range = holdInRange(strength);
  const size = Math.abs(detuning);
  if (size <= range) return 0;
  const beat = Math.sqrt((size - range) * (size + range));
  return detuning < 0 ? -beat : beat;
};
