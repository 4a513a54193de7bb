import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@xdv/domain-model';
import {
  BELL,
  createFolder,
  documentOf,
  moduleOf,
  QUBO,
  readBytes,
  readEvents,
  RING,
  xdv,
} from '../support.ts';
import { parseXml } from './support.ts';

/** A ring of six: every edge can be cut, so that every machine locks firmly. */
const HEXAGON = '6 6\n1 2\n2 3\n3 4\n4 5\n5 6\n6 1\n';

const readPicture = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

/** Random edges, each once. */
const randomGraph = (vertices: number, edges: number): string => {
  const random = createRandom(5);
  const pairs = new Set<number>();
  while (pairs.size < edges) {
    const [i, j] = [Math.floor(random.float() * vertices), Math.floor(random.float() * vertices)];
    if (i < j) pairs.add(i * vertices + j);
  }
  const lines = [...pairs].map((at) => `${Math.floor(at / vertices) + 1} ${(at % vertices) + 1}`);
  return `${vertices} ${edges}\n${lines.join('\n')}\n`;
};

const plot = async (name: string, text: string, ...flags: readonly string[]) => {
  const cwd = createFolder({ [name]: text });
  const ended = await xdv(cwd, 'run', name, '--plot', 'out.svg', '--window', '40', ...flags);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const svg = readPicture(cwd, 'out.svg');
  return { cwd, svg, stdout: ended.stdout, ...parseXml(svg) };
};

