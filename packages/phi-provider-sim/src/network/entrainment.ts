import { show } from '@xdv/domain-model';
import { checkSteps, type OscillatorNetwork } from './oscillator-network.ts';

/** Which oscillators moved as one over a window. */
export interface Entrainment {
  /** Length of the window, in s. */
  readonly windowS: number;
  /** Mean frequency of each oscillator over the window, in rad/s. */
  readonly frequencies: Float64Array;
  /** 1 for the oscillators of the largest group of one frequency, else 0. */
  readonly locked: Uint8Array;
  /** Their share of all oscillators. */
  readonly share: number;
  /** Their mean frequency, in rad/s. */
  readonly frequency: number;
}

/** The stretch of at most `width` that holds most of the sorted values, the first of several. */
const densest = (sorted: Float64Array, width: number): readonly [number, number] => {
  let [best, end] = [0, 0];
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while (sorted[to]! - sorted[from]! > width) from++;
    if (to + 1 - from > end - best) [best, end] = [from, to + 1];
  }
  return [sorted[best]!, sorted[end - 1]!];
};

/**
 * Advances the network by `steps` and finds its frequency entrainment: the largest group of
 * oscillators whose mean frequencies lie within `toleranceRadS`. By default that is π over the
 * window, which no oscillator that slips a cycle against the others meets; beats slower than twice
 * the window need a longer one. Time ∝ steps · (oscillators + edges) + N log N.
 */
export const measureEntrainment = (
  network: OscillatorNetwork,
  steps: number,
  toleranceRadS?: number,
): Entrainment => {
  checkSteps('steps', steps, 1);
  const windowS = steps * network.timeStepS;
  const width = toleranceRadS ?? Math.PI / windowS;
  if (!(width > 0 && width < Infinity)) {
    throw new RangeError(`toleranceRadS must be a positive number, got ${show(toleranceRadS)}`);
  }
  const before = network.unwrappedPhases();
  network.advance(steps);
  const frequencies = network.unwrappedPhases();
  for (let i = 0; i < before.length; i++) {
    frequencies[i] = (frequencies[i]! - before[i]!) / windowS;
  }
  const [low, high] = densest(frequencies.toSorted(), width);
  const locked = Uint8Array.from(frequencies, (rate) => (rate >= low && rate <= high ? 1 : 0));
  let [count, sum] = [0, 0];
  for (let i = 0; i < locked.length; i++) {
    count += locked[i]!;
    sum += locked[i]! * frequencies[i]!;
  }
  return { windowS, frequencies, locked, share: count / locked.length, frequency: sum / count };
};
