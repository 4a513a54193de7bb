// Same program, same head, whatever the Node: runs every example on the pinned Node and on a newer
// major version, each twice, and compares the heads of their traces.
//   npm run check:heads
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OTHER = '26.10.0';
const prefix = 'tools/node-other';
const platform = `node-linux-${process.arch}`;
const other = join(prefix, 'node_modules', platform, 'bin', 'node');

const installOther = () => {
  if (existsSync(other)) return;
  const flags = ['--no-save', '--no-package-lock', '--prefer-offline', '--loglevel=error'];
  const spec = `${platform}@${OTHER}`;
  execFileSync('npm', ['install', '--prefix', prefix, ...flags, spec], { stdio: 'inherit' });
};

const headOf = (node, example, dir) => {
  const main = 'packages/cli/src/main.ts';
  const flags = ['--conditions=@xdv/source', '--disable-warning=ExperimentalWarning', main];
  const out = join(dir, 'run.xdv');
  const args = [...flags, 'run', `examples/${example}`, '--json', '--out', out];
  return JSON.parse(execFileSync(node, args, { encoding: 'utf8' })).head;
};

if (process.platform !== 'linux') {
  console.log(`skipped: no second Node is known for ${process.platform}`);
  process.exit(0);
}
installOther();
const runnable = ['max-cut.ts', 'h2-vqe.ts', 'feed-forward.ts', 'hello.ts'];
const examples = readdirSync('examples').filter((name) => runnable.includes(name));
const dir = mkdtempSync(join(tmpdir(), 'xdv-heads-'));
let failed = 0;
try {
  for (const example of examples) {
    const heads = [process.execPath, process.execPath, other, other].map((node) =>
      headOf(node, example, dir),
    );
    const same = new Set(heads).size === 1;
    if (!same) failed++;
    const nodes = `${process.version} and v${OTHER}, twice each`;
    console.log(`${same ? 'ok  ' : 'FAIL'} ${example}: ${nodes}: ${[...new Set(heads)].join(' ')}`);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
