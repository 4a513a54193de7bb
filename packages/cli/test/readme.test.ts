import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, PACKAGE, xdv } from './support.ts';

it('the example of the README runs, replays, verifies and prints as it says', async () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, example] = /```ts\n([^]*?)```/.exec(readme)!;
  const cwd = createFolder({ 'ghz.ts': example! });
  const { code, stdout } = await xdv(cwd, 'run', 'ghz.ts', '--args', '{"shots": 1000}');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^three qubits that agree\n {2}000 █+.* \d+ .* %\n {2}111 █+/m);
  expect((await xdv(cwd, 'replay', 'ghz.xdv')).code).toBe(0);
  expect((await xdv(cwd, 'verify', 'ghz.xdv')).code).toBe(0);
  const jobs = await xdv(cwd, 'trace', 'ghz.xdv', '--kind', 'job.*');
  expect(jobs.stdout.trimEnd().split('\n')).toHaveLength(2);
});
