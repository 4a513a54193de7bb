import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, moduleOf, readEvents, xdv } from './support.ts';

const PAGE = readFileSync(
  join(import.meta.dirname, '../../../docs/how-to/schedule-in-the-kernel.md'),
  'utf8',
);

/** Two envelopes wait for a device that is busy: a long one, asked for first, and a short one. */
const CONTEST = moduleOf(
  `
  const asker = process({ domains: ['K', 'Q'], name: 'asker' }, function* (own, length) {
    yield* own.contract.request({ domain: 'Q', amount: 1, length: us(length) });
    return (yield* own.now()).tick;
  });
  const children = [];
  for (const length of [50, 40, 10]) children.push(yield* sys.spawn(asker, length));
  const ticks = [];
  for (const child of children) ticks.push(yield* sys.join(child));
  return ticks[1] < ticks[2] ? 'long first' : 'short first';
`,
  "['K', 'Q']",
);

const MINE = `export default {
  name: 'mine',
  version: '3',
  weigh: ({ length }) => -length,
};
`;

const optionsOf = (cwd: string) => readEvents(cwd, 't.xdv').header!.options;

const runWith = async (...flags: readonly string[]) => {
  const cwd = createFolder({ 'contest.ts': CONTEST, 'mine.ts': MINE });
  const ended = await xdv(cwd, 'run', 'contest.ts', '--out', 't.xdv', '--json', ...flags);
  return { cwd, ...ended };
};

describe('xdv run --policy and --placement', () => {
  it('decide who goes first, and are part of the trace (XDV-012.7, XDV-012.10)', async () => {
    const { cwd, stdout } = await runWith('--policy', 'priority+sjf', '--placement', 'easy');
    expect(JSON.parse(stdout)).toMatchObject({ result: 'short first' });
    expect(optionsOf(cwd)).toMatchObject({
      policy: 'priority@1+shortest-first@1',
      placement: 'easy',
    });
    expect((await xdv(cwd, 'replay', 't.xdv')).code).toBe(0);
  });

  it('are first come first served and conservative if nothing is said', async () => {
    const { cwd, stdout } = await runWith();
    expect(JSON.parse(stdout)).toMatchObject({ result: 'long first' });
    expect(optionsOf(cwd)).toMatchObject({ policy: 'default', placement: 'conservative' });
  });

  it('take a policy from a module, which replay then needs (XDV-012.6)', async () => {
    const { cwd, stdout } = await runWith('--policy', './mine.ts', '--placement', 'strict');
    expect(JSON.parse(stdout)).toMatchObject({ result: 'short first' });
    expect(optionsOf(cwd)).toMatchObject({ policy: 'mine@3' });
    const without = await xdv(cwd, 'replay', 't.xdv');
    expect(without.code).not.toBe(0);
    expect(without.stderr).toContain('--policy');
    const given = await xdv(cwd, 'replay', 't.xdv', '--policy', 'mine.ts');
    expect({ code: given.code, stderr: given.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['--policy', 'no-such'],
    ['--placement', 'first-fit'],
  ])('refuse what is not there: %s %s', async (flag, value) => {
    const { code, stderr } = await runWith(flag, value);
    expect(code).toBe(2);
    expect(stderr).toContain(value);
  });
});

describe('the example of docs/how-to/schedule-in-the-kernel.md', () => {
  const contest = /```ts\n([\s\S]*?)```/.exec(PAGE)![1]!;
  const rows = [...PAGE.matchAll(/^\| `xdv (run .*?)` \| (.*?) \|/gm)];

  it('has a row for each of three choices', () => {
    expect(rows).toHaveLength(3);
  });

  it.each(rows.map(([, command, starts]) => [command!, starts!] as const))(
    'starts work as it says: %s at %s',
    async (command, starts) => {
      const cwd = createFolder({ 'contest.ts': contest });
      const { stdout } = await xdv(cwd, ...command.split(' '), '--json');
      const { result } = JSON.parse(stdout) as { result: readonly number[] };
      expect(result.join(', ')).toBe(starts);
      expect((await xdv(cwd, 'replay', 'contest.xdv')).code).toBe(0);
    },
  );
});
