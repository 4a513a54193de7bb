import { nobleHasher } from '@xdv/replay';
import { run, simulatedParts } from 'xdv-kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refused } from '../src/builtin/refused.ts';
import { packNumbers, unpackNumbers } from '../src/builtin/numbers.ts';
import { platformHasher } from '../src/index.ts';

describe("the platform's hash", () => {
  it('gives the digests of the portable one', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, (list) => {
        expect(platformHasher.sha256(...list)).toEqual(nobleHasher.sha256(...list));
      }),
    );
  });

  it('gives the same heads (XDV-003.5)', async () => {
    const args = { code: 'FORMAT_UNKNOWN', message: 'm'.repeat(200), hint: 'h' } as const;
    const one = await run(refused, args, { ...simulatedParts(), hasher: platformHasher });
    const two = await run(refused, args, { ...simulatedParts(), hasher: nobleHasher });
    expect(one.head).toBe(two.head);
  });
});

describe('packed numbers', () => {
  it('are the numbers again', () => {
    const number = fc.oneof(
      fc.integer({ min: -128, max: 127 }),
      fc.integer({ min: -32_768, max: 32_767 }),
      fc.integer(),
      fc.double({ noNaN: true }).filter((x) => !Object.is(x, -0)),
    );
    fc.assert(
      fc.property(fc.array(number), (list) => {
        expect(Array.from(unpackNumbers(packNumbers(list)))).toEqual(list);
      }),
    );
  });

  it.each([
    [[-128, 127], 1],
    [[-129], 2],
    [[32_767], 2],
    [[32_768], 4],
    [[2 ** 31 - 1], 4],
    [[2 ** 31], 8],
    [[0.5], 8],
  ])('%j take %i bytes each', (list, bytes) => {
    expect(packNumbers(list)).toHaveLength(1 + list.length * bytes);
  });

  it('are read from their own form alone', () => {
    for (const bytes of [[], [3, 1], [2, 1], [8, 0, 0]]) {
      expect(() => unpackNumbers(Uint8Array.from(bytes))).toThrow(RangeError);
    }
  });
});
