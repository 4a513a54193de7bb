import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Value } from '@xdv/domain-model';
import { createQSimulator, IDEAL_DEVICE } from '@xdv/q-provider-sim';
import { createMemoryStore, createTraceWriter, nobleHasher } from '@xdv/replay';
import { portableParts, process as program, run } from 'xdv-kernel';
import { describe, expect, it } from 'vitest';
import { changedOptions } from '../src/schedule/what-if-rerun.ts';
import {
  createFolder,
  documentOf,
  HYBRID,
  LONG,
  moduleOf,
  PACKAGE,
  readEvents,
  verifies,
  xdv,
  xdvWith,
  type Ended,
} from './support.ts';

/** Three workers that want the one device: see docs/how-to/what-if.md. */
const QUEUE = /```ts\n([^]*?)```/.exec(
  readFileSync(join(PACKAGE, '..', '..', 'docs', 'how-to', 'what-if.md'), 'utf8'),
)![1]!;

interface Side {
  readonly process: number;
  readonly start: number | null;
  readonly fault?: string;
}

interface Row {
  readonly lineage: string;
  readonly ordinal: number;
  readonly changed: boolean;
  readonly before: Side | null;
  readonly after: Side | null;
}

const rowsOf = (ended: Ended): readonly Row[] =>
  documentOf(ended)['requests'] as unknown as readonly Row[];

/** Processes in the order in which they got the device. */
const order = (rows: readonly Row[], side: 'before' | 'after'): readonly number[] =>
  rows
    .flatMap((row) => row[side] ?? [])
    .filter(({ start }) => start !== null)
    .sort((a, b) => a.start! - b.start!)
    .map(({ process }) => process);

const recordQueue = async (...flags: readonly string[]): Promise<string> => {
  const cwd = createFolder({ 'queue.ts': QUEUE });
  expect((await xdv(cwd, 'run', 'queue.ts', '--seed', '3', ...flags)).code).toBe(0);
  return cwd;
};

const whatIf = (cwd: string, ...argv: readonly string[]): Promise<Ended> =>
  xdv(cwd, 'schedule', 'what-if', ...argv);

const SJF = ['--policy', 'sjf', '--placement', 'easy'] as const;

