import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, decodeValue, encodeValue, unwrap } from '../src/index.ts';
import { codeOf, hex, values } from './support.ts';

/** What is wrong with the answer to these bytes, if anything: refused by code, or an inverse. */
const wrong = (bytes: Uint8Array): string | undefined => {
  try {
    const decoded = decodeValue(bytes);
    if (!decoded.ok) {
      const { code } = decoded.fault;
      return code === 'ENCODING_INVALID' ? undefined : `${hex(bytes)}: ${code}`;
    }
    const again = encodeValue(decoded.value);
    if (!again.ok) return `${hex(bytes)}: accepted but ${again.fault.message}`;
    return hex(again.value) === hex(bytes) ? undefined : `${hex(bytes)} became ${hex(again.value)}`;
  } catch (error) {
    return `${hex(bytes)}: threw ${String(error)}`;
  }
};

const random = createRandom(8949);
const below = (bound: number): number => random.below(bound);
const byteAtRandom = (): number => below(256);

/** Bytes that look like CBOR more often than chance would have it: short heads, real types. */
const randomBytes = (): Uint8Array =>
  Uint8Array.from({ length: 1 + below(16) }, () => {
    const byte = byteAtRandom();
    return below(2) === 0 ? byte : (byte & 0xe0) | below(4);
  });

type Mutate = (bytes: Uint8Array, at: number) => Uint8Array;

const MUTATIONS: readonly Mutate[] = [
  (bytes, at) => bytes.map((byte, i) => (i === at ? byte ^ (1 << below(8)) : byte)),
  (bytes, at) => bytes.map((byte, i) => (i === at ? byteAtRandom() : byte)),
  (bytes, at) => Uint8Array.from([...bytes.subarray(0, at), byteAtRandom(), ...bytes.subarray(at)]),
  (bytes, at) => Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]),
  (bytes, at) => bytes.subarray(0, at),
];

describe('encode and decode', () => {
  it('give back every value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(unwrap(decodeValue(unwrap(encodeValue(value))))).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('give equal bytes for equal values', () => {
    fc.assert(
      fc.property(values, (value) => {
        const copy = structuredClone(value);
        expect(hex(unwrap(encodeValue(copy)))).toBe(hex(unwrap(encodeValue(value))));
      }),
    );
  });

  it('accept no prefix of an encoding: values are self-delimiting', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, cut) => {
        const bytes = unwrap(encodeValue(value));
        expect(codeOf(decodeValue(bytes.subarray(0, cut % bytes.length)))).toBe('ENCODING_INVALID');
      }),
    );
  });
});

describe('bytes from anywhere', () => {
  it('are refused by code or written again as they were: every single byte and pair', () => {
    const found: (string | undefined)[] = [];
    for (let a = 0; a < 256; a++) {
      found.push(wrong(Uint8Array.of(a)));
      for (let b = 0; b < 256; b++) found.push(wrong(Uint8Array.of(a, b)));
    }
    expect(found.filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('are refused by code or written again as they were: 60,000 at random', () => {
    const found = Array.from({ length: 60_000 }, () => wrong(randomBytes()));
    expect(found.filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('are refused by code or written again as they were: 40,000 mutated encodings', () => {
    const encoded = fc.sample(values, { numRuns: 400, seed: 1 }).map((v) => unwrap(encodeValue(v)));
    const found: string[] = [];
    for (let i = 0; i < 40_000; i++) {
      const bytes = encoded[below(encoded.length)]!;
      const mutate = MUTATIONS[below(MUTATIONS.length)]!;
      const problem = wrong(mutate(bytes, below(bytes.length)));
      if (problem !== undefined) found.push(problem);
    }
    expect(found).toEqual([]);
  });
});
