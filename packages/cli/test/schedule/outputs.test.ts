import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePlace } from '../../src/schedule/place.ts';
import { parseXml } from '../plot/support.ts';
import { createFolder, documentOf, xdv } from '../support.ts';
import { HYBRID, THREE } from './support.ts';

const simulate = (cwd: string, ...argv: readonly string[]) =>
  xdv(cwd, 'schedule', 'simulate', ...argv);

const read = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

const BOTH = ['--workload', 'h.json', '--policy', 'fcfs,sjf'];

/** Runs a command that writes, and gives what is in its folder then. */
const write = async (...argv: readonly string[]) => {
  const cwd = createFolder({ 'h.json': HYBRID, 'three.json': THREE });
  const ended = await simulate(cwd, ...argv);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return { cwd, ...ended };
};

describe('xdv schedule simulate writes', () => {
  it('every job of every row as CSV', async () => {
    const argv = ['--workload', 'three.json', '--policy', 'fcfs,sjf', '--csv', 'out.csv'];
    const { cwd, stdout } = await write(...argv);
    expect(stdout).toMatch(/^csv {6}out\.csv$/m);
    expect(read(cwd, 'out.csv').trimEnd().split('\n')).toEqual([
      'policy,placement,job,tenant,submit,start,end,wait,slowdown,resources,amounts,priority,' +
        'deadline,session,outcome',
      'fcfs,easy,1,1,0,0,100,0,1,machine,2,0,,0,done',
      'fcfs,easy,2,2,10,100,200,90,1.9,machine,2,0,,0,done',
      'fcfs,easy,3,2,20,200,210,180,19,machine,2,0,,0,done',
      'sjf,easy,1,1,0,0,100,0,1,machine,2,0,,0,done',
      'sjf,easy,2,2,10,110,210,100,2,machine,2,0,,0,done',
      'sjf,easy,3,2,20,100,110,80,9,machine,2,0,,0,done',
    ]);
  });

  it('a trace that Perfetto opens', async () => {
    const { cwd } = await write('--workload', 'h.json', '--perfetto', 'out.json');
    const { traceEvents } = JSON.parse(read(cwd, 'out.json')) as {
      readonly traceEvents: readonly { readonly ph: string; readonly name: string }[];
    };
    const jobs = traceEvents.filter(({ ph, name }) => ph === 'X' && name.startsWith('job '));
    // job 1 is on two resources
    expect(jobs.map(({ name }) => name).sort()).toEqual(
      ['job 1', 'job 1', 'job 2', 'job 3', 'job 4', 'job 5'],
    );
  });

  it('distributions, utilization and queue as an SVG document', async () => {
    const { cwd } = await write(...BOTH, '--plot', 'out.svg');
    const svg = read(cwd, 'out.svg');
    const { texts, names } = parseXml(svg);
    for (const text of [
      'Schedules of a &lt;hybrid&gt; &amp; more',
      'Waiting time',
      'Bounded slow-down',
      'Utilization over time',
      'Queue over time',
      'waiting time (s)',
      'modelled time (s)',
      'fcfs',
      'sjf',
    ]) {
      expect(texts).toContain(text);
    }
    expect(names).not.toContain('script');
    expect(svg).not.toMatch(/href|@import|\bon\w+=/);
  });

  it('documents that open whatever the workload is called', async () => {
    const name = 'a\u0007\u001b[2J\uFFFE|😀\n"<x>';
    const cwd = createFolder({ 'w.json': THREE.replace('"three jobs"', JSON.stringify(name)) });
    await simulate(cwd, '--workload', 'w.json', '--plot', 'p.svg', '--gantt', 'g.svg');
    for (const file of ['p.svg', 'g.svg']) {
      expect(read(cwd, file)).not.toMatch(/[^\n\P{Cc}]|\uFFFE/u);
      expect(parseXml(read(cwd, file)).texts.join(' ')).toContain('[2J\uFFFD|😀 ');
    }
  });

  it('names of curves that can be told apart where they are long', async () => {
    const long = ['saf', 'sjf'].map((last) => `priority+fidelity+cost+${last}`);
    const argv = ['--workload', 'three.json', '--policy', `fcfs,${long.join(',')}`];
    const { cwd } = await write(...argv, '--plot', 'out.svg');
    const { texts } = parseXml(read(cwd, 'out.svg'));
    for (const name of ['1: fcfs', '2: priority+fidelity+…', '3: priority+fidelity+…']) {
      expect(texts).toContain(name);
    }
  });

  it('who ran where and when as an SVG document', async () => {
    const { cwd } = await write(...BOTH, '--gantt', 'out.svg');
    const svg = read(cwd, 'out.svg');
    const { texts, names } = parseXml(svg);
    for (const text of [
      'Schedule of a &lt;hybrid&gt; &amp; more',
      'fcfs',
      'sjf',
      'cpu',
      'K · 4 units',
      'qpu &amp; &lt;x&gt;',
      'Q · exclusive',
      'phi',
      'Φ · 2 units',
      'time (s)',
      'K (classical)',
      'closed',
      'reserved',
      'session',
      'calibrated',
      'past its deadline',
      'reservation',
      'job 3: 1 unit, waited 29 s, ran 30 s, 11 s late',
    ]) {
      expect(texts).toContain(text);
    }
    expect(names).not.toContain('script');
    expect(svg).not.toMatch(/href|@import|\bon\w+=|NaN|Infinity|undefined/);
  });

  it('a page with table, plots and notes that loads and runs nothing', async () => {
    const { cwd } = await write(...BOTH, '--capacity', 'cpu=6', '--html', 'out.html');
    const html = read(cwd, 'out.html');
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html).toContain('<h1>Schedules of a &lt;hybrid&gt; &amp; more</h1>');
    expect(html).toContain('<td class="name">sjf</td>');
    expect(html).toContain('<li>cpu has 6 units, not 4</li>');
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html).toMatch(/<code>\S*xdv schedule simulate --workload h\.json --policy fcfs,sjf /);
    expect(html).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org)|@import|\bon\w+=/);
  });

  it('all of them at once, and the same bytes for the same command', async () => {
    const files = ['--csv', 'a.csv', '--gantt', 'g.svg', '--plot', 'p.svg', '--html', 'r.html'];
    const [one, two] = [await write(...BOTH, ...files), await write(...BOTH, ...files)];
    for (const name of ['a.csv', 'g.svg', 'p.svg', 'r.html']) {
      expect(read(two.cwd, name)).toBe(read(one.cwd, name));
    }
    const document = documentOf(await simulate(one.cwd, ...BOTH, ...files, '--json'));
    const written = { csv: 'a.csv', gantt: 'g.svg', plot: 'p.svg', html: 'r.html' };
    expect(document['files']).toEqual(written);
  });

  it('a window of the Gantt chart: what lies outside is left out', async () => {
    const window = ['--from', '35', '--to', '80s'];
    const { cwd } = await write('--workload', 'h.json', '--gantt', 'out.svg', ...window);
    const { texts } = parseXml(read(cwd, 'out.svg'));
    expect(texts).toContain('time (s)');
    expect(texts).toContain('40');
    expect(texts.filter((text) => text.startsWith('job 2:'))).toEqual([]);
    expect(texts.filter((text) => text.startsWith('job 3:'))).toHaveLength(1);
  });

  it('resources that are used, of many', async () => {
    const resources = Array.from({ length: 100 }, (_, i) => {
      return { name: `r${i}`, domain: 'K', capacity: 1 };
    });
    const jobs = [7, 70].map((i) => ({ duration: 10, parts: [{ resource: `r${i}` }] }));
    const text = JSON.stringify({ format: 'xdv-workload-1', tickNs: 1e9, resources, jobs });
    const cwd = createFolder({ 'many.json': text });
    await simulate(cwd, '--workload', 'many.json', '--gantt', 'out.svg');
    const { texts } = parseXml(read(cwd, 'out.svg'));
    expect(texts).toContain('2 of 100 resources are drawn');
    expect(texts.filter((one) => /^r\d+$/.test(one))).toEqual(['r7', 'r70']);
  });

  it('areas in place of bars where there are too many jobs', async () => {
    const cwd = createFolder();
    const argv = ['--generate', 'lublin', '--jobs', '3000', '--capacity', '16'];
    await simulate(cwd, ...argv, '--gantt', 'out.svg');
    const { texts, names } = parseXml(read(cwd, 'out.svg'));
    expect(texts).toContain('areas are busy units, where bars would be too small to see');
    expect(names.filter((name) => name === 'rect').length).toBeLessThan(20);
    expect(names).toContain('path');
  });
});

