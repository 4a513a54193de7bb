import { circuit, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  allocateState,
  applyGate,
  createState,
  estimateMemory,
  evolve,
  measureQubit,
  probabilityOfOne,
  resetQubit,
} from '../src/engine/index.ts';

describe('state vector', () => {
  it('starts in |0…0⟩ and gives out copies of its amplitudes', () => {
    const state = createState(2);
    const copy = state.amplitudes();
    copy[0] = 7;
    expect([...state.amplitudes()]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is little endian: qubit k is bit k of the index', () => {
    const state = createState(3);
    applyGate(state, 'x', [1]);
    expect(state.amplitudes()[2 * 0b010]).toBe(1);
  });

  it('measures and collapses by the draw', () => {
    for (const [draw, outcome] of [[0.4, 1], [0.6, 0]] as const) {
      const state = unwrap(evolve(circuit(2).h(0).cx(0, 1).build()));
      expect(probabilityOfOne(state, 1)).toBeCloseTo(0.5, 12);
      expect(measureQubit(state, 0, draw)).toBe(outcome);
      expect(probabilityOfOne(state, 1)).toBeCloseTo(outcome, 12);
      expect(state.weight(0, 0)).toBeCloseTo(1, 12);
    }
  });

  it('never picks an outcome of weight zero, at either end of the draw', () => {
    for (const draw of [0, 1 - 2 ** -53]) {
      expect(measureQubit(createState(1), 0, draw)).toBe(0);
      const one = createState(1);
      applyGate(one, 'x', [0]);
      expect(measureQubit(one, 0, draw)).toBe(1);
    }
  });

  it('resets an entangled qubit and leaves the other collapsed', () => {
    const state = unwrap(evolve(circuit(2).h(0).cx(0, 1).build()));
    resetQubit(state, 0, 0.1);
    expect(probabilityOfOne(state, 0)).toBe(0);
    expect(probabilityOfOne(state, 1)).toBeCloseTo(1, 12);
  });

  it('finds the basis states of ascending draws in one pass', () => {
    const state = createState(2);
    applyGate(state, 'h', [1]);
    const draws = Float64Array.of(0, 0.25, 0.499, 0.501, 1 - 2 ** -53);
    expect([...state.locate(draws)]).toEqual([0, 0, 0, 2, 2]);
  });

  it('grows from its live qubits, and what lay in memory before does not come back', () => {
    const state = createState(2);
    applyGate(state, 'x', [1]);
    state.clear(1);
    applyGate(state, 'x', [0]);
    state.widen(2);
    expect(state.width).toBe(2);
    expect([...state.amplitudes()]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(() => state.widen(3)).toThrow('widened past the memory');
  });

  it('returns to the saved state', () => {
    const state = createState(2);
    state.clear(1);
    applyGate(state, 'h', [0]);
    const saved = state.save();
    const before = state.amplitudes();
    state.widen(2);
    applyGate(state, 'x', [1]);
    state.restore(saved);
    expect(state.amplitudes()).toEqual(before);
  });

  it('takes 16 bytes an amplitude and is refused before memory is taken', () => {
    expect(estimateMemory(24)).toBe(268_435_456);
    expect(allocateState(24 + 1)).toMatchObject({
      ok: false,
      fault: {
        code: 'CIRCUIT_TOO_LARGE',
        message: '25 qubits need 536870912 bytes; the limit is 24 qubits',
      },
    });
    expect(allocateState(3, 3).ok).toBe(true);
    expect(allocateState(4, 3).ok).toBe(false);
    expect(() => createState(31)).toThrow(RangeError);
    expect(() => allocateState(2, 31)).toThrow(RangeError);
  });
});
