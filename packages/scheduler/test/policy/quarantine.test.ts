import { WEIGHT_MAX } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createScheduler, firstComeFirstServed } from '../../src/index.ts';
import { candidateOf } from './support.ts';
import { envelope, order, pid, policyOf, RESOURCE, runs, verdicts } from '../kernel/support.ts';

const hostile = (value: unknown): number => value as number;
const thrower = (what: unknown) => (): never => {
  throw what;
};

const readied = (weigh: Parameters<typeof policyOf>[0], count = 3) => {
  const scheduler = createScheduler({ sliceTicks: 10, agingTicks: 100, policy: policyOf(weigh) });
  for (let process = 1; process <= count; process++) scheduler.ready(pid(process), 0);
  return scheduler;
};

describe('a policy', () => {
  it('orders processes by weight, heaviest first', () => {
    const scheduler = readied(({ process }) => process);
    const taken = [1, 2, 3].map(() => {
      const { process, lane } = runs(scheduler);
      scheduler.block(lane);
      return process;
    });
    expect(taken).toEqual([3, 2, 1]);
  });

  it('loses to waiting: a unit of weight is worth an epoch of agingTicks (XDV-012.2)', () => {
    const scheduler = readied(({ process }) => (process === 1 ? 1 : 0), 2);
    // process 1 is preferred until it becomes ready in the next epoch, at tick 100: both then count
    // 0, and process 2 has waited longer
    const taken = order(scheduler, 11);
    expect(taken.indexOf(2)).toBe(10);
    expect(taken.slice(0, 10).every((process) => process === 1)).toBe(true);
  });

  it('may use every weight of its range', () => {
    const scheduler = readied(({ process }) => (process === 2 ? WEIGHT_MAX : -WEIGHT_MAX), 2);
    expect(order(scheduler, 1)).toEqual([2]);
    expect(scheduler.quarantined()).toBeUndefined();
  });

  it('by default weighs nobody, and tells of itself', () => {
    expect(firstComeFirstServed.weigh(candidateOf({ length: 0 }))).toBe(0);
    expect(firstComeFirstServed).toMatchObject({ name: 'first-come-first-served', version: '1' });
  });
});

const RANGE = 'is not an integer within ±1099511627776';

describe('a policy that breaks its contract', () => {
  it.each<readonly [string, () => number, string]>([
    ['throws', thrower(new Error('oops')), 'it threw oops'],
    ['throws text', thrower('oops'), 'it threw oops'],
    ['throws nothing', thrower(undefined), 'it threw undefined'],
    ['throws a bare object', thrower(Object.create(null)), 'it threw an object'],
    [
      'throws what throws',
      thrower(Object.defineProperty(new Error(), 'message', { get: thrower('again') })),
      'it threw what cannot be shown',
    ],
    ['gives NaN', () => NaN, `weight NaN ${RANGE}`],
    ['gives a fraction', () => 0.5, `weight 0.5 ${RANGE}`],
    ['gives infinity', () => Infinity, `weight Infinity ${RANGE}`],
    ['gives too much', () => WEIGHT_MAX + 1, `weight 1099511627777 ${RANGE}`],
    ['gives too little', () => -WEIGHT_MAX - 1, `weight -1099511627777 ${RANGE}`],
    ['gives text', () => hostile('1'), `weight 1 ${RANGE}`],
    ['gives a big integer', () => hostile(10n ** 40_000n), `weight a big integer ${RANGE}`],
    ['gives nothing', () => hostile(undefined), `weight undefined ${RANGE}`],
    ['gives a promise', () => hostile(Promise.resolve(1)), `weight an object ${RANGE}`],
    ['gives a symbol', () => hostile(Symbol('w')), `weight Symbol(w) ${RANGE}`],
  ])('is quarantined when it %s, and the default order goes on (XDV-012.6)', (_, weigh, why) => {
    const scheduler = readied(weigh);
    expect(order(scheduler, 4)).toEqual([1, 2, 3, 1]);
    expect(scheduler.quarantined()).toBe(why);
  });

  it('is reported once', () => {
    const scheduler = readied(() => NaN);
    expect(scheduler.quarantined()).toBe(`weight NaN ${RANGE}`);
    order(scheduler, 5);
    expect(scheduler.quarantined()).toBeUndefined();
  });

  it('is not asked again: the first failure counts', () => {
    let asked = 0;
    const scheduler = readied(() => {
      asked++;
      throw new Error(`call ${asked}`);
    });
    order(scheduler, 5);
    expect(asked).toBe(1);
    expect(scheduler.quarantined()).toBe('it threw call 1');
  });

  it('weighs nobody from then on, whoever it would have preferred', () => {
    const scheduler = readied(({ process }) => (process === 3 ? NaN : process), 4);
    // 1 and 2 were weighed before, 3 and 4 count as 0
    expect(order(scheduler, 4)).toEqual([2, 1, 3, 4]);
    expect(order(scheduler, 4)).toEqual([2, 1, 3, 4]);
  });

  it('is caught in arbitration as well', () => {
    const scheduler = createScheduler({ policy: policyOf(thrower(new Error('late'))) });
    scheduler.attach(RESOURCE, 'Q');
    scheduler.request(envelope(2));
    scheduler.request(envelope(1));
    expect(verdicts(scheduler.arbitrate(RESOURCE, 0))).toEqual([[1, 0], [2, 10]]);
    expect(scheduler.quarantined()).toBe('it threw late');
  });

  it('stays in quarantine in a fork, reported there if it was not before', () => {
    const scheduler = readied(() => NaN);
    const fork = scheduler.fork();
    expect(fork.quarantined()).toBe(`weight NaN ${RANGE}`);
    expect(scheduler.quarantined()).toBe(`weight NaN ${RANGE}`);
    expect(scheduler.fork().quarantined()).toBeUndefined();
  });
});