describe('a file is written whole or not at all', () => {
  it('over an older one, whose permissions it keeps', async () => {
    const cwd = createFolder({ 'h.json': HYBRID, 'out.csv': 'old' });
    chmodSync(join(cwd, 'out.csv'), 0o600);
    await simulate(cwd, '--workload', 'h.json', '--csv', 'out.csv');
    expect(read(cwd, 'out.csv')).toMatch(/^policy,placement,job/);
    expect(statSync(join(cwd, 'out.csv')).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).sort()).toEqual(['h.json', 'out.csv']);
  });

  it('leaves the older one as it was if something goes wrong on the way', () => {
    const cwd = createFolder({ 'out.csv': 'old' });
    function* lines() {
      yield 'new\n'.repeat(100_000);
      throw new Error('half-way');
    }
    const place = { path: join(cwd, 'out.csv'), name: 'out.csv', flag: '--csv' };
    expect(() => writePlace(place, lines())).toThrow('half-way');
    expect(read(cwd, 'out.csv')).toBe('old');
    expect(readdirSync(cwd)).toEqual(['out.csv']);
  });

  it.skipIf(!existsSync('/dev/full'))('and a device that takes nothing is refused', async () => {
    const cwd = createFolder({ 'h.json': HYBRID });
    symlinkSync('/dev/full', join(cwd, 'full.csv'));
    const ended = await simulate(cwd, '--workload', 'h.json', '--csv', 'full.csv');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('error ARGUMENT_INVALID: full.csv cannot be written: ENOSPC');
  });

  it('through a link to where that leads', async () => {
    const cwd = createFolder({ 'h.json': HYBRID, 'real.csv': 'old' });
    symlinkSync('real.csv', join(cwd, 'link.csv'));
    await simulate(cwd, '--workload', 'h.json', '--csv', 'link.csv');
    expect(read(cwd, 'real.csv')).toMatch(/^policy,placement,job/);
  });
});

