import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from '../../src/placement/agenda.ts';

const ticks = fc.array(fc.nat({ max: 500 }), { maxLength: 300, size: 'max' });

/** All that an agenda still has, in order. */
const drain = (agenda: Agenda): readonly number[] => {
  const ids: number[] = [];
  for (let id = agenda.take(500); id >= 0; id = agenda.take(500)) ids.push(id);
  return ids;
};

describe('an agenda', () => {
  it('gives what holds by tick, then id, however much does not', () => {
    fc.assert(
      fc.property(ticks, fc.nat({ max: 5 }), (list, modulus) => {
        const holds = (_: number, id: number): boolean => modulus === 0 || id % modulus === 0;
        const agenda = new Agenda(holds);
        for (const [id, tick] of list.entries()) agenda.add(tick, id);
        const fork = agenda.fork(() => true);
        const held = [...list.entries()].filter(([id, tick]) => holds(tick, id));
        held.sort(([a, x], [b, y]) => x - y || a - b);
        expect(agenda.first()).toBe(held[0]?.[1] ?? Infinity);
        expect(drain(agenda)).toEqual(held.map(([id]) => id));
        // what is void may have been dropped or not; what holds has not
        const kept = drain(fork);
        expect(held.every(([id]) => kept.includes(id))).toBe(true);
      }),
    );
  });

  it('gives nothing that is due after the tick asked for', () => {
    const agenda = new Agenda(() => true);
    agenda.add(5, 1);
    expect([agenda.take(4), agenda.first()]).toEqual([-1, 5]);
    expect([agenda.take(5), agenda.take(5)]).toEqual([1, -1]);
  });
});