describe('xdv run --plot', () => {
  it('draws energy, oscillators and cut of a graph into one SVG document (XDV-061.3)', async () => {
    const { svg, texts, stdout } = await plot('ring.rud', RING);
    expect(svg).toMatch(/^<svg role="img" width="1200" /);
    expect(stdout).toMatch(/^plot {2}out\.svg$/m);
    for (const text of [
      'ring.rud: maximum cut on the Φ machine sbm',
      '5 vertices, 5 edges · cut 4, the best of 10 reads',
      'Energy over time',
      'Oscillators over time',
      'Oscillators in the phase plane',
      'The cut: 4',
      '4 of 5 edges are cut; 2 and 3 vertices',
      'modelled time (µs)',
      'energy (units of the weights)',
      'momentum',
      'edge cut',
      'part 0',
      'best read: -3',
    ]) {
      expect(texts).toContain(text);
    }
  });

  it('loads nothing, runs nothing, and says to those who cannot see it what it is', async () => {
    const { svg, names } = await plot('ring.rud', RING);
    expect(names).not.toContain('script');
    expect(names).not.toContain('style');
    expect(svg).not.toMatch(/href|@import|\bon\w+=/);
    expect(svg).toMatch(/^<svg[^>]*>\n<title>ring\.rud: maximum cut on the Φ machine sbm\. 5 vert/);
  });

  it('gives equal bytes for equal runs, and another picture for another seed', async () => {
    const [one, two, other] = [
      await plot('ring.rud', RING),
      await plot('ring.rud', RING),
      await plot('ring.rud', RING, '--seed', '2'),
    ];
    expect(two.svg).toBe(one.svg);
    expect(other.svg).not.toBe(one.svg);
  });

  it('leaves the trace as it is without a picture: looking is no part of the run', async () => {
    const { cwd } = await plot('ring.rud', RING);
    await xdv(cwd, 'run', 'ring.rud', '--window', '40', '--out', 'plain.xdv');
    expect(readBytes(cwd, 'ring.xdv')).toEqual(readBytes(cwd, 'plain.xdv'));
  });

  it('draws phases on the circle for a machine of oscillators', async () => {
    const { texts } = await plot('six.rud', HEXAGON, '--machine', 'oim');
    expect(texts).toContain('six.rud: maximum cut on the Φ machine oim');
    expect(texts).toContain('Phases on the circle');
    expect(texts).toContain('sine of the phase');
    expect(texts).toContain('start (inner ring)');
  });

  it('draws amplitudes and errors for a machine of pulses', async () => {
    const { texts } = await plot('six.rud', HEXAGON, '--machine', 'cim');
    expect(texts).toContain('Pulses in the plane of amplitude and error');
    expect(texts).toContain('error variable');
  });

  it('draws the solution of a QUBO: what is 1, and which entries count', async () => {
    const { texts } = await plot('small.sparse', QUBO);
    expect(texts).toContain('small.sparse: least value on the Φ machine sbm');
    expect(texts).toContain('The solution: value -3');
    expect(texts).toContain('0 of 1 entries count; 1 and 2 variables');
    expect(texts).toContain('x = 1');
  });

  it('is of the first read of the run', async () => {
    const { texts, cwd } = await plot('g.rud', randomGraph(150, 600), '--reads', '4');
    const run = ['run', 'g.rud', '--window', '40', '--reads', '4', '--json'] as const;
    const { cuts } = documentOf(await xdv(cwd, ...run))['result'] as { cuts: readonly number[] };
    expect(new Set(cuts).size).toBeGreaterThan(1);
    const caption = texts.find((text) => text.startsWith('Discrete simulated bifurcation, 780'));
    expect(caption).toContain(`it ends at cut ${cuts[0]}`);
  });

  it('compares with the best known cut where there is one', async () => {
    // a namesake of the right size: what is known is told by name, vertices and edges
    const { texts } = await plot('G1.rud', randomGraph(800, 19_176), '--reads', '1');
    const found = texts.find((text) => text.startsWith('800 vertices, 19,176 edges'));
    expect(found).toMatch(/, the best of one read: \d+\.\d\d % of the best known, 11,624$/);
    // 19,176 - 2 x 11,624
    expect(texts).toContain('best known: -4,072');
  });

  it('shows the matrix ordered by part of a graph that cannot be drawn', async () => {
    const { svg, texts, names } = await plot('large.rud', randomGraph(2000, 20_000));
    expect(texts.join('\n')).toMatch(/^Matrix ordered by part, [\d,]+ and [\d,]+ vertices; /m);
    expect(texts).toContain('border of the parts');
    expect(texts).toContain('Oscillators over time (100 of 2,000)');
    expect(names.length).toBeLessThan(2000);
    expect(svg.length).toBeLessThan(600_000);
  });

  it.each([
    ['one.sparse', '1 1\n1 1 -1\n', []],
    ['huge.sparse', '2 2\n1 1 -1e100\n1 2 1e99\n', []],
    ['tiny.rud', '2 1\n1 2 1e-9\n', []],
    ['negative.rud', '3 3\n1 2 -1\n2 3 -1\n1 3 -1\n', ['--reads', '1']],
    ['apart.rud', '5 2\n1 2\n4 5\n', []],
    ['short.rud', '2 1\n1 2\n', ['--window', '3']],
  ])('draws %s, an extreme', async (name, text, flags) => {
    const { svg, texts } = await plot(name, text, ...flags);
    expect(texts).toContain('Energy over time');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('says where the picture is with --json', async () => {
    const { stdout } = await plot('ring.rud', RING, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, plot: 'out.svg' });
    const cwd = createFolder({ 'ring.rud': RING });
    expect(documentOf(await xdv(cwd, 'run', 'ring.rud', '--json'))).not.toHaveProperty('plot');
  });

  it('writes odd characters of a file name as text', async () => {
    const { svg, texts } = await plot('zr0-a<b>&"$&\u0001\tc.rud', RING);
    expect(texts[0]).toMatch(/^zr0-a&lt;b&gt;&amp;"\$&amp;\uFFFD c\.rud: maximum cut/);
    const shown = texts.slice(1).join('\n').replaceAll('&quot;', '"');
    expect(shown).toMatch(/^zr0-a&lt;b&gt;&amp;"\$&amp;\uFFFD c\.rud: maximum cut on the Φ/m);
    expect(svg).not.toContain('a<b>');
  });

  it('cuts a long file name so that the title fits', async () => {
    const { texts } = await plot(`${'long'.repeat(40)}.rud`, RING);
    expect(texts).toContain(`…${'long'.repeat(12).slice(2)}.rud: maximum cut on the Φ machine sbm`);
  });

  it('draws nothing of a run that failed', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const flags = ['--plot', 'out.svg', '--window', '1000000', '--json'];
    const ended = await xdv(cwd, 'run', 'ring.rud', ...flags);
    expect(ended.code).not.toBe(0);
    expect(documentOf(ended)).not.toHaveProperty('plot');
    expect(existsSync(join(cwd, 'out.svg'))).toBe(false);
  });

  it.each([
    ['bell.qasm', BELL, '--plot does not apply to bell.qasm, which is an OpenQASM program'],
    ['p.ts', moduleOf('return 1;'), '--plot does not apply to p.ts, which is a process module'],
  ])('refuses %s, which has nothing of the kind to draw', async (name, text, why) => {
    const cwd = createFolder({ [name]: text });
    const { code, stderr } = await xdv(cwd, 'run', name, '--plot', 'out.svg');
    expect(code).toBe(2);
    expect(stderr).toContain(why);
    expect(existsSync(join(cwd, 'out.svg'))).toBe(false);
  });

  it('refuses a place where no picture can go, before it runs', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    mkdirSync(join(cwd, 'folder.svg'));
    for (const [place, why] of [
      ['no/such/out.svg', 'the picture cannot be written to no/such/out.svg: ENOENT'],
      ['folder.svg', 'folder.svg is a folder'],
      ['out.png', 'Expected the name of an SVG file'],
    ] as const) {
      const { code, stderr } = await xdv(cwd, 'run', 'ring.rud', '--plot', place);
      expect(code).toBe(2);
      expect(stderr).toContain(why);
      expect(existsSync(join(cwd, 'ring.xdv'))).toBe(false);
    }
  });

  it('takes the place of an older picture, but not of the graph or the trace', async () => {
    const cwd = createFolder({ 'ring.rud.svg': RING, 'old.svg': 'old' });
    const run = ['run', 'ring.rud.svg', '--window', '40', '--plot'] as const;
    expect((await xdv(cwd, ...run, 'ring.rud.svg')).stderr).toContain('would overwrite');
    expect((await xdv(cwd, ...run, 't.svg', '--out', 't.svg')).code).toBe(2);
    expect((await xdv(cwd, ...run, 'old.svg')).code).toBe(0);
    expect(readPicture(cwd, 'old.svg')).toMatch(/^<svg /);
    expect(readPicture(cwd, 'ring.rud.svg')).toBe(RING);
  });

  it('has an example in the help', async () => {
    const { stdout } = await xdv(createFolder(), 'run', '--help');
    expect(stdout).toMatch(/^ {2}\$ xdv run graph\.txt --plot out\.svg /m);
    expect(stdout).toContain('--plot <svg>');
  });
});

describe('xdv run --machine', () => {
  it.each(['sbm', 'cim', 'oim'])('cuts a graph on the machine %s', async (machine) => {
    const cwd = createFolder({ 'six.rud': HEXAGON });
    const ended = await xdv(cwd, 'run', 'six.rud', '--machine', machine, '--json');
    expect(documentOf(ended)).toMatchObject({ ok: true, result: { cut: 6 } });
    const { args } = readEvents(cwd, 'six.xdv').header!.program;
    expect(args).toMatchObject({ machine });
  });

  it('names the machines that there are when it is none of them, and leaves no trace', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const { code, stderr } = await xdv(cwd, 'run', 'ring.rud', '--machine', 'nope');
    expect(code).toBe(2);
    expect(stderr).toContain('there is no Φ machine nope');
    expect(stderr).toContain('hint: Name one of sbm, cim, oim');
    expect(existsSync(join(cwd, 'ring.xdv'))).toBe(false);
  });

  it('is for Φ, as --device is for Q', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    writeFileSync(join(cwd, 'bell.qasm'), BELL);
    const onQ = await xdv(cwd, 'run', 'bell.qasm', '--machine', 'sbm');
    expect(onQ.stderr).toContain('--machine does not apply to bell.qasm');
    const onPhi = await xdv(cwd, 'run', 'ring.rud', '--device', 'sbm');
    expect(onPhi.stderr).toContain('--device does not apply to ring.rud');
  });
});
