import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { job, part, readWorkload, resource, WORKLOAD_LIMITS } from '../../../src/lab/index.ts';
import { faultOf } from './support.ts';

const CPU = { name: 'cpu', domain: 'K', capacity: 4 };
const QPU = { name: 'qpu', domain: 'Q', capacity: 5, sharing: 'exclusive' };

/** A document with two resources and these jobs. */
const text = (jobs: unknown, more: object = {}): string =>
  JSON.stringify({ format: 'xdv-workload-1', resources: [CPU, QPU], jobs, ...more });

const parts = [{ resource: 'cpu' }];

describe('a workload in JSON', () => {
  it('has everything left out as usual', () => {
    const workload = unwrap(readWorkload(text([{ duration: 7, parts }]), { name: 'mine' }));
    expect(workload).toStrictEqual({
      name: 'mine',
      tickNs: 1000,
      resources: [
        resource({ name: 'cpu', domain: 'K', capacity: 4 }),
        resource({ name: 'qpu', domain: 'Q', capacity: 5, sharing: 'exclusive' }),
      ],
      jobs: [job({ id: 1, submit: 0, run: 7, parts: [part(0, 1)] })],
      sessions: [],
      reservations: [],
      notes: [],
    });
  });

  it('states every field of the model', () => {
    const full = {
      id: 7,
      submit: 3,
      duration: { run: 5, estimate: 9 },
      parts: [
        { resource: 'qpu', amount: 2 },
        { resource: 'cpu', amount: 3, offset: 1, ticks: 4 },
      ],
      tenant: 2,
      priority: -4,
      deadline: 40,
      latestStart: 20,
      period: 11,
      error: 1000,
      budget: 6,
      session: 8,
      after: 1,
      thinkTicks: 2,
    };
    const more = {
      name: 'all of it',
      tickNs: 500,
      resources: [
        { ...CPU, closures: [{ start: 1, ticks: 2, every: 10 }], price: 3, power: 4 },
        { ...QPU, calibration: { everyTicks: 100 }, crossingTicks: 5 },
        { name: 'spare', domain: 'Q', capacity: 9 },
      ],
      sessions: [{ id: 8, resource: 'qpu', maxTicks: 100, idleTicks: 0 }],
      reservations: [{ resource: 'cpu', amount: 2, start: 5, end: 6 }],
      notes: ['by hand'],
    };
    const first = { duration: 1, parts: [{ resource: 'qpu' }], alternatives: ['spare'] };
    const workload = unwrap(readWorkload(text([first, full], more)));
    expect(workload.resources[0]!.closures).toStrictEqual([{ start: 1, ticks: 2, every: 10 }]);
    expect(workload.resources[1]!.calibration).toStrictEqual({
      firstTick: 0,
      everyTicks: 100,
      validTicks: 100,
      drift: 0,
    });
    expect(workload.sessions).toStrictEqual([{ id: 8, resource: 1, maxTicks: 100, idleTicks: 0 }]);
    expect(workload.reservations).toStrictEqual([{ resource: 0, amount: 2, start: 5, end: 6 }]);
    expect(workload).toMatchObject({ name: 'all of it', tickNs: 500, notes: ['by hand'] });
    const { duration, ...rest } = full;
    expect(workload.jobs[0]!.alternatives).toStrictEqual([2]);
    expect(workload.jobs[1]).toStrictEqual({
      ...rest,
      ...duration,
      parts: [
        { resource: 1, amount: 2, offset: 0, ticks: 0 },
        { resource: 0, amount: 3, offset: 1, ticks: 4 },
      ],
      alternatives: [],
    });
  });

  it('expands periodic jobs: each release with its own id, deadline and latest start', () => {
    const series = { submit: 5, duration: 2, parts, period: 10, count: 3, deadline: 12 };
    const { jobs } = unwrap(readWorkload(text([series, { duration: 1, submit: 15, parts }])));
    expect(jobs.map(({ id, submit, deadline }) => [id, submit, deadline])).toStrictEqual([
      [1, 5, 12],
      [2, 15, 22],
      [4, 15, Number.MAX_SAFE_INTEGER],
      [3, 25, 32],
    ]);
  });

  it.each([
    [{ kind: 'lognormal', mean: 1000, sd: 500 }, 1000, 500],
    [{ kind: 'exponential', mean: 1000 }, 1000, 1000],
    [{ kind: 'uniform', mean: 1000, sd: 300 }, 1000, 300],
  ])('draws durations with the mean and deviation of %o', (duration, mean, sd) => {
    const jobs = Array.from({ length: 4000 }, () => ({ duration, parts }));
    const runs = unwrap(readWorkload(text(jobs))).jobs.map(({ run }) => run);
    const average = runs.reduce((sum, run) => sum + run, 0) / runs.length;
    const square = runs.reduce((sum, run) => sum + (run - average) ** 2, 0) / runs.length;
    // four standard errors of the mean; the deviation to a tenth
    expect(Math.abs(average - mean)).toBeLessThan((4 * sd) / Math.sqrt(runs.length));
    expect(Math.abs(Math.sqrt(square) / sd - 1)).toBeLessThan(0.1);
  });

  it('draws the same durations for a seed, and cuts them at an estimate', () => {
    const duration = { kind: 'exponential', mean: 100, estimate: 150 };
    const source = text(Array.from({ length: 50 }, () => ({ duration, parts })));
    const runs = (seed: number): readonly number[] =>
      unwrap(readWorkload(source, { seed })).jobs.map(({ run }) => run);
    expect(runs(5)).toStrictEqual(runs(5));
    expect(runs(5)).not.toStrictEqual(runs(6));
    expect(Math.max(...runs(5))).toBe(150);
    expect(unwrap(readWorkload(source)).jobs.every(({ estimate }) => estimate === 150)).toBe(true);
    expect(() => readWorkload(source, { seed: -1 })).toThrow(RangeError);
  });
});

