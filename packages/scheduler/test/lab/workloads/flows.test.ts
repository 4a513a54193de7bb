import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  measure,
  readWorkload,
  simulate,
  WORKLOAD_LIMITS,
  writeWorkload,
  type Workload,
} from '../../../src/lab/index.ts';
import { faultOf } from './support.ts';

const OIM = { name: 'oim', domain: 'Phi', capacity: 64, sharing: 'exclusive' };
const FLOWS = [
  { ticks: 20, period: 100 },
  { name: 'solve', ticks: 90, period: 300, section: 30 },
];

/** A document with one machine for flows, unless there are more. */
const text = (flows: unknown, more: object = {}, machine: object = {}): string =>
  JSON.stringify({
    format: 'xdv-workload-1',
    resources: [{ ...OIM, flows, ...machine }],
    ...more,
  });

const read = (...given: Parameters<typeof text>): Workload => unwrap(readWorkload(text(...given)));
const refusal = (...given: Parameters<typeof text>): string =>
  faultOf(readWorkload(text(...given))).message;

describe('flows of a resource (XDV-012.3)', () => {
  it('become closures where they are served, again every hyperperiod', () => {
    // by hand: 1 in 0-20, 2 in 20-110 (a window begins at 80), 1 in 110-130, 1 in 200-220
    const { resources, notes } = read(FLOWS, { notes: ['mine'] });
    expect(resources[0]!.closures).toStrictEqual([
      { start: 0, ticks: 130, every: 300 },
      { start: 200, ticks: 20, every: 300 },
    ]);
    const admitted = '2 flows on oim take 50.0 % of it, every deadline is met';
    expect(notes).toStrictEqual(['mine', admitted]);
  });

  it('have the first claim on it: jobs are placed around them', () => {
    const job = { duration: 60, parts: [{ resource: 'oim' }] };
    const schedule = simulate(read(FLOWS, { jobs: [job, job, job] }));
    // open are 130-200, 220-300 and 430-500
    expect([...schedule.start]).toStrictEqual([130, 220, 430]);
    // from 0 to 490 are 130 + 20 + 130 ticks of windows; the jobs take 180 of the others
    expect(measure(schedule).utilization.domains.Phi).toBe(180 / 210);
  });

  it('are admitted to the last tick (Liu and Layland 1973)', () => {
    // 2/5 + 4/7 = 34/35: earliest deadline first is idle in the last of 35 ticks alone
    const flows = [{ ticks: 2, period: 5 }, { ticks: 4, period: 7 }];
    const { resources, notes } = read(flows);
    expect(resources[0]!.closures).toStrictEqual([{ start: 0, ticks: 34, every: 35 }]);
    expect(notes).toStrictEqual(['2 flows on oim take 97.1 % of it, every deadline is met']);
  });

  it('are served first where their deadline is short', () => {
    // the second is due at 4, before the first
    const flows = [{ ticks: 5, period: 20 }, { ticks: 2, period: 10, deadline: 4 }];
    // 2 in 0-2, 1 in 2-7, 2 in 10-12
    expect(read(flows).resources[0]!.closures).toStrictEqual([
      { start: 0, ticks: 7, every: 20 },
      { start: 10, ticks: 2, every: 20 },
    ]);
  });

  it('are promised a budget, of which jobs may use what they do not take', () => {
    const { resources, notes } = read([{ ticks: 10, period: 40, budget: 20 }]);
    expect(resources[0]!.closures).toStrictEqual([{ start: 0, ticks: 10, every: 40 }]);
    expect(notes).toStrictEqual([
      '1 flow on oim takes 25.0 % of it (50.0 % is promised), every deadline is met',
    ]);
  });

  it('are written as the closures that they became, and read so', () => {
    const calibration = { everyTicks: 1000, drift: 4 };
    const workload = read(FLOWS, {}, { calibration, domain: 'Q' });
    expect(writeWorkload(workload)).not.toContain('flows"');
    expect(unwrap(readWorkload(writeWorkload(workload)))).toStrictEqual(workload);
  });
});

