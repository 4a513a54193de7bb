import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resource } from '../../../src/lab/index.ts';
import { openTicks } from '../../../src/lab/metrics-calendar.ts';

const closures = fc.array(
  fc.record({ start: fc.nat(40), ticks: fc.nat(12), every: fc.nat(20) }),
  { maxLength: 4 },
);

it('open ticks are those that no closure covers, counted one by one', () => {
  fc.assert(
    fc.property(closures, fc.nat(60), fc.nat(80), (list, from, length) => {
      const isClosed = (tick: number): boolean =>
        list.some(({ start, ticks, every }) => {
          if (tick < start) return false;
          return (every === 0 ? tick - start : (tick - start) % every) < ticks;
        });
      const all = Array.from({ length }, (_, i) => from + i);
      const expected = all.filter((tick) => !isClosed(tick)).length;
      const given = resource({ name: 'r', domain: 'K', capacity: 1, closures: list });
      expect(openTicks(given, from, from + length)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

it('of closures that repeat together are exact, however often', () => {
  const often = [
    { start: 0, ticks: 1, every: 2 },
    { start: 1, ticks: 1, every: 6 },
    { start: 7, ticks: 3, every: 0 },
  ];
  const given = resource({ name: 'r', domain: 'K', capacity: 1, closures: often });
  // closed are 0, 1, 2 and 4 of every 6; of the span 9 alone is open otherwise
  expect(openTicks(given, 0, 6 * 2 ** 40)).toBe(2 * 2 ** 40 - 1);
  expect(openTicks(given, 6 * 2 ** 30 + 3, 6 * 2 ** 40)).toBe(2 * (2 ** 40 - 2 ** 30));
});

it('of closures that never repeat together in sight are taken from a long beginning', () => {
  const often = [
    { start: 0, ticks: 1, every: 4 },
    { start: 1, ticks: 1, every: 2 ** 50 - 1 },
  ];
  const given = resource({ name: 'r', domain: 'K', capacity: 1, closures: often });
  expect(openTicks(given, 0, 2 ** 40) / 2 ** 40).toBeCloseTo(0.75, 5);
});
