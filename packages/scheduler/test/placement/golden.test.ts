import { describe, expect, it } from 'vitest';
import { createPlacer } from '../../src/placement/create-placer.ts';
import { PLACEMENTS, type PlacementKind } from '../../src/placement/placer.ts';
import { ask, machine, piece, Play, schedule, starts, type Arrival } from './support.ts';

const placer = (kind: PlacementKind, resources = [machine(4)], binding = false) =>
  createPlacer(kind, resources, { rankWidth: 1, binding });

/** `units` for `ticks` of the one machine, submitted at `at`. */
const job = (id: number, at: number, units: number, ticks: number, run?: number): Arrival => {
  const arrival = { at, ask: ask(id, [piece(units, ticks)], { earliest: at }) };
  return run === undefined ? arrival : { ...arrival, run };
};

/*
 * A machine of 4 units. 1 holds 3 of them until 10, so 2, who wants 3, waits; 3 wants one for 8.
 *
 *        0         5         10        15        20
 *   4         [3.......]
 *   3    [1.................][2.......]
 *   2    [1.................][2.......]
 *   1    [1.................][2.......]
 */
describe('a short job behind one that does not fit', () => {
  const load = [job(1, 0, 3, 10), job(2, 1, 3, 5), job(3, 2, 1, 8)];

  it('waits in strict order, though its unit is idle', () => {
    expect(schedule(placer('strict'), load)).toEqual({ 1: 0, 2: 10, 3: 10 });
  });

  it.each(['easy', 'conservative'] as const)('starts at once under %s: it ends in time', (kind) => {
    expect(schedule(placer(kind), load)).toEqual({ 1: 0, 2: 10, 3: 2 });
  });
});

/*
 * The same, but 3 wants its unit for 20: it would run past 10, where 2 starts. Beside 2 there is
 * one unit to spare, so 3 may. If 2 wants all 4 it may not, and starts behind 2.
 */
describe('a long job behind one that does not fit', () => {
  it.each(['easy', 'conservative'] as const)('starts under %s on what is spare', (kind) => {
    const load = [job(1, 0, 3, 10), job(2, 1, 3, 5), job(3, 2, 1, 20)];
    expect(schedule(placer(kind), load)).toEqual({ 1: 0, 2: 10, 3: 2 });
  });

  it.each(['easy', 'conservative'] as const)('waits under %s if it delayed the first', (kind) => {
    const load = [job(1, 0, 3, 10), job(2, 1, 4, 5), job(3, 2, 1, 20)];
    expect(schedule(placer(kind), load)).toEqual({ 1: 0, 2: 10, 3: 15 });
  });
});

/*
 * Where the two differ (Mu'alem and Feitelson 2001, section 2). 1 holds 3 of 4 units until 10; 2
 * wants 3 for 5, 3 wants all 4 for 5, and 4, which comes last, wants one for 20.
 *
 * Easy looks at 2 alone, beside which one unit is spare: 4 starts at 3 and ends at 23, and 3, who
 * would have started at 15, starts then. Conservative has promised 3 its start at 15: 4 comes
 * behind it.
 */
describe('the second in the queue', () => {
  const load = [job(1, 0, 3, 10), job(2, 1, 3, 5), job(3, 2, 4, 5), job(4, 3, 1, 20)];

  it('may be delayed by easy', () => {
    expect(schedule(placer('easy'), load)).toEqual({ 1: 0, 2: 10, 3: 23, 4: 3 });
  });

  it('is not delayed by conservative', () => {
    expect(schedule(placer('conservative'), load)).toEqual({ 1: 0, 2: 10, 3: 15, 4: 20 });
  });

  it('is not delayed by a better rank either, once it has its promise', () => {
    const urgent = { at: 3, ask: ask(4, [piece(1, 20)], { rank: [0], earliest: 3 }) };
    const all = [...load.slice(0, 3), urgent];
    expect(schedule(placer('conservative'), all)).toEqual({ 1: 0, 2: 10, 3: 15, 4: 20 });
    // easy has it first in the queue from 3 on, and it fits
    expect(schedule(placer('easy'), all)).toEqual({ 1: 0, 2: 10, 3: 23, 4: 3 });
  });
});

/*
 * Two orders: 1 holds 3 of 4 units until 10, 2 wants all 4. 3 wants one for 8, 4 wants one for 3,
 * and one is left: 3 is first by rank and ends at 9; 4 is first by length, and then 3 would end at
 * 12, too late.
 */
