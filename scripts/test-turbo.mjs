// Cached, per-package test run: `turbo run test`, then one summary line over the results that the
// summary reporter wrote (turbo restores them on a cache hit). Stale files are removed first.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { summaryLine } from './summary-reporter.mjs';

const packages = [...readdirSync('packages').map((name) => `packages/${name}`), 'examples'];
const files = packages.map((dir) => `${dir}/.vitest-results.json`);
for (const file of files) rmSync(file, { force: true });
const turbo = spawnSync(
  'turbo',
  ['run', 'test', '--output-logs=errors-only', '--continue', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of files) {
  if (!existsSync(file)) {
    totals.failed++;
    console.log(`no test results: ${file}`);
    continue;
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  for (const key of Object.keys(totals)) totals[key] += results[key];
}
if (turbo.status !== 0 && totals.failed === 0) totals.failed = 1;
console.log(summaryLine(totals));
process.exitCode = totals.failed ? 1 : 0;