describe('a wrong value', () => {
  const ok = { duration: 5, parts };
  it.each([
    [[{ ...ok, colour: 1 }], 'jobs[0].colour: is no field of this object'],
    [[ok, { ...ok, submit: -1 }], 'jobs[1].submit: is "-1", not a whole number of 0 to'],
    [[{ ...ok, submit: 1.5 }], 'jobs[0].submit: is "1.5"'],
    [[{ ...ok, parts: [] }], 'jobs[0].parts: has no part'],
    [[{ ...ok, parts: 3 }], 'jobs[0].parts: is "3", not an array'],
    [[{ ...ok, parts: [{ resource: 'cpu', amount: 0 }] }], 'jobs[0].parts[0].amount: is "0"'],
    [[{ ...ok, parts: [{ resource: 'gpu' }] }], 'jobs[0].parts[0].resource: names no resource'],
    [[{ ...ok, parts: [{ resource: 'cpu', ticks: -1 }] }], 'jobs[0].parts[0].ticks: is "-1"'],
    [[{ ...ok, parts: [{ resource: 'cpu', offset: 5 }] }], 'jobs[0].parts: has none that begins'],
    [[{ ...ok, submit: null }], 'jobs[0].submit: is null, not a whole number'],
    [[{ ...ok, alternatives: null }], 'jobs[0].alternatives: is null, not an array'],
    [[{ ...ok, alternatives: ['qpu'] }], 'jobs[0].alternatives[0]: is not another resource'],
    [[{ ...ok, alternatives: [7] }], 'jobs[0].alternatives[0]: names no resource'],
    [[{ parts }], 'jobs[0].duration: is missing'],
    [[{ parts, duration: 0 }], 'jobs[0].duration: is "0"'],
    [[{ parts, duration: null }], 'jobs[0].duration: is null, not an object'],
    [[{ parts, duration: { run: 5, estimate: 4 } }], 'jobs[0].duration.estimate: is "4"'],
    [[{ parts, duration: { run: 5, mean: 4 } }], 'jobs[0].duration.mean: has no meaning'],
    [[{ parts, duration: { kind: 'cauchy' } }], 'jobs[0].duration.kind: is "cauchy", not one of'],
    [[{ parts, duration: { kind: 'uniform', mean: 5, sd: 5 } }], 'jobs[0].duration.sd: is 5'],
    [[{ parts, duration: { kind: 'exponential', mean: 5, sd: 5 } }], 'duration.sd: is the mean'],
    [[{ parts, duration: { kind: 'lognormal', mean: 5, sd: 5, run: 1 } }], 'run: is drawn'],
    [[{ ...ok, count: 2 }], 'jobs[0].count: needs a period'],
    [[{ ...ok, count: 2, period: 2 ** 50 }], 'jobs[0].count: passes tick'],
    [[ok, { ...ok, count: 2, period: 1, after: 1 }], 'jobs[1].count: is not for jobs after'],
    [[ok, { ...ok, id: 1 }], 'jobs[1].id: is 1, as that of another job'],
    [[{ ...ok, after: 1 }], 'jobs[0].after: leads back'],
    [[{ ...ok, after: 2 }], 'jobs[0].after: no job is 2'],
    [[{ ...ok, session: 2 }], 'jobs[0].session: is 2, which is no session'],
    [[{ ...ok, after: 2 }, { ...ok, after: 3 }, { ...ok, after: 2 }], 'jobs[0].after: leads back'],
    [[{ ...ok, count: 3, period: 9 }, ok, { ...ok, after: 9 }], 'jobs[2].after: no job is 9'],
    [[{ ...ok, count: 3, period: 9 }, { ...ok, id: 3 }], 'jobs[1].id: is 3, as that of another'],
    [[{ ...ok, id: 2 ** 53 - 2, count: 2, period: 9 }], 'jobs[0].count: passes id'],
    ['all', 'jobs: is "all", not an array'],
    [[7], 'jobs[0]: is "7", not an object'],
  ])('is refused with its path: %j', (jobs, message) => {
    const fault = faultOf(readWorkload(text(jobs)));
    expect(fault.code).toBe('WORKLOAD_SYNTAX');
    expect(fault.message).toContain(message);
    expect(fault.message.startsWith('workload:')).toBe(true);
  });

  const session = { id: 4, resource: 'cpu', maxTicks: 9, idleTicks: 0 };
  const twice = [parts[0], { resource: 'cpu', offset: 2 }];
  const other = [{ resource: 'qpu' }];
  it.each([
    [{ ...ok, parts: other }, 'jobs[1].parts: has 0 parts on the resource of session 4, not 1'],
    [{ ...ok, parts: twice }, 'jobs[1].parts: has 2 parts on the resource of session 4, not 1'],
    [{ ...ok, alternatives: ['spare'] }, 'jobs[1].alternatives: are not for jobs of sessions'],
  ])('of a job of a session is refused with its path: %j', (wrong, message) => {
    const resources = [CPU, QPU, { ...CPU, name: 'spare' }];
    const source = text([ok, { ...wrong, session: 4 }], { resources, sessions: [session] });
    expect(faultOf(readWorkload(source)).message).toBe(`workload:${message}`);
  });

  const closures = [{ start: 0, ticks: 5, every: 5 }];
  it.each([
    [{ format: 'other' }, 'format: is "other", not one of xdv-workload-1'],
    [{ resources: [] }, 'resources: has no resource'],
    [{ resources: [CPU, CPU] }, 'resources[1].name: is that of another resource'],
    [{ resources: [{ ...CPU, domain: 'X' }] }, 'resources[0].domain: is "X", not one of K, Q, Phi'],
    [{ resources: [{ ...CPU, closures }] }, 'resources[0].closures[0].ticks: is "5"'],
    [{ resources: [{ ...CPU, calibration: 1 }] }, 'resources[0].calibration: is "1", not an obj'],
    [{ tickNs: 0 }, 'tickNs: is "0"'],
    [{ name: '' }, 'name: is nothing, not a string'],
    [{ notes: [1] }, 'notes[0]: is not a string'],
    [{ sessions: [session, session] }, 'sessions[1].id: is that of another session'],
    [{ reservations: [{ resource: 'cpu', amount: 5, start: 0, end: 1 }] }, 'reservations: '],
    [{ reservations: [{ resource: 'cpu', amount: 1, start: 1, end: 1 }] }, 'reservations[0].end'],
    [JSON.parse('{"__proto__": {"jobs": []}}') as object, '__proto__: is no field'],
  ])('of the workload itself is refused with its path: %j', (more, message) => {
    const source = { format: 'xdv-workload-1', resources: [CPU], jobs: [] };
    // a spread would lose a field of the name __proto__
    const merged = `${JSON.stringify(source).slice(0, -1)},${JSON.stringify(more).slice(1)}`;
    expect(faultOf(readWorkload(merged)).message).toContain(message);
  });

  it.each([
    ['', '1:1: this is not JSON'],
    ['{"a": 1,\n "b": }', '2:7: this is not JSON'],
    ['{"a": [1, 2}', '1:12: this is not JSON'],
    ['{"a" 1}', '1:6: this is not JSON'],
    ['{1: 2}', '1:2: this is not JSON'],
    ['{"a": "x\ny"}', '1:7: this is not JSON'],
    ['[1, 2,]', '1:7: this is not JSON'],
    ['{} {}', '1:4: this is not JSON'],
    ['{"a": tru}', '1:7: this is not JSON'],
    ['"\\q"', '1:1: this is not JSON'],
    ['{"a": 1', '1:8: this is not JSON'],
    ['3', 'the text: is "3", not an object'],
  ])('that is no JSON is refused with its place: %s', (source, message) => {
    expect(faultOf(readWorkload(source)).message).toBe(`workload:${message}`);
  });
});

