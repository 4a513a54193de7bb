import { describe, expect, it } from 'vitest';
import { createState } from '../../src/engine/index.ts';
import { createCompiledState, type CompiledStateOptions } from '../../src/statevector/index.ts';

const threads = (count: number) => ({ threads: { count, start: () => undefined } });

/** The message of the RangeError that options are refused with. */
const refusal = (qubits: number, options?: CompiledStateOptions): string => {
  try {
    createCompiledState(qubits, options);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as RangeError).message;
  }
  return 'accepted';
};

describe('createCompiledState', () => {
  it.each([31, -1, 1.5, NaN, Infinity, 2 ** 32])('refuses %d qubits', (qubits) => {
    const message = refusal(qubits);
    for (const part of ['qubits', String(qubits), '0 to 30']) expect(message).toContain(part);
  });

  it.each([7, 21, -8, 8.5, NaN, Infinity])('refuses blocks of %d qubits', (blockQubits) => {
    const message = refusal(4, { blockQubits });
    for (const part of ['blockQubits', String(blockQubits)]) expect(message).toContain(part);
    expect(message).toMatch(/\d+ to \d+/);
  });

  it.each([0, -1, 65, 1.5, NaN, 256])('refuses %d threads, naming the range', (count) => {
    const message = refusal(4, threads(count));
    for (const part of ['threads.count', String(count), 'to 64']) expect(message).toContain(part);
  });

  it('starts no thread when it refuses', () => {
    let started = 0;
    const start = (): void => void started++;
    expect(refusal(31, { threads: { count: 4, start } })).toContain('qubits');
    expect(started).toBe(0);
  });

  it('accepts the ends of the ranges', () => {
    for (const blockQubits of [10, 20]) expect(refusal(3, { blockQubits })).toBe('accepted');
    expect(refusal(0)).toBe('accepted');
    for (const count of [2, 64]) expect(refusal(2, threads(count))).toBe('accepted');
  });

  it('refuses a state that no memory holds, with the figure', () => {
    expect(refusal(30, { precision: 'c128' })).toMatch(/^\d{11} bytes/);
  });

  it('restores what it saved itself only', () => {
    const state = createCompiledState(3);
    expect(() => state.restore(createState(3).save())).toThrow('another engine');
    // a spare of another engine is no use, and does no harm
    expect(state.save(createState(3).save()).width).toBe(3);
  });
});