describe('those who may start before the first', () => {
  const brief = (id: number, ticks: number, backfill?: readonly number[]): Arrival => ({
    at: 1,
    ask: ask(id, [piece(1, ticks)], { earliest: 1, ...(backfill && { backfill }) }),
  });
  const load = [job(1, 0, 3, 10), job(2, 0, 4, 5)];

  it('do so in rank order', () => {
    const all = [...load, brief(3, 8), brief(4, 3)];
    expect(schedule(placer('easy'), all)).toEqual({ 1: 0, 2: 10, 3: 1, 4: 15 });
  });

  it('do so in an order of their own if they have one', () => {
    const all = [...load, brief(3, 8, [8]), brief(4, 3, [3])];
    expect(schedule(placer('easy'), all)).toEqual({ 1: 0, 2: 10, 3: 15, 4: 1 });
  });
});

/*
 * A machine of 2 units that is closed within [10, 14). 1 runs until 6; 2 wants both units for 6,
 * and [6, 10) is too short; 3 wants one for 4, which just fits there; 4 wants one for 5.
 */
describe('a job too long for the time before a closure', () => {
  const closed = (): readonly [ReturnType<typeof machine>] => [
    machine(2, [{ start: 10, ticks: 4, every: 0 }]),
  ];
  const load = [job(1, 0, 2, 6), job(2, 1, 2, 6), job(3, 2, 1, 4), job(4, 3, 1, 5)];

  it('starts after it, and in strict order all others do', () => {
    expect(schedule(placer('strict', [...closed()]), load)).toEqual({ 1: 0, 2: 14, 3: 20, 4: 20 });
  });

  it.each(['easy', 'conservative'] as const)('lets those go before under %s that fit', (kind) => {
    expect(schedule(placer(kind, [...closed()]), load)).toEqual({ 1: 0, 2: 14, 3: 6, 4: 20 });
  });
});

/*
 * A machine of 2 units. 1 asks for both for 10 ticks and ends after 4; 2 wants both for 5, 3 wants
 * one for 3. From the estimates 2 starts at 10 and 3 at 15.
 */
describe('an early end', () => {
  const load = [job(1, 0, 2, 10, 4), job(2, 1, 2, 5), job(3, 2, 1, 3)];
  const two = (): ReturnType<typeof machine>[] => [machine(2)];

  it.each(PLACEMENTS)('brings all others forward: %s', (kind) => {
    expect(schedule(placer(kind, two()), load)).toEqual({ 1: 0, 2: 4, 3: 9 });
  });

  it('leaves a hole before binding promises, for those who come later', () => {
    const late = [job(4, 5, 2, 6), job(5, 5, 2, 5)];
    expect(schedule(placer('conservative', two(), true), [...load, ...late])).toEqual({
      1: 0,
      2: 10,
      3: 15,
      4: 18,
      5: 5,
    });
  });

  /*
   * 4 units. 1 holds all until 20 but ends at 10. Promised: 2 (3 units for 10) at 20, 3 (2 units
   * for 4) at 30, 4 (1 unit for 6) at 20 beside 2. Compressed at 10 in rank order: 2 to 10, 3 to
   * 20, and 4 to 10, since one unit is left beside 2.
   */
  it('compresses promises in rank order, each into what those before it leave', () => {
    const four = [job(1, 0, 4, 20, 10), job(2, 1, 3, 10), job(3, 2, 2, 4), job(4, 3, 1, 6)];
    expect(schedule(placer('conservative'), four)).toEqual({ 1: 0, 2: 10, 3: 20, 4: 10 });
  });
});

/*
 * A QPU of 1 and a machine of 4. A shot loop holds the QPU for 4 ticks, and its feedback 2 units of
 * the machine for the 2 ticks that follow, within the decoherence budget: both or neither.
 */
