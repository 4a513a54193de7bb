import { InvariantError } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createPlacer } from '../../src/placement/create-placer.ts';
import { PLACEMENTS, type Ask } from '../../src/placement/placer.ts';
import { ask, machine, piece } from './support.ts';

const placer = (kind: (typeof PLACEMENTS)[number] = 'easy', capacity = 4) =>
  createPlacer(kind, [machine(capacity), machine(1)], { rankWidth: 1 });

describe('an ask that breaks the rules', () => {
  const good = ask(1, [piece(1, 5)]);
  const cases: readonly (readonly [string, Ask])[] = [
    ['an id of 0', { ...good, id: 0 }],
    ['an id that is no integer', { ...good, id: 1.5 }],
    ['a rank of another width', { ...good, rank: [1, 2] }],
    ['a rank for backfilling of another width', { ...good, backfill: [] }],
    ['no parts', { ...good, parts: [], length: 0 }],
    ['another length than its parts', { ...good, length: 6 }],
    ['an unknown resource', ask(1, [piece(1, 5, 2)])],
    ['a resource that is no index', ask(1, [piece(1, 5, -1)])],
    ['no units', ask(1, [piece(0, 5)])],
    ['no ticks', { ...good, parts: [piece(1, 5), piece(1, 0)] }],
    ['an offset before its start', { ...good, parts: [piece(1, 6, 0, -1)] }],
    ['an earliest start before time', { ...good, earliest: -1 }],
    ['a latest start that is no tick', { ...good, latestStart: Infinity }],
  ];

  it.each(cases)('halts on %s', (_, broken) => {
    expect(() => placer().submit(broken)).toThrow(InvariantError);
  });

  it.each(PLACEMENTS)('halts on an id that is known: %s', (kind) => {
    const one = placer(kind);
    one.submit(good);
    expect(() => one.submit(good)).toThrow(InvariantError);
    one.decide(0);
    expect(() => one.submit(good)).toThrow(InvariantError);
  });
});

