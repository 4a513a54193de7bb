import { describe, expect, it } from 'vitest';
import { job, OUTCOME, part, resource, toCsv } from '../../../src/lab/index.ts';
import { qpu, scheduleOf, workloadOf } from '../metrics/schedules.ts';

describe('a schedule as CSV', () => {
  it('has a header and a line per job', () => {
    const jobs = [
      job({ id: 1, submit: 0, run: 30, parts: [part(0, 4)], tenant: 3, priority: -2 }),
      job({ id: 2, submit: 5, run: 30, parts: [part(0, 1)], deadline: 50, session: 0 }),
      job({ id: 3, submit: 6, run: 30, parts: [part(0, 9)] }),
    ];
    const schedule = scheduleOf(workloadOf(jobs), [[0, 30], undefined, undefined]);
    schedule.outcome[2] = OUTCOME.infeasible;
    expect([...toCsv(schedule)]).toStrictEqual([
      'job,tenant,submit,start,end,wait,slowdown,resources,amounts,priority,deadline,session,outcome',
      '1,3,0,0,30,0,1,cpu,4,-2,,0,done',
      '2,0,5,,,,,cpu,1,0,50,0,refused',
      '3,0,6,,,,,cpu,9,0,,0,infeasible',
    ]);
  });

  it('bounds the slow-down at ten seconds and gives six decimals', () => {
    const entry = job({ id: 1, submit: 0, run: 3, parts: [part(0, 1)] });
    const slowdown = (start: number): string =>
      [...toCsv(scheduleOf(workloadOf([entry]), [[start, start + 3]]))][1]!.split(',')[6]!;
    expect(slowdown(1)).toBe('1');
    expect(slowdown(20)).toBe('2.3');
  });

  it('names the resource that was chosen, and all of a gang', () => {
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 9 });
    const resources = [qpu(), qpu({ name: 'other' }), cpu];
    const parts = [part(0, 2), part(2, 4)];
    const gang = job({ id: 1, submit: 0, run: 3, parts, alternatives: [1] });
    const schedule = scheduleOf(workloadOf([gang], { resources }), [[0, 3]]);
    schedule.resource[0] = 1;
    expect([...toCsv(schedule)][1]).toContain(',other+cpu,2+4,');
  });

  it('quotes names with commas, quotation marks and line ends', () => {
    const resources = [qpu({ name: 'a "b",\nc' })];
    const entry = job({ id: 1, submit: 0, run: 3, parts: [part(0, 2)] });
    const [, line] = [...toCsv(scheduleOf(workloadOf([entry], { resources }), [[0, 3]]))];
    expect(line).toContain(',"a ""b"",\nc",');
  });
});
