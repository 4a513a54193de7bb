#!/usr/bin/env node
// One-command entry. Needs Node >= 18 and npm, nothing else on PATH.
//   node scripts/bootstrap.mjs setup | start [args] | test [args] | xdv [args] | run <command> …
// 1. Installs the pinned pnpm into tools/pnpm, then the workspace from the frozen lockfile; both
//    only when a manifest or the lockfile changed since the last time.
// 2. Runs the job with node_modules/.bin first on PATH, so `node` is the pinned Node (package
//    node-linux-*) where there is one, else the machine's Node if it is new enough.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MIN = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);
const pnpmSpec = JSON.parse(readFileSync(at('package.json'), 'utf8')).packageManager; // pnpm@x.y.z
const pnpmVersion = pnpmSpec.split('@')[1];
const stamp = at('node_modules', '.xdv-setup');
const log = (line) => process.stderr.write(`[xdv] ${line}\n`);

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  PATH: [
    at('node_modules', '.bin'),
    at('tools', 'pnpm', 'node_modules', '.bin'),
    process.env.PATH ?? '',
  ].join(delimiter),
};
const run = (command, args, { cwd = root, stdio = 'inherit' } = {}) => {
  const result = spawnSync(command, args, { cwd, stdio, env });
  if (result.error) log(`${command}: ${result.error.message}`);
  return result.status ?? 1;
};
const output = (command, ...args) => {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', env });
  return result.status === 0 ? result.stdout.trim() : '';
};

const manifestDigest = () => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const names = readdirSync(at('packages')).sort();
  const packages = names.map((name) => `packages/${name}/package.json`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'examples/package.json'];
  for (const file of [...files, ...packages]) {
    if (existsSync(at(file))) hash.update(`${file}\0`).update(readFileSync(at(file)));
  }
  return hash.digest('hex');
};

const installedPnpm = () => {
  const manifest = at('tools', 'pnpm', 'node_modules', 'pnpm', 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : '';
};

const installPnpm = () => {
  log(`installing ${pnpmSpec} into tools/pnpm`);
  const flags = ['--no-save', '--no-package-lock', '--prefer-offline', '--loglevel=error'];
  const status = run('npm', ['install', '--prefix', 'tools/pnpm', ...flags, pnpmSpec]);
  if (status === 0 && installedPnpm() === pnpmVersion) return;
  log(`could not install ${pnpmSpec}: is the npm registry reachable? Try again when it is.`);
  process.exit(status || 1);
};

const setup = () => {
  const want = manifestDigest();
  const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === want;
  if (current && installedPnpm() === pnpmVersion) return;
  const started = Date.now();
  rmSync(stamp, { force: true });
  if (installedPnpm() !== pnpmVersion) installPnpm();
  log('installing the workspace from the frozen lockfile');
  // stdout stays the job's own, so that `xdv ... --json` can be piped even when it sets up first
  const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  const status = run('pnpm', ['install', ...flags], { stdio: ['inherit', 2, 2] });
  if (status !== 0) process.exit(status);
  writeFileSync(stamp, want);
  log(`set up in ${((Date.now() - started) / 1000).toFixed(1)} s`);
};

const requireNode = () => {
  const version = output('node', '-p', 'process.versions.node') || '0';
  if (Number(version.split('.')[0]) >= NODE_MIN) return version;
  log(`needs Node >= ${NODE_MIN}: this machine has ${version}, and no Node is pinned for`);
  log(`${process.platform}-${process.arch}. Install Node ${NODE_MIN} or newer, then try again.`);
  process.exit(1);
};

setup();
const version = requireNode();
const [job = 'setup', ...rest] = process.argv.slice(2);
// The command line runs from source (type stripping): nothing has to be built for a first result.
const xdv = (args, cwd) => {
  const flags = ['--conditions=@xdv/source', '--disable-warning=ExperimentalWarning'];
  return run('node', [...flags, at('packages', 'cli', 'src', 'main.ts'), ...args], { cwd });
};
const jobs = {
  setup: () => (log(`ready: node ${version}, pnpm ${pnpmVersion}`), 0),
  start: () => xdv(['run', 'examples/max-cut.ts', ...rest], root),
  test: () => run('vitest', ['run', ...rest]),
  xdv: () => xdv(rest, process.cwd()),
  run: () => run(rest[0] ?? 'node', rest.slice(1)),
};
if (!Object.hasOwn(jobs, job)) {
  log(`unknown job ${job}; one of: ${Object.keys(jobs).join(', ')}`);
  process.exit(2);
}
process.exit(jobs[job]());