describe.each(PLACEMENTS)('a placer: %s', (kind) => {
  it('halts when time goes back', () => {
    const one = placer(kind);
    one.decide(5);
    expect(() => one.decide(4)).toThrow(InvariantError);
  });

  it('halts on the release of who is unknown, waits, or has ended', () => {
    const one = placer(kind);
    expect(() => one.release(1, 0)).toThrow(InvariantError);
    one.submit(ask(1, [piece(4, 5)]));
    expect(() => one.release(1, 0)).toThrow(InvariantError);
    one.decide(0);
    one.decide(5);
    one.release(1, 5);
    expect(() => one.release(1, 5)).toThrow(InvariantError);
    one.submit(ask(2, [piece(4, 5)]));
    one.decide(5);
    one.decide(10);
    const fork = one.fork();
    for (const placed of [fork, one]) {
      placed.decide(11);
      expect(() => placed.release(2, 11)).toThrow(InvariantError);
    }
  });

  it('halts on a release before the last decision, and lets one at its end pass', () => {
    const one = placer(kind);
    one.submit(ask(1, [piece(4, 5)]));
    one.decide(0);
    one.decide(5);
    expect(() => one.release(1, 4)).toThrow(InvariantError);
    one.release(1, 5);
    expect(one.wakeAt(5)).toBe(-1);
  });

  it('says nothing of who is taken back before the next decision, whose id is free again', () => {
    const one = placer(kind);
    one.submit(ask(1, [piece(5, 1)]));
    one.withdraw(1);
    const [fork, other] = [one.fork(), one.fork()];
    for (const placed of [fork, one]) {
      placed.submit(ask(1, [piece(1, 1)]));
      expect(placed.decide(0)).toEqual([{ id: 1, start: 0 }]);
    }
    expect(other.decide(0)).toEqual([]);
  });

  it('goes on in a fork from between an early end and the next decision', () => {
    const one = placer(kind);
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.decide(0);
    one.release(1, 4);
    expect(one.fork().decide(4)).toEqual([{ id: 2, start: 4 }]);
  });

  it('refuses at the next decision what can never fit, by id', () => {
    const one = placer(kind);
    one.submit(ask(3, [piece(5, 1)]));
    one.submit(ask(1, [piece(1, 1), piece(2, 1, 1)]));
    one.submit(ask(2, [piece(1, 1)], { earliest: 5, latestStart: 4 }));
    one.submit(ask(4, [piece(1, 1)], { rank: [9] }));
    expect(one.decide(0)).toEqual([
      { id: 1, start: -1 },
      { id: 2, start: -1 },
      { id: 3, start: -1 },
      { id: 4, start: 0 },
    ]);
  });

  it('adds up the parts of a request that overlap on one resource', () => {
    const one = placer(kind);
    // of the 3 units that 1 leaves, 2 holds 1 within [0, 2), 3 within [2, 5), 2 within [5, 7)
    one.submit(ask(1, [piece(1, 10)]));
    one.submit(ask(2, [piece(1, 5), piece(2, 5, 0, 2)]));
    one.submit(ask(3, [piece(1, 7), piece(1, 7), piece(3, 1)]));
    expect(one.decide(0)).toEqual([
      { id: 3, start: -1 },
      { id: 1, start: 0 },
      { id: 2, start: 0 },
    ]);
    one.submit(ask(4, [piece(1, 2)]));
    expect(one.decide(0)).toEqual([{ id: 4, start: 0 }]);
    one.submit(ask(5, [piece(1, 3)]));
    expect(one.decide(0)).toEqual([]);
    expect(one.wakeAt(0)).toBe(5);
  });

  it('refuses a gang whose parts never meet', () => {
    // one is open at even ticks, the other at odd ones
    const open = [0, 1].map((start) => machine(1, [{ start, ticks: 1, every: 2 }]));
    const one = createPlacer(kind, open, { rankWidth: 1 });
    one.submit(ask(1, [piece(1, 1, 0), piece(1, 1, 1)]));
    expect(one.decide(0)).toEqual([{ id: 1, start: -1 }]);
  });

  it('keeps a place when the search for a better one gives up', () => {
    // two machines are open for a tick of each period: by chance at once every 40001 · 40003 ticks
    const [a, b] = [40_001, 40_003];
    const meeting = a * b - 1;
    const openLast = (every: number) => machine(1, [{ start: 0, ticks: every - 1, every }]);
    const machines = [machine(1), openLast(a), openLast(b)];
    const one = createPlacer(kind, machines, { rankWidth: 1 });
    one.submit(ask(1, [piece(1, meeting)]));
    one.submit(ask(2, [piece(1, 1), piece(1, 1, 1), piece(1, 1, 2)]));
    one.decide(0);
    expect(one.wakeAt(0)).toBe(meeting);
    one.release(1, 1);
    one.decide(1);
    expect(one.wakeAt(1)).toBe(meeting);
    expect(one.decide(meeting)).toEqual([{ id: 2, start: meeting }]);
  });

  it('takes back who waits, and nobody else', () => {
    const one = placer(kind);
    one.submit(ask(1, [piece(4, 5)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.submit(ask(3, [piece(4, 5)]));
    one.decide(0);
    expect(one.waiting).toBe(2);
    expect([one.withdraw(1), one.withdraw(2), one.withdraw(2), one.withdraw(9)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(one.waiting).toBe(1);
    one.decide(1);
    expect(one.wakeAt(1)).toBe(5);
    expect(one.decide(5)).toEqual([{ id: 3, start: 5 }]);
    expect(one.wakeAt(5)).toBe(-1);
  });

  it('copies ranks: who submits may use one array for all', () => {
    const one = placer(kind);
    const rank = [0];
    one.submit(ask(1, [piece(4, 5)], { rank }));
    for (const id of [2, 3, 4]) {
      rank[0] = -id;
      one.submit(ask(id, [piece(4, 5)], { rank }));
    }
    rank[0] = 99;
    const order = [0, 5, 10, 15].flatMap((tick) => one.decide(tick).map(({ id }) => id));
    expect(order).toEqual([4, 3, 2, 1]);
  });

  it('does not start anybody before its earliest start, and wakes for it', () => {
    const one = placer(kind);
    one.submit(ask(1, [piece(1, 5)], { earliest: 7 }));
    expect(one.decide(0)).toEqual([]);
    expect(one.wakeAt(0)).toBe(7);
    expect(one.decide(7)).toEqual([{ id: 1, start: 7 }]);
  });
});

describe('conservative', () => {
  it('gives room that is left to promises before new requests, whatever their rank', () => {
    const one = placer('conservative');
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 10)]));
    one.decide(0);
    one.release(1, 5);
    one.submit(ask(3, [piece(4, 10)], { rank: [0] }));
    expect(one.decide(5)).toEqual([{ id: 2, start: 5 }]);
    expect(one.wakeAt(5)).toBe(15);
  });

  it('halts if a promised start is slept through', () => {
    const one = placer('conservative');
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 10)]));
    one.decide(0);
    expect(() => one.decide(11)).toThrow(InvariantError);
  });

  it('frees a binding promise that is released before it starts', () => {
    const one = createPlacer('conservative', [machine(1)], { rankWidth: 1, binding: true });
    one.submit(ask(1, [piece(1, 10)]));
    one.submit(ask(2, [piece(1, 10)]));
    one.decide(0);
    one.release(2, 3);
    one.submit(ask(3, [piece(1, 4)], { earliest: 3 }));
    expect(one.decide(3)).toEqual([{ id: 3, start: 10 }]);
    expect(one.wakeAt(3)).toBe(-1);
  });
});

