import { unwrap, type MemoryFabric } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createMemoryFabric, SPACE_BYTES_MAX } from '../src/index.ts';
import { faultOf, pid } from './support.ts';

const ALICE = pid(1);
const BOB = pid(2);
const SMALL = { pageBytes: 8, pagesMaxPerProcess: 3, pagesMax: 5 };
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Everything that can be seen of it. */
const view = (fabric: MemoryFabric): unknown =>
  [1, 2, 3].map((n) => {
    const size = unwrap(fabric.grow(pid(n), 0));
    return [fabric.pagesUsed, ...unwrap(fabric.read(pid(n), 0, size))];
  });

describe('createMemoryFabric', () => {
  it('gives zeroed pages and keeps what was there when it grows (XDV-013.1)', () => {
    const fabric = createMemoryFabric(SMALL);
    expect(unwrap(fabric.grow(ALICE, 1))).toBe(8);
    unwrap(fabric.write(ALICE, 6, bytes(1, 2)));
    expect(unwrap(fabric.grow(ALICE, 1))).toBe(16);
    unwrap(fabric.write(ALICE, 7, bytes(3, 4)));
    expect(unwrap(fabric.read(ALICE, 5, 5))).toEqual(bytes(0, 1, 3, 4, 0));
  });

  it('has pages of 4,096 bytes unless told otherwise', () => {
    const fabric = createMemoryFabric();
    expect(fabric.pageBytes).toBe(4096);
    expect(unwrap(fabric.grow(ALICE, 16_384))).toBe(64 * 2 ** 20);
    expect(faultOf(fabric.grow(ALICE, 1))).toBe('RESOURCE_EXHAUSTED');
  });

  it('copies in and out: no caller shares an array with it (XDV-013.3)', () => {
    const fabric = createMemoryFabric(SMALL);
    unwrap(fabric.grow(ALICE, 1));
    const given = bytes(1, 2, 3);
    unwrap(fabric.write(ALICE, 0, given));
    given.fill(9);
    unwrap(fabric.read(ALICE, 0, 3)).fill(8);
    expect(unwrap(fabric.read(ALICE, 0, 3))).toEqual(bytes(1, 2, 3));
  });

  it('gives a released space back zeroed, and releasing twice frees once (XDV-013.6)', () => {
    const fabric = createMemoryFabric(SMALL);
    unwrap(fabric.grow(ALICE, 2));
    unwrap(fabric.write(ALICE, 0, bytes(7)));
    unwrap(fabric.grow(BOB, 1));
    fabric.release(ALICE);
    fabric.release(ALICE);
    expect(fabric.pagesUsed).toBe(1);
    expect(faultOf(fabric.read(ALICE, 0, 1))).toBe('MEMORY_OUT_OF_BOUNDS');
    unwrap(fabric.grow(ALICE, 2));
    expect(unwrap(fabric.read(ALICE, 0, 2))).toEqual(bytes(0, 0));
  });
});

