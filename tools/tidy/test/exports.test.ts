import { describe, expect, it } from 'vitest';
import { manifest, problemsWith } from './house.ts';

const index = 'packages/scheduler/src/index.ts';
const one = ['packages/scheduler/package.json:1 exports'];
const withManifest = (more: object): string[] =>
  problemsWith({ 'packages/scheduler/package.json': manifest('@xdv/scheduler', more) });

describe('exports', () => {
  it.each([
    ['export default 1;'],
    ['const a = 1;\nexport { a as default };'],
    ["export { default } from './a.ts';"],
    ["export * as default from './a.ts';"],
  ])('refuses a default export of an entry: %s', (text) => {
    const found = problemsWith({ [index]: text });
    expect(found).toEqual([`${index}:${text.split('\n').length} exports`]);
  });

  it('takes named exports of something imported as default', () => {
    expect(problemsWith({ [index]: "export { default as one } from './a.ts';" })).toEqual([]);
  });

  it.each([
    ['another license', { license: 'MIT' }],
    ['no license', { license: undefined }],
    ['no src in files', { files: ['dist'] }],
    ['no dist in files', { files: ['src'] }],
    ['no files', { files: undefined }],
    ['no exports', { exports: undefined }],
    ['exports without a condition', { exports: { '.': './src/index.ts' } }],
    [
      'the source condition after another',
      { exports: { '.': { types: './dist/index.d.ts', '@xdv/source': './src/index.ts' } } },
    ],
  ])('refuses a package with %s', (_, more) => {
    const found = withManifest(more);
    expect(new Set(found)).toEqual(new Set(one));
  });

  it('refuses an entry that leads nowhere', () => {
    const exports = {
      '.': { '@xdv/source': './src/index.ts' },
      './testing': { '@xdv/source': './src/testing/index.ts' },
    };
    expect(withManifest({ exports })).toEqual(one);
  });

  it('refuses a package without README.md', () => {
    const files = {
      'packages/replay/package.json': manifest('@xdv/replay'),
      'packages/replay/src/index.ts': 'export const one = 1;\n',
    };
    expect(problemsWith(files)).toEqual(['packages/replay/package.json:1 exports']);
  });

  it('leaves private packages alone', () => {
    const files = { 'examples/package.json': JSON.stringify({ name: 'x', private: true }) };
    expect(problemsWith(files)).toEqual([]);
  });
});
