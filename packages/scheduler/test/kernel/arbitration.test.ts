import { CANDIDATE, InvariantError, type ResourceId } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createScheduler, shortestFirst, type SchedulerOptions } from '../../src/index.ts';
import { cid, envelope, pid, policyOf, RESOURCE, verdicts } from './support.ts';

const attached = (options: SchedulerOptions = {}) => {
  const scheduler = createScheduler(options);
  scheduler.attach(RESOURCE, 'Q');
  return scheduler;
};

describe('arbitration', () => {
  it('places the requests of a tick one after another, first come first', () => {
    const scheduler = attached();
    scheduler.request(envelope(1, { since: 5 }));
    scheduler.request(envelope(2, { since: 3 }));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 5))).toEqual([[2, 5], [1, 15]]);
  });

  it('breaks ties by process, then by contract, never by order of asking (XDV-005.1)', () => {
    const requests = [
      envelope(4, { process: pid(10) }),
      envelope(3, { process: pid(9) }),
      envelope(2, { process: pid(10) }),
      envelope(1, { process: pid(10) }),
    ];
    for (const list of [requests, requests.toReversed()]) {
      const scheduler = attached();
      for (const request of list) scheduler.request(request);
      const placed = verdicts(scheduler.arbitrate(RESOURCE, 0));
      expect(placed).toEqual([[3, 0], [1, 10], [2, 20], [4, 30]]);
    }
  });

  it('answers each request once', () => {
    const scheduler = attached();
    scheduler.request(envelope(1));
    expect(scheduler.arbitrate(RESOURCE, 0)).toHaveLength(1);
    expect(scheduler.arbitrate(RESOURCE, 0)).toEqual([]);
  });

  it('starts nothing before it was asked for, nor before now', () => {
    const scheduler = attached();
    scheduler.request(envelope(1, { since: 50 }));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 7))).toEqual([]);
    scheduler.request(envelope(2, { since: 0 }));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 7))).toEqual([[2, 7]]);
    expect(verdicts(scheduler.arbitrate(RESOURCE, 50))).toEqual([[1, 50]]);
  });

  it('keeps one timeline per resource', () => {
    const scheduler = attached();
    const other = 2 as ResourceId;
    scheduler.attach(other, 'Phi');
    scheduler.request(envelope(1));
    scheduler.request(envelope(2, { resource: other, domain: 'Phi' }));
    expect(verdicts(scheduler.arbitrate(other, 0))).toEqual([[2, 0]]);
    expect(verdicts(scheduler.arbitrate(RESOURCE, 0))).toEqual([[1, 0]]);
  });

  it('refuses what cannot start in time, and reserves nothing for it (XDV-012.4)', () => {
    const scheduler = attached();
    scheduler.request(envelope(1));
    scheduler.request(envelope(2, { length: 99, latestStart: 9 }));
    scheduler.request(envelope(3, { latestStart: 10 }));
    const placed = scheduler.arbitrate(RESOURCE, 0);
    expect(verdicts(placed)).toEqual([[1, 0], [2, 'RESOURCE_EXHAUSTED'], [3, 10]]);
    expect(placed[1]!.start).toMatchObject({
      fault: { message: 'no envelope of 99 ticks starts by tick 9' },
    });
  });

  it('gives the rest of a released envelope to whoever asks next', () => {
    const scheduler = attached();
    scheduler.request(envelope(1, { length: 100 }));
    scheduler.arbitrate(RESOURCE, 0);
    scheduler.release(RESOURCE, cid(1), 30);
    scheduler.request(envelope(2));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 30))).toEqual([[2, 30]]);
  });

  it('halts on a resource that was never attached: a bug of the caller', () => {
    const scheduler = createScheduler();
    expect(() => scheduler.request(envelope(1))).toThrow(InvariantError);
    expect(() => scheduler.arbitrate(RESOURCE, 0)).toThrow(InvariantError);
    expect(() => scheduler.release(RESOURCE, cid(1), 0)).toThrow(InvariantError);
  });
});

describe('a policy in arbitration', () => {
  it('puts heavier requests first, a unit of weight worth an epoch of aging (XDV-012.8)', () => {
    const heavy = policyOf(({ process }) => (process === 2 ? 1 : 0));
    for (const [since, first] of [[99, 2], [100, 1]] as const) {
      const scheduler = attached({ policy: heavy, agingTicks: 100 });
      scheduler.request(envelope(1, { since: 0 }));
      scheduler.request(envelope(2, { since }));
      expect(verdicts(scheduler.arbitrate(RESOURCE, 200))[0]).toEqual([first, 200]);
    }
  });

  it('sees the request and nothing else (XDV-001.6)', () => {
    const seen: unknown[] = [];
    const scheduler = attached({
      policy: policyOf((candidate) => {
        seen.push(candidate);
        return 0;
      }),
    });
    const traits = { amount: 5, deadline: 90 };
    scheduler.request(envelope(3, { domain: 'Phi', since: 4, length: 7, traits }));
    scheduler.arbitrate(RESOURCE, 4);
    const asked = { domain: 'Phi', process: 3, since: 4, now: 4, length: 7 };
    expect(seen[0]).toEqual({ ...CANDIDATE, ...asked, ...traits });
  });

  it('cannot change what it sees (XDV-012.6)', () => {
    const scheduler = attached({
      policy: policyOf((candidate) => {
        Object.assign(candidate, { length: 1, since: 0, latestStart: 1e9, process: 1 });
        return 0;
      }),
    });
    scheduler.request(envelope(1, { length: 50 }));
    scheduler.request(envelope(2, { latestStart: 49 }));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 0))).toEqual([[1, 0], [2, 'RESOURCE_EXHAUSTED']]);
  });

  it('called shortest-first puts short envelopes first', () => {
    const scheduler = attached({ policy: shortestFirst });
    for (const [contract, length] of [[1, 30], [2, 10], [3, 20]] as const) {
      scheduler.request(envelope(contract, { length }));
    }
    expect(verdicts(scheduler.arbitrate(RESOURCE, 0))).toEqual([[2, 0], [3, 10], [1, 30]]);
  });

  it('called shortest-first weighs even the longest envelope within range', () => {
    const scheduler = attached({ policy: shortestFirst });
    scheduler.request(envelope(1, { length: 2 ** 52 }));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 0))).toEqual([[1, 0]]);
    expect(scheduler.quarantined()).toBeUndefined();
  });
});