describe('limits', () => {
  it('gives a process its last page and refuses one more with figures', () => {
    const fabric = createMemoryFabric(SMALL);
    expect(unwrap(fabric.grow(ALICE, 3))).toBe(24);
    expect(fabric.grow(ALICE, 1)).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('3 of its 3') },
    });
    expect(fabric.pagesUsed).toBe(3);
  });

  it('gives out the last page of all and refuses one more with figures', () => {
    const fabric = createMemoryFabric(SMALL);
    unwrap(fabric.grow(ALICE, 3));
    expect(unwrap(fabric.grow(BOB, 2))).toBe(16);
    expect(fabric.grow(BOB, 1)).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('5 of 5') },
    });
    expect(fabric.pagesUsed).toBe(5);
  });

  it('reaches the last byte and not the one after it', () => {
    const fabric = createMemoryFabric(SMALL);
    unwrap(fabric.grow(ALICE, 2));
    expect(fabric.write(ALICE, 15, bytes(1)).ok).toBe(true);
    expect(fabric.write(ALICE, 16, bytes()).ok).toBe(true);
    expect(faultOf(fabric.write(ALICE, 15, bytes(1, 2)))).toBe('MEMORY_OUT_OF_BOUNDS');
    expect(faultOf(fabric.write(ALICE, 17, bytes()))).toBe('MEMORY_OUT_OF_BOUNDS');
    expect(faultOf(fabric.read(ALICE, 0, 17))).toBe('MEMORY_OUT_OF_BOUNDS');
  });

  it.each([
    [{ pageBytes: 0 }, 'pageBytes'],
    [{ pageBytes: 65_537 }, 'pageBytes'],
    [{ pagesMax: 1.5 }, 'pagesMax'],
    [{ pagesMax: 2 ** 20 + 1 }, 'pagesMax'],
    [{ pagesMaxPerProcess: Number.NaN }, 'pagesMaxPerProcess'],
    [{ pagesMaxPerProcess: SPACE_BYTES_MAX / 4096 + 1 }, 'pagesMaxPerProcess'],
  ])('throws on %o', (options, name) => {
    expect(() => createMemoryFabric(options)).toThrow(RangeError);
    expect(() => createMemoryFabric(options)).toThrow(`${name} must be an integer from 1 to `);
  });
});

describe('hostile arguments', () => {
  const HOSTILE: readonly (readonly [unknown, string])[] = [
    [-1, 'MEMORY_OUT_OF_BOUNDS'],
    [17, 'MEMORY_OUT_OF_BOUNDS'],
    [2 ** 32, 'MEMORY_OUT_OF_BOUNDS'],
    [Number.MAX_SAFE_INTEGER, 'MEMORY_OUT_OF_BOUNDS'],
    [1e300, 'MEMORY_OUT_OF_BOUNDS'],
    [Number.NaN, 'ARGUMENT_INVALID'],
    [0.5, 'ARGUMENT_INVALID'],
    [Infinity, 'ARGUMENT_INVALID'],
    ['0', 'ARGUMENT_INVALID'],
    [undefined, 'ARGUMENT_INVALID'],
    [Object.create(null), 'ARGUMENT_INVALID'],
    [{ valueOf: () => 0 }, 'ARGUMENT_INVALID'],
  ];

  const filled = (): MemoryFabric => {
    const fabric = createMemoryFabric(SMALL);
    for (const process of [ALICE, BOB]) {
      unwrap(fabric.grow(process, 2));
      unwrap(fabric.write(process, 0, new Uint8Array(16).fill(process)));
    }
    return fabric;
  };

  it.each(HOSTILE)('refuses %o as address and as length, without effect (XDV-020.4)', (v, code) => {
    const fabric = filled();
    const value = v as number;
    expect(faultOf(fabric.read(ALICE, value, 1))).toBe(code);
    expect(faultOf(fabric.read(ALICE, 0, value))).toBe(code);
    expect(faultOf(fabric.read(ALICE, 1, value))).toBe(code);
    expect(faultOf(fabric.write(ALICE, value, bytes(9)))).toBe(code);
    expect(view(fabric)).toEqual(view(filled()));
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53, '1'])('refuses to grow by %s', (pages) => {
    const fabric = filled();
    expect(faultOf(fabric.grow(ALICE, pages as number))).toBe('ARGUMENT_INVALID');
    expect(view(fabric)).toEqual(view(filled()));
  });

  it.each([Number.MAX_SAFE_INTEGER, 2 ** 32])('refuses to grow by %s beyond the limit', (pages) => {
    const fabric = filled();
    expect(faultOf(fabric.grow(ALICE, pages))).toBe('RESOURCE_EXHAUSTED');
    expect(view(fabric)).toEqual(view(filled()));
  });

  it.each([[[1, 2]], ['12'], [null], [new Uint16Array(1)]])('refuses %o in place of bytes', (v) => {
    const fabric = filled();
    const value = v as unknown as Uint8Array;
    expect(faultOf(fabric.write(ALICE, 0, value))).toBe('ARGUMENT_INVALID');
    expect(view(fabric)).toEqual(view(filled()));
  });
});
