import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFolder, documentOf, PACKAGE, xdv, xdvWith } from '../support.ts';
import { CLOUD, HYBRID, steady, THREE, THREE_SWF } from './support.ts';

const simulate = (cwd: string, ...argv: readonly string[]) =>
  xdv(cwd, 'schedule', 'simulate', ...argv);

interface Row {
  readonly label: string;
  readonly policy: string;
  readonly placement: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals?: Readonly<Record<string, readonly [number, number]>>;
}

const rowsOf = (document: Readonly<Record<string, unknown>>): readonly Row[] =>
  document['rows'] as readonly Row[];

describe('xdv schedule simulate', () => {
  // First come, first served: starts at 0, 100 and 200, waits 0, 90 and 180, slow-downs 1, 1.9 and
  // 19. Shortest first: job 3 starts at 100, job 2 at 110, waits 0, 100 and 80, slow-downs 1, 2, 9.
  // Jain's index of the tenants' means: 11.45² / (2 · (1² + 10.45²)) and 6.5² / (2 · (1² + 5.5²)).
  it('prints a row for every policy, worked out by hand', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const { code, stdout, stderr } = await simulate(
      cwd,
      '--workload',
      'three.json',
      '--policy',
      'fcfs,sjf',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(steady(stdout)).toBe(`three jobs: 3 jobs on machine (K, 2 units), submitted over 20 s
easy placement · recorded estimates · slow-down bounded at 10 s · seed 1

policy     wait  slow-down  95 %   busy K   Jain
──────  ───────  ─────────  ────  ───────  ─────
fcfs    1.5 min        7.3    19  100.0 %  0.595
sjf       1 min          4     9  100.0 %  0.676

real …

next: the same with --html report.html for plots and a Gantt chart
`);
  });

  it('shows for a single run how the slow-down is spread', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const { stdout } = await simulate(cwd, '--workload', 'three.json');
    expect(stdout).toContain('jobs by bounded slow-down\n  1        █');
    expect(stdout).toMatch(/^ {2}1 to 2 +█+ +1 +33\.3 %$/m);
    expect(stdout).toMatch(/^ {2}10 to 20 +█+ +1 +33\.3 %$/m);
    expect(stdout).not.toContain('20 to 50');
    expect(stdout).toMatch(/^next: the same with --policy fcfs,sjf --placement strict,easy to/m);
  });

  it('says so where no job fits', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const argv = ['--workload', 'three.json', '--capacity', '1', '--html', 'r.html'];
    const { code, stdout } = await simulate(cwd, ...argv);
    expect(code).toBe(0);
    expect(stdout).toContain('\npolicy  unfit\n──────  ─────\nfcfs        3\n');
    expect(stdout).not.toContain('jobs by bounded slow-down');
  });

  it('compares placements of one policy, placements outside', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const argv = ['--workload', 'three.json', '--policy', 'sjf,fcfs', '--placement', 'all'];
    const document = documentOf(await simulate(cwd, ...argv, '--json'));
    expect(rowsOf(document).map(({ label, placement }) => `${label} ${placement}`)).toEqual([
      'sjf strict',
      'fcfs strict',
      'sjf easy',
      'fcfs easy',
      'sjf conservative',
      'fcfs conservative',
    ]);
    const { stdout } = await simulate(cwd, ...argv);
    expect(stdout).toMatch(/^sjf +strict +1 min +4 +9 +100\.0 %/m);
  });

  it('takes all placements and more in one list, each once', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const argv = ['--workload', 'three.json', '--placement', 'easy:sjf,all,easy', '--json'];
    const rows = rowsOf(documentOf(await simulate(cwd, ...argv)));
    const expected = ['easy:sjf', 'strict', 'easy', 'conservative'];
    expect(rows.map(({ placement }) => placement)).toEqual(expected);
  });

  it('gives the same figures as JSON, with what they were made with', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const argv = ['--workload', 'three.json', '--policy', 'sjf', '--aging', '1h', '--json'];
    const document = documentOf(await simulate(cwd, ...argv));
    expect(document).toMatchObject({
      ok: true,
      workload: {
        name: 'three jobs',
        tickNs: 1e9,
        jobs: 3,
        resources: [{ name: 'machine', domain: 'K', capacity: 2, sharing: 'shared' }],
      },
      load: 1,
      estimates: { kind: 'recorded' },
      agingTicks: 3600,
      boundTicks: 10,
      seed: 1,
      seeds: 1,
      notes: [],
      files: {},
    });
    expect(rowsOf(document)).toHaveLength(1);
    expect(rowsOf(document)[0]).toMatchObject({
      label: 'sjf',
      policy: 'shortest-first@1',
      placement: 'easy',
      metrics: { waitMean: 60, slowdownMean: 4, slowdownP95: 9, utilizationK: 1, makespan: 210 },
    });
    expect(rowsOf(document)[0]!.metrics).not.toHaveProperty('utilizationQ');
  });

  it('gives confidence intervals and paired differences over seeds', async () => {
    const cwd = createFolder();
    const generated = ['--generate', 'lublin', '--jobs', '200', '--capacity', '16'];
    const argv = [...generated, '--policy', 'fcfs,sjf', '--seeds', '4'];
    const { stdout } = await simulate(cwd, ...argv);
    expect(stdout).toContain('seeds 1 to 4, 95 % confidence');
    expect(stdout).toMatch(/^fcfs +[\d.]+ ± [\d.]+ \w+ +[\d.,]+ ± [\d.,]+ /m);
    expect(stdout).toMatch(
      /^sjf against fcfs: mean bounded slow-down -[\d.]+ ± [\d.]+, lower with 3 of 4 seeds$/m,
    );
    const document = documentOf(await simulate(cwd, ...argv, '--json'));
    for (const { metrics, intervals } of rowsOf(document)) {
      const [low, high] = intervals!['slowdownMean']!;
      expect(low).toBeLessThan(metrics['slowdownMean']!);
      expect(high).toBeGreaterThan(metrics['slowdownMean']!);
    }
    expect(document['differences']).toMatchObject([{ label: 'sjf', against: 'fcfs' }]);
  });

  it('resamples a log for other seeds, and leaves it as it is for the first', async () => {
    const cwd = createFolder({ 'log.swf': THREE_SWF });
    const of = async (...argv: readonly string[]) => {
      const all = ['--workload', 'log.swf', ...argv, '--json'];
      return rowsOf(documentOf(await simulate(cwd, ...all)))[0]!;
    };
    expect((await of()).metrics['waitMean']).toBe(90);
    const waits = [];
    for (const seed of ['2', '3', '4']) waits.push((await of('--seed', seed)).metrics['waitMean']);
    expect(waits.some((wait) => wait !== 90)).toBe(true);
    const mean = (90 + waits[0]! + waits[1]! + waits[2]!) / 4;
    expect((await of('--seeds', '4')).metrics['waitMean']).toBeCloseTo(mean, 9);
  });

  it('puts what a log says happened beside it', async () => {
    const cwd = createFolder({ 'jobs.csv': CLOUD, 'log.swf': THREE_SWF });
    const argv = ['--workload', 'jobs.csv', '--recorded', '--json'];
    // the second job waits a minute for the first; in the log they waited nine and five
    expect(rowsOf(documentOf(await simulate(cwd, ...argv)))).toMatchObject([
      { label: 'fcfs', metrics: { waitMean: 30_000 } },
      { label: 'recorded', placement: 'recorded', metrics: { waitMean: 420_000 } },
    ]);
    for (const change of [['--load', '2'], ['--capacity', '2'], ['--jobs', '1']]) {
      const changed = await simulate(cwd, ...argv, ...change);
      expect(changed.code).toBe(2);
      expect(changed.stderr).toContain('--recorded needs a log, as it is');
    }
    const silent = await simulate(cwd, '--workload', 'log.swf', '--recorded');
    expect(silent.stderr).toContain('log.swf does not say when its jobs started');
    const seeds = await simulate(cwd, ...argv, '--seeds', '2');
    expect(seeds.stderr).toContain('--recorded is one schedule, not several seeds');
  });

  it('says what K, Q and Φ do, and what waiting costs', async () => {
    const cwd = createFolder({ 'h.json': HYBRID });
    const { stdout } = await simulate(cwd, '--workload', 'h.json', '--policy', 'fcfs,edf');
    for (const title of ['busy K', 'busy Q', 'busy Φ', 'missed', 'fidelity lost', 'Q waste']) {
      expect(stdout).toContain(title);
    }
  });
});

