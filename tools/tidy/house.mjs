import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * What every rule reads, in memory so that tests can plant a violation.
 * @typedef {{ path: string, text: string }} SourceFile path from the root, with '/'
 * @typedef {{ dir: string, manifest: Record<string, any> }} Package one folder with a package.json
 * @typedef {{ files: readonly SourceFile[], packages: readonly Package[] }} House
 * @typedef {{ path: string, line: number, rule: string, text: string }} Problem
 */

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.vite']);
const SKIPPED_FILES = new Set(['pnpm-lock.yaml', 'package-lock.json', '.vitest-results.json']);
const TEXT_EXTENSIONS = new Set([
  '.ts', '.mjs', '.js', '.json', '.md', '.yaml', '.yml', '.sh', '.html', '.css', '.qasm', '',
]);

const listFiles = (root, folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : listFiles(root, path);
      const isText = entry.isFile() && TEXT_EXTENSIONS.has(extname(entry.name));
      return isText && !SKIPPED_FILES.has(entry.name) ? [path] : [];
    });

/** A package is examples or a folder of packages/; tools and scripts belong to the root. */
const PACKAGE_MANIFEST = /^(packages\/[^/]+|examples)\/package\.json$/;

/** @param {readonly SourceFile[]} files @returns {House} */
export const houseOf = (files) => {
  const packages = files.flatMap(({ path, text }) => {
    const dir = PACKAGE_MANIFEST.exec(path)?.[1];
    return dir === undefined ? [] : [{ dir, manifest: JSON.parse(text) }];
  });
  return { files, packages };
};

/** Reads the working tree, so that it also works where there is no git. @returns {House} */
export const readHouse = (root) => {
  const read = (path) => ({ path, text: readFileSync(join(root, path), 'utf8') });
  return houseOf(listFiles(root, '').map(read));
};

/** The package that a path belongs to. @returns {Package | undefined} */
export const packageOf = (house, path) =>
  house.packages.find(({ dir }) => path.startsWith(`${dir}/`));

/** Source that people write: TypeScript and ESM scripts, wherever they lie. */
export const isSource = ({ path }) => /\.(?:ts|mjs|js)$/.test(path);
