import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, readEvents, xdv } from './support.ts';

const MAIN = `
import { process } from 'xdv-kernel';
import { value } from './lib/value.ts';
import table from './table.json' with { type: 'json' };
export default process({ domains: ['K'] }, function* (sys) {
  yield* sys.now();
  return value + table.length;
});
`;
const FILES = {
  'main.ts': MAIN,
  'lib/value.ts': "export { value } from '../deep.mjs';\n",
  'deep.mjs': 'export const value = 1;\n',
  'table.json': '[1, 2]\n',
  'unused.ts': 'export const x = 1;\n',
};

/** The identity of the program in these files, wherever they lie. */
const codeHash = async (files: Readonly<Record<string, string>>, below = ''): Promise<string> => {
  const cwd = createFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(cwd, below, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const { code, stderr } = await xdv(cwd, 'run', join(below, 'main.ts'), '--out', 't.xdv');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readEvents(cwd, 't.xdv').header!.program.codeHash;
};

describe('the identity of a module', () => {
  it('is the same wherever its files lie, and however their lines end', async () => {
    const expected = await codeHash(FILES);
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    expect(await codeHash(FILES, 'a/b')).toBe(expected);
    const crlf = Object.entries(FILES).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]);
    expect(await codeHash(Object.fromEntries(crlf) as Record<string, string>)).toBe(expected);
  });

  it.each(['main.ts', 'lib/value.ts', 'deep.mjs', 'table.json'] as const)(
    'changes with the text of %s, which it imports',
    async (name) => {
      const changed = { ...FILES, [name]: `${FILES[name]}\n` };
      expect(await codeHash(changed)).not.toBe(await codeHash(FILES));
    },
  );

  it('and the head do not depend on where the trace goes (XDV-003.5)', async () => {
    const module = "import { process } from 'xdv-kernel';\n";
    const body = "export default process({ domains: ['K'] }, function* () { yield* []; });\n";
    const cwd = createFolder({ 'main.ts': module + body });
    const other = createFolder();
    await xdv(cwd, 'run', 'main.ts', '--out', 'near.xdv');
    await xdv(cwd, 'run', 'main.ts', '--out', join(other, 'far.xdv'));
    expect(readEvents(other, 'far.xdv').head).toBe(readEvents(cwd, 'near.xdv').head);
    expect((await xdv(cwd, 'replay', join(other, 'far.xdv'))).code).toBe(0);
  });

  it('does not change with files that are not imported', async () => {
    const changed = { ...FILES, 'unused.ts': 'export const x = 2;\n' };
    expect(await codeHash(changed)).toBe(await codeHash(FILES));
  });

  it('counts neither the kernel nor what is installed', async () => {
    const installed = 'node_modules/dep/index.js';
    const main = `import { one } from 'dep';\n${MAIN.replace('value + ', 'one + value + ')}`;
    const manifest = '{"name":"dep","type":"module","exports":"./index.js"}';
    const files = { ...FILES, 'main.ts': main, 'node_modules/dep/package.json': manifest };
    const before = await codeHash({ ...files, [installed]: 'export const one = 1;' });
    const after = await codeHash({ ...files, [installed]: 'export const one = 1; // patched' });
    expect(after).toBe(before);
  });
});
