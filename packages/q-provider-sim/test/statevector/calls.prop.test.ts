import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateVector } from '../../src/engine/index.ts';
import { createCompiledState } from '../../src/statevector/index.ts';
import { anyCall, anyMasks, mirrored } from './mirror.ts';
import { ALWAYS, distance, EVERY_WAY, gate, SHRINKING } from './support.ts';

const QUBITS = 9;
const draws = fc
  .array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 20 })
  .map((values) => Float64Array.from(values).sort());

/** Whether every draw lies in the share of the index found for it, but for `slack`. */
const fits = (plain: StateVector, found: Int32Array, at: Float64Array, slack: number): boolean => {
  const amplitudes = plain.amplitudes();
  const total = plain.weight(0, 0);
  const ends = new Float64Array(amplitudes.length / 2 + 1);
  for (let k = 1; k < ends.length; k++) {
    ends[k] = ends[k - 1]! + (amplitudes[2 * k - 2]! ** 2 + amplitudes[2 * k - 1]! ** 2) / total;
  }
  return at.every((draw, k) => {
    const index = found[k]!;
    return ends[index]! - slack <= draw && draw < ends[index + 1]! + slack;
  });
};

describe('calls between circuits', () => {
  it.each(EVERY_WAY)('do what they do on the plain engine: $name', ({ options, tolerance }) => {
    fc.assert(
      fc.property(
        fc.array(anyCall(QUBITS), { minLength: 1, maxLength: 16, size: 'max' }),
        anyMasks(QUBITS),
        draws,
        (calls, { fixed, a, b }, at) => {
          const { plain, compiled } = mirrored(QUBITS, options, calls);
          expect(compiled.width).toBe(plain.width);
          expect(distance(compiled.amplitudes(), plain.amplitudes())).toBeLessThan(tolerance);
          plain.widen(QUBITS);
          compiled.widen(QUBITS);
          const weight = compiled.weight(fixed, a) - plain.weight(fixed, a);
          expect(Math.abs(weight)).toBeLessThan(tolerance);
          expect(distance(compiled.overlap(fixed, a, b), plain.overlap(fixed, a, b))).toBeLessThan(
            tolerance,
          );
          const total = plain.weight(0, 0);
          expect(Math.abs(compiled.weight(0, 0) - total)).toBeLessThan(tolerance);
          if (total < 1e-2) return;
          const found = compiled.locate(at);
          expect(fits(plain, found, at, 100 * tolerance)).toBe(true);
        },
      ),
      { ...SHRINKING, numRuns: options.wasm === false ? 6 : 10 },
    );
  });

  it('see a state that qubits were swapped in as if they had not been renamed', () => {
    const state = createCompiledState(QUBITS, ALWAYS);
    const swaps = [[0, 8], [1, 7], [0, 3]] as const;
    state.apply([gate('x', [0]), ...swaps.map((targets) => gate('swap', targets))]);
    expect([...state.locate(Float64Array.of(0, 0.9))]).toEqual([256, 256]);
    expect(state.weight(256, 256)).toBe(1);
    expect(state.overlap(256, 0, 256)).toEqual([0, 0]);
    state.multiply(256, 256, 0, 1);
    state.exchange(257, 256, 1);
    expect(state.amplitudes().findIndex((value) => value !== 0)).toBe(3);
  });

  it('give out copies: amplitudes and saved states do not change with the state', () => {
    const state = createCompiledState(QUBITS, ALWAYS);
    state.apply([gate('h', [0]), gate('x', [8], [], [0])]);
    const copy = state.amplitudes();
    const [before, saved] = [copy.slice(), state.save()];
    state.apply([gate('h', [8])]);
    expect(copy).toEqual(before);
    for (let twice = 0; twice < 2; twice++) {
      state.restore(saved);
      expect(state.amplitudes()).toEqual(before);
      state.apply([gate('y', [3])]);
    }
    expect(saved.width).toBe(QUBITS);
    expect(saved.bytes).toBeGreaterThanOrEqual(16 * 2);
  });

  it('never find an index of weight zero', () => {
    const state = createCompiledState(QUBITS, ALWAYS);
    state.apply([gate('x', [8]), gate('h', [4])]);
    const found = state.locate(Float64Array.of(0, 0.25, 0.75, 1 - 2 ** -53));
    expect([...found]).toEqual([256, 256, 272, 272]);
  });
});
