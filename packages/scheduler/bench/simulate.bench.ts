/**
 * Run with: node --conditions=@xdv/source bench/simulate.bench.ts
 * Simulates up to a million jobs, prints CPU time and the exponent with which it grows, and the
 * mean bounded slow-down of the public logs where they are at hand (XDV_DATA, default
 * ../shared/data).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRandom, unwrap } from '@xdv/domain-model';
import {
  generateLublin,
  job,
  measure,
  part,
  readSwf,
  resource,
  scaleLoad,
  simulate,
  type Job,
  type SimulateOptions,
  type Workload,
} from '../src/lab/index.ts';
import { cpuOf, exponent } from './cpu.ts';
import { highestResponseRatio, shortestFirst, wfp3 } from '../src/index.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Jobs of a first run, after which the code is compiled. */
const WARM_UP = 50_000;
const NODES = 256;
const LOAD = 0.9;
const ROOT = join(import.meta.dirname, '../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data', 'workloads');

/** Jobs of 1 to 255 nodes and 10 s to 11 h, log-uniform, arriving at random at `LOAD`. */
const stream = (count: number): Workload => {
  const random = createRandom(7);
  const shapes = Array.from({ length: count }, () => ({
    amount: Math.floor(2 ** (random.float() * 8)),
    run: Math.floor(10 * 4_000 ** random.float()),
  }));
  const work = shapes.reduce((sum, { amount, run }) => sum + amount * run, 0);
  const gap = work / count / NODES / LOAD;
  let submit = 0;
  const jobs = shapes.map(({ amount, run }, i): Job => {
    submit += -gap * Math.log(1 - random.float());
    return job({ id: i + 1, submit: Math.floor(submit), run, parts: [part(0, amount)] });
  });
  const nodes = resource({ name: 'nodes', domain: 'K', capacity: NODES });
  const given = { name: 'stream', tickNs: 1e9, resources: [nodes], jobs };
  return { ...given, sessions: [], reservations: [], notes: [] };
};

const scaling = (
  name: string,
  make: (jobs: number) => Workload,
  options: SimulateOptions,
): void => {
  simulate(make(WARM_UP), options);
  const times = SIZES.map((count) => {
    const workload = make(count);
    const [{ decisions }, seconds] = cpuOf(() => simulate(workload, options));
    const rate = `${(count / seconds / 1e3).toFixed(0).padStart(5)}k jobs/s`;
    const each = `${((seconds / decisions) * 1e6).toFixed(2)} µs a decision`;
    console.log(`  ${String(count).padStart(8)} jobs ${seconds.toFixed(2)} s, ${rate}, ${each}`);
    return seconds;
  });
  const growth = exponent(SIZES.map((size, i) => [size, times[i]!])).toFixed(2);
  console.log(`${name}: CPU time grows with jobs^${growth}`);
};

const read = (file: string): Workload =>
  unwrap(readSwf(gunzipSync(readFileSync(join(DATA, file))).toString('latin1')));

const DISCIPLINES: readonly (readonly [string, SimulateOptions])[] = [
  ['strict, FCFS', { placement: 'strict' }],
  ['EASY, FCFS', {}],
  ['EASY, FCFS, backfill SJF', { backfill: shortestFirst }],
  ['EASY, SJF', { policy: shortestFirst }],
  ['EASY, HRRN, backfill WFP3', { policy: highestResponseRatio, backfill: wfp3 }],
  ['conservative, FCFS', { placement: 'conservative' }],
];
/** What ratios are to: the goal's "EASY + SJF". */
const PEER = 2;

const table = (name: string, workload: Workload): void => {
  console.log(`${name}, mean bounded slow-down, ratio to ${DISCIPLINES[PEER]![0]}`);
  const rows = DISCIPLINES.map(([label, options]) => {
    const [schedule, seconds] = cpuOf(() => simulate(workload, options));
    return { label, seconds, metrics: measure(schedule) };
  });
  const peer = rows[PEER]!.metrics.slowdown.mean;
  for (const { label, seconds, metrics } of rows) {
    const { slowdown, utilization, fairness } = metrics;
    const ratio = (slowdown.mean / peer).toFixed(2).padStart(7);
    const busy = `utilization ${utilization.domains.K.toFixed(3)}`;
    const jain = `Jain ${fairness.tenants.toFixed(3)} (jobs ${fairness.jobs.toFixed(3)})`;
    const mean = slowdown.mean.toFixed(2).padStart(9);
    console.log(`  ${label.padEnd(26)}${mean} ${ratio}  ${busy}  ${jain}  ${seconds.toFixed(2)} s`);
  }
};

const lublin = (jobs: number): Workload => generateLublin({ jobs, nodes: NODES, seed: 7 });
for (const [name, make] of [
  ['stream', stream],
  ['Lublin', lublin],
] as const) {
  scaling(`${name}, EASY, FCFS`, make, {});
  scaling(`${name}, EASY, SJF`, make, { policy: shortestFirst });
}
if (existsSync(join(DATA, 'lublin_256.swf.gz'))) {
  table('NASA iPSC, load × 1.5', scaleLoad(read('NASA-iPSC-1993-3.1-cln.swf.gz'), 1.5));
  table('lublin_256', read('lublin_256.swf.gz'));
} else {
  console.log(`no logs in ${DATA}`);
}
