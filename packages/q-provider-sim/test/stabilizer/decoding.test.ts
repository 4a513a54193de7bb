import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createErrorModelSampler,
  detectorErrorModel,
  repetitionCode,
  surfaceCode,
  type AnnotatedCircuit,
  type PauliNoise,
} from '../../src/stabilizer/index.ts';
import { deviation } from '../support.ts';
import { countMistakes } from './matching.ts';
import { uniformNoise } from './support.ts';

/** Checks of type Z lie where half of x plus half of y is even. */
const isZ = ({ coordinates }: AnnotatedCircuit) => (detector: number): boolean => {
  const [x = 0, y = 0] = coordinates![detector]!;
  return (x / 2 + y / 2) % 2 === 0;
};

const mistakesOf = (
  code: AnnotatedCircuit,
  noise: PauliNoise,
  shots: number,
  isSeen?: (detector: number) => boolean,
): number => {
  const model = unwrap(detectorErrorModel(code, noise));
  const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 11 })).sample(shots));
  return countMistakes(model, table, isSeen);
};

const choose = (n: number, k: number): number =>
  k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;

describe('the repetition code', () => {
  it.each([3, 5, 7])('of distance %i fails as often as a majority of its bits', (distance) => {
    const shots = 20_000;
    const flip = 0.1;
    // two of the three depolarizing errors flip a bit
    const mistakes = mistakesOf(
      repetitionCode({ distance, rounds: 1 }),
      { idle: 1.5 * flip },
      shots,
    );
    let exact = 0;
    for (let k = (distance + 1) / 2; k <= distance; k++) {
      exact += choose(distance, k) * flip ** k * (1 - flip) ** (distance - k);
    }
    expect(deviation(mistakes, shots, exact)).toBeLessThan(5);
  });
});

describe('the surface code with perfect syndromes', () => {
  // Dennis, Kitaev, Landahl and Preskill 2002; Wang, Harrington and Preskill 2003: bit flips below
  // 10.3 % are suppressed by distance under minimum-weight matching, those above are not
  const rateAt = (flip: number, distance: number): number => {
    const code = surfaceCode({ distance, rounds: 1, basis: 'z' });
    const shots = 6000;
    return mistakesOf(code, { idle: 1.5 * flip }, shots, isZ(code)) / shots;
  };

  it('has its threshold between 7 and 14 % bit flips: 10.3 % is published', () => {
    expect(rateAt(0.07, 7)).toBeLessThan(0.8 * rateAt(0.07, 3));
    expect(rateAt(0.14, 7)).toBeGreaterThan(1.1 * rateAt(0.14, 3));
  });
});

describe('the surface code under circuit noise', () => {
  const p = 3e-3;

  // made with Stim 1.16.0 and PyMatching 2.4.0: generated rotated_memory_z, rounds = distance, all
  // four kinds of noise 0.003; 6600 of 1,000,000 shots, 1606 of 500,000, 434 of 300,000
  const PUBLISHED = [
    [3, 0.0066, 30_000],
    [5, 0.003212, 30_000],
    [7, 0.001447, 20_000],
  ] as const;

  it('fails as often as with Stim and PyMatching, ever less with distance', () => {
    let previous = Infinity;
    for (const [distance, rate, shots] of PUBLISHED) {
      const code = surfaceCode({ distance, rounds: distance, basis: 'z' });
      const mistakes = mistakesOf(code, uniformNoise(p), shots, isZ(code));
      // 4 standard errors, and 5 % for weights that know of the other half of the checks
      const error = 4 * Math.sqrt(rate / shots) + 0.05 * rate;
      expect(Math.abs(mistakes / shots - rate)).toBeLessThan(error);
      expect(mistakes / shots).toBeLessThan(previous);
      previous = mistakes / shots;
    }
  });

  it('also keeps a state of the other basis', () => {
    const rates = [3, 5].map((distance) => {
      const code = surfaceCode({ distance, rounds: distance, basis: 'x' });
      const isX = (detector: number): boolean => !isZ(code)(detector);
      return mistakesOf(code, uniformNoise(p), 20_000, isX) / 20_000;
    });
    expect(rates[1]!).toBeLessThan(0.75 * rates[0]!);
  });
});
