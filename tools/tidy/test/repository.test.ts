import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, problemLine } from '../check.mjs';
import { readHouse } from '../house.mjs';
import { problemsWith } from './house.ts';

const house = readHouse(join(import.meta.dirname, '../../..'));

describe('this repository', () => {
  it('is in order', () => {
    expect(check(house).map(problemLine)).toEqual([]);
  });

  it('is read as a whole', () => {
    const paths = house.files.map(({ path }) => path);
    const expected = ['CONTRIBUTING.md', '.ci/run', 'packages/domain-model/src/index.ts'];
    expect(paths).toEqual(expect.arrayContaining([...expected, 'tools/tidy/main.mjs']));
    expect(house.packages.map(({ dir }) => dir)).toContain('packages/xdv-kernel');
  });

  it('reads no file that is built, installed or written by a tool', () => {
    const foreign = /(?:^|\/)(?:node_modules|dist|\.git|\.turbo)\/|pnpm-lock\.yaml$/;
    expect(house.files.filter(({ path }) => foreign.test(path))).toEqual([]);
  });
});

describe('check', () => {
  it('reports a file that does not parse as that file alone', () => {
    const path = 'packages/scheduler/src/a.ts';
    expect(problemsWith({ [path]: 'const = ;' })).toEqual([`${path}:1 syntax`]);
  });

  it('says where, which rule and what to do', () => {
    const problem = { path: 'a.ts', line: 3, rule: 'sizes', text: 'too long; break it' };
    expect(problemLine(problem)).toBe('a.ts:3: sizes: too long; break it');
  });
});