describe('flows that cannot be promised', () => {
  const lock = { name: 'lock', ticks: 3, period: 10, deadline: 3 };
  const closures = [{ start: 0, ticks: 5, every: 50 }];
  const calibration = { everyTicks: 100, validTicks: 99 };
  it.each([
    [[lock, { ticks: 8, period: 10 }], {}, 'refused: 110.00 % of the machine is more than 100 %, '],
    [[{ ...FLOWS[0], budget: 100 }, lock], {}, 'more than 100 %, from "lock" on'],
    [[lock, { ...lock, deadline: 5 }], {}, 'refused: 6 ticks of work are due within 5'],
    [
      [{ ...lock, deadline: 5 }, { ticks: 9, period: 30, section: 9 }],
      {},
      'refused: 3 ticks of work are due within 5, after 8 ticks of a window of flow 2',
    ],
    [FLOWS, { sharing: 'shared' }, 'need sharing "exclusive"'],
    [FLOWS, { closures }, 'do not go with closures'],
    [FLOWS, { calibration }, 'need a calibration that is valid until the next'],
    [[{ ticks: 5, period: 5 }], {}, 'leave no tick for jobs'],
    [
      [{ ticks: 1, period: 2 ** 39 - 1 }, { ticks: 1, period: 2 ** 39 }],
      {},
      `repeat after more than ${2 ** 50} ticks: choose periods that divide each other`,
    ],
    ['none', {}, 'is "none", not an array'],
  ])('are refused with the path of the list: %j, %j', (flows, machine, message) => {
    const fault = faultOf(readWorkload(text(flows, {}, machine)));
    expect(fault.code).toBe('WORKLOAD_SYNTAX');
    expect(fault.message.startsWith('workload:resources[0].flows: ')).toBe(true);
    expect(fault.message).toContain(message);
  });

  it.each([
    [{ ...lock, ticks: 11 }, 'ticks: is "11", not a whole number of 1 to 10'],
    [{ ...lock, ticks: 0 }, 'ticks: is "0"'],
    [{ ...lock, deadline: 11 }, 'deadline: is "11", not a whole number of 1 to 10'],
    [{ ...lock, section: 4 }, 'section: is "4", not a whole number of 1 to 3'],
    [{ ...lock, budget: 2 }, 'budget: is "2", not a whole number of 3 to 10'],
    [{ ...lock, period: 2 ** 40 + 1 }, 'period: is "1099511627777"'],
    [{ ...lock, name: '' }, 'name: is nothing'],
    [{ ...lock, phase: 1 }, 'phase: is no field of this object'],
  ])('by a field out of range are refused with its path: %j', (wrong, message) => {
    const path = 'workload:resources[0].flows[1].';
    expect(refusal([FLOWS[0], wrong])).toContain(`${path}${message}`);
  });

  it('a machine that has flows cannot be reserved, at any time', () => {
    const reservations = [{ resource: 'oim', amount: 1, start: 150, end: 160 }];
    const path = 'workload:reservations[0].resource: has flows';
    expect(refusal(FLOWS, { reservations })).toContain(path);
  });
});

describe('limits of flows', () => {
  const { flowsMax, flowWindowsMax, flowReleasesMax, noteMax } = WORKLOAD_LIMITS;
  const many = (count: number, period: number) => Array.from({ length: count }, () => ({
    ticks: 1,
    period,
  }));
  /** A window every four ticks, `windows` of them until it repeats. */
  const busy = (windows: number) => [...many(1, 4), ...many(1, 4 * windows)];

  it('hold for how many there are', () => {
    expect(read(many(flowsMax, 1000)).resources[0]!.closures[0]!.ticks).toBe(flowsMax);
    expect(refusal(many(flowsMax + 1, 1000))).toContain('flows: has 101 values, not up to 100');
  });

  it('hold for windows in a hyperperiod', () => {
    expect(read(busy(flowWindowsMax)).resources[0]!.closures).toHaveLength(flowWindowsMax);
    expect(refusal(busy(flowWindowsMax + 1))).toBe(
      'workload:resources[0].flows: have 501 windows in 2004 ticks, not up to 500: choose ' +
        'periods that divide each other',
    );
  });

  it('hold for releases, of all machines together', () => {
    // 99 · 500 + 1 releases twice, 2 · 498 + 1, and 1: a hundred thousand in sum
    const full = [...many(99, 1000), ...many(1, 500_000)];
    const sets = [full, full, [...many(2, 4), ...many(1, 4 * 498)], many(1, 9)];
    const machines = (lists: readonly object[]) => ({
      resources: lists.map((flows, i) => ({ ...OIM, name: `m${i}`, flows })),
    });
    expect(flowReleasesMax).toBe(2 * (99 * 500 + 1) + 2 * 498 + 1 + 1);
    expect(read([], machines(sets)).resources).toHaveLength(4);
    const past = refusal([], machines([...sets, many(1, 9)]));
    expect(past).toContain('resources[4].flows: repeat after 9 ticks and 1 releases, those of all');
  });

  it('hold for notes: a workload that is read can be written and read again', () => {
    const notes = (count: number) => ({ notes: Array.from({ length: count }, () => 'n') });
    const full = read(FLOWS, notes(noteMax - 1));
    expect(unwrap(readWorkload(writeWorkload(full)))).toStrictEqual(full);
    expect(refusal(FLOWS, notes(noteMax))).toContain('notes: has 2000 values, not up to 1999');
  });
});
