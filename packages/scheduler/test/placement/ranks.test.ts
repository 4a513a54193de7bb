import { describe, expect, it } from 'vitest';
import { createPlacer } from '../../src/placement/create-placer.ts';
import type { PlacementKind } from '../../src/placement/placer.ts';
import { ask, machine, piece } from './support.ts';

const placer = (kind: PlacementKind) => createPlacer(kind, [machine(4)], { rankWidth: 1 });

describe('the order of those that may start before the first', () => {
  /** 1 holds 3 units until 10, 2 the fourth until 2; 3 wants all; 4 or 5 may go at 2, not both. */
  const crowded = (backfill: readonly (readonly number[] | undefined)[]) => {
    const easy = placer('easy');
    easy.submit(ask(1, [piece(3, 10)]));
    easy.submit(ask(2, [piece(1, 2)]));
    easy.submit(ask(3, [piece(4, 5)]));
    [4, 5].forEach((id, i) => {
      const own = backfill[i];
      easy.submit(ask(id, [piece(1, 5)], own ? { backfill: own } : {}));
    });
    easy.decide(0);
    return easy;
  };

  it('is their own in a fork too', () => {
    const easy = crowded([undefined, [-1]]);
    for (const one of [easy.fork(), easy]) expect(one.decide(2)).toEqual([{ id: 5, start: 2 }]);
  });

  it('is given and taken away by new ranks', () => {
    const rank = (id: number) => [id];
    const easy = crowded([]);
    easy.rerank(rank, (id) => [-id]);
    expect(easy.fork().decide(2)).toEqual([{ id: 5, start: 2 }]);
    easy.rerank(rank);
    expect(easy.decide(2)).toEqual([{ id: 4, start: 2 }]);
  });
});

describe('new ranks', () => {
  it('move the reservation of easy to who is first now', () => {
    const easy = placer('easy');
    easy.submit(ask(1, [piece(3, 10)]));
    easy.submit(ask(2, [piece(4, 5)]));
    easy.submit(ask(3, [piece(3, 7)]));
    easy.decide(0);
    easy.submit(ask(4, [piece(1, 12)]));
    expect(easy.decide(1)).toEqual([]); // it would delay 2, who starts at 10
    easy.rerank((id) => [-id]);
    expect(easy.decide(1)).toEqual([{ id: 4, start: 1 }]);
    expect(easy.wakeAt(1)).toBe(10);
    expect(easy.decide(10)).toEqual([{ id: 3, start: 10 }]);
  });

  it('order who is moved forward first when promises are compressed', () => {
    const one = placer('conservative');
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 3)]));
    one.submit(ask(3, [piece(4, 3)]));
    one.decide(0);
    one.rerank((id) => [-id]);
    one.release(1, 4);
    expect(one.decide(4)).toEqual([{ id: 3, start: 4 }]);
    // and 2, behind it now, from 10 to 7
    expect(one.wakeAt(4)).toBe(7);
  });

  it('leave the promises of conservative as they are, and order those to come', () => {
    const one = placer('conservative');
    one.submit(ask(1, [piece(4, 10)]));
    one.submit(ask(2, [piece(4, 10)]));
    one.decide(0);
    one.submit(ask(3, [piece(4, 10)]));
    one.submit(ask(4, [piece(4, 10)]));
    one.rerank((id) => [-id]);
    one.decide(0);
    const told = [10, 20, 30].flatMap((tick) => one.decide(tick));
    expect(told.map(({ id }) => id)).toEqual([2, 4, 3]);
  });
});
