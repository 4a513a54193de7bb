import type { Placement, Scheduler } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler, shortestFirst, type SchedulerOptions } from '../../src/index.ts';
import { cid, envelope, policyOf, RESOURCE, verdicts } from './support.ts';

const attached = (options: SchedulerOptions = {}): Scheduler => {
  const scheduler = createScheduler(options);
  scheduler.attach(RESOURCE, 'Q');
  return scheduler;
};

/** Follows the scheduler to its end: the verdicts, each with the tick at which it fell. */
const follow = (
  scheduler: Scheduler,
  onVerdict: (placement: Placement, tick: number) => void = () => undefined,
): readonly (readonly [tick: number, contract: number, verdict: number | string])[] => {
  const told: [number, number, number | string][] = [];
  for (let next = scheduler.next(); next !== null; next = scheduler.next()) {
    const { tick } = next;
    for (const placement of scheduler.arbitrate(RESOURCE, tick)) {
      const [[contract, verdict]] = verdicts([placement]) as [[number, number | string]];
      told.push([tick, contract, verdict]);
      onVerdict(placement, tick);
    }
  }
  return told;
};

// 1 holds the device for [0, 10); 2 needs it for 20, 3 for 5, 4 for 5 but only by tick 12
const busy = (options: SchedulerOptions): Scheduler => {
  const scheduler = attached(options);
  scheduler.request(envelope(1, { length: 10 }));
  scheduler.request(envelope(2, { length: 20, since: 1 }));
  scheduler.request(envelope(3, { length: 5, since: 2 }));
  scheduler.request(envelope(4, { length: 5, since: 3, latestStart: 12 }));
  return scheduler;
};

describe('a placement', () => {
  it('called conservative tells starts as soon as all of a tick have asked', () => {
    expect(follow(busy({ placement: 'conservative' }))).toEqual([
      [0, 1, 0],
      [1, 2, 10],
      [2, 3, 30],
      [3, 4, 'RESOURCE_EXHAUSTED'],
    ]);
  });

  it.each(['easy', 'strict'] as const)('called %s tells a start when it has come', (placement) => {
    // the last start of 4 passes at tick 12, while 2 runs
    expect(follow(busy({ placement }))).toEqual([
      [0, 1, 0],
      [10, 2, 10],
      [13, 4, 'RESOURCE_EXHAUSTED'],
      [30, 3, 30],
    ]);
  });

  it.each(['easy', 'strict'] as const)('called %s lets a later request pass by policy', (kind) => {
    // with conservative placement 2 would have had its start, tick 10, since tick 1
    const told = follow(busy({ placement: kind, policy: shortestFirst }));
    expect(told.map(([, contract, verdict]) => [contract, verdict])).toEqual([
      [1, 0],
      [3, 10],
      [4, 'RESOURCE_EXHAUSTED'],
      [2, 15],
    ]);
  });

  it('arbitrates again when an envelope ends before its time', () => {
    const scheduler = busy({ placement: 'easy' });
    expect(scheduler.next()).toMatchObject({ timer: 'arbitrate', tick: 0 });
    scheduler.arbitrate(RESOURCE, 0);
    expect(scheduler.next()).toMatchObject({ timer: 'arbitrate', tick: 1 });
    expect(scheduler.arbitrate(RESOURCE, 1)).toEqual([]);
    scheduler.at(1, 'wake', 7);
    scheduler.next();
    scheduler.release(RESOURCE, cid(1), 1);
    expect(scheduler.next()).toMatchObject({ timer: 'arbitrate', tick: 1 });
    expect(verdicts(scheduler.arbitrate(RESOURCE, 1))).toEqual([[2, 1]]);
  });

  it('takes a request back that waits, and lets who waited behind it go', () => {
    const scheduler = busy({ placement: 'strict' });
    for (const tick of [0, 1, 2]) {
      expect(scheduler.next()).toMatchObject({ timer: 'arbitrate', tick });
      scheduler.arbitrate(RESOURCE, tick);
    }
    scheduler.release(RESOURCE, cid(2), 2);
    expect(follow(scheduler)).toEqual([
      [10, 3, 10],
      [13, 4, 'RESOURCE_EXHAUSTED'],
    ]);
  });

  it('leaves no call behind for requests that were taken back', () => {
    const scheduler = busy({ placement: 'easy' });
    for (const contract of [1, 2, 3, 4]) scheduler.release(RESOURCE, cid(contract), 0);
    expect(scheduler.next()).toBeNull();
  });

  it('weighs those that wait again if the policy is dynamic', () => {
    // the longer contract 3 waits, the heavier it is: at tick 10 it has passed 2
    const weigh = policyOf(({ process, now, since }) => (process === 3 ? now - since : 4));
    const scheduler = busy({ placement: 'easy', policy: { ...weigh, dynamic: true } });
    const order = follow(scheduler).map(([, contract]) => contract);
    expect(order).toEqual([1, 3, 4, 2]);
  });
});

