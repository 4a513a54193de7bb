import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BELL, createFolder, documentOf, LONG, readBytes, readEvents, xdv } from './support.ts';

/** The trace of a run with several blocks. */
const loopTrace = async (): Promise<string> => {
  const cwd = createFolder({ 'loop.ts': LONG });
  await xdv(cwd, 'run', 'loop.ts', '--no-timeline');
  return cwd;
};

const flip = (cwd: string, name: string, at: number): void => {
  const bytes = readBytes(cwd, name);
  bytes[at]! ^= 1;
  writeFileSync(join(cwd, name), bytes);
};

describe('xdv verify', () => {
  it('accepts a trace, with its blocks, events and head (XDV-034.3)', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    await xdv(cwd, 'run', 'bell.qasm');
    const { head } = readEvents(cwd, 'bell.xdv');
    const { code, stdout, stderr } = await xdv(cwd, 'verify', 'bell.xdv', '--head', head);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`ok bell.xdv: 1 block, 24 events\nhead ${head}\n`);
  });

  it('names the block in which a byte was changed, and ends with 8 (XDV-034.2)', async () => {
    const cwd = await loopTrace();
    const { blocks } = readEvents(cwd, 'loop.xdv');
    expect(blocks.length).toBeGreaterThan(1);
    flip(cwd, 'loop.xdv', blocks[1]!.offset + 100);
    const { code, stdout, stderr } = await xdv(cwd, 'verify', 'loop.xdv');
    expect(code).toBe(8);
    expect(stderr).toMatch(/^error TRACE_DAMAGED: block 1 \(bytes \d+ to \d+, events from/);
    expect(stdout).toContain(`longest intact prefix: 1 block, ${blocks[0]!.events} events`);
  });

  it('reports the longest intact prefix of a truncated trace', async () => {
    const cwd = await loopTrace();
    const { blocks } = readEvents(cwd, 'loop.xdv');
    truncateSync(join(cwd, 'loop.xdv'), blocks[1]!.offset + 10);
    const { code, stdout, stderr } = await xdv(cwd, 'verify', 'loop.xdv');
    expect(code).toBe(8);
    expect(stderr).toContain('error TRACE_TRUNCATED: block 1');
    expect(stdout).toContain(`1 block, ${blocks[0]!.events} events, ${blocks[1]!.offset} bytes`);
  });

  it('refuses another head than the expected one', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    await xdv(cwd, 'run', 'bell.qasm');
    const { code, stderr } = await xdv(cwd, 'verify', 'bell.xdv', '--head', 'ab'.repeat(32));
    expect(code).toBe(8);
    expect(stderr).toContain('error TRACE_HEAD_MISMATCH');
  });

  it('prints what it found as JSON', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    await xdv(cwd, 'run', 'bell.qasm');
    const good = await xdv(cwd, 'verify', 'bell.xdv', '--json');
    expect(documentOf(good)).toMatchObject({ ok: true, sealed: true, events: 24, problems: [] });
    flip(cwd, 'bell.xdv', readEvents(cwd, 'bell.xdv').blocks[0]!.offset + 20);
    const bad = await xdv(cwd, 'verify', 'bell.xdv', '--json');
    expect(bad.code).toBe(8);
    const problems = [{ code: 'TRACE_DAMAGED', block: 0 }];
    expect(documentOf(bad)).toMatchObject({ ok: false, problems });
  });

  it('refuses what is no trace', async () => {
    const cwd = createFolder({ 'text.xdv': 'this is no trace at all' });
    const { code, stdout } = await xdv(cwd, 'verify', 'text.xdv');
    expect(code).toBe(8);
    expect(stdout).toContain('nothing before the damage is intact');
  });
});