describe('a workload', () => {
  it.each([
    ['log.swf', THREE_SWF],
    ['log.txt', THREE_SWF],
    ['three.json', THREE],
    ['three', THREE],
    ['jobs.csv', CLOUD],
    ['jobs.log', CLOUD],
  ])('%s is told by its ending or else its content, packed or not', async (name, text) => {
    const cwd = createFolder({ [name]: text });
    writeFileSync(join(cwd, `${name}.gz`), gzipSync(text));
    const documents = [];
    for (const file of [name, `${name}.gz`]) {
      const { workload, ...rest } = documentOf(await simulate(cwd, '--workload', file, '--json'));
      expect(workload).toMatchObject({ jobs: text === CLOUD ? 2 : 3 });
      documents.push({ ...rest, real: undefined });
    }
    expect(documents[1]).toEqual(documents[0]);
  });

  it('can be cut, loaded more, resized, and given other estimates', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const wait = async (...argv: readonly string[]) => {
      const ended = await simulate(cwd, '--workload', 'three.json', ...argv, '--json');
      return rowsOf(documentOf(ended))[0]!.metrics['waitMean'];
    };
    // twice the load: submitted at 0, 5 and 10
    expect(await wait('--load', '2')).toBe((0 + 95 + 190) / 3);
    expect(await wait('--jobs', '2')).toBe(45);
    // two jobs side by side: 0, 0 and 80
    expect(await wait('--capacity', 'machine=4')).toBe(80 / 3);
    const { stdout } = await simulate(
      cwd,
      '--workload',
      'three.json',
      '--capacity',
      '4',
      '--estimates',
      '5',
    );
    expect(stdout).toContain('estimates up to 5 times the run');
    expect(stdout).toContain('note: machine has 4 units, not 2\n');
  });

  it('is written by schedule generate, and then simulates as it would at once', async () => {
    const cwd = createFolder();
    const model = ['lublin', '--jobs', '50', '--capacity', '8', '--seed', '3'];
    const made = await xdv(cwd, 'schedule', 'generate', ...model, '--out', 'w.json');
    expect(made.stdout).toContain('50 jobs on nodes (K, 8 units)');
    expect(made.stdout).toMatch(/\n\nnext: .*--workload w\.json\n$/);
    const read = documentOf(await simulate(cwd, '--workload', 'w.json', '--json'));
    const at = ['--generate', 'lublin', '--jobs', '50', '--capacity', '8', '--seed', '3'];
    const direct = documentOf(await simulate(cwd, ...at, '--json'));
    expect(rowsOf(read)).toEqual(rowsOf(direct));
  });
});

