import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generateHybrid,
  job,
  part,
  simulate,
  toPerfetto,
  type Schedule,
} from '../../../src/lab/index.ts';

import { qpu, scheduleOf, workloadOf } from '../metrics/schedules.ts';

interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, number | string>>;
}

const eventsOf = (schedule: Schedule): readonly TraceEvent[] => {
  const text = [...toPerfetto(schedule)].join('\n');
  return (JSON.parse(text) as { readonly traceEvents: readonly TraceEvent[] }).traceEvents;
};

const one = (id: number, run: number, amount: number) =>
  job({ id, submit: 0, run, parts: [part(0, amount)] });

describe('a schedule as a trace', () => {
  it('has a slice per job on the lowest lane that is free, in microseconds', () => {
    const schedule = scheduleOf(workloadOf([one(1, 10, 2), one(2, 5, 1), one(3, 4, 3)]), [
      [0, 10], [0, 5], [6, 10],
    ]);
    const slices = eventsOf(schedule).filter(({ ph }) => ph === 'X');
    expect(slices.map(({ name, tid, ts, dur }) => [name, tid, ts, dur])).toStrictEqual([
      ['job 1', 1, 0, 10e6],
      ['job 2', 2, 0, 5e6],
      ['job 3', 2, 6e6, 4e6],
    ]);
    expect(slices[2]!.args).toStrictEqual({ amount: 3, tenant: 0, priority: 0, waitTicks: 6 });
  });

  it('counts busy units and waiting jobs, one value per tick', () => {
    const schedule = scheduleOf(workloadOf([one(1, 10, 4), one(2, 5, 3)]), [[0, 10], [10, 15]]);
    const counters = eventsOf(schedule).filter(({ ph }) => ph === 'C');
    const values = (counter: string) => {
      const own = counters.filter(({ name }) => name === counter);
      return own.map(({ ts, args }) => [ts / 1e6, args[counter]]);
    };
    expect(values('busy units')).toStrictEqual([[0, 4], [10, 3], [15, 0]]);
    expect(values('waiting jobs')).toStrictEqual([[0, 1], [10, 0]]);
  });

  it('names resources, lanes and sessions', () => {
    const sessions = [{ id: 7, resource: 0, maxTicks: 9, idleTicks: 9 }];
    const workload = workloadOf([one(1, 10, 2)], { resources: [qpu()], sessions });
    const events = eventsOf(
      scheduleOf(workload, [[0, 10]], { sessions: [{ id: 7, start: 0, end: 12 }] }),
    );
    const names = events.filter(({ ph }) => ph === 'M').map(({ args }) => args['name']);
    expect(names).toEqual(expect.arrayContaining(['queue', 'qpu', 'lane 1', 'sessions']));
    expect(events.find(({ name }) => name === 'session 7')).toMatchObject({ tid: 0, dur: 12e6 });
  });

  it('of no jobs is still a trace', () => {
    expect(eventsOf(scheduleOf(workloadOf([]), [])).every(({ ph }) => ph === 'M')).toBe(true);
  });

  it('has no slices that overlap on a lane, and no more lanes than overlap at most', () => {
    const schedules = fc
      .record({ jobs: fc.integer({ min: 1, max: 80 }), seed: fc.nat(1000) })
      .map((options) => simulate(generateHybrid({ ...options, load: 2 })));
    fc.assert(
      fc.property(schedules, (schedule) => {
        const jobs = eventsOf(schedule).filter(({ name }) => name.startsWith('job'));
        const besides = jobs.map(({ pid, ts }) =>
          jobs.filter((other) => other.pid === pid && other.ts <= ts && ts < other.ts + other.dur),
        );
        jobs.forEach(({ tid }, i) => {
          expect(besides[i]!.filter((other) => other.tid === tid)).toHaveLength(1);
        });
        const most = Math.max(...besides.map(({ length }) => length));
        expect(Math.max(...jobs.map(({ tid }) => tid))).toBe(most);
      }),
      { numRuns: 25 },
    );
  });
});
