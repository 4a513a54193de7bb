import { describe, expect, it } from 'vitest';
import { manifest, problemsWith } from './house.ts';

const imports = (from: string): string => `import { one } from '${from}';\nexport { one };\n`;
const inScheduler = (more: object): Record<string, string> => ({
  'packages/scheduler/package.json': manifest('@xdv/scheduler', more),
});

describe('layers', () => {
  it('finds nothing in a house in order', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it('lets a package import a lower one that it lists', () => {
    const files = { 'packages/scheduler/src/a.ts': imports('@xdv/domain-model') };
    expect(problemsWith(files)).toEqual([]);
  });

  it.each([
    ['a neighbour of its row', 'packages/scheduler/src/a.ts', '@xdv/security'],
    ['a higher package', 'packages/security/src/a.ts', 'xdv-kernel'],
    ['a sub-path of a higher package', 'packages/scheduler/src/a.ts', 'xdv-kernel/presets'],
    ['a lower package that it does not list', 'packages/cli/src/a.ts', '@xdv/scheduler'],
  ])('refuses the import of %s', (_, path, from) => {
    expect(problemsWith({ [path]: imports(from) })).toEqual([`${path}:1 layers`]);
  });

  it.each([
    ["export * from '@xdv/security';"],
    ["import type { One } from '@xdv/security';\nexport type Two = One;"],
    ["export const load = () => import('@xdv/security');"],
    ["export type One = import('@xdv/security').One;"],
    ["import '@xdv/security';"],
  ])('sees every form of import: %s', (text) => {
    const path = 'packages/scheduler/src/a.ts';
    expect(problemsWith({ [path]: text })).toEqual([`${path}:1 layers`]);
  });

  it.each(['dependencies', 'peerDependencies', 'optionalDependencies'])(
    'refuses a package of its row in %s',
    (field) => {
      const files = inScheduler({ [field]: { '@xdv/security': 'workspace:^' } });
      expect(problemsWith(files)).toEqual(['packages/scheduler/package.json:1 layers']);
    },
  );

  it('lets tests use any package that devDependencies list, and only those', () => {
    const test = { 'packages/scheduler/test/a.test.ts': imports('@xdv/security') };
    const listed = inScheduler({ devDependencies: { '@xdv/security': 'workspace:^' } });
    expect(problemsWith({ ...test, ...listed })).toEqual([]);
    expect(problemsWith(test)).toEqual(['packages/scheduler/test/a.test.ts:1 layers']);
  });

  it('does not let devDependencies open source to a neighbour', () => {
    const source = { 'packages/scheduler/src/a.ts': imports('@xdv/security') };
    const listed = inScheduler({ devDependencies: { '@xdv/security': 'workspace:^' } });
    const found = problemsWith({ ...source, ...listed });
    expect(found).toEqual(['packages/scheduler/src/a.ts:1 layers']);
  });

  it.each([
    ['packages/xdv-kernel/src/a.ts', '../../scheduler/src/index.ts'],
    ['packages/xdv-kernel/test/a.test.ts', '../../scheduler/dist/index.js'],
    ['packages/xdv-kernel/src/a.ts', '@xdv/scheduler/src/index.ts'],
    ['packages/xdv-kernel/src/a.ts', '@xdv/scheduler/dist/index.js'],
    ['tools/other/main.mjs', '../../packages/scheduler/src/index.ts'],
  ])('refuses to reach from %s into another package by path: %s', (path, from) => {
    expect(problemsWith({ [path]: imports(from) })).toEqual([`${path}:1 layers`]);
  });

  it('lets a package reach its own source and the shared test config by path', () => {
    const files = {
      'packages/scheduler/test/a.test.ts': imports('../src/index.ts'),
      'packages/scheduler/vitest.config.ts': imports('../../vitest.shared.ts'),
    };
    expect(problemsWith(files)).toEqual([]);
  });

  it('refuses a package that has no layer', () => {
    const files = { 'packages/attic/package.json': manifest('@xdv/attic', { private: true }) };
    expect(problemsWith(files)).toEqual(['packages/attic/package.json:1 layers']);
  });
});
