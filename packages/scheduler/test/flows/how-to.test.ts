import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import {
  admitFlows,
  flow,
  flowClosures,
  formatAdmission,
  hyperperiodOf,
  periodicReleases,
  simulateFlows,
} from '../../src/index.ts';
import { job, part, readWorkload, resource, simulate } from '../../src/lab/index.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/phi-flows.md'), 'utf8');

it('the example of docs/how-to/phi-flows.md does what it says (XDV-012.3)', () => {
  const flows = [
    flow({ id: 1, ticks: 20, period: 100 }),
    flow({ id: 2, ticks: 90, period: 300, section: 30 }),
  ];
  const admission = admitFlows(flows);
  expect(formatAdmission(admission)).toBe('admitted: 50.00 % of the machine');

  const schedule = simulateFlows(flows, periodicReleases(flows, 300), { horizon: 300 });
  expect(hyperperiodOf(flows)).toBe(300);
  // by hand: 1 in 0-20, 2 in 20-110 (a window begins at 80), 1 in 110-130, 1 in 200-220
  expect(schedule.flows).toMatchObject([
    { flow: 1, released: 3, missed: 0, worstResponse: 30 },
    { flow: 2, released: 1, missed: 0, worstResponse: 110 },
  ]);

  const machine = resource({
    name: 'ring',
    domain: 'Phi',
    capacity: 64,
    closures: flowClosures(schedule, 300),
  });
  const jobs = [1, 2, 3].map((id) => job({ id, submit: 0, run: 60, parts: [part(0, 64)] }));
  const workload = {
    name: 'around',
    tickNs: 1000,
    resources: [machine],
    jobs,
    sessions: [],
    reservations: [],
    notes: [],
  };
  // closed in 0-130 and 200-220, and again 300 later
  expect([...simulate(workload).start]).toEqual([130, 220, 430]);
});

it('the workload file of the page is placed around its flows as it says (XDV-012.3)', () => {
  const [, text] = /```json\n([\s\S]+?)```/.exec(PAGE)!;
  const workload = unwrap(readWorkload(text!));
  expect(workload.notes).toHaveLength(1);
  expect(PAGE).toContain(`\`${workload.notes[0]}\``);
  // lock in 0-20, solve in 20-100 and 120-130, lock in 100-120 and 200-220
  expect(workload.resources[0]!.closures).toStrictEqual([
    { start: 0, ticks: 130, every: 300 },
    { start: 200, ticks: 20, every: 300 },
  ]);
  expect([...simulate(workload).start]).toEqual([130, 220, 430]);
});

it('its refusal is that of longer windows', () => {
  const [, text] = /```json\n([\s\S]+?)```/.exec(PAGE)!;
  const long = readWorkload(text!.replace('"period": 300', '"period": 300, "section": 30'));
  const [, refusal] = /```text\n([\s\S]+?)\n```/.exec(PAGE)!;
  expect(long.ok ? 'admitted' : long.fault.message).toBe(refusal);
});