describe('what a terminal can show', () => {
  it('never has control characters of a file in it', async () => {
    const evil = '\u001b[31mred\u009b1m\u0007\nnext: rm -rf';
    const { name: _, ...three } = JSON.parse(THREE) as Record<string, unknown>;
    const text = JSON.stringify({ ...three, name: evil, notes: [evil] });
    const cwd = createFolder({ 'evil.json': text });
    const { stdout } = await simulate(cwd, '--workload', 'evil.json');
    expect(stdout).toContain('note: \uFFFD[31mred\uFFFD1m\uFFFD next: rm -rf\n');
    expect(stdout).not.toMatch(/^next: rm/m);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is read from left to right where a file says otherwise', async () => {
    const { name: _, ...three } = JSON.parse(THREE) as Record<string, unknown>;
    const text = JSON.stringify({ ...three, name: 'a\u202Eb\u2066c' });
    const { stdout } = await simulate(createFolder({ 'w.json': text }), '--workload', 'w.json');
    expect(stdout).toContain('a\uFFFDb\uFFFDc: 3 jobs');
  });

  it('has the units of a resource exactly', async () => {
    const of = async (units: number) => {
      const text = THREE.replace('"capacity":2', `"capacity":${units}`);
      return (await simulate(createFolder({ 'w.json': text }), '--workload', 'w.json')).stdout;
    };
    expect(await of(2 ** 31 - 1)).toContain('machine (K, 2,147,483,647 units)');
    expect(await of(1)).toContain('machine (K, 1 unit)');
  });

  it.each([40, 60, 80])('is kept in %i columns: columns go below each other', async (columns) => {
    const cwd = createFolder({ 'h.json': HYBRID });
    const argv = ['schedule', 'simulate', '--workload', 'h.json', '--placement', 'strict,easy'];
    const { stdout } = await xdvWith(cwd, argv, { env: { COLUMNS: String(columns) } });
    const lines = stdout.split('\n').filter((line) => /^(?:policy|fcfs|─)/.test(line));
    expect(lines.length).toBeGreaterThan(columns < 80 ? 4 : 3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('is ASCII where the locale says so', async () => {
    const generated = ['--generate', 'lublin', '--jobs', '60', '--seeds', '3'];
    const argv = ['schedule', 'simulate', ...generated, '--policy', 'fcfs,sjf'];
    const { stdout } = await xdvWith(createFolder(), argv, { env: { LANG: 'C' } });
    expect(stdout).toMatch(/^[\n -~]*$/);
    expect(stdout).toContain(' +- ');
  });
});

describe('Ctrl-C', () => {
  const pressing = (after: number) => (listener: () => void) => {
    const timer = setTimeout(listener, after);
    return () => clearTimeout(timer);
  };
  const LONG = ['--generate', 'lublin', '--jobs', '60000', '--capacity', '16'];

  it('ends a simulation with 130, what is done, and no files', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const argv = ['schedule', 'simulate', ...LONG, '--policy', 'fcfs,sjf', '--csv', 'out.csv'];
    const ended = await xdvWith(cwd, argv, { onInterrupt: pressing(0) });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toBe('ending the simulation; press Ctrl-C again to exit at once\n');
    expect(ended.stdout).toContain('stopped by Ctrl-C');
    expect(existsSync(join(cwd, 'out.csv'))).toBe(false);
    const json = await xdvWith(cwd, [...argv, '--json'], { onInterrupt: pressing(0) });
    expect(documentOf(json)).toMatchObject({ ok: true, stopped: 'interrupted' });
  });

  it('ends the program at once while a workload is read: there is nothing to lose', async () => {
    let heard = 0;
    const onInterrupt = () => {
      heard++;
      return () => undefined;
    };
    const cwd = createFolder({ 'bad.json': '{', 'three.json': THREE });
    const argv = ['schedule', 'simulate', '--workload'];
    expect((await xdvWith(cwd, [...argv, 'bad.json'], { onInterrupt })).code).toBe(3);
    expect(heard).toBe(0);
    expect((await xdvWith(cwd, [...argv, 'three.json'], { onInterrupt })).code).toBe(0);
    expect(heard).toBe(1);
  });
});

const DATA = resolve(
  join(PACKAGE, '../..'),
  process.env['XDV_DATA'] ?? '../shared/data',
  'workloads',
);
const NASA = join(DATA, 'NASA-iPSC-1993-3.1-cln.swf.gz');
const IBM = join(DATA, 'quantum_cloud_jobs.csv.gz');

describe('the logs of the acceptance', () => {
  it.skipIf(!existsSync(NASA))('NASA iPSC: EASY against strict FCFS as published', async () => {
    const placements = ['--placement', 'strict,easy,easy:sjf'];
    const terms = ['--load', '1.5', '--estimates', 'perfect', ...placements];
    const ended = await simulate(createFolder(), '--workload', NASA, ...terms, '--json');
    const slowdowns = rowsOf(documentOf(ended)).map(({ metrics }) => metrics['slowdownMean']!);
    expect(slowdowns.map(Math.round)).toEqual([963, 66, 55]);
  });

  it.skipIf(!existsSync(IBM))('the quantum cloud: every job is done on its machine', async () => {
    const argv = ['--workload', IBM, '--policy', 'fcfs,sjf', '--json'];
    const document = documentOf(await simulate(createFolder(), ...argv));
    expect(document['workload']).toMatchObject({ jobs: 5204 });
    const [first, short] = rowsOf(document).map(({ metrics }) => metrics['slowdownMean']!);
    expect(short!).toBeLessThan(first!);
    expect(document['notes']).toContain('500 jobs that were not done (failed, cancelled) left out');
  });
});
