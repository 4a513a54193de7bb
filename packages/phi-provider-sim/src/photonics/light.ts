import { show } from '@xdv/domain-model';
import { firstAbove } from './matrix.ts';

/** Amplitudes of modes: re, im, re, im, …; |a|² is the power in a mode, in photons per reading. */
export type Amplitudes = Float64Array;

/** Largest part of an amplitude: its photons can still be counted one by one. */
const PART_MAX = 1e7;

/** Throws RangeError unless these are amplitudes of whole modes with parts of at most 1e7. */
export const checkAmplitudes = (amplitudes: Amplitudes): void => {
  if (!(amplitudes instanceof Float64Array) || amplitudes.length % 2 !== 0) {
    throw new RangeError('amplitudes must be a Float64Array of re, im for every mode');
  }
  const bad = firstAbove(amplitudes, PART_MAX);
  if (bad < 0) return;
  const what = `amplitude of mode ${bad >> 1} must have parts of at most ${PART_MAX}`;
  throw new RangeError(`${what}, got ${amplitudes[bad]}`);
};

/** The power in each mode: |a|². Throws RangeError for malformed amplitudes. */
export const powers = (amplitudes: Amplitudes): Float64Array => {
  checkAmplitudes(amplitudes);
  const squares = amplitudes.map((x) => x * x);
  return Float64Array.from(
    { length: squares.length / 2 },
    (_, m) => squares[2 * m]! + squares[2 * m + 1]!,
  );
};

/** The power in all modes together. */
export const totalPower = (amplitudes: Amplitudes): number =>
  powers(amplitudes).reduce((sum, power) => sum + power, 0);

/**
 * The loss channel: every mode meets a splitter that passes the share `transmittance` of its
 * power, its other input dark. Coherent light stays coherent, √transmittance as strong; the vacuum
 * that comes in for what was lost keeps its quadrature noise that of the vacuum. Changes
 * `amplitudes`. Throws RangeError for a transmittance outside 0 to 1 and malformed amplitudes.
 */
export const attenuate = (amplitudes: Amplitudes, transmittance: number): void => {
  if (!(transmittance >= 0 && transmittance <= 1)) {
    throw new RangeError(`transmittance must be 0 to 1, got ${show(transmittance)}`);
  }
  checkAmplitudes(amplitudes);
  const scale = Math.sqrt(transmittance);
  for (let k = 0; k < amplitudes.length; k++) amplitudes[k] = amplitudes[k]! * scale;
};
