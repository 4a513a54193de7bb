import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput, type Environment, type Terminal } from '../src/io.ts';
import { startProgress } from '../src/progress.ts';
import { BELL, createFolder, xdvWith } from './support.ts';

const terminal = (): Terminal & PassThrough =>
  Object.assign(new PassThrough(), { isTTY: true, columns: 100, hasColors: () => true });

const colours = (stream: Terminal, env: Environment): boolean =>
  createOutput(stream, env).style.red('x') !== 'x';

describe('colours', () => {
  it('are for terminals that have them', () => {
    expect(colours(terminal(), {})).toBe(true);
    expect(colours(new PassThrough(), {})).toBe(false);
    expect(colours(Object.assign(terminal(), { hasColors: () => false }), {})).toBe(false);
  });

  it('give way to NO_COLOR, and come with FORCE_COLOR', () => {
    expect(colours(terminal(), { NO_COLOR: '1' })).toBe(false);
    expect(colours(terminal(), { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(colours(new PassThrough(), { FORCE_COLOR: '1' })).toBe(true);
    expect(colours(terminal(), { FORCE_COLOR: '0' })).toBe(false);
  });

  it.each([
    [{ NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1' }, true],
  ])('with %j a whole command keeps to that', async (env, coloured) => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { stdout } = await xdvWith(cwd, ['run', 'bell.qasm'], { env });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });
});

describe('characters', () => {
  it.each([
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, false],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LC_ALL: 'C.utf8' }, true],
    [{ TERM: 'linux' }, false],
    [{}, true],
  ])('with %j unicode is %s', (env, unicode) => {
    expect(createOutput(new PassThrough(), env).unicode).toBe(unicode);
  });

  it('a whole command prints ASCII where the locale has nothing else', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { stdout } = await xdvWith(cwd, ['run', 'bell.qasm'], { env: { LANG: 'C' } });
    // oxlint-disable-next-line no-control-regex
    expect(stdout).toMatch(/^[\x00-\x7f]*$/);
    expect(stdout).toMatch(/^Q ideal +#+ j1 #+$/m);
  });
});

describe('an output', () => {
  it('has the width of its terminal, within reason', () => {
    const width = (columns: number): number =>
      createOutput(Object.assign(terminal(), { columns }), {}).width;
    expect([width(100), width(20), width(500)]).toEqual([100, 40, 160]);
    expect(createOutput(new PassThrough(), {}).width).toBe(80);
    expect(createOutput(new PassThrough(), { COLUMNS: '60' }).width).toBe(60);
  });

  it('stops printing when its reader is gone, without an error', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const output = createOutput(stream, {});
    let taken = 0;
    const lines = function* (): Generator<string> {
      for (; taken < 1_000_000; taken++) {
        if (taken === 5000) stream.destroy(new Error('EPIPE'));
        yield 'x'.repeat(100);
      }
    };
    stream.resume();
    await output.lines(lines());
    output.line('more');
    expect(output.closed).toBe(true);
    expect(taken).toBeLessThan(6000);
  });
});

describe('progress', () => {
  it('is for terminals alone', async () => {
    const stream = new PassThrough();
    const stop = startProgress(stream, createOutput(stream, {}), () => 'working');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    stop();
    expect(stream.read()).toBeNull();
  });

  const inCi = 'CI' in process.env;
  it.skipIf(inCi)('says after a second what is going on, and takes it away', async () => {
    const cleared: string[] = [];
    const stream = Object.assign(terminal(), {
      cursorTo: () => true,
      moveCursor: () => true,
      clearLine: () => cleared.push('line') > 0,
    });
    const stop = startProgress(stream, createOutput(stream, {}), () => 'working');
    expect(stream.read()).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1300));
    stop();
    expect(String(stream.read() as Buffer)).toContain('working');
  });
});
