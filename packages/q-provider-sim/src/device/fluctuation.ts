import { deriveSeed } from '@xdv/domain-model';
import { createDraws } from '../engine/draws.ts';

// Both processes are pure functions of (seed, step): the draw of a step is numbered, not the next
// of a stream, so that any step can be asked for in any order.

/** Uniform in [0, 1) for every step of one series. */
const createSteps = (seed: number, series: number): ((step: number) => number) => {
  const draws = createDraws(deriveSeed(seed, series));
  return (step) => draws.at(Math.floor(step / 2 ** 32), step);
};

/** Steps after which what happened is forgotten, in relaxation times: e^-20 is 2e-9 of it. */
const MEMORY_TIMES = 20;
/** Standard deviations at which a fluctuation is cut off, so that a device has bounds. */
export const FLUCTUATION_MAX = 3;

/**
 * A stationary mean-reverting process of mean 0, variance 1 and correlation e^(-steps / relax)
 * (Ornstein and Uhlenbeck, sampled at steps), which is 0 at step 0 and stays within
 * ±FLUCTUATION_MAX. It is a moving average of uniform draws, near enough to normal as soon as
 * `relaxSteps` is a few. Time ∝ the lesser of `step` and 20 `relaxSteps`.
 */
export const meanReverting = (
  seed: number,
  series: number,
  relaxSteps: number,
): ((step: number) => number) => {
  const uniform = createSteps(seed, series);
  const keep = Math.exp(-1 / relaxSteps);
  const kick = Math.sqrt(12 * (1 - keep * keep)); // a uniform draw has variance 1/12
  const memory = Math.ceil(MEMORY_TIMES * relaxSteps);
  return (step) => {
    let value = 0;
    for (let k = Math.max(1, step - memory + 1); k <= step; k++) {
      value = keep * value + kick * (uniform(k) - 0.5);
    }
    return Math.max(-FLUCTUATION_MAX, Math.min(FLUCTUATION_MAX, value));
  };
};

/**
 * A random telegraph: false at step 0, in the end true for `share` of the time, with correlation
 * e^(-steps / relax). At each step the state is drawn afresh with probability 1 - e^(-1 / relax),
 * else kept, so the last fresh draw decides. Expected time ∝ `relaxSteps`, at most as
 * {@link meanReverting}.
 */
export const telegraph = (
  seed: number,
  series: number,
  relaxSteps: number,
  share: number,
): ((step: number) => boolean) => {
  const uniform = createSteps(seed, series);
  const fresh = -Math.expm1(-1 / relaxSteps);
  const memory = Math.ceil(MEMORY_TIMES * relaxSteps);
  return (step) => {
    const last = Math.max(0, step - memory);
    for (let k = step; k > last; k--) {
      const draw = uniform(k);
      // given that the state is drawn afresh, the draw is uniform below `fresh`
      if (draw < fresh) return draw < fresh * share;
    }
    return false;
  };
};
