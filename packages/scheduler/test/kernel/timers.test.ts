import { InvariantError, TIMER_KINDS, type Decision, type Scheduler } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../src/index.ts';
import { pid, runs } from './support.ts';

const drain = (scheduler: Scheduler): readonly Decision[] => {
  const list: Decision[] = [];
  for (let next = scheduler.next(); next !== null; next = scheduler.next()) list.push(next);
  return list;
};

/** Kinds that a caller sets; the scheduler calls for arbitration itself. */
const KINDS = ['job-end', 'contract-end', 'contract-start', 'wake'] as const;

const timers = fc.uniqueArray(
  fc.record({
    kind: fc.constant('timer' as const),
    tick: fc.nat(4),
    timer: fc.constantFrom(...KINDS),
    id: fc.oneof(fc.nat(12), fc.constant(2 ** 48 - 1)),
  }),
  { selector: ({ tick, timer, id }) => `${tick} ${timer} ${id}`, maxLength: 60, size: 'max' },
);

describe('timers', () => {
  it('fire by tick, then kind, then id, however they were set (XDV-005.1)', () => {
    fc.assert(
      fc.property(timers, (list) => {
        const scheduler = createScheduler();
        for (const { tick, timer, id } of list) scheduler.at(tick, timer, id);
        const rank = ({ timer }: (typeof list)[number]): number => TIMER_KINDS.indexOf(timer);
        const sorted = list.toSorted(
          (a, b) => a.tick - b.tick || rank(a) - rank(b) || a.id - b.id,
        );
        expect(drain(scheduler)).toEqual(sorted);
      }),
    );
  });

  it('deliver results before envelopes end, and end envelopes before others start', () => {
    expect(TIMER_KINDS).toEqual([
      'job-end',
      'contract-end',
      'contract-start',
      'wake',
      'arbitrate',
    ]);
  });

  it('fire exactly on their tick, before a process runs at it (XDV-012.3)', () => {
    const scheduler = createScheduler({ sliceTicks: 10 });
    scheduler.ready(pid(1), 0);
    scheduler.at(10, 'contract-start', 5);
    scheduler.at(11, 'contract-end', 5);
    runs(scheduler);
    scheduler.charge(0, 10);
    expect(scheduler.next()).toEqual({ kind: 'timer', tick: 10, timer: 'contract-start', id: 5 });
    expect(runs(scheduler)).toMatchObject({ tick: 10, process: 1 });
    scheduler.charge(0, 10);
    expect(scheduler.next()).toEqual({ kind: 'timer', tick: 11, timer: 'contract-end', id: 5 });
    expect(runs(scheduler)).toMatchObject({ tick: 20, process: 1 });
  });

  it('may be set for the tick that it is', () => {
    const scheduler = createScheduler();
    scheduler.at(3, 'wake', 1);
    scheduler.next();
    scheduler.at(3, 'job-end', 2);
    expect(scheduler.next()).toEqual({ kind: 'timer', tick: 3, timer: 'job-end', id: 2 });
  });

  it.each([
    ['in the past', 2, 1],
    ['with an id below 0', 3, -1],
    ['with an id of 2^48', 3, 2 ** 48],
  ])('halt when set %s: a bug of the caller', (_what, tick, id) => {
    const scheduler = createScheduler();
    scheduler.at(3, 'wake', 1);
    scheduler.next();
    expect(() => scheduler.at(tick, 'wake', id)).toThrow(InvariantError);
  });
});
