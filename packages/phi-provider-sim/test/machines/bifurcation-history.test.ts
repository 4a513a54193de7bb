import { describe, expect, it } from 'vitest';
import { createFlipHistory } from '../../src/engine/machines/bifurcation/flip-history.ts';

describe('the history of sign changes', () => {
  const filled = (steps: number) => {
    const history = createFlipHistory();
    for (let step = 1; step <= steps; step++) history.push(step);
    return history;
  };

  it('is empty at first', () => {
    expect(createFlipHistory().rateSince(0)).toBe(0);
  });

  it('is exact up to 2,048 steps', () => {
    for (const steps of [1, 7, 2047, 2048]) {
      for (const since of [0, Math.floor(steps / 2), steps - 1]) {
        // step k changed k signs, so the mean over (since, steps] lies in its middle
        expect(filled(steps).rateSince(since)).toBe((since + 1 + steps) / 2);
      }
    }
  });

  it('begins a window up to one part in 1,024 of all steps earlier after that', () => {
    for (const steps of [2049, 5000, 100_000]) {
      const since = Math.floor(0.9 * steps);
      const exact = (since + 1 + steps) / 2;
      const rate = filled(steps).rateSince(since);
      expect(rate).toBeLessThanOrEqual(exact);
      expect(rate).toBeGreaterThanOrEqual(exact - steps / 1024);
    }
  });
});
