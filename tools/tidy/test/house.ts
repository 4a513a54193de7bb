import { check } from '../check.mjs';
import { houseOf } from '../house.mjs';

/** A published package that no rule finds fault with. */
export const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({
    name,
    license: 'Apache-2.0',
    exports: { '.': { '@xdv/source': './src/index.ts' }, './package.json': './package.json' },
    files: ['dist', 'src'],
    ...more,
  });

const packageFiles = (folder: string, name: string, more: object = {}): Record<string, string> => ({
  [`packages/${folder}/package.json`]: manifest(name, more),
  [`packages/${folder}/README.md`]: `# ${name}\n`,
  [`packages/${folder}/src/index.ts`]: 'export const one = 1;\n',
});

const dependencies = { '@xdv/domain-model': 'workspace:^' };

/** A small house in order: a package of layer 0, two of layer 1, one each of 2 and 4. */
const sound: Record<string, string> = {
  ...packageFiles('domain-model', '@xdv/domain-model'),
  ...packageFiles('scheduler', '@xdv/scheduler', { dependencies }),
  ...packageFiles('security', '@xdv/security', { dependencies }),
  ...packageFiles('xdv-kernel', 'xdv-kernel', {
    dependencies: { ...dependencies, '@xdv/scheduler': 'workspace:^' },
  }),
  ...packageFiles('cli', '@xdv/cli', { dependencies: { 'xdv-kernel': 'workspace:^' } }),
};

/** Problems of the sound house with these files added or replaced, as 'path:line rule'. */
export const problemsWith = (files: Record<string, string>): string[] => {
  const all = Object.entries({ ...sound, ...files });
  const found = check(houseOf(all.map(([path, text]) => ({ path, text }))));
  return found.map(({ path, line, rule }) => `${path}:${line} ${rule}`);
};
