import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BELL,
  createFolder,
  documentOf,
  FROM_SOURCE,
  HYBRID,
  LONG,
  moduleOf,
  readEvents,
  RING,
  xdv,
} from './support.ts';

describe('xdv replay', () => {
  it.each([
    ['hybrid.ts', HYBRID],
    ['bell.qasm', BELL],
    ['ring.rud', RING],
  ])('reproduces every event of a run of %s (XDV-005.5, XDV-071.3)', async (name, text) => {
    const cwd = createFolder({ [name]: text });
    await xdv(cwd, 'run', name, '--out', 't.xdv');
    const { head, events } = readEvents(cwd, 't.xdv');
    const { code, stdout, stderr } = await xdv(cwd, 'replay', 't.xdv');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`✓ ${events.length} events, identical\nhead ${head}\n`);
  });

  it('needs no file for a circuit or a graph', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    await xdv(cwd, 'run', 'bell.qasm');
    const other = createFolder();
    cpSync(join(cwd, 'bell.xdv'), join(other, 'moved.xdv'));
    expect((await xdv(other, 'replay', 'moved.xdv')).code).toBe(0);
  });

  it('finds the module from the trace, wherever both are moved together', async () => {
    const cwd = createFolder();
    for (const folder of ['code', 'traces']) mkdirSync(join(cwd, folder));
    writeFileSync(join(cwd, 'code', 'hybrid.ts'), HYBRID);
    await xdv(cwd, 'run', 'code/hybrid.ts', '--out', 'traces/h.xdv');
    const { program } = readEvents(cwd, 'traces/h.xdv').header!;
    expect(program).toMatchObject({ kind: 'module', reference: 'code/hybrid.ts' });
    const other = createFolder();
    for (const name of readdirSync(cwd)) renameSync(join(cwd, name), join(other, name));
    const { code, stderr } = await xdv(createFolder(), 'replay', join(other, 'traces', 'h.xdv'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('reports the first event that differs, both sides and the place (XDV-071.5)', async () => {
    const one = moduleOf("  yield* sys.log('one');\n  return 1;");
    const two = moduleOf("  yield* sys.log('two');\n  return 1;");
    const cwd = createFolder({ 'one.ts': one, 'two.ts': two });
    await xdv(cwd, 'run', 'one.ts');
    const { code, stdout, stderr } = await xdv(cwd, 'replay', 'one.xdv', '--program', 'two.ts');
    expect(code).toBe(8);
    expect(stderr).toContain('warning: the program is not the one that was recorded');
    expect(stderr).toContain('error REPLAY_DIVERGED: ');
    expect(stderr).toContain('at two.ts:4:14');
    expect(stdout).toMatch(/^WRONG {3}at seq \d+$/m);
    expect(stdout).toMatch(/recorded {2}"one"\n\s+replayed {2}"two"/);
  });

  it('reports a divergence as JSON', async () => {
    const cwd = createFolder({ 'one.ts': moduleOf('return 1;'), 'two.ts': moduleOf('return 2;') });
    await xdv(cwd, 'run', 'one.ts');
    const ended = await xdv(cwd, 'replay', 'one.xdv', '--program', 'two.ts', '--json');
    expect(ended.code).toBe(8);
    const fault = { code: 'REPLAY_DIVERGED' };
    expect(documentOf(ended)).toMatchObject({ same: false, programChanged: true, fault });
    const same = await xdv(cwd, 'replay', 'one.xdv', '--json');
    expect(documentOf(same)).toMatchObject({ same: true, programChanged: false, events: 15 });
  });

  it('warns if the text of the program has changed, even where its events have not', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;') });
    const run = (...argv: readonly string[]) =>
      spawnSync(process.execPath, [...FROM_SOURCE, ...argv], { cwd, encoding: 'utf8' });
    expect(run('run', 'p.ts').status).toBe(0);
    writeFileSync(join(cwd, 'p.ts'), moduleOf('return 1; // changed'));
    const { status, stderr } = run('replay', 'p.xdv');
    expect(status).toBe(0);
    expect(stderr).toContain('warning: the program is not the one that was recorded');
  });

  it('replays what is intact of a damaged trace, and ends with 8', async () => {
    const cwd = createFolder({ 'loop.ts': LONG });
    await xdv(cwd, 'run', 'loop.ts', '--no-timeline');
    truncateSync(join(cwd, 'loop.xdv'), 68_000);
    const { code, stdout, stderr } = await xdv(cwd, 'replay', 'loop.xdv');
    expect(code).toBe(8);
    expect(stderr).toContain('error TRACE_TRUNCATED');
    expect(stdout).toMatch(/^✓ \d+ events before the damage, identical$/m);
  });

  it('says what to do if the program is gone', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;') });
    await xdv(cwd, 'run', 'p.ts');
    renameSync(join(cwd, 'p.ts'), join(cwd, 'q.ts'));
    const { code, stderr } = await xdv(cwd, 'replay', 'p.xdv');
    expect(code).toBe(3);
    expect(stderr).toContain('hint: Name it with --program FILE');
    expect((await xdv(cwd, 'replay', 'p.xdv', '--program', 'q.ts')).code).toBe(0);
  });

  it.each([
    ['gone.xdv', 3, 'FILE_UNREADABLE'],
    ['text.xdv', 8, 'TRACE_DAMAGED'],
  ])('refuses %s', async (name, exit, expected) => {
    const cwd = createFolder({ 'text.xdv': 'this is no trace at all' });
    const { code, stderr } = await xdv(cwd, 'replay', name);
    expect(code).toBe(exit);
    expect(stderr).toContain(`error ${expected}`);
  });
});
