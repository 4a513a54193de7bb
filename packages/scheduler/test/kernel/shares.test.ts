import { CANDIDATE, type SchedulingPolicy } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createScheduler, fairShare } from '../../src/index.ts';
import { cid, envelope, order, pid, policyOf, RESOURCE, runs, verdicts } from './support.ts';

/** Notes what it is shown. */
const watching = (seen: (readonly [process: number, share: number])[]): SchedulingPolicy => ({
  ...policyOf(({ process, share }) => {
    seen.push([process, share]);
    return 0;
  }),
  dynamic: true,
});

describe('the share of a tenant', () => {
  it('counts lanes: two tenants have turns alike, however many processes each has', () => {
    const scheduler = createScheduler({ sliceTicks: 10, policy: fairShare });
    for (const process of [1, 2, 3, 4]) {
      scheduler.describe(pid(process), { tenant: process === 4 ? 2 : 1 });
      scheduler.ready(pid(process), 0);
    }
    const turns = order(scheduler, 40);
    expect(turns.filter((process) => process === 4)).toHaveLength(20);
    for (const process of [1, 2, 3]) expect(turns).toContain(process);
  });

  it('counts envelopes from their start to their end, or until they are given back', () => {
    const seen: [number, number][] = [];
    const scheduler = createScheduler({ policy: watching(seen), agingTicks: 100 });
    scheduler.attach(RESOURCE, 'Q');
    const ask = (contract: number, since: number): void => {
      const fields = { process: pid(contract), since, length: 40, traits: { tenant: 7 } };
      scheduler.request(envelope(contract, fields));
      seen.length = 0;
      scheduler.arbitrate(RESOURCE, since);
    };
    ask(1, 0);
    expect(seen[0]).toEqual([1, 0]);
    // the first holds the only device since tick 0: all of it now, and 10 of 100 ticks before
    ask(2, 10);
    expect(seen[0]).toEqual([2, 1_100_000]);
    scheduler.release(RESOURCE, cid(1), 20);
    scheduler.release(RESOURCE, cid(2), 20);
    ask(3, 30);
    expect(seen[0]).toEqual([3, 200_000]);
    // at tick 100 an epoch ends: what was held before, 20 ticks and 40, counts half
    ask(4, 110);
    expect(seen[0]).toEqual([4, 300_000]);
  });

  it('of Q and of Φ are counted apart, over the resources of each', () => {
    const seen: [number, number][] = [];
    const scheduler = createScheduler({ policy: watching(seen), agingTicks: 1000 });
    scheduler.attach(RESOURCE, 'Phi');
    for (const other of [2, 3, 4, 5]) scheduler.attach(other as typeof RESOURCE, 'Q');
    const ask = (contract: number, resource: number, domain: 'Q' | 'Phi'): void => {
      const fields = { domain, resource: resource as typeof RESOURCE, traits: { tenant: 1 } };
      scheduler.request(envelope(contract, { ...fields, length: 50 }));
      seen.length = 0;
      scheduler.arbitrate(resource as typeof RESOURCE, 0);
    };
    ask(1, 2, 'Q');
    ask(2, 3, 'Q');
    expect(seen[0]).toEqual([2, 250_000]);
    ask(3, 1, 'Phi');
    expect(seen[0]).toEqual([3, 500_000]);
    ask(4, 4, 'Q');
    expect(seen[0]).toEqual([4, 1_000_000]);
  });

  it('orders requests for a device: who has used it least goes first', () => {
    const scheduler = createScheduler({ policy: fairShare });
    scheduler.attach(RESOURCE, 'Q');
    const ask = (contract: number, tenant: number, since: number): void =>
      scheduler.request(envelope(contract, { since, traits: { tenant } }));
    ask(1, 1, 0);
    scheduler.arbitrate(RESOURCE, 0);
    ask(2, 1, 5);
    ask(3, 2, 5);
    expect(verdicts(scheduler.arbitrate(RESOURCE, 5))).toEqual([[3, 10], [2, 20]]);
  });

  it('goes on alike in a fork, which then counts for itself', () => {
    const scheduler = createScheduler({ sliceTicks: 10, kLanes: 2, policy: fairShare });
    for (const process of [1, 2, 3]) {
      scheduler.describe(pid(process), { tenant: process });
      scheduler.ready(pid(process), 0);
    }
    order(scheduler, 5);
    const fork = scheduler.fork();
    const ahead = order(fork, 9);
    expect(order(scheduler, 9)).toEqual(ahead);
  });

  it('is given back once by a process that ends in a call for which it waits', () => {
    const scheduler = createScheduler({ policy: fairShare });
    scheduler.ready(pid(1), 0);
    const { lane } = runs(scheduler);
    scheduler.remove(pid(1));
    scheduler.charge(lane, 1);
    scheduler.block(lane);
    scheduler.ready(pid(2), 1);
    expect(runs(scheduler)).toMatchObject({ process: 2, tick: 1 });
  });

  it('is 0 for a policy that is not dynamic, which may not depend on it', () => {
    const shares = new Set<number>();
    const policy = policyOf(({ share }) => {
      shares.add(share);
      return 0;
    });
    const scheduler = createScheduler({ sliceTicks: 10, policy });
    for (const process of [1, 2]) scheduler.ready(pid(process), 0);
    order(scheduler, 6);
    expect(shares).toEqual(new Set([CANDIDATE.share]));
  });
});
