import { describe, expect, it } from 'vitest';
import { GRADES } from '../rules/changesets.mjs';
import { problemsWith } from './house.ts';

const path = '.changeset/brave-cats-sing.md';
const changeset = (message: string): Record<string, string> => ({
  [path]: `---\n'xdv-kernel': patch\n---\n\n${message}\n`,
});

describe('changesets', () => {
  it.each(GRADES)('takes one that opens with %s', (grade) => {
    expect(problemsWith(changeset(`${grade}: a fix`))).toEqual([]);
  });

  it.each(['a fix', 'COMPATIBLE: a fix', 'a fix, BREAKING: none'])('refuses "%s"', (message) => {
    expect(problemsWith(changeset(message))).toEqual([`${path}:1 changesets`]);
  });
});
