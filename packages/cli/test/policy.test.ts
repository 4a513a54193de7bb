import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { POLICY_CATALOGUE } from '@xdv/scheduler';
import { createFolder, documentOf, PACKAGE, xdv } from './support.ts';

/** A module that exports a policy called 'mine', with this body of `weigh`. */
const policyOf = (body: string, fields = ''): string =>
  `export default { name: 'mine', version: '1', ${fields} weigh(candidate) { ${body} } };\n`;

const SHORT = policyOf('return -Math.min(candidate.length, 2 ** 40);');

/** The cases that failed, by id. */
const failedIn = (document: Readonly<Record<string, unknown>>): readonly string[] =>
  (document['cases'] as readonly { readonly id: string; readonly verdict: string }[])
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id }) => id);

describe('xdv policy new', () => {
  /** A package as written, with the packages of this workspace in place of installed ones. */
  const scaffold = async (): Promise<string> => {
    const cwd = createFolder();
    await xdv(cwd, 'policy', 'new', 'short-classes');
    const folder = join(cwd, 'short-classes');
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['@xdv', '@types']) {
      const root = name === '@xdv' ? PACKAGE : join(PACKAGE, '../..');
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    return folder;
  };

  it('writes a package and says what is next', async () => {
    const cwd = createFolder();
    const { code, stdout, stderr } = await xdv(cwd, 'policy', 'new', 'mine', '--out', 'lib/p');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wrote lib/p/package.json\n');
    expect(stdout).toMatch(/\n\nnext: \S*xdv policy check lib\/p\/src\/index\.ts\n$/);
    const odd = await xdv(cwd, 'policy', 'new', 'mine', '--out', 'two words');
    expect(odd.stdout).toMatch(/ policy check 'two words\/src\/index\.ts'\n$/);
    const written = readdirSync(join(cwd, 'lib/p'), { recursive: true });
    expect(written.map(String).toSorted()).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'src',
      'src/index.ts',
      'test',
      'test/policy.test.ts',
      'tsconfig.json',
    ]);
  });

  it('writes one whose own tests pass: every case, and its order', async () => {
    const folder = await scaffold();
    const args = ['--conditions=@xdv/source', '--test', '--test-reporter=tap', 'test/*.test.ts'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      // the runner of these tests says so to processes that it starts
      env: { PATH: process.env['PATH'] },
    });
    expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain('# fail 0');
    expect(stdout).toMatch(/ok \d+ - policy\.pure\.twice/);
    expect(stdout).toMatch(/ok \d+ - a short request goes before a long one/);
  });

  it('writes one that passes xdv policy check', async () => {
    const folder = await scaffold();
    const { code, stdout } = await xdv(folder, 'policy', 'check', 'src/index.ts');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok short-classes@1: \d+ passed, 0 failed, 1 declined$/m);
  });

  it('writes one that compiles', async () => {
    const folder = await scaffold();
    const tsc = join(PACKAGE, '../../node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(tsc, ['--customConditions', '@xdv/source', '--noEmit'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('overwrites nothing', async () => {
    const cwd = createFolder();
    mkdirSync(join(cwd, 'mine/test'), { recursive: true });
    writeFileSync(join(cwd, 'mine/test/policy.test.ts'), 'precious');
    const { code, stderr } = await xdv(cwd, 'policy', 'new', 'mine');
    expect(code).toBe(2);
    expect(stderr).toContain('mine/test/policy.test.ts exists already');
    expect(readFileSync(join(cwd, 'mine/test/policy.test.ts'), 'utf8')).toBe('precious');
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['test']);
  });

  it('says so if the folder cannot be written', async () => {
    const cwd = createFolder({ file: '' });
    const { code, stderr } = await xdv(cwd, 'policy', 'new', 'mine', '--out', 'file');
    expect(code).toBe(2);
    expect(stderr).toContain('error ARGUMENT_INVALID: file cannot be written');
  });

  const NAMES = ['../mine', 'Mine', 'a b', '', "a'b", '-a', '@a/b', 'x'.repeat(65)];
  it.each(NAMES)('refuses the name %j', async (name) => {
    const cwd = createFolder();
    expect((await xdv(cwd, 'policy', 'new', name)).code).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('xdv policy check', () => {
  it('prints a row per case, and passes a pure policy (XDV-012.6)', async () => {
    const cwd = createFolder({ 'mine.js': SHORT });
    const { code, stdout, stderr } = await xdv(cwd, 'policy', 'check', 'mine.js');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^passed {4}policy\.pure\.twice +XDV-012\.6 /m);
    expect(stdout).toMatch(/^declined {2}policy\.dynamic +XDV-012\.6 +it is not dynamic$/m);
    expect(stdout).toMatch(/^ok mine@1: \d+ passed, 0 failed, 1 declined$/m);
  });

  it.each([
    ['reads a clock', 'return Date.now() % 7;', 'policy.total'],
    ['makes a date', 'return new Date().getFullYear();', 'policy.total'],
    ['reads another clock', 'return Math.floor(performance.now());', 'policy.total'],
    ['draws', 'return Math.random() < 0.5 ? 1 : 0;', 'policy.total'],
    ['gives a fraction', 'return candidate.length / 3;', 'policy.range'],
    ['throws', 'throw new Error("no");', 'policy.replay'],
    ['promises and fails', 'return Promise.reject(new Error("no"));', 'policy.range'],
    ['changes its candidate', 'candidate.length = 1; return 0;', 'policy.pure.frozen'],
    ['counts', 'return (this.asked = (this.asked ?? 0) + 1);', 'policy.pure.twice'],
    ['hides that it looks at the clock of the run', 'return candidate.now % 5;', 'policy.static'],
  ])('ends with 7 for one that %s', async (_, body, id) => {
    const cwd = createFolder({ 'mine.js': policyOf(body) });
    const ended = await xdv(cwd, 'policy', 'check', 'mine.js', '--json');
    expect(ended.code).toBe(7);
    expect(documentOf(ended)).toMatchObject({ ok: false, policy: 'mine@1' });
    expect(failedIn(documentOf(ended))).toContain(id);
    const { stdout } = await xdv(cwd, 'policy', 'check', 'mine.js');
    expect(stdout).toMatch(/^not ok mine@1: /m);
  });

  it('keeps what a policy prints out of the JSON document', async () => {
    const [log, error] = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')];
    error.mockImplementation(() => undefined);
    try {
      const loud = policyOf('console.log("asked"); return 0;');
      const cwd = createFolder({ 'mine.js': `console.log('loaded');\n${loud}` });
      await xdv(cwd, 'policy', 'check', 'mine.js', '--json');
      expect(log).not.toHaveBeenCalled();
      expect(error.mock.calls.slice(0, 2)).toEqual([['loaded'], ['asked']]);
    } finally {
      log.mockRestore();
      error.mockRestore();
    }
  });

  it('shows a terminal no escapes of a policy', async () => {
    const throws = policyOf('throw new Error("\\u001b[2J");');
    const named = SHORT.replace("'mine'", "'a\\u001b[2J'");
    const cwd = createFolder({ 'throws.js': throws, 'named.js': named });
    for (const file of ['throws.js', 'named.js']) {
      const { stdout, stderr } = await xdv(cwd, 'policy', 'check', file);
      expect(stdout + stderr).toContain('\uFFFD[2J');
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  it('gives clocks and randomness back', async () => {
    const before = [Date, Math.random, setTimeout, process.hrtime, fetch];
    await xdv(createFolder({ 'mine.js': SHORT }), 'policy', 'check', 'mine.js');
    expect([Date, Math.random, setTimeout, process.hrtime, fetch]).toEqual(before);
    expect(Date.now()).toBeGreaterThan(0);
  });

  it('takes names, compositions of names and modules, and a path with a plus', async () => {
    const cwd = createFolder({ 'mine.js': SHORT, 'a+b.js': SHORT });
    const name = async (text: string) =>
      documentOf(await xdv(cwd, 'policy', 'check', text, '--json'))['policy'];
    expect(await name('saf')).toBe('smallest-area-first@1');
    expect(await name('fair+./mine.js+sjf')).toBe('fair-share@1+mine@1+shortest-first@1');
    expect(await name('./a+b.js')).toBe('mine@1');
  });

  it('takes the one policy that a module exports by name', async () => {
    const named = SHORT.replace('default', 'const mine =');
    const cwd = createFolder({ 'one.js': `export const other = 7;\n${named}` });
    expect((await xdv(cwd, 'policy', 'check', 'one.js')).code).toBe(0);
  });

  const TWO = `const weigh = () => 0;
export const a = { name: 'a', version: '1', weigh };
export const b = { name: 'b', version: '1', weigh };`;
  it.each([
    ['no.js', undefined, 3, 'FILE_UNREADABLE'],
    ['syntax.js', 'export default {', 3, 'syntax.js cannot be loaded: SyntaxError'],
    ['throws.js', 'throw 7;', 3, 'throws.js cannot be loaded: 7'],
    ['bare.js', 'throw Object.create(null);', 3, 'bare.js cannot be loaded: an object'],
    ['none.js', 'export const x = 1;', 3, 'none.js exports no policy'],
    ['several.js', TWO, 3, 'several.js exports several and none by default'],
    ['name.js', 'export default { weigh() {} };', 3, 'the name of a policy is undefined'],
    ['plus.js', SHORT.replace('mine', 'a+b'), 3, 'the name of a policy is a+b'],
    ['best', undefined, 2, 'there is no policy best'],
    ['sjf+', undefined, 2, 'there is no policy'],
    [Array.from({ length: 17 }, () => 'sjf').join('+'), undefined, 2, 'must be 1 to 16'],
  ])('refuses %s with its exit code', async (name, text, expected, why) => {
    const cwd = createFolder(text === undefined ? {} : { [name]: text });
    const { code, stderr } = await xdv(cwd, 'policy', 'check', name);
    expect(code).toBe(expected);
    expect(stderr).toContain(why);
  });
});

describe('xdv policy', () => {
  it('lists what there is, in a table and as JSON', async () => {
    const { stdout } = await xdv(createFolder(), 'policy', 'list');
    const lines = stdout.split('\n');
    for (const { short, first } of POLICY_CATALOGUE) {
      const row = lines.find((line) => line.startsWith(`${short} `));
      expect(row?.endsWith(` ${first}`)).toBe(true);
    }
    const listed = documentOf(await xdv(createFolder(), 'policy', 'list', '--json'));
    expect(listed['policies']).toContainEqual({
      name: 'fair',
      policy: 'fair-share@1',
      dynamic: true,
      first: 'the tenant with the least dominant share',
    });
  });

  it.each([[], ['new'], ['check'], ['list']])('has help with examples: %s', async (...command) => {
    const { code, stdout } = await xdv(createFolder(), 'policy', ...command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  $ xdv policy ${command[0] ?? 'new'}`);
  });
});