describe('xdv schedule simulate refuses', () => {
  it.each([
    [[], 'no workload is named', 2],
    [['--workload', 'gone.swf'], 'gone.swf cannot be read: there is no such file', 3],
    [['--workload', 'what.ts'], 'what.ts is no workload that can be read', 3],
    [['--workload', 'bad.swf'], 'bad.swf:2:6: 3 fields, not 18', 3],
    [['--workload', 'bad.json'], 'bad.json:resources[0].capacity: ', 3],
    [['--workload', 'bad.csv'], 'bad.csv:1:1: there is no column source', 3],
    [['--workload', 'none.swf'], 'none.swf: there is no job in it that can be simulated', 3],
    [['--workload', 'three.json', '--generate', 'lublin'], 'cannot be used with option', 2],
    [['--generate', 'random'], 'Allowed choices are lublin, hybrid', 2],
    [['--workload', 'three.json', '--policy', 'sfj'], 'there is no policy sfj', 2],
    [['--workload', 'three.json', '--policy', ','], 'Expected names separated by commas', 2],
    [['--workload', 'three.json', '--placement', 'best'], 'Expected strict, easy, conserv', 2],
    [['--workload', 'three.json', '--placement', 'strict:sjf'], ', all, or easy:POLICY', 2],
    [['--workload', 'three.json', '--placement', 'conservative:sjf'], 'easy:POLICY', 2],
    [['--workload', 'three.json', '--placement', 'all:sjf'], 'or easy:POLICY', 2],
    [['--workload', 'three.json', '--placement', 'easy:'], 'or easy:POLICY', 2],
    [['--workload', 'three.json', '--placement', ':sjf'], 'or easy:POLICY', 2],
    [['--workload', 'three.json', '--placement', 'easy:sfj'], 'Did you mean sjf?', 2],
    [['--workload', 'three.json', '--placement', 'easy:easy:sjf'], 'no policy easy:sjf', 2],
    [['--workload', 'three.json', '--placement', 'easy:./no.mjs'], './no.mjs cannot be read', 3],
    [['--workload', 'three.json', '--estimates', '0.5'], 'Expected perfect, recorded, or a', 2],
    [['--workload', 'three.json', '--aging', '1w'], 'Expected a span such as', 2],
    [['--workload', 'three.json', '--aging', '0'], '--aging is less than a tick', 2],
    [['--workload', 'three.json', '--tau', '1ms'], '--tau is less than a tick', 2],
    [['--workload', 'three.json', '--capacity', 'x=3'], 'there is no resource x', 2],
    [['--workload', 'h.json', '--capacity', '3'], 'does not say of which of 3 resources', 2],
    [['--workload', 'h.json', '--capacity', 'cpu=0'], 'Expected a number from 1 to', 2],
    [['--workload', 'three.json', '--from', '5'], '--from and --to are for a Gantt chart', 2],
    [['--workload', 'three.json', '--gantt', 'g.svg', '--from', '1d'], 'nothing lies between', 2],
    [
      ['--workload', 'h.json', '--csv', 'c.csv', '--html', 'r.htm', '--from', '1d', '--to', '2d'],
      'the schedule ends after 1.73 min',
      2,
    ],
    [['--workload', 'three.json', '--gantt', 'g.png'], 'ending in .svg', 2],
    [['--workload', 'three.json', '--html', 'g.svg'], 'ending in .html or .htm', 2],
    [['--workload', 'three.json', '--csv', 'no/out.csv'], 'no/out.csv cannot be written', 2],
    [['--workload', 'three.json', '--csv', 'folder.csv'], 'folder.csv is a folder', 2],
    [['--workload', 'bad.csv', '--csv', './bad.csv'], '--csv would overwrite ./bad.csv', 2],
    [['--workload', 'three.json', '--plot', 'a.svg', '--gantt', './a.svg'], 'two outputs', 2],
    [
      ['--workload', 'h.json', '--policy', 'fcfs,sjf', '--perfetto', 'p.json'],
      '--perfetto shows one schedule, not 2',
      2,
    ],
  ])('%j with its reason, and writes nothing', async (argv, why, code) => {
    const files = {
      'h.json': HYBRID,
      'three.json': THREE,
      'what.ts': 'export default 1;',
      'bad.swf': '; MaxProcs: 4\n1 2 3\n',
      'none.swf': '; MaxProcs: 4\n',
      'bad.csv': 'machine,created\n',
      'bad.json':
        '{"format":"xdv-workload-1","jobs":[],"resources":[{"name":"a","domain":"K","capacity":0}]}',
    };
    const cwd = createFolder(files);
    mkdirSync(join(cwd, 'folder.csv'));
    const ended = await simulate(cwd, ...argv);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^error [A-Z_]+: /);
    expect(ended.stderr).toContain(why);
    expect(ended.stderr).toMatch(/^hint: \S/m);
    expect(ended.code).toBe(code);
    expect(readdirSync(cwd).sort()).toEqual([...Object.keys(files), 'folder.csv'].sort());
    for (const [name, text] of Object.entries(files)) expect(read(cwd, name)).toBe(text);
  });

  it('an unknown policy with the one that was meant, and those that there are', async () => {
    const cwd = createFolder({ 'three.json': THREE });
    const of = async (name: string) =>
      (await simulate(cwd, '--workload', 'three.json', '--policy', name)).stderr;
    expect(await of('sfj')).toContain('hint: Did you mean sjf? There are fcfs, ');
    expect(await of('fidelty+sjf')).toContain('hint: Did you mean fidelity+sjf? ');
    expect(await of('nothing-like-it')).toContain('hint: There are fcfs, ');
  });

  it('a fault as JSON too', async () => {
    const ended = await simulate(createFolder(), '--workload', 'gone.swf', '--json');
    expect(documentOf(ended)).toMatchObject({ ok: false, fault: { code: 'FILE_UNREADABLE' } });
  });
});

