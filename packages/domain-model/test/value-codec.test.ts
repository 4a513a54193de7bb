import { describe, expect, it } from 'vitest';
import {
  decodeValue,
  encodeValue,
  unwrap,
  VALUE_LIMITS,
  type Value,
} from '../src/index.ts';
import { bytesOf, codeOf, encodedHex, hex, messageOf } from './support.ts';
import { NOT_CANONICAL, NUMBER_VECTORS, RFC_VECTORS } from './vectors.ts';

const nest = (depth: number): Value => {
  let value: Value = 0;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};

/** `depth` arrays around `leaf`, as bytes. */
const nestedBytes = (depth: number, leaf: string): Uint8Array =>
  bytesOf('81'.repeat(depth) + leaf);

const hostile = (value: unknown): Value => value as Value;

describe('an encoded value', () => {
  it.each([...RFC_VECTORS, ...NUMBER_VECTORS])('%j is %s and nothing else', (value, bytes) => {
    expect(encodedHex(value)).toBe(bytes);
    expect(unwrap(decodeValue(bytesOf(bytes)))).toStrictEqual(value);
  });

  it('does not depend on the order in which keys were set', () => {
    const bytes = encodedHex({ bb: 1, a: 2, aaa: 3, b: 4 });
    expect(encodedHex({ aaa: 3, b: 4, a: 2, bb: 1 })).toBe(bytes);
    expect(encodedHex({ 10: 0, 9: 0 })).toBe('a261390062313000');
  });

  it('orders keys by their bytes, where UTF-16 units would order otherwise', () => {
    // U+FF80 and one ASCII letter take four bytes, as U+10000 does, and come before it
    const keys = ['\uff80a', '\u{10000}'];
    const bytes = 'a264efbe80610064f090808000';
    expect(keys.toSorted()).toEqual(keys.toReversed());
    expect(encodedHex(Object.fromEntries(keys.map((key) => [key, 0])))).toBe(bytes);
    expect(Object.keys(unwrap(decodeValue(bytesOf(bytes))) as object)).toEqual(keys);
  });

  it('keeps a key called __proto__ as data', () => {
    const value = unwrap(decodeValue(bytesOf('a1695f5f70726f746f5f5fa1617801')));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { x?: number }).x).toBeUndefined();
    expect(encodedHex(value)).toBe('a1695f5f70726f746f5f5fa1617801');
  });

  it('shares no memory with what it came from (XDV-013.3)', () => {
    const source = Uint8Array.of(1, 2);
    const bytes = unwrap(encodeValue(source));
    const value = unwrap(decodeValue(bytes)) as Uint8Array;
    source[0] = 9;
    bytes[1] = 9;
    expect(value).toEqual(Uint8Array.of(1, 2));
  });

  it('takes text that fills more than the first buffer', () => {
    const text = '水'.repeat(1000) + 'a'.repeat(100);
    expect(unwrap(decodeValue(unwrap(encodeValue(text))))).toBe(text);
  });

  it('stands for null when it is undefined itself', () => {
    expect(hex(unwrap(encodeValue(undefined)))).toBe('f6');
  });
});

describe('bytes that are not canonical', () => {
  it.each(NOT_CANONICAL)('are refused: %s', (_what, bytes, why) => {
    const result = decodeValue(bytesOf(bytes));
    expect(codeOf(result)).toBe('ENCODING_INVALID');
    expect(messageOf(result)?.replace(/ at byte \d+$/, '')).toBe(why);
  });

  it('are refused with the offset of the item at fault', () => {
    expect(messageOf(decodeValue(bytesOf('83 01 6161 1801')))).toMatch(/ at byte 4$/);
    expect(messageOf(decodeValue(bytesOf('82 01 63 61ff61')))).toMatch(/ at byte 4$/);
  });
});

