import { describe, expect, it, vi } from 'vitest';
import { createScheduler } from '../../src/index.ts';
import { order, pid, runs } from './support.ts';

const withReady = (count: number, options: Parameters<typeof createScheduler>[0] = {}) => {
  const scheduler = createScheduler({ sliceTicks: 10, ...options });
  for (let process = count; process >= 1; process--) scheduler.ready(pid(process), 0);
  return scheduler;
};

describe('one lane', () => {
  it('decides nothing while nobody is ready', () => {
    expect(createScheduler().next()).toBeNull();
  });

  it('gives whole slices in turn, ties to the lowest process id (XDV-005.1)', () => {
    expect(order(withReady(3), 7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });

  it('compares process ids as numbers', () => {
    expect(order(withReady(11), 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('preempts at the end of a slice only (XDV-012.2)', () => {
    const scheduler = withReady(2);
    const decisions = [3, 6, 1].map((ticks) => {
      const decision = runs(scheduler);
      scheduler.charge(0, ticks);
      return decision;
    });
    expect(decisions).toEqual([
      { kind: 'run', tick: 0, process: 1, lane: 0, sliceLeft: 10 },
      { kind: 'run', tick: 3, process: 1, lane: 0, sliceLeft: 7 },
      { kind: 'run', tick: 9, process: 1, lane: 0, sliceLeft: 1 },
    ]);
    expect(runs(scheduler)).toMatchObject({ tick: 10, process: 2, sliceLeft: 10 });
  });

  it('lets a process that is alone go on with a new slice', () => {
    const scheduler = withReady(1);
    expect(order(scheduler, 3)).toEqual([1, 1, 1]);
    expect(runs(scheduler)).toMatchObject({ tick: 30, process: 1 });
  });

  it('gives the lane to another when a process waits, after what it was charged', () => {
    const scheduler = withReady(2);
    runs(scheduler);
    scheduler.charge(0, 4);
    scheduler.block(0);
    expect(runs(scheduler)).toMatchObject({ tick: 4, process: 2 });
    scheduler.block(0);
    expect(scheduler.next()).toBeNull();
  });

  it('gives a process that comes back a slice of its own, behind those that waited', () => {
    const scheduler = withReady(2);
    runs(scheduler);
    scheduler.charge(0, 4);
    scheduler.block(0);
    scheduler.ready(pid(1), 4);
    expect(order(scheduler, 3)).toEqual([2, 1, 2]);
  });
});

describe('a process that nobody can disturb', () => {
  it.each([
    ['a timer inside its slice', 10, 0, 7],
    ['a timer at the end of its slice', 10, 0, 10],
    ['a timer just past it', 20, 0, 11],
    ['a timer at the end of the second', 20, 0, 20],
    ['a timer in the third', 30, 0, 25],
    ['a timer in the third, 4 ticks on', 26, 4, 25],
  ])('is told of all slices that begin before %s: %d ticks', (_what, ticks, used, timer) => {
    const scheduler = withReady(1);
    scheduler.at(timer, 'wake', 1);
    runs(scheduler);
    scheduler.charge(0, used);
    expect(runs(scheduler).sliceLeft).toBe(ticks);
  });

  it('is told of one slice while another waits or another lane could run', () => {
    expect(runs(withReady(2)).sliceLeft).toBe(10);
    expect(runs(withReady(1, { kLanes: 2 })).sliceLeft).toBe(10);
  });

  it('leaves the lane at the end of its slices to whom the timer made ready (XDV-012.2)', () => {
    const scheduler = withReady(1);
    scheduler.at(25, 'wake', 2);
    const { sliceLeft } = runs(scheduler);
    scheduler.charge(0, sliceLeft);
    expect(scheduler.next()).toMatchObject({ kind: 'timer', tick: 25 });
    scheduler.ready(pid(2), 25);
    expect(runs(scheduler)).toMatchObject({ tick: 30, process: 2 });
  });
});

describe('several lanes', () => {
  it('run as many processes at once, lowest lane first', () => {
    const scheduler = withReady(3, { kLanes: 2 });
    const first = runs(scheduler);
    scheduler.charge(first.lane, 5);
    const second = runs(scheduler);
    scheduler.charge(second.lane, 10);
    expect([first, second]).toMatchObject([
      { tick: 0, process: 1, lane: 0 },
      { tick: 0, process: 2, lane: 1 },
    ]);
    // lane 0 has 5 ticks of its slice left, lane 1 none at tick 10
    expect(runs(scheduler)).toMatchObject({ tick: 5, process: 1, lane: 0, sliceLeft: 5 });
    scheduler.charge(0, 5);
    expect(runs(scheduler)).toMatchObject({ tick: 10, process: 3, lane: 0, sliceLeft: 10 });
  });

  it('take as long as their share of the work', () => {
    const ends = [1, 2, 4].map((kLanes) => {
      const scheduler = withReady(4, { kLanes });
      let last = 0;
      for (let slice = 0; slice < 8; slice++) {
        const { lane, tick } = runs(scheduler);
        scheduler.charge(lane, 10);
        last = tick + 10;
      }
      return last;
    });
    expect(ends).toEqual([80, 40, 20]);
  });

  it('leave an idle lane alone while nobody waits', () => {
    const scheduler = withReady(1, { kLanes: 4 });
    expect(order(scheduler, 3)).toEqual([1, 1, 1]);
    scheduler.ready(pid(2), 20);
    expect(runs(scheduler)).toMatchObject({ tick: 20, process: 2, lane: 1 });
  });

  it('never go back in time: a lane that was idle starts now', () => {
    const scheduler = withReady(1, { kLanes: 2 });
    runs(scheduler);
    scheduler.charge(0, 7);
    scheduler.block(0);
    scheduler.at(9, 'wake', 2);
    expect(scheduler.next()).toMatchObject({ kind: 'timer', tick: 9 });
    scheduler.ready(pid(2), 9);
    expect(runs(scheduler)).toMatchObject({ tick: 9, process: 2, lane: 0 });
    scheduler.charge(0, 3);
    expect(runs(scheduler)).toMatchObject({ tick: 12, process: 2, lane: 0 });
  });
});

describe('a removed process', () => {
  it('no longer competes when it was ready', () => {
    const scheduler = withReady(3);
    scheduler.remove(pid(1));
    scheduler.remove(pid(3));
    expect(order(scheduler, 2)).toEqual([2, 2]);
  });

  it('leaves its lane when it was running', () => {
    const scheduler = withReady(2);
    runs(scheduler);
    scheduler.charge(0, 4);
    scheduler.remove(pid(1));
    expect(runs(scheduler)).toMatchObject({ tick: 4, process: 2 });
    scheduler.remove(pid(2));
    expect(scheduler.next()).toBeNull();
  });

  it('is gone wherever it was in the queue', () => {
    const scheduler = withReady(6);
    for (const process of [5, 2, 1, 6]) scheduler.remove(pid(process));
    expect(order(scheduler, 4)).toEqual([3, 4, 3, 4]);
  });

  it('stays gone when many others end that were blocked', () => {
    const scheduler = withReady(3);
    for (const process of [2, 10, 11, 12, 13, 14]) scheduler.remove(pid(process));
    expect(order(scheduler, 4)).toEqual([1, 3, 1, 3]);
  });

  it('goes on in a fork that was made before', () => {
    const scheduler = withReady(2);
    const fork = scheduler.fork();
    scheduler.remove(pid(1));
    expect(order(fork, 2)).toEqual([1, 2]);
    expect(order(scheduler, 2)).toEqual([2, 2]);
  });

  it('leaves nothing behind that adds up while others wait', () => {
    const scheduler = withReady(3);
    const spy = vi.spyOn(Set.prototype, 'add');
    for (let process = 4; process < 1000; process++) scheduler.remove(pid(process));
    const most = Math.max(...spy.mock.contexts.map((kept) => (kept as Set<unknown>).size));
    spy.mockRestore();
    expect(most).toBeLessThanOrEqual(4);
    expect(order(scheduler, 4)).toEqual([1, 2, 3, 1]);
  });

  it('leaves nothing behind when it was blocked: another of its number competes', () => {
    const scheduler = withReady(1);
    runs(scheduler);
    scheduler.block(0);
    scheduler.remove(pid(1));
    expect(scheduler.next()).toBeNull();
    scheduler.ready(pid(1), 0);
    expect(runs(scheduler).process).toBe(1);
  });
});
