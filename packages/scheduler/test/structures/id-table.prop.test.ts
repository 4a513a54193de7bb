import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdTable } from '../../src/structures/id-table.ts';

/** Few pages, so that ids share them and pages share cells. */
const ids = fc.oneof(
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 1, max: 200 }).map((n) => n * 2 ** 20),
  fc.integer({ min: 1, max: 200 }).map((n) => n * 2 ** 45),
  fc.integer({ min: 2 ** 31 - 20, max: 2 ** 31 + 20 }),
  fc.integer({ min: Number.MAX_SAFE_INTEGER - 20, max: Number.MAX_SAFE_INTEGER }),
);
const calls = fc.array(fc.tuple(ids, fc.option(fc.nat(2 ** 31 - 2), { freq: 2 })), {
  maxLength: 500,
  size: 'max',
});

describe('a table of ids', () => {
  it('answers as a map does, while ids come and go', () => {
    fc.assert(
      fc.property(calls, (list) => {
        const table = new IdTable();
        const map = new Map<number, number>();
        for (const [id, value] of list) {
          expect(table.get(id)).toBe(map.get(id) ?? -1);
          if (value === null) {
            table.delete(id);
            map.delete(id);
          } else {
            table.set(id, value);
            map.set(id, value);
          }
          expect(table.size).toBe(map.size);
        }
        const fork = table.fork();
        for (const [id, value] of map) {
          expect(table.get(id)).toBe(value);
          table.delete(id);
        }
        expect(table.size).toBe(0);
        for (const [id, value] of map) expect(fork.get(id)).toBe(value);
      }),
    );
  });
});