describe('easy', () => {
  it('starts its first late if it is asked late, and reserves anew', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 10)]));
    one.decide(0);
    expect(one.decide(13)).toEqual([{ id: 2, start: 13 }]);
  });

  it('wakes for a gang whose later part fits when somebody ends, and so does its fork', () => {
    const one = placer('easy');
    // 1 unit of the one is free until 7, of which the head wants 2; the gang wants 2 from 4 on
    one.submit(ask(1, [piece(3, 7)]));
    one.submit(ask(2, [piece(2, 2)]));
    one.submit(ask(3, [piece(1, 4, 1), piece(2, 2, 0, 4)]));
    one.decide(0);
    for (const placed of [one.fork(), one]) {
      expect(placed.wakeAt(0)).toBe(3);
      expect(placed.decide(3)).toEqual([{ id: 3, start: 3 }]);
      expect(placed.wakeAt(3)).toBe(7);
    }
  });

  it('starts all that came since the last decision and fit, in a fork too', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(2, 10)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.decide(0);
    one.submit(ask(3, [piece(1, 5)]));
    expect(one.fork().decide(1)).toEqual([{ id: 3, start: 1 }]);
    one.submit(ask(4, [piece(3, 5)]));
    const both = one.fork();
    expect(both.decide(1)).toEqual([{ id: 3, start: 1 }]);
    one.submit(ask(5, [piece(1, 5)]));
    for (const placed of [one.fork(), one]) {
      expect(placed.decide(1)).toEqual([
        { id: 3, start: 1 },
        { id: 5, start: 1 },
      ]);
    }
  });

  it('starts a gang whose shortest part alone ends before the shadow time', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(3, 5)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.submit(ask(3, [piece(1, 2), piece(1, 20, 1)]));
    expect(one.decide(0)).toEqual([
      { id: 1, start: 0 },
      { id: 3, start: 0 },
    ]);
  });

  it('looks at all again when its first is taken back', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(3, 10)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.submit(ask(3, [piece(2, 5)]));
    one.submit(ask(4, [piece(1, 20)]));
    expect(one.decide(0)).toEqual([{ id: 1, start: 0 }]);
    // beside 3, who is first now and starts at 10, there is a unit for 4
    one.withdraw(2);
    expect(one.decide(1)).toEqual([{ id: 4, start: 1 }]);
  });

  it('wakes in a fork for who has ended early in the original', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(2, 8)]));
    one.submit(ask(2, [piece(2, 20)]));
    one.submit(ask(3, [piece(4, 5)]));
    one.submit(ask(4, [piece(2, 5)]));
    one.decide(0);
    const fork = one.fork();
    one.release(1, 2);
    expect(fork.wakeAt(0)).toBe(8);
    expect(fork.decide(8)).toEqual([{ id: 4, start: 8 }]);
  });

  it('wakes for the end of a reservation', () => {
    const reservations = [{ resource: 0, amount: 1, start: 0, end: 8 }];
    const one = createPlacer('easy', [machine(4)], { rankWidth: 1, reservations });
    one.submit(ask(1, [piece(2, 20)]));
    one.submit(ask(2, [piece(4, 5)]));
    one.submit(ask(3, [piece(2, 5)]));
    one.decide(0);
    expect(one.wakeAt(0)).toBe(8);
    expect(one.decide(8)).toEqual([{ id: 3, start: 8 }]);
  });

  it('keeps what it knows the same however many requests have passed', () => {
    const one = placer('easy');
    one.submit(ask(1, [piece(4, 1_000_000)]));
    one.decide(0);
    // each asks for a million ticks, and runs for one, on the other machine
    for (let tick = 1; tick < 500; tick++) {
      one.submit(ask(tick + 1, [piece(1, 1_000_000, 1)]));
      expect(one.decide(tick)).toEqual([{ id: tick + 1, start: tick }]);
      one.release(tick + 1, tick + 1);
    }
    one.submit(ask(1000, [piece(1, 1)]));
    one.submit(ask(1001, [piece(1, 1)]));
    one.decide(500);
    expect(one.wakeAt(500)).toBe(1_000_000);
  });
});

describe('createPlacer', () => {
  it.each([
    ['a kind that is none', () => createPlacer('fifo' as never, [machine(1)], { rankWidth: 1 })],
    ['no resources', () => createPlacer('easy', [], { rankWidth: 1 })],
    ['a width of 0', () => createPlacer('easy', [machine(1)], { rankWidth: 0 })],
    [
      'a reservation elsewhere',
      () =>
        createPlacer('easy', [machine(1)], {
          rankWidth: 1,
          reservations: [{ resource: 1, amount: 1, start: 0, end: 1 }],
        }),
    ],
  ])('refuses %s', (_, create) => {
    expect(create).toThrow(RangeError);
  });
});
