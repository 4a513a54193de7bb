import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parseXml } from '../plot/support.ts';
import { createFolder, documentOf, xdv } from '../support.ts';

const machine = (amount: number) => [{ resource: 'machine', amount }];

/**
 * Job 1 leaves one unit of four until tick 10, job 2 needs all four, and either of the other two
 * has room before it. Starts, worked out by hand (Lifka 1995; Mu'alem and Feitelson 2001):
 *
 *                        1   2   3   4   waits          slow-downs            mean
 *     fcfs easy          0  10   2  20   0  9   0  18   1  1.9  1     5.5    2.35
 *     fcfs easy:sjf      0  10  20   2   0  9  18   0   1  1.9  3.25  1      1.7875
 *     sjf  easy          0  14   6   2   0 13   4   0   1  2.3  1.5   1      1.45
 *
 * Under easy job 3 comes first and takes the unit. Under easy:sjf job 4 does, and then job 3 would
 * delay job 2, to whom tick 10 is promised. In the order of sjf nothing is promised to job 2.
 */
const FOUR = JSON.stringify({
  format: 'xdv-workload-1',
  name: 'four jobs',
  tickNs: 1e9,
  resources: [{ name: 'machine', domain: 'K', capacity: 4 }],
  jobs: [
    { id: 1, submit: 0, duration: 10, parts: machine(3) },
    { id: 2, submit: 1, duration: 10, parts: machine(4) },
    { id: 3, submit: 2, duration: 8, parts: machine(1) },
    { id: 4, submit: 2, duration: 4, parts: machine(1) },
  ],
});

const MINE = `export default {
  name: 'mine', version: '7', weigh: ({ length }) => -length,
};`;

const BROKEN = `export default {
  name: 'broken', version: '1', weigh() { throw new Error('no idea'); },
};`;

const LOUD = `console.log('loaded');\n${MINE}`;

const FILES = { 'four.json': FOUR, 'mine.mjs': MINE, 'broken.mjs': BROKEN, 'loud.mjs': LOUD };
const FIXED = ['schedule', 'simulate', '--workload', 'four.json', '--tau', '1'];

const simulate = async (...argv: readonly string[]) => {
  const cwd = createFolder(FILES);
  return { cwd, ...(await xdv(cwd, ...FIXED, ...argv)) };
};

const rowsOf = async (...argv: readonly string[]) =>
  documentOf(await simulate(...argv, '--json'))['rows'];

describe('--placement easy:POLICY backfills in an order of its own', () => {
  it('worked out by hand, and says so in every row', async () => {
    const argv = ['--policy', 'fcfs,sjf', '--placement', 'easy,easy:sjf'];
    const { stdout } = await simulate(...argv);
    expect(stdout).toMatch(/^fcfs +easy +6\.75 s +2\.35 .* 85\.4 %/m);
    expect(stdout).toMatch(/^sjf +easy +4\.25 s +1\.45 .* 85\.4 %/m);
    expect(stdout).toMatch(/^fcfs +easy:sjf +6\.75 s +1\.79 .* 73\.2 %/m);
    expect(stdout).toMatch(/^sjf +easy:sjf +4\.25 s +1\.45 .* 85\.4 %/m);
    const fcfs = { label: 'fcfs', policy: 'first-come-first-served@1' };
    const rows = await rowsOf(...argv);
    expect(rows).toMatchObject([
      { ...fcfs, placement: 'easy', metrics: { waitMean: 6.75, slowdownMean: 2.35 } },
      { label: 'sjf', placement: 'easy' },
      {
        ...fcfs,
        placement: 'easy:sjf',
        backfill: 'shortest-first@1',
        metrics: { waitMean: 6.75, slowdownMean: 1.7875, makespan: 28 },
      },
      { label: 'sjf', placement: 'easy:sjf', backfill: 'shortest-first@1' },
    ]);
    expect((rows as readonly unknown[])[0]).not.toHaveProperty('backfill');
  });

  it('is named above the table where it is the only one, and kept in what comes next', async () => {
    const { stdout } = await simulate('--placement', 'easy:sjf');
    expect(stdout).toMatch(/^easy:sjf placement · /m);
    expect(stdout).toMatch(/^next: .*--policy fcfs,sjf --placement strict,easy:sjf to compare$/m);
  });

  it('takes compositions and modules, and gives their versions', async () => {
    const placements = 'easy:priority+sjf,easy:./mine.mjs,easy:priority+./mine.mjs';
    expect(await rowsOf('--placement', placements)).toMatchObject([
      { backfill: 'priority@1+shortest-first@1', metrics: { slowdownMean: 1.7875 } },
      { placement: 'easy:./mine.mjs', backfill: 'mine@7', metrics: { slowdownMean: 1.7875 } },
      { backfill: 'priority@1+mine@7', metrics: { slowdownMean: 1.7875 } },
    ]);
  });

  it('is called so in CSV, in the chart, in the plots and on the page', async () => {
    const placed = ['--placement', 'strict,easy:./mine.mjs'];
    const files = ['--csv', 'o.csv', '--gantt', 'g.svg', '--plot', 'p.svg', '--html', 'o.html'];
    const { cwd, code } = await simulate(...placed, ...files);
    expect(code).toBe(0);
    const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
    expect(read('o.csv')).toMatch(/^fcfs,easy:\.\/mine\.mjs,4,0,2,2,6,0,1,/m);
    for (const name of ['g.svg', 'p.svg']) {
      expect(parseXml(read(name)).texts).toContain('easy:./mine.mjs');
    }
    expect(read('o.html')).toContain('<td class="name">easy:./mine.mjs</td>');
  });

  it('goes on in order of arrival if the second policy fails, and says which one did', async () => {
    const broken = ['--placement', 'easy:./broken.mjs'];
    const { stdout } = await simulate(...broken);
    expect(stdout).toMatch(/^warning: fcfs was quarantined at 0 s: in backfill: .*no idea/m);
    expect(await rowsOf(...broken)).toMatchObject([
      { metrics: { slowdownMean: 2.35 }, quarantine: { tick: 0 } },
    ]);
  });

  it('keeps what a module prints out of the JSON document', async () => {
    const [log, error] = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')];
    error.mockImplementation(() => undefined);
    try {
      await rowsOf('--placement', 'easy:./loud.mjs');
      expect(log).not.toHaveBeenCalled();
      expect(error).toHaveBeenCalledWith('loaded');
    } finally {
      log.mockRestore();
      error.mockRestore();
    }
  });
});
