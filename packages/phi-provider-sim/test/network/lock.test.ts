import { describe, expect, it } from 'vitest';
import {
  createLockDetector,
  createOscillatorNetwork,
  measureEntrainment,
  type LockState,
} from '../../src/network/index.ts';

const TURN = 2 * Math.PI;
const detector = (): ReturnType<typeof createLockDetector> =>
  createLockDetector({ toleranceRad: 0.1, observations: 3 });

const statesFor = (errors: readonly number[]): LockState[] => {
  const lock = detector();
  return errors.map((error) => lock.observe(error));
};

describe('a lock detector', () => {
  it('locks at the last of so many observations within the tolerance, its bound included', () => {
    expect(statesFor([0.5, 0.6, 0.4])).toEqual(['acquiring', 'acquiring', 'locked']);
    expect(statesFor([0.5, 0.6, 0.39])).toEqual(['acquiring', 'acquiring', 'acquiring']);
  });

  it('begins anew where the error moves away', () => {
    expect(statesFor([0, 0, 1, 1, 1]).at(-2)).toBe('acquiring');
    expect(statesFor([0, 0, 1, 1, 1]).at(-1)).toBe('locked');
  });

  it('stays locked under a perturbation of less than half a cycle', () => {
    const lock = detector();
    for (const error of [0, 0, 0, 2, -3.1, 3.1, 0]) lock.observe(error);
    expect([lock.state(), lock.cycleSlips()]).toEqual(['locked', 0]);
  });

  it('beyond half a cycle it has slipped until it settles in the neighbouring state', () => {
    const lock = detector();
    for (const error of [0, 0, 0]) lock.observe(error);
    expect(lock.observe(3.2)).toBe('slipped');
    expect(lock.observe(TURN)).toBe('slipped');
    expect(lock.observe(TURN)).toBe('slipped');
    expect(lock.observe(TURN)).toBe('locked');
    expect(lock.cycleSlips()).toBe(1);
  });

  it('what was seen on the way to a slip does not count for the next lock', () => {
    expect(statesFor([0, 0, 0, 3.1, 3.1, 3.15, 3.15, 3.15]).slice(3)).toEqual([
      'locked',
      'locked',
      'slipped',
      'slipped',
      'locked',
    ]);
  });

  it('counts every cycle of a drift, in either direction', () => {
    const lock = detector();
    for (const error of [1, 1, 1, 1 + 5 * TURN, 1 + 3 * TURN]) lock.observe(error);
    expect(lock.cycleSlips()).toBe(7);
  });

  it('counts no slips before its first lock', () => {
    const lock = detector();
    for (let k = 0; k < 20; k++) lock.observe(k * TURN);
    expect([lock.state(), lock.cycleSlips()]).toEqual(['acquiring', 0]);
  });

  it('refuses options out of range and errors that are no numbers', () => {
    const make = (toleranceRad: number, observations: number) => () =>
      createLockDetector({ toleranceRad, observations });
    expect(make(0, 3)).toThrow(RangeError);
    expect(make(Math.PI, 3)).toThrow(/toleranceRad/);
    expect(make(NaN, 3)).toThrow(RangeError);
    expect(make(0.1, 1)).toThrow(/observations must be 2 to/);
    expect(make(0.1, 2.5)).toThrow(RangeError);
    expect(() => detector().observe(Infinity)).toThrow(RangeError);
  });
});

describe('entrainment', () => {
  const free = (rates: readonly number[]): ReturnType<typeof createOscillatorNetwork> =>
    createOscillatorNetwork({
      frequencies: Float64Array.from(rates),
      coupling: { kind: 'all', strength: 0 },
      timeStepS: 0.1,
      seed: 1,
    });

  it('finds the largest group of one frequency and measures the frequencies of all', () => {
    const result = measureEntrainment(free([5, 1, 1, 3, 1, 5]), 1000);
    expect(Array.from(result.locked)).toEqual([0, 1, 1, 0, 1, 0]);
    expect([result.share, result.windowS]).toEqual([0.5, expect.closeTo(100, 9)]);
    expect(result.frequency).toBeCloseTo(1, 9);
    expect(Array.from(result.frequencies, (x) => Math.round(x))).toEqual([5, 1, 1, 3, 1, 5]);
  });

  it('tells apart what slips half a cycle within the window, unless told otherwise', () => {
    const apart = Math.PI / 10;
    expect(measureEntrainment(free([0, 1.01 * apart]), 100).share).toBe(0.5);
    expect(measureEntrainment(free([0, 0.99 * apart]), 100).share).toBe(1);
    expect(measureEntrainment(free([0, 1.01 * apart]), 100, 1).share).toBe(1);
  });

  it('refuses a window without steps and a tolerance that is not positive', () => {
    expect(() => measureEntrainment(free([0]), 0)).toThrow(/steps must be 1 to/);
    expect(() => measureEntrainment(free([0]), 1, 0)).toThrow(/toleranceRadS/);
    expect(() => measureEntrainment(free([0]), 1, NaN)).toThrow(RangeError);
  });
});