describe('a policy of a module', () => {
  it('is a row like any other', async () => {
    const policy = `export default {
      name: 'last-come', version: '1', weigh: ({ since }) => since,
    };`;
    const cwd = createFolder({ 'three.json': THREE, 'mine.mjs': policy });
    const argv = ['--workload', 'three.json', '--policy', './mine.mjs', '--json'];
    const document = documentOf(await simulate(cwd, ...argv));
    // job 3 before job 2
    expect(document['rows']).toMatchObject([{ label: './mine.mjs', metrics: { waitMean: 60 } }]);
  });

  it('that fails is quarantined, the run goes on, and the report says so', async () => {
    const policy = `export default {
      name: 'broken', version: '1', weigh: () => { throw new Error('no idea'); },
    };`;
    const cwd = createFolder({ 'three.json': THREE, 'mine.mjs': policy });
    const argv = ['--workload', 'three.json', '--policy', './mine.mjs'];
    const { code, stdout } = await simulate(cwd, ...argv);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warning: \.\/mine\.mjs was quarantined at 0 s: .*no idea/m);
    const document = documentOf(await simulate(cwd, ...argv, '--json'));
    expect(document['rows']).toMatchObject([{ quarantine: { tick: 0 } }]);
  });

  it('that fails later, in a promise, does not end the program', async () => {
    const policy = `export default {
      name: 'later', version: '1', async weigh() { throw new Error('too late'); },
    };`;
    const cwd = createFolder({ 'three.json': THREE, 'mine.mjs': policy });
    const unheard: unknown[] = [];
    const listen = (reason: unknown): unknown => unheard.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const argv = ['--workload', 'three.json', '--policy', './mine.mjs'];
      expect((await simulate(cwd, ...argv)).stdout).toContain('./mine.mjs was quarantined at 0 s');
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('unhandledRejection', listen);
    }
    expect(unheard).toEqual([]);
  });
});
