import { TICK_MAX, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { readSwf, recordedSchedule } from '../../../src/lab/index.ts';
import { faultOf, hasData, readLog } from './support.ts';

/** A line of the format with some of its fields given: 18 in all. */
const line = (given: Partial<Record<number, number | string>>): string =>
  Array.from({ length: 18 }, (_, i) => given[i + 1] ?? -1).join(' ');

/** Job `id` at `submit` for `run` seconds on `processors`. */
const plain = (id: number, submit: number, run: number, processors: number, more = {}): string =>
  line({ 1: id, 2: submit, 4: run, 5: processors, 11: 1, ...more });

const HEADER = '; Version: 2.2\n; MaxNodes: 4\n; MaxProcs: 8\n';

describe('a log in the Standard Workload Format', () => {
  it('becomes jobs on one K resource in ticks of a second', () => {
    const workload = unwrap(readSwf(`${HEADER}${plain(3, 10, 60, 4, { 12: 7, 9: 90, 3: 5 })}\n`));
    expect(workload.tickNs).toBe(1e9);
    expect(workload.resources).toMatchObject([{ name: 'processors', domain: 'K', capacity: 8 }]);
    expect(workload.jobs).toStrictEqual([
      {
        id: 3,
        submit: 10,
        run: 60,
        estimate: 90,
        parts: [{ resource: 0, amount: 4, offset: 0, ticks: 0 }],
        alternatives: [],
        tenant: 7,
        priority: 0,
        deadline: TICK_MAX,
        latestStart: TICK_MAX,
        period: 0,
        error: 0,
        budget: TICK_MAX,
        session: 0,
        after: 0,
        thinkTicks: 0,
      },
    ]);
    expect(workload.notes).toStrictEqual([]);
    expect([...workload.recordedWait]).toStrictEqual([5]);
  });

  it('takes the size of the machine from the option, MaxProcs, MaxNodes, the largest job', () => {
    const capacity = (text: string, maxProcs?: number): number =>
      unwrap(readSwf(text, maxProcs === undefined ? {} : { maxProcs })).resources[0]!.capacity;
    const job = plain(1, 0, 5, 3);
    expect(capacity(HEADER + job, 100)).toBe(100);
    expect(capacity(HEADER + job)).toBe(8);
    expect(capacity(`; MaxNodes: 4\n${job}`)).toBe(4);
    expect(capacity(`;MaxProcs: 6 (2 per node)\n; MaxProcs: 5\n${job}`)).toBe(6);
    expect(capacity(`; MaxProcs: 6.5\n; MaxProcs: 0\n; MaxProcs: 9999999999\n${job}`)).toBe(3);
    expect(capacity(job)).toBe(3);
    expect(unwrap(readSwf(job)).notes).toHaveLength(1);
  });

  it('says how many jobs are too wide for the machine', () => {
    const text = [plain(1, 0, 5, 8), plain(2, 0, 5, 9), plain(3, 0, 5, 90)].join('\n');
    const { jobs, notes } = unwrap(readSwf(HEADER + text));
    expect(jobs).toHaveLength(3);
    expect(notes).toStrictEqual(['2 jobs too wide for the machine']);
  });

  it('prefers allocated or requested processors as asked, and takes what there is', () => {
    const text = [
      plain(1, 0, 5, 3, { 8: 4 }),
      plain(2, 1, 5, 3),
      line({ 1: 3, 2: 2, 4: 5, 8: 6 }),
    ].join('\n');
    const amounts = (processors: 'allocated' | 'requested'): readonly number[] =>
      unwrap(readSwf(text, { processors })).jobs.map(({ parts }) => parts[0]!.amount);
    expect(amounts('allocated')).toStrictEqual([3, 3, 6]);
    expect(amounts('requested')).toStrictEqual([4, 3, 6]);
  });

  it('raises an estimate below the run time, and takes the run time for an unknown one', () => {
    const text = [plain(1, 0, 60, 1, { 9: 30 }), plain(2, 0, 60, 1)].join('\n');
    const { jobs, notes } = unwrap(readSwf(HEADER + text));
    expect(jobs.map(({ estimate }) => estimate)).toStrictEqual([60, 60]);
    expect(notes).toStrictEqual([
      '1 job ran longer than asked for: estimate raised to the run time',
    ]);
  });

  it('leaves out what never ran and counts it in the notes', () => {
    const text = [
      plain(1, 0, 60, 1),
      plain(2, 0, 0, 1),
      plain(3, 0, -1, 1),
      plain(4, 0, 60, 0),
      plain(5, 0, -1, 1, { 11: 5 }),
      plain(6, 0, 30, 1, { 11: 5 }),
      plain(7, -1, 30, 1),
      plain(1, 0, 20, 1, { 11: 2 }),
      plain(1, 0, 40, 1, { 11: 3 }),
    ].join('\n');
    const { jobs, notes } = unwrap(readSwf(HEADER + text));
    expect(jobs.map(({ id }) => id)).toStrictEqual([1, 6]);
    expect(notes).toStrictEqual([
      '1 job cancelled before running left out',
      '2 jobs in part (status 2 to 4) left out: their summary stands for them',
      '1 job without a submit time left out',
      '2 jobs without a run time left out',
      '1 job without processors left out',
    ]);
  });

  it('puts jobs in the order of submission, then of their numbers', () => {
    const waits = [8, 1, 2].map((wait) => ({ 3: wait }));
    const text = [
      plain(9, 5, 1, 1, waits[0]),
      plain(4, 5, 1, 1, waits[1]),
      plain(7, 3, 1, 1, waits[2]),
    ].join('\n');
    const { jobs, notes, recordedWait } = unwrap(readSwf(HEADER + text));
    expect(jobs.map(({ id }) => id)).toStrictEqual([7, 4, 9]);
    expect([...recordedWait]).toStrictEqual([2, 1, 8]);
    expect(notes).toStrictEqual(['jobs put in the order of their submit times']);
  });

  it('makes a preceding job and a think time into what the job waits for', () => {
    const text = [
      plain(1, 0, 5, 1),
      plain(2, 0, 5, 1, { 17: 1, 18: 30 }),
      plain(3, 0, 5, 1, { 17: 1 }),
      plain(4, 0, 5, 1, { 17: 99, 18: 30 }),
      plain(5, 0, 5, 1, { 17: 5 }),
      plain(6, 0, 5, 1, { 17: 7 }),
      plain(7, 0, 5, 1, { 18: 4 }),
    ].join('\n');
    const { jobs, notes } = unwrap(readSwf(HEADER + text));
    const waits = jobs.map(({ after, thinkTicks }) => [after, thinkTicks]);
    expect(waits).toStrictEqual([[0, 0], [1, 30], [1, 0], [0, 0], [0, 0], [0, 0], [0, 0]]);
    expect(notes[0]).toMatch(/^3 jobs after a job that is not there/);
  });

  it('rounds times with a fraction, a run to at least one tick', () => {
    const text = [plain(1, 0, 0.2, 1), line({ 1: 2, 2: '7.5', 4: '2.4', 5: 1 })].join('\n');
    const { jobs } = unwrap(readSwf(HEADER + text));
    expect(jobs.map(({ submit, run }) => [submit, run])).toStrictEqual([[0, 1], [8, 2]]);
  });

  it('reads carriage returns, tabs, blank lines, a byte order mark and comments in between', () => {
    const text = `\uFEFF; MaxProcs: 8\r\n\r\n\t${plain(1, 0, 5, 1).replaceAll(' ', '\t')}\r\n;\n `;
    expect(unwrap(readSwf(text)).jobs).toHaveLength(1);
    expect(unwrap(readSwf('')).jobs).toHaveLength(0);
  });

  it('gives what the log says happened as a schedule', () => {
    const text = [plain(1, 0, 60, 1, { 3: 5 }), plain(2, 0, 60, 1)].join('\n');
    const schedule = recordedSchedule(unwrap(readSwf(HEADER + text)));
    expect([...schedule.start]).toStrictEqual([5, -1]);
    expect([...schedule.end]).toStrictEqual([65, -1]);
    expect([...schedule.outcome]).toStrictEqual([0, 1]);
  });
});

describe('what is not in the format', () => {
  it.each([
    ['1 2 3', '2:6: 3 fields, not 18'],
    [`${plain(1, 0, 5, 1)} 9`, '2:50: 19 fields, not 18'],
    [plain(1, 0, 5, 1).replace('5', 'x'), '2:8: run time is "x", not a number up to'],
    [plain(1, 0, -2, 1), '2:8: run time is "-2"'],
    [plain(1, 0, 5, 1e10), '2:10: number of allocated processors is "10000000000"'],
    [plain(1, 0, 5, 1.5), '2:10: number of allocated processors is "1.5"'],
    [plain(0, 0, 5, 1), '2:1: job numbers begin with 1'],
    [plain(1, 1e15, 5, 1).replace('1000000000000000', '9999999999999999'), '2:3: submit time is'],
  ])('is refused with its line and column: %s', (text, message) => {
    const fault = faultOf(readSwf(`; MaxProcs: 8\n${text}`, { name: 'log.swf' }));
    expect(fault.code).toBe('WORKLOAD_SYNTAX');
    expect(fault.message).toContain(`log.swf:${message}`);
  });

  it('has each job number once', () => {
    const text = [plain(1, 0, 5, 1), plain(1, 0, 5, 1)].join('\n');
    expect(faultOf(readSwf(text)).message).toBe('workload:2:1: job 1 comes a second time');
  });

  it('does not pass the horizon within which ticks are exact', () => {
    const text = Array.from({ length: 5 }, (_, i) => plain(i + 1, 0, 999_999_999_999_999, 1));
    expect(readSwf(text.slice(0, 4).join('\n')).ok).toBe(true);
    expect(faultOf(readSwf(text.join('\n'))).code).toBe('RESOURCE_EXHAUSTED');
  });

  it.each([0, 1.5, 2 ** 31, NaN])('a machine of %d processors is a wrong option', (maxProcs) => {
    expect(() => readSwf('', { maxProcs })).toThrow(RangeError);
  });
});

describe.skipIf(!hasData)('the public logs', () => {
  it('NASA iPSC: 18,239 jobs on 128 nodes, 173 of them too short to have a run time', () => {
    const workload = unwrap(readSwf(readLog('NASA-iPSC-1993-3.1-cln.swf.gz')));
    expect(workload.jobs).toHaveLength(18_239 - 173);
    expect(workload.resources[0]!.capacity).toBe(128);
    expect(workload.notes).toStrictEqual(['173 jobs without a run time left out']);
  });

  it('lublin_256: 10,000 jobs on 256 nodes', () => {
    const workload = unwrap(readSwf(readLog('lublin_256.swf.gz')));
    expect(workload.jobs).toHaveLength(10_000);
    expect(workload.resources[0]!.capacity).toBe(256);
    expect(workload.notes).toStrictEqual([]);
  });
});
