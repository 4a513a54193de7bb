import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BELL, createFolder, FROM_SOURCE, moduleOf, verifies, xdv } from './support.ts';

const run = (cwd: string, ...argv: readonly string[]) =>
  spawnSync(process.execPath, [...FROM_SOURCE, ...argv], { cwd, encoding: 'utf8' });

/** Quoted for a shell. */
const command = (...argv: readonly string[]): string =>
  [process.execPath, ...FROM_SOURCE, ...argv].map((word) => `'${word}'`).join(' ');

/** How much of a trace is on disk. */
const bytesIn = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

describe('the executable', () => {
  it('runs from source and prints one JSON document on stdout', () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { status, stdout, stderr } = run(cwd, 'run', 'bell.qasm', '--shots', '10', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, program: { reference: 'qasm' } });
  });

  it('ends with the exit code of the fault', () => {
    const cwd = createFolder({ 'bad.qasm': 'OPENQASM 3.0;\nqubit q\n' });
    expect(run(cwd, 'run', 'bad.qasm').status).toBe(3);
    expect(run(cwd, 'verify', 'bad.qasm').status).toBe(8);
    expect(run(cwd, 'nope').status).toBe(2);
  });

  it('survives a reader that stops reading', async () => {
    const body = 'for (let i = 0; i < 30000; i++) yield* sys.now();';
    const cwd = createFolder({ 'loop.ts': moduleOf(body) });
    await xdv(cwd, 'run', 'loop.ts', '--no-timeline');
    const line = `(${command('trace', 'loop.xdv')}; echo "code $?" >&2) | head -n 2`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toBe('code 0\n');
  });

  it('ends the run at the first Ctrl-C, with its trace sealed', async () => {
    const cwd = createFolder({ 'loop.ts': moduleOf('for (;;) yield* sys.sleep(us(1));') });
    const child = spawn(process.execPath, [...FROM_SOURCE, 'run', 'loop.ts'], { cwd });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    // the program says that it runs by what it leaves on disk: ask until it does
    while (bytesIn(join(cwd, 'loop.xdv')) < 200_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(130);
    expect(stderr).toContain('press Ctrl-C again to exit at once');
    expect(verifies(cwd, 'loop.xdv')).toBe(true);
  });
});
