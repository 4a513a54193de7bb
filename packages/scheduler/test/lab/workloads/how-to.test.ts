import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import * as lab from '../../../src/lab/index.ts';

const { generateLublin, measure, readWorkload, scaleLoad, simulate } = lab;
const ROOT = join(import.meta.dirname, '../../../../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/workload-files.md'), 'utf8');

it('the first example of docs/how-to/workload-files.md does what it says', () => {
  const [, text] = /const text = `([^`]+)`/.exec(PAGE)!;
  const schedule = simulate(unwrap(readWorkload(text!)));
  expect(measure(schedule).waiting.max).toBe(100);

  const busy = scaleLoad(generateLublin({ jobs: 1000, nodes: 128 }), 1.5);
  expect(measure(simulate(busy, { placement: 'easy' })).slowdown.mean).toBeGreaterThan(1);
});

it('its JSON is a workload that can be simulated', () => {
  const [, text] = /```json\n([\s\S]+?)```/.exec(PAGE)!;
  const workload = unwrap(readWorkload(text!));
  expect(workload.jobs.map(({ id }) => id)).toStrictEqual([1, 10, 20, 2, 3, 11, 12, 13, 14, 15]);
  expect(measure(simulate(workload)).done).toBe(10);
});

it('its tables name every field of the format, and functions that there are', () => {
  const fields = [
    ...Object.keys(lab.job({ id: 1, submit: 0, run: 1, parts: [] })),
    ...Object.keys(lab.resource({ name: 'a', domain: 'K', capacity: 1 })),
    ...['tickNs', 'sessions', 'reservations', 'notes', 'calibration', 'duration', 'count', 'flows'],
  ];
  for (const field of fields) expect(PAGE).toContain(field);
  const call = /(?<=`)(?:read|write|generate|with|scale|head|recorded)\w*(?=\()/g;
  const named = PAGE.match(call) ?? [];
  expect(new Set(named).size).toBe(6);
  for (const name of named) expect(lab).toHaveProperty(name);
});
