import { describe, expect, it } from 'vitest';
import { createFolder, moduleOf, xdv } from './support.ts';

const FORBIDDEN: readonly (readonly [expression: string, hint: string])[] = [
  ['Date.now()', 'sys.now()'],
  ['new Date()', 'sys.now()'],
  ['Date()', 'sys.now()'],
  ['new (new Date(0).constructor)()', 'sys.now()'],
  ['performance.now()', 'sys.now()'],
  ['globalThis.process.hrtime()', 'sys.now()'],
  ['globalThis.process.hrtime.bigint()', 'sys.now()'],
  ['Math.random()', 'sys.random()'],
  ['crypto.randomUUID()', 'sys.random()'],
  ['crypto.getRandomValues(new Uint8Array(2))', 'sys.random()'],
  ['setTimeout(() => 1, 5)', 'sys.sleep('],
  ['setInterval(() => 1, 5)', 'sys.sleep('],
  ['setImmediate(() => 1)', 'sys.sleep('],
  ["fetch('http://localhost')", 'pass the data as arguments'],
];

const ALLOWED: readonly (readonly [expression: string, value: unknown])[] = [
  ['new Date(86400000).toISOString()', '1970-01-02T00:00:00.000Z'],
  ["Date.parse('1970-01-02')", 86_400_000],
  ['new Date(0) instanceof Date', true],
  ['Date.UTC(1970, 0, 2)', 86_400_000],
  ['Math.max(1, 2)', 2],
];

describe('inside of a process', () => {
  it.each(FORBIDDEN)('%s fails with NONDETERMINISM and says what to use', async (code, hint) => {
    const cwd = createFolder({ 'p.ts': moduleOf(`  yield* sys.now();\n  return ${code};`) });
    const ended = await xdv(cwd, 'run', 'p.ts');
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/^error NONDETERMINISM: /);
    expect(ended.stderr).toContain('at p.ts:5:');
    expect(ended.stderr.split('hint: ')[1]).toContain(hint);
    expect((await xdv(cwd, 'replay', 'p.xdv')).code).toBe(0);
  });

  it.each(ALLOWED)('%s is the same every time, and works', async (code, value) => {
    const cwd = createFolder({ 'p.ts': moduleOf(`return ${code};`) });
    const ended = await xdv(cwd, 'run', 'p.ts', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ ok: true, result: value });
  });
});

describe('outside of processes', () => {
  it('everything works as before', async () => {
    await xdv(createFolder(), 'version');
    expect(Math.abs(Date.now() - new Date().getTime())).toBeLessThan(1000);
    expect(new Date()).toBeInstanceOf(Date);
    expect(Math.random()).toBeLessThan(1);
    expect(performance.now()).toBeGreaterThan(0);
    expect(process.hrtime.bigint()).toBeGreaterThan(0n);
    expect(crypto.randomUUID()).toHaveLength(36);
    expect(await new Promise((resolve) => setTimeout(resolve, 1, 'done'))).toBe('done');
  });

  it('a module may read the clock while it is loaded: its arguments are recorded', async () => {
    const text = `${moduleOf('return args.at > 0;')}\nexport const args = { at: Date.now() };`;
    const cwd = createFolder({ 'p.ts': text });
    const ended = await xdv(cwd, 'run', 'p.ts', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ ok: true, result: true });
  });
});