describe('xdv schedule what-if', () => {
  it('runs the program again under another policy and placement (XDV-012.6)', async () => {
    const cwd = await recordQueue();
    const ended = await whatIf(cwd, 'queue.xdv', ...SJF, '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(documentOf(ended)).toMatchObject({
      ok: true,
      trace: 'queue.xdv',
      mode: 'rerun',
      tickNs: 1000,
      before: { policy: 'default', placement: 'conservative', requests: 3, failed: 0 },
      after: { policy: 'shortest-first@1', placement: 'easy', requests: 3, failed: 0 },
      outcomes: [],
      notes: [],
    });
    const rows = rowsOf(ended);
    expect(rows.map(({ lineage, ordinal, changed }) => [lineage, ordinal, changed])).toEqual([
      ['1.1', 1, false],
      ['1.2', 1, true],
      ['1.3', 1, true],
    ]);
    expect(order(rows, 'before')).toEqual([2, 3, 4]);
    expect(order(rows, 'after')).toEqual([2, 4, 3]);
  });

  it('shows both runs, who waited and what moved', async () => {
    const cwd = await recordQueue();
    const { code, stdout, stderr } = await whatIf(cwd, 'queue.xdv', ...SJF);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('recorded: default, conservative\n');
    expect(stdout).toContain('what if:  shortest-first@1, easy\n');
    // as docs/how-to/what-if.md shows it
    expect(stdout).toMatch(/^mean wait +323 µs +204 µs +-37\.0 %$/m);
    expect(stdout).toMatch(/^Q ideal .* p2 .* p3 .* p4 /m);
    expect(stdout).toMatch(/^Q ideal .* p2 .* p4 .* p3 /m);
    expect(stdout).toContain('2 of 3 requests differ');
    expect(stdout).toMatch(/^p3 Q1 +ideal +290 +315 +695 +351 +376 +757 +\+61$/m);
    expect(stdout).toMatch(/^p4 Q1 +ideal +679 +715 +795 +259 +295 +376 +-420$/m);
  });

  it('finds nothing changed where nothing is different, in all three domains', async () => {
    const cwd = createFolder({ 'h.ts': HYBRID });
    await xdv(cwd, 'run', 'h.ts', '--oscillators', '64');
    const ended = await whatIf(cwd, 'h.xdv', '--placement', 'conservative', '--json');
    expect(ended.code).toBe(0);
    expect(rowsOf(ended).map(({ changed }) => changed)).toEqual([false, false]);
  });

  it('says why a policy changes nothing where each request has its start at once', async () => {
    const cwd = await recordQueue();
    const { stdout } = await whatIf(cwd, 'queue.xdv', '--policy', 'sjf');
    expect(stdout).toContain('nothing changes: 3 requests start and end as recorded');
    expect(stdout).toContain('conservative placement tells each request its start at once');
  });

  it('says whose outcome differs: who would have had the device in time', async () => {
    const workers = [[10, 300, 0], [20, 400, 0], [30, 100, 500]];
    const cwd = await recordQueue('--args', JSON.stringify({ workers }));
    const ended = await whatIf(cwd, 'queue.xdv', ...SJF, '--json');
    const [lost] = rowsOf(ended).slice(-1);
    expect(lost).toMatchObject({ lineage: '1.3', before: { start: null }, changed: true });
    expect(lost!.before!.fault).toBe('RESOURCE_EXHAUSTED');
    const first = { lineage: '1', program: 'queue', before: 'returned', sameValue: false };
    const last = { lineage: '1.3', program: 'worker', before: 'RESOURCE_EXHAUSTED' };
    expect(documentOf(ended)).toMatchObject({
      before: { failed: 1 },
      after: { failed: 0 },
      outcomes: [
        { ...first, after: 'returned' },
        { ...last, after: 'returned' },
      ],
    });
    const { stdout } = await whatIf(cwd, 'queue.xdv', ...SJF);
    expect(stdout).toContain('p1 queue: another value than recorded\n');
    expect(stdout).toContain('p4 worker: RESOURCE_EXHAUSTED recorded, returned now\n');
  });

  it('lists what is asked for in one of the runs alone', async () => {
    const again = QUEUE.replace(
      /const held = .*\n/,
      `let got = yield* sys.attempt(sys.contract.request({ ...terms, ...limit }));
      if (!got.ok) got = yield* sys.attempt(sys.contract.request(terms));
      const held = got.value;
`,
    );
    const cwd = createFolder({ 'again.ts': again });
    const workers = [[10, 300, 0], [20, 400, 0], [30, 100, 500]];
    await xdv(cwd, 'run', 'again.ts', '--args', JSON.stringify({ workers }));
    const ended = await whatIf(cwd, 'again.xdv', ...SJF, '--json');
    const [first, second] = rowsOf(ended).filter(({ lineage }) => lineage === '1.3');
    expect(first).toMatchObject({ ordinal: 1, before: { start: null }, after: { process: 4 } });
    expect(second).toMatchObject({ ordinal: 2, before: { process: 4 }, after: null });
    const { stdout } = await whatIf(cwd, 'again.xdv', ...SJF);
    expect(stdout).toMatch(/^p4 Q1 +RESOURCE_EXHAUSTED .* \d+ +\d+ +\d+$/m);
    expect(stdout).toMatch(/^p4 Q2 +ideal +\d+ +\d+ +\d+ +not made$/m);
  });

  it('leaves nothing behind, unless asked for the new trace and a picture', async () => {
    const cwd = await recordQueue();
    const files = readdirSync(cwd);
    await whatIf(cwd, 'queue.xdv', ...SJF);
    expect(readdirSync(cwd)).toEqual(files);
    await whatIf(cwd, 'queue.xdv', ...SJF, '--out', 'sjf.xdv', '--gantt', 'both.svg');
    expect(verifies(cwd, 'sjf.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 'sjf.xdv')).code).toBe(0);
    expect(readEvents(cwd, 'sjf.xdv').header!.options).toMatchObject({ placement: 'easy' });
    const svg = readFileSync(join(cwd, 'both.svg'), 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('recorded: default, conservative');
    expect(svg).toContain('what if: shortest-first@1, easy');
    // a request has its number in both
    expect(svg.match(/>3<\/text>/g)).toHaveLength(2);
  });

  it('draws and prints a run without requests, too', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;') });
    await xdv(cwd, 'run', 'p.ts');
    for (const mode of [[], ['--open-loop']]) {
      const ended = await whatIf(cwd, 'p.xdv', ...SJF, ...mode, '--gantt', 'p.svg');
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain('nothing changes: 0 requests start and end as recorded\n');
      expect(readFileSync(join(cwd, 'p.svg'), 'utf8')).toMatch(/^<svg /);
    }
  });

  it('takes a policy from a module, and says if it had to be quarantined', async () => {
    const cwd = await recordQueue();
    const policy = (weigh: string): string =>
      `export default { name: 'mine', version: '1', weigh: ({ length }) => ${weigh} };`;
    writeFileSync(join(cwd, 'mine.ts'), policy('-length'));
    const flags = ['--policy', './mine.ts', '--placement', 'easy', '--json'];
    const mine = await whatIf(cwd, 'queue.xdv', ...flags);
    expect(order(rowsOf(mine), 'after')).toEqual([2, 4, 3]);
    writeFileSync(join(cwd, 'bad.ts'), policy('length / 7'));
    const { code, stderr } = await whatIf(cwd, 'queue.xdv', '--policy', './bad.ts');
    expect(code).toBe(0);
    expect(stderr).toContain('warning: the policy was quarantined: ');
  });

  it('warns if the program has changed', async () => {
    const cwd = await recordQueue();
    writeFileSync(join(cwd, 'other.ts'), QUEUE.replace('length - 20', 'length - 30'));
    const { code, stderr } = await whatIf(cwd, 'queue.xdv', ...SJF, '--program', 'other.ts');
    expect(code).toBe(0);
    expect(stderr).toContain('warning: the program is not the one that was recorded');
  });
});

it('xdv schedule what-if ends with 130 at Ctrl-C, and shows no half of a comparison', async () => {
  const cwd = await recordQueue();
  const onInterrupt = (listener: () => void): (() => void) => {
    listener();
    return () => undefined;
  };
  const argv = ['schedule', 'what-if', 'queue.xdv', ...SJF];
  const { code, stdout, stderr } = await xdvWith(cwd, argv, { onInterrupt });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain('ending the run');
  const json = await xdvWith(cwd, [...argv, '--json'], { onInterrupt });
  expect(documentOf(json)).toEqual({ ok: true, stopped: 'interrupted' });
});

it('xdv schedule what-if takes what held then for options that no old header names', async () => {
  const cwd = await recordQueue();
  const { header } = readEvents(cwd, 'queue.xdv');
  const { feedbackTicks, ...options } = header!.options as Readonly<Record<string, Value>>;
  const nothing = { policy: undefined, placement: undefined };
  expect(changedOptions(header!, nothing).feedbackTicks).toBe(feedbackTicks);
  expect(changedOptions({ ...header!, options }, nothing).feedbackTicks).toBe(0);
});

describe('xdv schedule what-if --open-loop', () => {
  it('schedules what was recorded where the program is gone', async () => {
    const cwd = await recordQueue();
    renameSync(join(cwd, 'queue.ts'), join(cwd, 'gone.ts'));
    const gone = await whatIf(cwd, 'queue.xdv', ...SJF);
    expect(gone.code).toBe(3);
    expect(gone.stderr).toContain('error PROGRAM_INVALID: queue.ts is neither here');
    expect(gone.stderr).toContain('times alone with --open-loop');
    const ended = await whatIf(cwd, 'queue.xdv', ...SJF, '--open-loop', '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(order(rowsOf(ended), 'before')).toEqual([2, 3, 4]);
    expect(order(rowsOf(ended), 'after')).toEqual([2, 4, 3]);
    const document = documentOf(ended);
    expect(document['mode']).toBe('open-loop');
    expect((document['notes'] as readonly string[])[0]).toMatch(/^open loop/);
    const drawn = await whatIf(cwd, 'queue.xdv', ...SJF, '--open-loop', '--gantt', 'o.svg');
    expect(drawn.stdout).toContain('what if:  shortest-first@1, easy (open loop)');
    expect(drawn.stdout).toContain('note: open loop');
    expect(existsSync(join(cwd, 'o.svg'))).toBe(true);
  });

  it('is offered for what ran on something else than the simulators here', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;') });
    const device = { ...IDEAL_DEVICE, name: 'elsewhere', qubits: 3 };
    const parts = { ...portableParts(), providers: [createQSimulator({ devices: [device] })] };
    const one = program({ domains: ['K', 'Q'] }, function* one(sys) {
      yield* sys.sleep(1000 as never);
      return 1;
    });
    const identity = { kind: 'module', reference: 'p.ts', codeHash: '' };
    const { trace } = await run(one, null, parts, { identity });
    writeFileSync(join(cwd, 'p.xdv'), trace!);
    const { code, stderr } = await whatIf(cwd, 'p.xdv', '--policy', 'sjf');
    expect(code).toBe(7);
    expect(stderr).toContain('error PROVIDER_UNAVAILABLE: the run used hardware');
    expect(stderr).toContain('--open-loop');
    expect((await whatIf(cwd, 'p.xdv', '--policy', 'sjf', '--open-loop')).code).toBe(0);
  });
});

describe('xdv schedule what-if refuses', () => {
  it('a damaged trace: what came after the damage is not known', async () => {
    const cwd = createFolder({ 'loop.ts': LONG, 'text.xdv': 'this is no trace at all' });
    await xdv(cwd, 'run', 'loop.ts', '--no-timeline');
    truncateSync(join(cwd, 'loop.xdv'), 68_000);
    for (const mode of [[], ['--open-loop']]) {
      const { code, stdout, stderr } = await whatIf(cwd, 'loop.xdv', '--policy', 'sjf', ...mode);
      expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
      expect(stderr).toContain('error TRACE_TRUNCATED');
    }
    expect((await whatIf(cwd, 'text.xdv', '--policy', 'sjf')).code).toBe(8);
    expect((await whatIf(cwd, 'no.xdv', '--policy', 'sjf')).code).toBe(3);
  });

  it.each([
    [{ kLanes: 9999 }, 'kLanes must be'],
    [{ agingTicks: -1 }, 'agingTicks must be'],
    [7, 'options are not a map'],
  ])('a trace whose header has the options %j', async (options, message) => {
    const cwd = await recordQueue();
    const { header, events } = readEvents(cwd, 'queue.xdv');
    const own = header!.options as Readonly<Record<string, Value>>;
    const changed = typeof options === 'object' ? { ...own, ...options } : options;
    const store = createMemoryStore();
    const forged = { ...header!, options: changed, kernel: { ...header!.kernel, version: '9' } };
    const writer = createTraceWriter({ header: forged, store, hasher: nobleHasher });
    for (const event of events) writer.append(event);
    writer.seal();
    writeFileSync(join(cwd, 'queue.xdv'), store.bytes());
    for (const mode of [[], ['--open-loop']]) {
      const { code, stdout, stderr } = await whatIf(cwd, 'queue.xdv', ...SJF, ...mode);
      expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
      expect(stderr).toContain('error TRACE_INCONSISTENT: the header does not describe a machine');
      expect(stderr).toContain(message);
      expect(stderr.includes('warning: the run was one of kernel 9')).toBe(mode.length === 0);
    }
  });

  it.each([
    [[], 'nothing is to be different'],
    [['--policy', 'no-such'], 'no-such'],
    [['--placement', 'no-such'], 'no-such'],
    [['--policy', 'sjf', '--out', 'p.xdv'], '--out would overwrite p.xdv'],
    [['--policy', 'sjf', '--out', 'p.ts'], '--out would overwrite p.ts'],
    [['--policy', 'sjf', '--program', './p.ts', '--out', 'p.ts'], '--out would overwrite p.ts'],
    [['--policy', 'sjf+./m.mjs', '--out', 'm.mjs'], '--out would overwrite m.mjs'],
    [['--policy', 'sjf', '--gantt', 'p.txt'], 'SVG'],
    [['--policy', 'sjf', '--open-loop', '--out', 'o.xdv'], '--open-loop'],
  ])('%j', async (flags, message) => {
    const files = { 'p.ts': moduleOf('return 1;'), 'm.mjs': 'export default {};' };
    const cwd = createFolder(files);
    await xdv(cwd, 'run', 'p.ts');
    const { code, stdout, stderr } = await whatIf(cwd, 'p.xdv', ...flags);
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
    }
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('a run under a policy that is not here, unless another is named', async () => {
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;') });
    const parts = { ...portableParts(), providers: [] };
    const one = program({ domains: ['K'] }, function* one(sys) {
      yield* sys.sleep(1000 as never);
    });
    const identity = { kind: 'module', reference: 'p.ts', codeHash: '' };
    const policy = { name: 'theirs', version: '7', weigh: () => 0 };
    const { trace } = await run(one, null, parts, { identity, policy });
    writeFileSync(join(cwd, 'p.xdv'), trace!);
    const { code, stderr } = await whatIf(cwd, 'p.xdv', '--placement', 'easy', '--open-loop');
    expect(code).toBe(7);
    expect(stderr).toContain('error POLICY_QUARANTINED: the run used the policy theirs@7');
    expect((await whatIf(cwd, 'p.xdv', '--policy', 'fcfs', '--open-loop')).code).toBe(0);
  });
});
