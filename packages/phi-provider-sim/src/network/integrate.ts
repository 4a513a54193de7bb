import type { RandomStream } from '@xdv/domain-model';
import { normalQuantile } from '../math/normal.ts';
import type { Drive } from './drive.ts';
import type { Integrator } from './options.ts';

/** Performs one step on the phases in place. */
export type Step = (phases: Float64Array) => void;

/** Steps of dy/dt = -λy must be at most this over λ long (Hairer and Wanner, II, IV.2). */
export const STABLE_TO: Readonly<Record<Integrator, number>> = { rk4: 2.785, heun: 2 };

/** to = from + h · rates */
const move = (to: Float64Array, from: Float64Array, h: number, rates: Float64Array): void => {
  for (let i = 0; i < to.length; i++) to[i] = from[i]! + h * rates[i]!;
};

/** The classical Runge–Kutta method: order 4. */
export const rungeKutta = (drive: Drive, length: number, h: number): Step => {
  const [k1, k2] = [new Float64Array(length), new Float64Array(length)];
  const [k3, k4] = [new Float64Array(length), new Float64Array(length)];
  const at = new Float64Array(length);
  return (phases) => {
    drive.rates(phases, k1);
    move(at, phases, h / 2, k1);
    drive.rates(at, k2);
    move(at, phases, h / 2, k2);
    drive.rates(at, k3);
    move(at, phases, h, k3);
    drive.rates(at, k4);
    for (let i = 0; i < length; i++) {
      phases[i]! += (h / 6) * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
    }
  };
};

/**
 * Heun's method with additive noise: order 2 in the drift, order 1 strongly (Kloeden and Platen,
 * Numerical Solution of Stochastic Differential Equations (1992)). One draw per phase and step.
 */
export const heun = (
  drive: Drive,
  length: number,
  h: number,
  noise: { readonly diffusion: number; readonly random: RandomStream },
): Step => {
  const [k1, k2] = [new Float64Array(length), new Float64Array(length)];
  const [at, kick] = [new Float64Array(length), new Float64Array(length)];
  const size = Math.sqrt(2 * noise.diffusion * h);
  return (phases) => {
    if (size > 0) {
      for (let i = 0; i < length; i++) {
        kick[i] = size * normalQuantile((noise.random.uint32() + 0.5) / 2 ** 32);
      }
    }
    drive.rates(phases, k1);
    for (let i = 0; i < length; i++) at[i] = phases[i]! + h * k1[i]! + kick[i]!;
    drive.rates(at, k2);
    for (let i = 0; i < length; i++) phases[i]! += (h / 2) * (k1[i]! + k2[i]!) + kick[i]!;
  };
};
