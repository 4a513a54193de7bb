import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { formatEvent } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createFolder, HYBRID, LONG, moduleOf, readEvents, xdv } from './support.ts';

const hybridTrace = async (): Promise<string> => {
  const cwd = createFolder({ 'hybrid.ts': HYBRID });
  await xdv(cwd, 'run', 'hybrid.ts');
  return cwd;
};

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

describe('xdv trace', () => {
  it('prints one line for each event, as formatEvent writes it', async () => {
    const cwd = await hybridTrace();
    const { code, stdout } = await xdv(cwd, 'trace', 'hybrid.xdv');
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual(readEvents(cwd, 'hybrid.xdv').events.map(formatEvent));
  });

  it('selects by kind, process, domain, time and number', async () => {
    const cwd = await hybridTrace();
    const { events } = readEvents(cwd, 'hybrid.xdv');
    const last = events.at(-1)!.tick;
    const shown = async (...flags: readonly string[]): Promise<readonly string[]> =>
      linesOf((await xdv(cwd, 'trace', 'hybrid.xdv', ...flags)).stdout);
    const lines = (keep: (event: (typeof events)[number]) => boolean): readonly string[] =>
      events.filter(keep).map(formatEvent);
    const jobs = lines(({ kind }) => kind.startsWith('job.') || kind === 'k.computed');
    expect(await shown('--kind', 'job.*,k.computed')).toEqual(jobs);
    expect(await shown('--process', '1')).toEqual(lines(({ process }) => process === 1));
    expect(await shown('--domain', 'phi')).toEqual(lines(({ domain }) => domain === 'Phi'));
    expect(await shown('--from', '1', '--to', String(last - 1))).toEqual(
      lines(({ tick }) => tick >= 1 && tick < last),
    );
    expect(await shown('--limit', '3')).toEqual(lines(({ seq }) => seq < 3));
    expect(await shown('--kind', 'k.slept')).toEqual(['']);
  });

  it('prints events as lines of JSON with named fields and bytes as hexadecimal', async () => {
    const cwd = await hybridTrace();
    const { stdout } = await xdv(cwd, 'trace', 'hybrid.xdv', '--json');
    const parsed = linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    const { events } = readEvents(cwd, 'hybrid.xdv');
    expect(parsed.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
    const job = parsed.find(({ kind }) => kind === 'job.started')!;
    const data = { job: 1, resource: 1 };
    expect(job).toMatchObject({ domain: 'Q', process: 1, outcome: 0, data });
    expect((job['data'] as { descriptor: string }).descriptor).toMatch(/^[0-9a-f]{64}$/);
  });

  it('names the fault of an event that failed', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf("throw new Error('no');") });
    await xdv(cwd, 'run', 'p.ts');
    const { stdout } = await xdv(cwd, 'trace', 'p.xdv', '--json', '--kind', 'process.terminated');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 44, fault: 'PROCESS_THREW' });
  });

  it('draws the events over modelled time with --timeline', async () => {
    const cwd = await hybridTrace();
    const { stdout } = await xdv(cwd, 'trace', 'hybrid.xdv', '--timeline');
    expect(stdout).toMatch(/^time {5}0 +.* µs/);
    expect(stdout).toMatch(/^K .*[▁-█]/m);
    expect(stdout).toMatch(/^Q ideal .*█/m);
    expect(stdout).toMatch(/^Φ sbm .*j2/m);
  });

  it('prints the intact part of a damaged trace, and ends with 8', async () => {
    const cwd = createFolder({ 'loop.ts': LONG });
    await xdv(cwd, 'run', 'loop.ts', '--no-timeline');
    const { blocks } = readEvents(cwd, 'loop.xdv');
    truncateSync(join(cwd, 'loop.xdv'), blocks[1]!.offset);
    const { code, stdout, stderr } = await xdv(cwd, 'trace', 'loop.xdv');
    expect(code).toBe(8);
    expect(linesOf(stdout)).toHaveLength(blocks[0]!.events);
    expect(stderr).toContain('error TRACE_TRUNCATED');
  });
});
