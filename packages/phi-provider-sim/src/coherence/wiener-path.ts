import { deriveSeed, mixSeed } from '@xdv/domain-model';
import { normalQuantile } from '../math/normal.ts';

/** Levels of times up to 2^53. */
const LEVELS = 53;
/** Streams of numbered draws: of the values at powers of two, and of the midpoints between them. */
const POWERS = 1;
const MIDPOINTS = 2;

/**
 * One realisation of a Wiener process W at whole times from 0 on, W(0) = 0, variance t: a pure
 * function of (seed, t). Its values at powers of two are sums of independent increments, and
 * halfway between two known times stands their mean and an independent draw: Lévy's construction
 * (Lévy 1948). Draws are numbered by level and place, so the path is the same however finely and in
 * whatever order it is asked. Time ∝ log t, constant memory.
 */
export const createWienerPath = (seed: number): ((time: number) => number) => {
  const seedsOf = (stream: number): Float64Array =>
    Float64Array.from({ length: LEVELS + 1 }, (_, level) => deriveSeed(seed, stream, level));
  const [powers, midpoints] = [seedsOf(POWERS), seedsOf(MIDPOINTS)];

  /** A standard normal draw from the 53 bits of a seed of its own. */
  const normal = (levelSeed: number, place: number): number =>
    normalQuantile((mixSeed(levelSeed, place) + 0.5) / 2 ** 53);

  /** W at `time` between W = `left` at 2^`level` and W = `right` twice as late. */
  const between = (level: number, left: number, right: number, time: number): number => {
    let [from, low, high] = [2 ** level, left, right];
    let depth = level;
    for (let half = from / 2; from < time; half /= 2) {
      depth--;
      const draw = normal(midpoints[depth]!, from + half);
      const middle = (low + high) / 2 + draw * Math.sqrt(half / 2);
      if (time < from + half) high = middle;
      else [from, low] = [from + half, middle];
    }
    return low;
  };

  return (time) => {
    if (time === 0) return 0;
    let value = normal(powers[0]!, 0);
    let level = 0;
    for (let start = 1; start < time; start *= 2) {
      level++;
      const next = value + normal(powers[level]!, 0) * Math.sqrt(start);
      if (time < 2 * start) return between(level - 1, value, next, time);
      value = next;
    }
    return value;
  };
};