describe('a value that is not plain data', () => {
  class Point {
    readonly x = 1;
  }
  const cycle: unknown[] = [];
  cycle.push(cycle);

  it.each([
    ['a function', () => 0, 'a value of type function'],
    ['undefined in a list', [undefined], 'a value of type undefined'],
    // oxlint-disable-next-line no-sparse-arrays
    ['a hole', [1, , 2], 'a value of type undefined'],
    ['undefined in a field', { a: undefined }, 'a value of type undefined'],
    ['a big integer', 1n, 'a value of type bigint'],
    ['a symbol', Symbol('s'), 'a value of type symbol'],
    ['a class instance', new Point(), 'an instance of Point'],
    ['a map', new Map(), 'an instance of Map'],
    ['a date', new Date(0), 'an instance of Date'],
    ['another typed array', new Int8Array(1), 'an instance of Int8Array'],
    ['a boxed number', Object(1), 'an instance of Number'],
    ['a lone surrogate', ['\ud800'], 'a string with a lone surrogate'],
    ['a key with one', { '\udc00': 1 }, 'a key with a lone surrogate'],
    ['a cycle', cycle, `nesting deeper than ${VALUE_LIMITS.depthMax}`],
  ])('is refused: %s', (_what, value, why) => {
    const result = encodeValue(hostile(value));
    expect(codeOf(result)).toBe('VALUE_NOT_ENCODABLE');
    expect(messageOf(result)).toBe(`${why} cannot cross a process boundary`);
  });

  it('is refused when it runs code to be read: no exception of a program escapes', () => {
    const getter = { get x(): number { throw new Error('mine'); } };
    const proxy = new Proxy({}, { ownKeys: () => { throw new Error('mine'); } });
    expect(codeOf(encodeValue(getter))).toBe('VALUE_NOT_ENCODABLE');
    expect(codeOf(encodeValue(proxy))).toBe('VALUE_NOT_ENCODABLE');
  });

  it('may be an object without a prototype', () => {
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });
    expect(encodedHex(hostile(bare))).toBe('a1616101');
  });
});

describe('the limits of a value', () => {
  // the outermost item has depth 0, so 65 containers reach depth 64
  const CONTAINERS_MAX = VALUE_LIMITS.depthMax + 1;

  it('let containers nest to depth 64 and no further', () => {
    expect(VALUE_LIMITS.depthMax).toBe(64);
    expect(encodeValue(nest(CONTAINERS_MAX)).ok).toBe(true);
    expect(codeOf(encodeValue(nest(CONTAINERS_MAX + 1)))).toBe('VALUE_NOT_ENCODABLE');
  });

  it.each([
    ['number', '00'],
    ['array', '80'],
    ['map', 'a0'],
    ['byte string', '40'],
    ['text', '60'],
  ])('are the same for both directions around a %s', (_what, leaf) => {
    for (const depth of [CONTAINERS_MAX - 1, CONTAINERS_MAX, CONTAINERS_MAX + 1]) {
      const bytes = nestedBytes(depth, leaf);
      const decoded = decodeValue(bytes);
      const again = decoded.ok ? encodeValue(decoded.value) : decoded;
      // what is accepted can be written again: decode and encode are inverse
      expect([depth, again.ok]).toEqual([depth, decoded.ok]);
    }
    expect(codeOf(decodeValue(nestedBytes(CONTAINERS_MAX + 1, leaf)))).toBe('ENCODING_INVALID');
  });

  it('let an encoding take 64 MiB and not one byte more', () => {
    const { bytesMax } = VALUE_LIMITS;
    expect(bytesMax).toBe(64 * 1024 * 1024);
    const head = 5;
    const largest = encodeValue(new Uint8Array(bytesMax - head));
    expect(unwrap(largest)).toHaveLength(bytesMax);
    expect(codeOf(encodeValue(new Uint8Array(bytesMax - head + 1)))).toBe('VALUE_NOT_ENCODABLE');
    const half = new Uint8Array(bytesMax / 2);
    expect(codeOf(encodeValue([half, half]))).toBe('VALUE_NOT_ENCODABLE');
  });

  it('stop a value that shares parts before it grows without bound', () => {
    let wide: Value = new Uint8Array(1024);
    for (let i = 0; i < 40; i++) wide = [wide, wide];
    expect(messageOf(encodeValue(wide))).toMatch(/^more than 67108864 bytes/);
  });
});
