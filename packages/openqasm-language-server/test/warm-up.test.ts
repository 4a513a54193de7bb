import { analyze } from '@xdv/openqasm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BROKEN, SOUND } from '../src/samples.ts';
import { createWarmUp, QUIET_MS, ROUNDS } from '../src/warm-up.ts';

describe('samples', () => {
  it.each(SOUND.map((text) => [text.split('\n', 1)[0], text] as const))(
    'of %s are programs without mistakes',
    (_, text) => {
      expect(analyze(text).diagnostics).toEqual([]);
    },
  );

  it('of a program that is being typed have mistakes of reading and of meaning', () => {
    const codes = analyze(BROKEN).diagnostics.map(({ code }) => code);
    expect(codes).toContain('SYNTAX');
    expect(codes).toContain('INDEX_RANGE');
  });
});

describe('a warm-up', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('does nothing before it is started, whatever is asked', () => {
    const work = vi.fn();
    createWarmUp(work).pause();
    vi.runAllTimers();
    expect(work).not.toHaveBeenCalled();
  });

  it('does one sample at a time, all of them in turn, and ends', () => {
    const seen: string[] = [];
    createWarmUp((sample) => void seen.push(sample)).start();
    expect(seen).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(seen).toHaveLength(1);
    vi.runAllTimers();
    expect(seen).toHaveLength(ROUNDS);
    expect(new Set(seen)).toEqual(new Set([...SOUND, BROKEN]));
  });

  it('waits until it has been quiet for a while each time something is asked', () => {
    const work = vi.fn();
    const warmUp = createWarmUp(work);
    warmUp.start();
    vi.advanceTimersToNextTimer();
    warmUp.pause();
    vi.advanceTimersByTime(QUIET_MS - 1);
    warmUp.pause();
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work.mock.calls.length).toBeGreaterThan(1);
  });

  it('does no more once it is stopped', () => {
    const work = vi.fn();
    const warmUp = createWarmUp(work);
    warmUp.start();
    vi.advanceTimersToNextTimer();
    warmUp.stop();
    warmUp.pause();
    vi.runAllTimers();
    expect(work).toHaveBeenCalledTimes(1);
  });
});
