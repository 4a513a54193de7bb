import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { overtakingBound } from '@xdv/scheduler';
import { createFolder, documentOf, moduleOf, PACKAGE, readEvents, xdv } from './support.ts';

const PAGE = readFileSync(join(PACKAGE, '../../docs/how-to/write-a-policy.md'), 'utf8');

/** The policy and the test of the page, as files. */
const [POLICY, TEST] = [...PAGE.matchAll(/```ts\n([^]*?)```/g)].map(([, text]) => text!) as [
  string,
  string,
];

const PROGRAM = moduleOf('yield* sys.compute(us(5)); return 7;');

it('the policy of docs/how-to/write-a-policy.md is used everywhere, and is one file', async () => {
  const cwd = createFolder({ 'smith.ts': POLICY, 'program.ts': PROGRAM });
  expect((await xdv(cwd, 'policy', 'check', 'smith.ts')).stdout).toMatch(/^ok smith@1: /m);

  const lublin = ['schedule', 'simulate', '--generate', 'lublin', '--jobs', '300', '--policy'];
  const { code, stdout } = await xdv(cwd, ...lublin, 'fcfs,./smith.ts');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^fcfs .*\n.*smith/m);
  expect((await xdv(cwd, ...lublin, 'fair+./smith.ts')).code).toBe(0);

  const policy = ['--policy', './smith.ts'];
  expect((await xdv(cwd, 'run', 'program.ts', ...policy)).code).toBe(0);
  expect(readEvents(cwd, 'program.xdv').header?.options).toMatchObject({ policy: 'smith@1' });
  const replayed = await xdv(cwd, 'replay', 'program.xdv', ...policy, '--json');
  expect(documentOf(replayed)).toMatchObject({ same: true });
});

it('the test of the page runs the cases on it', () => {
  const cwd = createFolder({ 'smith.ts': POLICY, 'smith.test.ts': TEST });
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(join(PACKAGE, 'node_modules/@xdv'), join(cwd, 'node_modules/@xdv'));
  const args = ['--conditions=@xdv/source', '--test', '--test-reporter=tap', 'smith.test.ts'];
  const options = { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } } as const;
  const { status, stdout } = spawnSync(process.execPath, args, options);
  expect({ status, stdout }).toMatchObject({ status: 0 });
  expect(stdout).toMatch(/ok \d+ - policy\.pure\.twice/);
});

it('the bound that the page states is right', () => {
  const bound = overtakingBound({ lightest: 0, heaviest: 32, agingTicks: 1000 });
  expect(PAGE).toContain(`is ${bound.toLocaleString('en-US')} ticks`);
});
