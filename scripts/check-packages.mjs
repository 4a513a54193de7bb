// Proof that every package can be published on its own: packs each one, lints the tarball, installs
// all tarballs into an empty folder outside the workspace, imports every entry point there with
// plain Node, bundles what claims to run in a browser, and runs the command line.
// Expects `turbo run build`.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { PURE_LAYER_MAX, layerOf } from '../tools/tidy/layers.mjs';

const root = join(import.meta.dirname, '..');
const consumer = mkdtempSync(join(tmpdir(), 'xdv-consumer-'));
const PARALLEL_MAX = 2;
const SHIPPED = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts'];

const execute = promisify(execFile);
const run = async (command, args, cwd = consumer) => (await execute(command, args, { cwd })).stdout;

let failures = 0;
/** Runs one check and prints its line; a failed check prints what the tool said. */
const check = async (name, what, body) => {
  try {
    await body();
    console.log(`ok    ${name}: ${what}`);
  } catch (error) {
    failures++;
    const said = [error.stdout, error.stderr].filter(Boolean).join('\n') || error.message;
    console.log(`FAIL  ${name}: ${what}\n${said.replace(/^/gm, '        ')}`);
  }
};

/** Array.map for slow work: at most PARALLEL_MAX at a time, results in order. */
const mapInParallel = async (items, body) => {
  const results = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await body(item);
  };
  await Promise.all(Array.from({ length: PARALLEL_MAX }, worker));
  return results;
};

const readPackages = () =>
  readdirSync(join(root, 'packages'))
    .toSorted()
    .map((name) => {
      const dir = `packages/${name}`;
      const manifest = JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));
      return { dir, name: manifest.name, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);

/** '@xdv/q-provider-sim' and its sub-paths, as a user writes them. */
const entryPoints = ({ name, manifest }) =>
  Object.keys(manifest.exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));

/** Packs one package. @returns path of the tarball, undefined where there is none */
const pack = async ({ dir, name }) => {
  let tarball;
  await check(name, 'is packed with its README, license, code and types', async () => {
    const args = ['pack', '--json', '--pack-destination', consumer];
    const { filename, files } = JSON.parse(await run('pnpm', args, join(root, dir)));
    tarball = filename;
    const paths = new Set(files.map(({ path }) => path));
    const missing = SHIPPED.filter((path) => !paths.has(path));
    if (missing.length > 0) throw new Error(`not in the tarball: ${missing.join(', ')}`);
  });
  return tarball;
};

const lintTarball = async ({ name, tarball }) => {
  await check(name, 'publint --strict', () => run('publint', ['--strict', tarball]));
  const profile = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'];
  await check(name, 'attw --profile esm-only', () => run('attw', [tarball, ...profile]));
};

/** No package is on the registry yet: the tarballs answer what they ask of each other. */
const writeConsumer = (packed) => {
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies: tarballs };
  writeFileSync(join(consumer, 'package.json'), JSON.stringify(manifest));
  // without hoisting a dependency that a package does not list cannot be found
  const settings = { packages: ['.'], pmOnFail: 'ignore', hoist: false, overrides: tarballs };
  writeFileSync(join(consumer, 'pnpm-workspace.yaml'), JSON.stringify(settings));
};

const importAll = (specifiers) => `
  for (const from of ${JSON.stringify(specifiers)}) {
    const names = Object.keys(await import(from));
    if (names.length === 0) throw new Error(from + ' exports nothing');
    if (names.includes('default')) throw new Error(from + ' has a default export');
  }`;

const bundle = async (specifiers) => {
  const lines = specifiers.map((from, index) => `export * as e${index} from '${from}';`);
  const { metafile } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: consumer },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const left = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  const paths = left.map(({ path }) => path);
  if (left.length > 0) throw new Error(`left to import: ${paths.join(', ')}`);
};

const useInstalled = async (entry) => {
  const specifiers = entryPoints(entry);
  await check(entry.name, `plain Node imports ${specifiers.join(', ')}`, () =>
    run('node', ['--input-type=module', '--eval', importAll(specifiers)]),
  );
  if (layerOf(entry.dir) > PURE_LAYER_MAX) return;
  await check(entry.name, 'bundles for a browser with no import left', () => bundle(specifiers));
};

const runCommandLine = async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
  await check('@xdv/cli', 'npx xdv version', async () => {
    const printed = await run('npx', ['--no-install', 'xdv', 'version']);
    if (!printed.includes(version)) throw new Error(`expected ${version} in: ${printed}`);
  });
};

try {
  const packages = readPackages();
  const tarballs = await mapInParallel(packages, pack);
  const packed = packages
    .map((entry, index) => ({ ...entry, tarball: tarballs[index] }))
    .filter(({ tarball }) => tarball !== undefined);
  await mapInParallel(packed, lintTarball);
  writeConsumer(packed);
  await check('all', 'install outside the workspace', () =>
    run('pnpm', ['install', '--prefer-offline', '--no-lockfile']),
  );
  await mapInParallel(packed, useInstalled);
  await runCommandLine();
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
const verdict = failures === 1 ? '1 check failed' : `${failures} checks failed`;
console.log(failures === 0 ? 'every package can be published on its own' : verdict);
process.exitCode = failures === 0 ? 0 : 1;