interface Wanted {
  readonly since: number;
  readonly length: number;
  readonly patience: number;
  /** Ticks after its start at which it is given back; past its end: not. */
  readonly used: number;
}

const wanted: fc.Arbitrary<readonly Wanted[]> = fc.array(
  fc.record({
    since: fc.nat(40),
    length: fc.integer({ min: 1, max: 15 }),
    patience: fc.oneof(fc.nat(30), fc.constant(1000)),
    used: fc.integer({ min: 1, max: 20 }),
  }),
  { maxLength: 25, size: 'max' },
);

const configurations = fc.record({
  placement: fc.constantFrom('conservative', 'easy', 'strict'),
  policy: fc.constantFrom(shortestFirst, policyOf(({ process }) => process % 3)),
  agingTicks: fc.integer({ min: 1, max: 100 }),
});

interface Span {
  readonly contract: number;
  readonly start: number;
  end: number;
}

/** The first start from `tick` on that overlaps nothing, found tick by tick; -1 if too late. */
const search = (spans: readonly Span[], tick: number, length: number, latest: number): number => {
  const free = (at: number): boolean => spans.every(({ start, end }) => at < start || at >= end);
  for (let start = tick; start <= latest; start++) {
    if (Array.from({ length }, (_, i) => start + i).every(free)) return start;
  }
  return -1;
};

/**
 * What became of all requests, with envelopes given back at the end of their use. `searched` is
 * where a search tick by tick puts each, as far as those before it allow.
 */
const play = (options: SchedulerOptions, list: readonly Wanted[]) => {
  const searched = new Map<number, number>();
  const scheduler = attached(options);
  const spans: Span[] = [];
  const refused: number[] = [];
  for (const [i, { since, length, patience }] of list.entries()) {
    scheduler.request(envelope(i + 1, { since, length, latestStart: since + patience }));
  }
  const giveBack = (contract: number, tick: number): void => {
    const span = spans.find((one) => one.contract === contract)!;
    if (tick >= span.end) return;
    span.end = tick;
    scheduler.release(RESOURCE, cid(contract), tick);
  };
  for (let next = scheduler.next(); next !== null; next = scheduler.next()) {
    const { tick } = next;
    if (next.kind === 'timer' && next.timer === 'wake') giveBack(next.id, tick);
    else {
      for (const { contract, start } of scheduler.arbitrate(RESOURCE, tick)) {
        const { since, length: asked, patience } = list[contract - 1]!;
        searched.set(contract, search(spans, tick, asked, since + patience));
        if (!start.ok) refused.push(contract);
        else {
          const { length, used } = list[contract - 1]!;
          spans.push({ contract, start: start.value, end: start.value + length });
          scheduler.at(start.value + used, 'wake', contract);
        }
      }
    }
  }
  return { spans, refused, searched };
};

describe('whatever is asked for and given back', () => {
  it('every request has one verdict, in time (conservation, XDV-012.8)', () => {
    fc.assert(
      fc.property(configurations, wanted, (options, list) => {
        const { spans, refused } = play(options, list);
        const all = [...spans.map(({ contract }) => contract), ...refused];
        expect(all.toSorted((a, b) => a - b)).toEqual(list.map((_, i) => i + 1));
        for (const { contract, start } of spans) {
          const { since, patience } = list[contract - 1]!;
          expect(start).toBeGreaterThanOrEqual(since);
          expect(start).toBeLessThanOrEqual(since + patience);
        }
      }),
    );
  });

  it('a conservative start is the earliest that a search tick by tick finds', () => {
    fc.assert(
      fc.property(configurations, wanted, (options, list) => {
        const { spans, refused, searched } = play({ ...options, placement: 'conservative' }, list);
        for (const { contract, start } of spans) expect(start).toBe(searched.get(contract));
        for (const contract of refused) expect(searched.get(contract)).toBe(-1);
      }),
    );
  });

  it('no two envelopes of a resource overlap (XDV-023.3)', () => {
    fc.assert(
      fc.property(configurations, wanted, (options, list) => {
        const { spans } = play(options, list);
        const inOrder = spans.toSorted((a, b) => a.start - b.start);
        for (const [i, span] of inOrder.slice(1).entries()) {
          expect(span.start).toBeGreaterThanOrEqual(inOrder[i]!.end);
        }
      }),
    );
  });

  it('the order of calls within a tick changes nothing', () => {
    fc.assert(
      fc.property(configurations, wanted, (options, list) => {
        const one = attached(options);
        const other = attached(options);
        const requests = list.map(({ since, length, patience }, i) =>
          envelope(i + 1, { since, length, latestStart: since + patience }),
        );
        for (const request of requests) one.request(request);
        for (const request of requests.toReversed()) other.request(request);
        expect(follow(other)).toEqual(follow(one));
      }),
    );
  });
});
