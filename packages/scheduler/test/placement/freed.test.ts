import { describe, expect, it } from 'vitest';
import { Freed } from '../../src/placement/freed.ts';
import type { AskPart } from '../../src/placement/placer.ts';
import { requestFor, type Request } from '../../src/placement/request.ts';
import { ask, piece } from './support.ts';

/** A promise to start at `start`, tried at step 0. */
const promise = (parts: readonly AskPart[], start: number): Request => ({
  ...requestFor(ask(1, parts), 2, 1),
  start,
});

describe('a promise may gain', () => {
  it('where it would hold a tick that was freed', () => {
    const freed = new Freed(2);
    freed.give([piece(1, 10)], 20, 0); // [20, 30)
    expect(freed.reach(promise([piece(1, 4)], 90), 5)).toEqual([17, 29]);
    expect(freed.reach(promise([piece(1, 4)], 90), 18)).toEqual([18, 29]);
    expect(freed.reach(promise([piece(1, 4)], 25), 5)).toEqual([17, 24]);
    expect(freed.reach(promise([piece(1, 4)], 17), 5)).toBeUndefined();
    expect(freed.reach(promise([piece(1, 4)], 90), 30)).toBeUndefined();
    expect(freed.reach(promise([piece(1, 4, 1)], 90), 5)).toBeUndefined();
  });

  it('with any part, wherever that begins', () => {
    const freed = new Freed(2);
    freed.give([piece(1, 10, 1)], 20, 25); // [25, 30)
    const gang = promise([piece(1, 9), piece(1, 2, 1, 6)], 90);
    expect(freed.reach(gang, 0)).toEqual([18, 23]);
  });

  it('where another moved away, not where that one is now', () => {
    const freed = new Freed(2);
    freed.move([piece(1, 10)], 20, 15); // [25, 30)
    expect(freed.reach(promise([piece(1, 1)], 90), 0)).toEqual([25, 29]);
    const far = new Freed(2);
    far.move([piece(1, 10, 0, 3)], 20, 5); // [23, 33)
    expect(far.reach(promise([piece(1, 1)], 90), 0)).toEqual([23, 32]);
  });

  it('only where it was not tried since', () => {
    const freed = new Freed(2);
    freed.give([piece(1, 10)], 20, 0);
    const tried = { ...promise([piece(1, 1)], 90), tried: freed.step };
    expect(freed.reach(tried, 0)).toBeUndefined();
    freed.give([piece(1, 5)], 40, 0);
    expect(freed.reach(tried, 0)).toEqual([40, 44]);
    // whoever was tried early in the first round is tried again in the second, then no more
    freed.begin();
    expect(freed.reach(tried, 0)).toEqual([40, 44]);
    freed.begin();
    expect(freed.reach(tried, 0)).toBeUndefined();
  });

  it('in a fork where it may in the original', () => {
    const freed = new Freed(2);
    freed.give([piece(1, 10)], 20, 0);
    freed.begin();
    const tried = { ...promise([piece(1, 1)], 90), tried: freed.step };
    const fork = freed.fork();
    for (const one of [fork, freed]) {
      expect(one.reach(promise([piece(1, 1)], 90), 0)).toEqual([20, 29]);
      one.give([piece(1, 5)], 40, 0);
      expect(one.reach(tried, 0)).toEqual([40, 44]);
      one.begin();
      expect(one.reach(promise([piece(1, 1)], 90), 0)).toEqual([40, 44]);
    }
  });

  it('where much was freed, in between too', () => {
    const freed = new Freed(2);
    for (let i = 100; i > 0; i--) freed.give([piece(1, 1)], i * 10, 0);
    expect(freed.reach(promise([piece(1, 1)], 9000), 0)).toEqual([10, 1000]);
    const fork = freed.fork();
    freed.give([piece(1, 1)], 2000, 0);
    expect(fork.reach(promise([piece(1, 1)], 9000), 0)).toEqual([10, 1000]);
    expect(freed.reach(promise([piece(1, 1)], 9000), 0)).toEqual([10, 2000]);
  });
});
