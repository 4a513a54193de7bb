import { describe, expect, it } from 'vitest';
import { align, createOscillatorNetwork, type OscillatorNetwork } from '../../src/network/index.ts';

const identical = (): OscillatorNetwork =>
  createOscillatorNetwork({
    frequencies: new Float64Array(30),
    coupling: { kind: 'all', strength: 1 },
    timeStepS: 0.1,
    seed: 4,
  });

describe('alignment (XDV-042.1)', () => {
  it('ends at the first step whose order parameter reaches the threshold', () => {
    const steps = align(identical(), { threshold: 0.99, stepsMax: 1000 })!;
    const again = identical();
    again.advance(steps - 1);
    expect(again.orderParameter().r).toBeLessThan(0.99);
    again.advance(1);
    expect(again.orderParameter().r).toBeGreaterThanOrEqual(0.99);
    expect(align(again, { threshold: 0.99, stepsMax: 0 })).toBe(0);
  });

  it('gives up after so many steps, which were performed', () => {
    const network = identical();
    expect(align(network, { threshold: 0.99, stepsMax: 3 })).toBeNull();
    expect(network.timeS()).toBeCloseTo(0.3, 12);
  });

  it('two opposite groups are aligned in the second harmonic', () => {
    const network = createOscillatorNetwork({
      frequencies: new Float64Array(4),
      coupling: { kind: 'all', strength: 0.1 },
      phases: Float64Array.of(0, Math.PI, 0, Math.PI),
      seed: 1,
    });
    expect(align(network, { threshold: 0.99, stepsMax: 0, harmonic: 2 })).toBe(0);
    expect(align(network, { threshold: 0.99, stepsMax: 0 })).toBeNull();
  });

  it('refuses a threshold or a number of steps out of range', () => {
    for (const threshold of [0, 1.01, NaN]) {
      expect(() => align(identical(), { threshold, stepsMax: 1 })).toThrow(/threshold must be/);
    }
    expect(() => align(identical(), { threshold: 1, stepsMax: Infinity })).toThrow(/stepsMax/);
  });
});