describe('limits', () => {
  const { jsonDepthMax, listMax } = WORKLOAD_LIMITS;

  it('of depth hold, whatever is in strings', () => {
    const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(faultOf(readWorkload(deep(jsonDepthMax))).code).toBe('WORKLOAD_SYNTAX');
    expect(faultOf(readWorkload(deep(jsonDepthMax + 1))).code).toBe('RESOURCE_EXHAUSTED');
    const notes = { notes: ['[{'.repeat(99), '\\"[['] };
    expect(readWorkload(text([], notes)).ok).toBe(true);
  });

  it('of parts hold', () => {
    const with_ = (count: number): string =>
      text([{ duration: 1, parts: Array.from({ length: count }, () => ({ resource: 'cpu' })) }]);
    expect(readWorkload(with_(listMax)).ok).toBe(true);
    expect(faultOf(readWorkload(with_(listMax + 1))).message).toContain('not up to 1000');
  });

  it('of jobs hold for periodic ones too', () => {
    const read = (count: number) => readWorkload(text([{ duration: 1, parts, period: 1, count }]));
    expect(unwrap(read(250_001)).jobs).toHaveLength(250_001);
    expect(faultOf(read(250_002)).message).toContain('jobs[0].count: passes 250001 jobs');
    expect(faultOf(read(4_000_001)).message).toContain('jobs[0].count: is "4000001", not a');
  });

  it('of time hold: ticks stay exact', () => {
    const long = { duration: 2 ** 50, parts };
    expect(readWorkload(text([long, long, long, long])).ok).toBe(true);
    const fault = faultOf(readWorkload(text([long, long, long, long, long])));
    expect(fault.code).toBe('RESOURCE_EXHAUSTED');
  });
});
