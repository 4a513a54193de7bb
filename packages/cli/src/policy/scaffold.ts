import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { XdvError } from '@xdv/domain-model';
import type { FileName } from '../platform/file-name.ts';
import { CLI_VERSION } from '../platform/home.ts';

const manifest = (name: string): string => {
  const range = `^${CLI_VERSION}`;
  const fields = {
    name,
    version: '0.1.0',
    description: 'A scheduling policy for XDV',
    type: 'module',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    scripts: {
      build: 'tsc',
      test: 'node --test "test/*.test.ts"',
      check: 'xdv policy check src/index.ts',
    },
    peerDependencies: { '@xdv/domain-model': range },
    devDependencies: {
      '@xdv/cli': range,
      '@xdv/domain-model': range,
      '@xdv/scheduler': range,
      '@types/node': '>=22',
      typescript: '>=5.8',
    },
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
};

const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "verbatimModuleSyntax": true,
    "erasableSyntaxOnly": true,
    "rewriteRelativeImportExtensions": true,
    "skipLibCheck": true,
    "declaration": true,
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"]
}
`;

const source = (name: string): string => `import type { SchedulingPolicy } from '@xdv/domain-model';

/**
 * Short requests first, in classes: each is twice as long as the one before it, and within a class
 * who came first goes first. Weights are 0 to 32, so that with aging a request is passed by none
 * that comes more than 32 epochs later.
 */
const policy: SchedulingPolicy = {
  name: '${name}',
  version: '1',
  weigh: ({ length }) => Math.clz32(Math.min(length, 2 ** 32 - 1)),
};

export default policy;
`;

const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CANDIDATE, type Candidate, type ProcessId } from '@xdv/domain-model';
import { POLICY_CASES, runPolicyCases } from '@xdv/scheduler/testing';
import policy from '../src/index.ts';

for (const { id, title, outcome } of runPolicyCases(POLICY_CASES, policy)) {
  test(\`\${id}: \${title}\`, (t) => {
    if (outcome.verdict === 'declined') return t.skip(outcome.why);
    assert.deepEqual(outcome, { verdict: 'passed' });
  });
}

const request = (length: number): Candidate => ({
  ...CANDIDATE,
  domain: 'Q',
  process: 1 as ProcessId,
  since: 0,
  length,
});

test('a short request goes before a long one', () => {
  assert.ok(policy.weigh(request(10)) > policy.weigh(request(100)));
});

test('requests of about one length keep the order in which they came', () => {
  assert.equal(policy.weigh(request(10)), policy.weigh(request(11)));
});
`;

const readme = (name: string): string => `# ${name}

A scheduling policy: it weighs requests, and the heaviest goes first. See \`src/index.ts\`.

    npm install
    npm test            # the conformance cases of @xdv/scheduler, and its own
    npm run check       # the same cases with clocks, randomness and the network closed
    npm run build

    xdv schedule simulate --generate lublin --policy fcfs,./src/index.ts

A policy is a pure function of a candidate: integers in, an integer within ±2^40 out. When what it
weighs changes, its \`version\` does too, since traces name it by both.
`;

/** The files of a package with a policy called \`name\`. */
const filesOf = (name: string): readonly (readonly [string, string])[] => [
  ['package.json', manifest(name)],
  ['tsconfig.json', TSCONFIG],
  ['README.md', readme(name)],
  ['.gitignore', 'node_modules/\ndist/\n'],
  ['src/index.ts', source(name)],
  ['test/policy.test.ts', TEST],
];

const refusal = (message: string): XdvError =>
  new XdvError({ code: 'ARGUMENT_INVALID', message, hint: 'Name another folder with --out' });

/**
 * Writes a package with a policy called `name` into a folder, and gives the names of its files.
 * Overwrites nothing. Throws ARGUMENT_INVALID if one of them is there, or cannot be written.
 */
export const writeScaffold = (folder: FileName, name: string): readonly string[] => {
  const files = filesOf(name);
  const taken = files.find(([file]) => existsSync(join(folder.path, file)));
  if (taken) throw refusal(`${join(folder.name, taken[0])} exists already`);
  try {
    for (const [file, text] of files) {
      const path = join(folder.path, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
    }
  } catch (error) {
    throw refusal(`${folder.name} cannot be written: ${(error as Error).message}`);
  }
  return files.map(([file]) => join(folder.name, file));
};
