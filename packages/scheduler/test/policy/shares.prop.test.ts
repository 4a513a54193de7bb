import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShares, type Shares } from '../../src/index.ts';

const CAPACITIES = [9, 18];

describe('dominant shares', () => {
  it('end as in the example of Ghodsi et al. 2011, section 4.1', () => {
    // 9 processors, 18 GB; a task of A asks for (1, 4), one of B for (3, 1): the least dominant
    // share goes next, until nothing fits. A gets three tasks, B two: 2/3 each.
    const shares = createShares({ capacities: CAPACITIES });
    const demands = { 1: [1, 4], 2: [3, 1] } as const;
    const free = [...CAPACITIES];
    const tasks = { 1: 0, 2: 0 };
    for (;;) {
      const tenant = shares.dominant(1, 0) <= shares.dominant(2, 0) ? 1 : 2;
      if (demands[tenant].some((units, r) => units > free[r]!)) break;
      demands[tenant].forEach((units, r) => {
        shares.take(tenant, r, units, 0);
        free[r]! -= units;
      });
      tasks[tenant]++;
    }
    expect(tasks).toEqual({ 1: 3, 2: 2 });
    expect([shares.dominant(1, 0), shares.dominant(2, 0)]).toEqual([666_666, 666_666]);
  });

  it('are over the weight of the tenant', () => {
    const shares = createShares({ capacities: [10], weights: new Map([[2, 3]]) });
    for (const tenant of [1, 2]) shares.take(tenant, 0, 7, 0);
    expect([1, 2, 3].map((tenant) => shares.dominant(tenant, 5))).toEqual([700_000, 233_333, 0]);
  });

  it('forget with a half-life: half of what was used before each end of an epoch', () => {
    const shares = createShares({ capacities: [10], halfLifeTicks: 100 });
    shares.take(1, 0, 10, 50);
    // 50 ticks of everything are half an epoch's use, besides what is held
    expect(shares.dominant(1, 99)).toBe(1_490_000);
    shares.give(1, 0, 10, 100);
    // 500 unit · ticks become 250, 125, then 62
    expect([100, 199, 200, 300, 10_000].map((tick) => shares.dominant(1, tick))).toEqual([
      250_000, 250_000, 125_000, 62_000, 0,
    ]);
  });

  it('of a tenant that always holds all settle between 2 and 3 wholes', () => {
    const shares = createShares({ capacities: [10], halfLifeTicks: 1000 });
    shares.take(1, 0, 10, 0);
    expect(shares.dominant(1, 10 ** 12)).toBe(1_999_900);
    expect(shares.dominant(1, 10 ** 12 + 999)).toBe(2_998_900);
  });

  it('take bounded time over any span, and are the same however often one looks', () => {
    const looked = createShares({ capacities: [7], halfLifeTicks: 3 });
    const once = createShares({ capacities: [7], halfLifeTicks: 3 });
    for (const shares of [looked, once]) shares.take(1, 0, 5, 1);
    for (let tick = 2; tick < 400; tick++) looked.dominant(1, tick);
    expect(looked.dominant(1, 400)).toBe(once.dominant(1, 400));
    expect(once.dominant(1, Number.MAX_SAFE_INTEGER)).toBeGreaterThan(0);
  });

  const changes = fc.array(
    fc.record({ tenant: fc.nat(3), resource: fc.nat(1), units: fc.nat(5), after: fc.nat(40) }),
    { maxLength: 30 },
  );
  const options = fc.record({
    halfLifeTicks: fc.constantFrom(Infinity, 1, 7, 64),
    weights: fc.constantFrom(new Map<number, number>(), new Map([[1, 2]])),
  });

  it('do not depend on the order of what happens at one tick, nor on forks', () => {
    fc.assert(
      fc.property(changes, options, (all, given) => {
        const [shares, permuted] = [given, given].map((o) =>
          createShares({ capacities: CAPACITIES, ...o }),
        ) as [Shares, Shares];
        let now = 0;
        const timed = all.map((change) => {
          now += change.after - (change.after % 20);
          return { ...change, tick: now };
        });
        for (const { tenant, resource, units, tick } of timed) {
          shares.take(tenant, resource, units, tick);
        }
        const other = timed.toReversed().toSorted((a, b) => a.tick - b.tick);
        for (const { tenant, resource, units, tick } of other) {
          permuted.take(tenant, resource, units, tick);
        }
        const fork = shares.fork();
        for (const { tenant, resource, units } of timed) shares.give(tenant, resource, units, now);
        for (const tenant of [0, 1, 2, 3]) {
          expect(permuted.dominant(tenant, now)).toBe(fork.dominant(tenant, now));
          if (given.halfLifeTicks === Infinity) expect(shares.dominant(tenant, now)).toBe(0);
        }
      }),
    );
  });
});

describe('shares refuse', () => {
  it.each([
    [{ capacities: [0] }, 'a capacity must be an integer from 1'],
    [{ capacities: [1.5] }, 'got 1.5'],
    [{ capacities: [1], weights: new Map([[1, 0]]) }, 'the weight of a tenant must be'],
    [{ capacities: [1], halfLifeTicks: 0 }, 'halfLifeTicks must be an integer from 1'],
    [{ capacities: [2 ** 30], halfLifeTicks: 2 ** 22 + 1 }, 'from 1 to 4194304'],
  ])('%j', (options, why) => {
    expect(() => createShares(options)).toThrow(why);
  });

  it('what cannot be: units of no resource, units not held, time that goes back', () => {
    const shares = createShares({ capacities: [4], halfLifeTicks: 2 ** 20 });
    shares.take(1, 0, 2, 10);
    expect(() => shares.take(1, 1, 1, 10)).toThrow('unknown resource');
    expect(() => shares.take(1, 0, -1, 10)).toThrow('units taken');
    expect(() => shares.give(1, 0, 1.5, 10)).toThrow('units given back');
    expect(() => shares.take(1, 0, 1, 9)).toThrow('in order of time');
    expect(() => shares.give(1, 0, 3, 10)).toThrow('does not hold');
  });
});
