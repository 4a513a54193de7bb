import { describe, expect, it } from 'vitest';
import { flowClosures } from '../../src/flows/closures.ts';
import { flow, FLOW_PERIOD_MAX } from '../../src/flows/flow.ts';
import { periodicReleases } from '../../src/flows/releases.ts';
import { createFlowServer } from '../../src/flows/server.ts';
import { simulateFlows } from '../../src/flows/simulate-flows.ts';

const state = ({ deadline, budget, postponed }: ReturnType<typeof createFlowServer>) => [
  deadline,
  budget,
  postponed,
];

describe('a constant-bandwidth server of 3 in 8 (Abeni and Buttazzo 1998)', () => {
  it('starts with a full budget, due a period after work came', () => {
    const server = createFlowServer({ budget: 3, period: 8 });
    server.wake(5);
    expect(state(server)).toEqual([13, 3, 0]);
  });

  it('puts its deadline off by a period when the budget is used up', () => {
    const server = createFlowServer({ budget: 3, period: 8 });
    server.wake(0);
    server.spend(3);
    expect(server.provide(1)).toBe(true);
    expect(state(server)).toEqual([16, 3, 1]);
    expect(server.provide(3)).toBe(false);
  });

  it('does not begin a window that it cannot pay', () => {
    const server = createFlowServer({ budget: 3, period: 8 });
    server.wake(0);
    server.spend(2);
    expect(server.provide(2)).toBe(true);
    expect(state(server)).toEqual([16, 3, 1]);
  });

  it('keeps budget and deadline exactly while c < (d - r)·Q/T', () => {
    // 1 left until 8: 1·8 < (8 - r)·3 up to r = 5
    for (const [tick, expected] of [
      [5, [8, 1, 0]],
      [6, [14, 3, 0]],
      [9, [17, 3, 0]],
    ] as const) {
      const server = createFlowServer({ budget: 3, period: 8 });
      server.wake(0);
      server.spend(2);
      server.wake(tick);
      expect(state(server)).toEqual(expected);
    }
  });

  it('compares without rounding', () => {
    const server = createFlowServer({ budget: FLOW_PERIOD_MAX - 1, period: FLOW_PERIOD_MAX });
    server.wake(0);
    server.spend(1);
    // (T - 2)·T < (T - 1)·(T - 1) by 1
    server.wake(1);
    expect(server.deadline).toBe(FLOW_PERIOD_MAX);
    server.wake(2);
    expect(server.deadline).toBe(FLOW_PERIOD_MAX + 2);
  });
});

describe('a server with a deadline shorter than its period', () => {
  it('starts afresh a period after it did, and else with what is due then', () => {
    const server = createFlowServer({ budget: 3, period: 8, deadline: 5 });
    server.wake(1);
    expect(state(server)).toEqual([6, 3, 0]);
    server.spend(1);
    server.wake(4);
    expect(state(server)).toEqual([14, 3, 0]);
    server.wake(20);
    expect(state(server)).toEqual([25, 3, 0]);
  });

  it.each([
    [{ budget: 9, period: 8 }, /budget must be an integer from 1 to 8, got 9/],
    [{ budget: 0, period: 8 }, /budget/],
    [{ budget: 1, period: 0 }, /period/],
    [{ budget: 1, period: 8, deadline: 9 }, /deadline/],
    [{ budget: 1, period: 8, deadline: 7, wake: 'bandwidth' as const }, /wake must be sporadic/],
  ])('refuses %o', (options, message) => {
    expect(() => createFlowServer(options)).toThrow(message);
  });
});

describe('flowClosures', () => {
  const flows = [flow({ id: 1, ticks: 1, period: 4 }), flow({ id: 2, ticks: 2, period: 8 })];
  const schedule = simulateFlows(flows, periodicReleases(flows, 8), { horizon: 8 });

  it('makes closures of windows, one of those that touch', () => {
    // 1 0-1, 2 1-3, 1 4-5
    expect(flowClosures(schedule)).toEqual([
      { start: 0, ticks: 3, every: 0 },
      { start: 4, ticks: 1, every: 0 },
    ]);
  });

  it('repeats them', () => {
    expect(flowClosures(schedule, 8)[1]).toEqual({ start: 4, ticks: 1, every: 8 });
    for (const every of [7, -1, 8.5]) {
      expect(() => flowClosures(schedule, every)).toThrow('every must be 0 or an integer from 8');
    }
  });
});

describe('simulateFlows', () => {
  const one = flow({ id: 1, ticks: 2, period: 10 });

  it('lets a window end before another flow has its turn', () => {
    const windows = [
      flow({ id: 1, ticks: 6, period: 20, section: 3 }),
      flow({ id: 2, ticks: 1, period: 5 }),
    ];
    const releases = [
      { flow: 1, tick: 0, ticks: 6 },
      { flow: 2, tick: 1, ticks: 1 },
    ];
    const { windows: spans } = simulateFlows(windows, releases, { horizon: 10 });
    expect(spans.map(({ flow: id, start, end }) => [id, start, end])).toEqual([
      [1, 0, 3],
      [2, 3, 4],
      [1, 4, 7],
    ]);
  });

  it('charges what is released within a window of its own flow to the budget after it', () => {
    const windows = flow({ id: 1, ticks: 6, period: 8, section: 3 });
    const releases = [
      { flow: 1, tick: 0, ticks: 6 },
      { flow: 1, tick: 4, ticks: 3 },
    ];
    const { flows, jobs } = simulateFlows([windows], releases, { horizon: 20 });
    expect(flows[0]).toMatchObject({ postponed: 1, ended: 2 });
    expect(jobs.map(({ end }) => end)).toEqual([6, 9]);
  });

  it('cuts work at the horizon', () => {
    const { windows, jobs, flows } = simulateFlows([one], [{ flow: 1, tick: 4, ticks: 9 }], {
      horizon: 6,
    });
    expect(windows).toEqual([{ flow: 1, start: 4, end: 6 }]);
    expect(jobs[0]).toMatchObject({ end: -1, deadline: 14 });
    expect(flows[0]).toMatchObject({ released: 1, ended: 0, missed: 0, meanResponse: 0 });
  });

  it.each([
    [[{ flow: 2, tick: 0, ticks: 1 }], /release of flow 2, which is not there/],
    [[{ flow: 1, tick: -1, ticks: 1 }], /tick of a release of flow 1/],
    [[{ flow: 1, tick: 0, ticks: 0 }], /ticks of a release of flow 1/],
  ])('refuses %o', (releases, message) => {
    expect(() => simulateFlows([one], releases, { horizon: 10 })).toThrow(message);
  });

  it('refuses a horizon of nothing, or with too many releases', () => {
    expect(() => simulateFlows([one], [], { horizon: 0 })).toThrow('horizon');
    const often = flow({ id: 1, ticks: 1, period: 1 });
    expect(() => periodicReleases([often], 2 ** 22 + 1)).toThrow('4194304 releases at most');
  });
});
