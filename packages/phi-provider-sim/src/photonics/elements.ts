import { show } from '@xdv/domain-model';
import { cosine, sine } from '../math/sine.ts';
import { ANGLE_MAX } from './mesh.ts';

/**
 * Optical elements as their action on two amplitudes: the entries of a 2×2 complex matrix by rows,
 * re, im, re, im, …: eight numbers.
 */
export type Element = Float64Array;

const checkWithin = (name: string, value: number, min: number, max: number): void => {
  if (value >= min && value <= max) return;
  throw new RangeError(`${name} must be ${min} to ${max}, got ${show(value)}`);
};

const checkAngle = (name: string, angle: number): void =>
  checkWithin(name, angle, -ANGLE_MAX, ANGLE_MAX);

/**
 * A lossless beam splitter (directional coupler) whose coupling angle is π/4 + `imbalance` radians:
 * [[cos, i sin], [i sin, cos]]. The share that stays in its mode is cos²; 50:50 without imbalance.
 * Throws RangeError for an angle above 1e5.
 */
export const beamSplitter = (imbalance = 0): Element => {
  checkAngle('imbalance', imbalance);
  const c = cosine(Math.PI / 4 + imbalance);
  const s = sine(Math.PI / 4 + imbalance);
  return Float64Array.of(c, 0, 0, s, 0, s, c, 0);
};

/** A phase shifter on the first of two modes. Throws RangeError for an angle above 1e5. */
export const phaseShifter = (phase: number): Element => {
  checkAngle('phase', phase);
  return Float64Array.of(cosine(phase), sine(phase), 0, 0, 0, 0, 1, 0);
};

/** What is off in one interferometer; nothing by default. */
export interface ElementFlaws {
  /** Coupling angles beyond π/4 of its first and second coupler, in radians. */
  readonly first: number;
  readonly second: number;
  /** Share of power that passes on both modes, 0 to 1: couplers and inner shifters. */
  readonly transmittance: number;
  /** Share of power that passes the outer shifter, on the upper mode only, 0 to 1. */
  readonly outerTransmittance: number;
}

/**
 * Writes the action of a Mach–Zehnder interferometer (see `Mesh`) to `into` from `at` on. With
 * couplers π/4 + δ₁ and π/4 + δ₂ it is, before the outer shifter,
 *
 *     [[ cos θ cos(δ₁-δ₂) - i sin θ sin(δ₁+δ₂),  i cos θ sin(δ₁-δ₂) - sin θ cos(δ₁+δ₂)],
 *      [ i cos θ sin(δ₁-δ₂) + sin θ cos(δ₁+δ₂),  cos θ cos(δ₁-δ₂) + i sin θ sin(δ₁+δ₂)]]
 *
 * times √transmittance.
 */
export const writeInterferometer = (
  into: Float64Array,
  at: number,
  theta: number,
  phi: number,
  flaws: ElementFlaws,
): void => {
  const pass = Math.sqrt(flaws.transmittance);
  const outer = Math.sqrt(flaws.outerTransmittance);
  const c = pass * cosine(theta);
  const s = pass * sine(theta);
  const even = cosine(flaws.first - flaws.second);
  const odd = sine(flaws.first - flaws.second);
  const sum = cosine(flaws.first + flaws.second);
  const skew = sine(flaws.first + flaws.second);
  const re = outer * cosine(phi);
  const im = outer * sine(phi);
  into[at] = re * c * even + im * s * skew;
  into[at + 1] = im * c * even - re * s * skew;
  into[at + 2] = -s * sum;
  into[at + 3] = c * odd;
  into[at + 4] = re * s * sum - im * c * odd;
  into[at + 5] = im * s * sum + re * c * odd;
  into[at + 6] = c * even;
  into[at + 7] = s * skew;
};

/**
 * A Mach–Zehnder interferometer with the angles θ and φ of `Mesh`. Throws RangeError for an angle
 * above 1e5 and a transmittance outside 0 to 1.
 */
export const machZehnder = (
  theta: number,
  phi: number,
  { first = 0, second = 0, transmittance = 1, outerTransmittance = 1 }: Partial<ElementFlaws> = {},
): Element => {
  for (const [name, angle] of Object.entries({ theta, phi, first, second })) {
    checkAngle(name, angle);
  }
  checkWithin('transmittance', transmittance, 0, 1);
  checkWithin('outerTransmittance', outerTransmittance, 0, 1);
  const element = new Float64Array(8);
  writeInterferometer(element, 0, theta, phi, { first, second, transmittance, outerTransmittance });
  return element;
};
