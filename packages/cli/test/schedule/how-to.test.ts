import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, PACKAGE, xdv } from '../support.ts';
import { steady } from './support.ts';

const ROOT = join(PACKAGE, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/schedule-simulate.md'), 'utf8');

/** A command of the page, and what the page says that it prints. */
const STEP = /```sh\nxdv ([^\n]*)\n```\n\n```text\n([^]*?)\n```/g;

/** The name of the command is another in a clone. */
const shown = (text: string): string => steady(text).replace(/next: \S*xdv /, 'next: xdv ');

it('every command of docs/how-to/schedule-simulate.md prints what stands there', async () => {
  const cwd = createFolder();
  cpSync(join(ROOT, 'examples/workloads'), join(cwd, 'examples/workloads'), { recursive: true });
  const steps = [...PAGE.matchAll(STEP)];
  expect(steps).toHaveLength(PAGE.match(/^```sh$/gm)!.length);
  for (const [, command, printed] of steps) {
    const { code, stdout, stderr } = await xdv(cwd, ...command!.split(' '));
    expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
    expect(shown(stdout.trimEnd())).toBe(shown(printed!));
    for (const [, file] of command!.matchAll(/--(?:html|gantt|csv|out) (\S+)/g)) {
      expect(existsSync(join(cwd, file!))).toBe(true);
    }
  }
});