describe('a gang with feedback after its quantum part', () => {
  const gang = (id: number, at: number): Arrival => ({
    at,
    ask: ask(id, [piece(1, 4, 0, 0), piece(2, 2, 1, 4)], { earliest: at }),
  });
  const busy = (id: number, at: number, ticks: number): Arrival => ({
    at,
    ask: ask(id, [piece(3, ticks, 1)], { earliest: at }),
  });
  it.each(PLACEMENTS)('starts such that the feedback finds its units: %s', (kind) => {
    // the machine has 1 unit until 7: feedback at 7, so the gang starts at 3
    const load = [busy(1, 0, 7), gang(2, 0)];
    expect(schedule(placer(kind, [machine(1), machine(4)]), load)).toEqual({ 1: 0, 2: 3 });
  });

  it.each(PLACEMENTS)('goes back and forth between the calendars of both: %s', (kind) => {
    // feedback at 7 or later; [3, 7) hits the closure [5, 6) of the QPU: start 6, feedback at 10;
    // there the machine is closed until 13: start 9
    const qpu = machine(1, [{ start: 5, ticks: 1, every: 0 }]);
    const lanes = machine(4, [{ start: 10, ticks: 3, every: 0 }]);
    const load = [busy(1, 0, 7), gang(2, 0)];
    expect(schedule(placer(kind, [qpu, lanes]), load)).toEqual({ 1: 0, 2: 9 });
  });

  it.each(['easy', 'conservative'] as const)('is pipelined with the next one under %s', (kind) => {
    // the QPU is free again at 4, while the feedback of the first runs
    const load = [gang(1, 0), gang(2, 0), gang(3, 0)];
    expect(schedule(placer(kind, [machine(1), machine(4)]), load)).toEqual({ 1: 0, 2: 4, 3: 8 });
  });

  it('holds its reservation under easy, on both', () => {
    // 1 holds 3 of 4 units until 7, so 2 starts at 3; 3 wants the QPU for 4 ticks at 1, which would
    // delay it: 3 comes after. 4 wants the QPU for 2 ticks: [1, 3) is free.
    const load = [
      busy(1, 0, 7),
      gang(2, 0),
      { at: 1, ask: ask(3, [piece(1, 4, 0)], { earliest: 1 }) },
      { at: 1, ask: ask(4, [piece(1, 2, 0)], { earliest: 1 }) },
    ];
    expect(schedule(placer('easy', [machine(1), machine(4)]), load)).toEqual({
      1: 0,
      2: 3,
      3: 7,
      4: 1,
    });
  });
});

/*
 * 2 units, of which 1 holds both until 10. 2 gives up after tick 8, 3 after tick 12; 4 would wait
 * for ever. Behind 2 nobody starts in strict order, and it is told at 9.
 */
describe('a request with a latest start', () => {
  const load = (): Arrival[] => [
    job(1, 0, 2, 10),
    { at: 1, ask: ask(2, [piece(1, 3)], { earliest: 1, latestStart: 8 }) },
    { at: 1, ask: ask(3, [piece(2, 3)], { earliest: 1, latestStart: 12 }) },
    job(4, 2, 1, 3),
  ];

  it.each(PLACEMENTS)('is refused at the next tick: %s', (kind) => {
    const told = new Play(placer(kind, [machine(2)]), load()).run();
    expect(told).toEqual([
      { tick: 0, id: 1, start: 0 },
      { tick: 9, id: 2, start: -1 },
      { tick: 10, id: 3, start: 10 },
      { tick: 13, id: 4, start: 13 },
    ]);
  });

  it('is refused at once where promises bind', () => {
    const told = new Play(placer('conservative', [machine(2)], true), load()).run();
    expect(told).toEqual([
      { tick: 0, id: 1, start: 0 },
      { tick: 1, id: 2, start: -1 },
      { tick: 1, id: 3, start: 10 },
      { tick: 2, id: 4, start: 13 },
    ]);
  });

  it('starts after all if somebody ends early', () => {
    const [first, ...others] = load();
    const told = new Play(placer('conservative', [machine(2)]), [{ ...first!, run: 5 }, ...others]);
    expect(starts(told.run())).toEqual({ 1: 0, 2: 5, 3: 8, 4: 5 });
  });
});

describe('what is reserved from the outset', () => {
  it('is kept clear, and free again after', () => {
    // [5, 8) holds 3 of 4 units: 2 units for 6 ticks start at 8, one unit at once
    const reservations = [{ resource: 0, amount: 3, start: 5, end: 8 }];
    const easy = createPlacer('easy', [machine(4)], { rankWidth: 1, reservations });
    expect(schedule(easy, [job(1, 0, 2, 6), job(2, 0, 1, 8)])).toEqual({ 1: 8, 2: 0 });
  });
});
