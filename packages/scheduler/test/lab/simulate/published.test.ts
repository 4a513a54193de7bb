import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unwrap, type SchedulingPolicy } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import {
  readQuantumCloud,
  readSwf,
  simulate,
  type PlacementKind,
  type Schedule,
  type Workload,
} from '../../../src/lab/index.ts';
import { firstComeFirstServed, shortestFirst } from '../../../src/policy/builtin.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data', 'workloads');
const hasLogs = existsSync(join(DATA, 'lublin_256.swf.gz'));

const read = (file: string): string =>
  gunzipSync(readFileSync(join(DATA, file))).toString('latin1');

/** Mean of max(1, (wait + run) / max(run, 10 s)), for logs in seconds (Feitelson et al. 1998). */
const slowdown = ({ workload, submitted, start, end }: Schedule): number => {
  let sum = 0;
  workload.jobs.forEach((_, i) => {
    const run = end[i]! - start[i]!;
    sum += Math.max(1, (end[i]! - submitted[i]!) / Math.max(run, 10));
  });
  return sum / workload.jobs.length;
};

/** The log with all its jobs submitted in two thirds of the time, perfect estimates. */
const compressed = (workload: Workload): Workload => ({
  ...workload,
  jobs: workload.jobs.map((job) => ({
    ...job,
    submit: Math.floor(job.submit / 1.5),
    estimate: job.run,
  })),
});

const workloads = hasLogs
  ? {
      nasa: compressed(unwrap(readSwf(read('NASA-iPSC-1993-3.1-cln.swf.gz')))),
      lublin: unwrap(readSwf(read('lublin_256.swf.gz'))),
    }
  : undefined;

interface Row {
  readonly log: 'nasa' | 'lublin';
  readonly placement: PlacementKind;
  readonly policy: SchedulingPolicy;
  readonly least: number;
  readonly most: number;
}

// brackets, not figures: a tie broken in another way moves the third digit
const rows: readonly Row[] = [
  { log: 'nasa', placement: 'strict', policy: firstComeFirstServed, least: 950, most: 975 },
  { log: 'nasa', placement: 'easy', policy: firstComeFirstServed, least: 62, most: 69 },
  { log: 'nasa', placement: 'conservative', policy: firstComeFirstServed, least: 60, most: 73 },
  { log: 'nasa', placement: 'easy', policy: shortestFirst, least: 18, most: 30 },
  { log: 'lublin', placement: 'strict', policy: firstComeFirstServed, least: 66_000, most: 67_000 },
  { log: 'lublin', placement: 'easy', policy: firstComeFirstServed, least: 575, most: 605 },
  { log: 'lublin', placement: 'conservative', policy: firstComeFirstServed, least: 440, most: 540 },
  { log: 'lublin', placement: 'easy', policy: shortestFirst, least: 30, most: 50 },
];

describe.skipIf(!hasLogs)('published logs, mean bounded slow-down', () => {
  test.each(rows)('$log, $placement with $policy.name', (row) => {
    const { placement, policy, least, most } = row;
    const mean = slowdown(simulate(workloads![row.log], { placement, policy }));
    expect(mean).toBeGreaterThan(least);
    expect(mean).toBeLessThan(most);
  });

  test('behind the first that came, the shortest first is better than order of arrival', () => {
    const inOrder = { nasa: [53, 57], lublin: [210, 230] } as const;
    for (const log of ['nasa', 'lublin'] as const) {
      const mean = slowdown(simulate(workloads![log], { backfill: shortestFirst }));
      expect(mean).toBeGreaterThan(inOrder[log][0]);
      expect(mean).toBeLessThan(inOrder[log][1]);
    }
  });

  test('the machines of the quantum cloud have queues of their own', () => {
    const workload = unwrap(readQuantumCloud(read('quantum_cloud_jobs.csv.gz')));
    const schedule = simulate(workload, { placement: 'strict' });
    // each alone gives what all together give
    workload.resources.forEach((_, resource) => {
      const own = workload.jobs.flatMap((job, row) =>
        job.parts[0]!.resource === resource ? [row] : [],
      );
      const alone = simulate(
        { ...workload, jobs: own.map((row) => workload.jobs[row]!) },
        { placement: 'strict' },
      );
      expect([...alone.start]).toEqual(own.map((row) => schedule.start[row]));
    });
  });
});
