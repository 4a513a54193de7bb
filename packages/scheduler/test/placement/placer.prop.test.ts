import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlacer } from '../../src/placement/create-placer.ts';
import type { Placer, PlacementKind } from '../../src/placement/placer.ts';
import { crowds, inOrderOfArrival, kinds, loads } from './loads.ts';
import { Naive } from './naive.ts';
import { forecast, Play, unitsOver, type Load } from './support.ts';

const placerFor = (kind: PlacementKind, load: Load, binding = false): Placer =>
  createPlacer(kind, load.resources, { rankWidth: 2, reservations: load.reservations, binding });

const playOf = (kind: PlacementKind, load: Load, binding = false): Play =>
  new Play(placerFor(kind, load, binding), load.arrivals, load.reranks);

describe('any load', () => {
  it.each([
    ['strict', false],
    ['easy', false],
    ['conservative', false],
    ['conservative', true],
  ] as const)('gets the verdicts that the rules give: %s, binding %s', (kind, binding) => {
    fc.assert(
      fc.property(loads, (load) => {
        const { resources, reservations, arrivals, reranks } = load;
        const naive = new Naive(kind, resources, reservations, binding);
        const expected = new Play(naive, arrivals, reranks).run();
        expect(playOf(kind, load, binding).run()).toEqual(expected);
      }),
    );
  });

  it('gets them where many wait, and early ends move whom they may', () => {
    fc.assert(
      fc.property(crowds, (load) => {
        const naive = new Naive('conservative', load.resources, load.reservations, false);
        const expected = new Play(naive, load.arrivals, load.reranks).run();
        expect(playOf('conservative', load).run()).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('never holds more than there is, nor anything while a resource is closed (XDV-023.3)', () => {
    fc.assert(
      fc.property(kinds, fc.boolean(), loads, (kind, binding, load) => {
        const told = playOf(kind, load, binding).run();
        for (const span of unitsOver(load, told)) expect(span.units).toBeLessThanOrEqual(span.open);
      }),
    );
  });

  it('gives everybody one verdict: a start within bounds, or none once it is too late', () => {
    fc.assert(
      fc.property(kinds, fc.boolean(), loads, (kind, binding, load) => {
        const play = playOf(kind, load, binding);
        const told = play.run();
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        expect(play.placer.waiting).toBe(0);
        for (const { at, ask, withdrawn } of load.arrivals) {
          const verdict = told.find(({ id }) => id === ask.id);
          if (!verdict) expect(withdrawn).toBeDefined();
          else if (verdict.start >= 0) {
            expect(verdict.start).toBeGreaterThanOrEqual(Math.max(at, verdict.tick, ask.earliest));
            expect(verdict.start).toBeLessThanOrEqual(ask.latestStart);
          }
        }
      }),
    );
  });

  it('is placed alike in whatever order the requests of a tick are submitted (XDV-005.1)', () => {
    const shuffled = loads.chain((load) =>
      fc
        .shuffledSubarray([...load.arrivals], { minLength: load.arrivals.length })
        .map((arrivals) => ({ load, other: { ...load, arrivals } })),
    );
    fc.assert(
      fc.property(kinds, fc.boolean(), shuffled, (kind, binding, { load, other }) => {
        expect(playOf(kind, other, binding).run()).toEqual(playOf(kind, load, binding).run());
      }),
    );
  });

  it('goes on in a fork as it does in the original, and neither disturbs the other', () => {
    fc.assert(
      fc.property(kinds, fc.boolean(), fc.nat({ max: 30 }), loads, (kind, binding, at, load) => {
        const expected = playOf(kind, load, binding).run();
        const play = playOf(kind, load, binding);
        for (let tick = 0; tick < at; tick++) play.step(tick);
        play.enter(at);
        const [fork, other] = [play.fork(), play.fork()];
        for (const { ask } of load.arrivals) other.placer.withdraw(ask.id);
        for (const one of [other, fork, play]) one.leave(at);
        other.run(at + 20, at + 1);
        expect(fork.run(5000, at + 1)).toEqual(expected);
        expect(play.run(5000, at + 1)).toEqual(expected);
      }),
    );
  });
});

describe('who is first in the queue of easy', () => {
  it('never starts later than was first promised, whoever is started behind it', () => {
    fc.assert(
      fc.property(loads.map(inOrderOfArrival), (load) => {
        const play = playOf('easy', load);
        const promises = new Map<number, number>();
        for (let tick = 0; tick < 60; tick++) {
          play.step(tick);
          const head = Math.min(...play.waiting());
          const start = forecast(play.placer, tick).get(head);
          if (start === undefined || start < 0) continue;
          expect(start).toBeLessThanOrEqual(promises.get(head) ?? Infinity);
          promises.set(head, start);
        }
        for (const { id, start } of play.run(5000, 60)) {
          if (start >= 0) expect(start).toBeLessThanOrEqual(promises.get(id) ?? Infinity);
        }
      }),
    );
  });
});

describe('promises of conservative', () => {
  it('never move later, whoever comes or ends', () => {
    fc.assert(
      fc.property(loads, (load) => {
        const play = playOf('conservative', load);
        const promises = new Map<number, number>();
        for (let tick = 0; tick < 60; tick++) {
          play.step(tick);
          for (const [id, start] of forecast(play.placer, tick)) {
            const before = promises.get(id);
            if (before !== undefined) expect(start).toBeLessThanOrEqual(before);
            if (start >= 0) promises.set(id, start);
          }
        }
        for (const { id, start } of play.told) {
          const before = promises.get(id);
          if (before !== undefined) expect(start).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
