import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { nobleHasher, readTrace, verifyTrace, type TraceReading } from '@xdv/replay';
import { onTestFinished } from 'vitest';
import { main, type Io } from '../src/index.ts';

export const BELL = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`;

/** A ring of five: its largest cut is 4. */
export const RING = '5 5\n1 2\n2 3\n3 4\n4 5\n5 1\n';

/** Minimum -3 at x = (1, 0, 1). */
export const QUBO = '3 4\n1 1 -2\n2 2 1\n3 3 -1\n1 2 1\n';

/** A process in all three domains, with arguments and its own way to show its result. */
export const HYBRID = `
import { circuit, graph, maxCut, process, us } from 'xdv-kernel';
export const args = { shots: 50, reads: 2 };
const square = graph(4, [[0, 1], [1, 2], [2, 3], [3, 0]]);
export default process({ domains: ['K', 'Q', 'Phi'] }, function* hybrid(sys, { shots, reads }) {
  const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
  const { counts } = yield* sys.q.run(bell, { shots, budget: us(80) });
  const { samples } = yield* sys.phi.solve(maxCut(square), { window: us(100), reads });
  yield* sys.compute(us(7));
  return { counts, energies: samples.map(({ energy }) => energy) };
});
export const present = ({ energies }, { heading, table }) =>
  heading('energies') + '\\n' + table(['read', 'energy'], energies.map((e, i) => [i, e]));
`;

/** A module whose default export has this body; `sys` is there. */
export const moduleOf = (body: string, domains = "['K']"): string => `
import { circuit, process, us } from 'xdv-kernel';
export default process({ domains: ${domains} }, function* (sys, args) {
${body}
});
`;

/** A process whose trace has several blocks. */
export const LONG = moduleOf('for (let i = 0; i < 8000; i++) yield* sys.now();');

/** A folder of its own for one test, with these files. */
export const createFolder = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'xdv-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

const collect = (): { readonly stream: PassThrough; readonly text: () => string } => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
};

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, in `cwd`. */
export const xdvWith = async (
  cwd: string,
  argv: readonly string[],
  overrides: Partial<Io>,
): Promise<Ended> => {
  const out = collect();
  const err = collect();
  const code = await main(argv, {
    stdout: out.stream,
    stderr: err.stream,
    env: {},
    cwd,
    onInterrupt: () => () => undefined,
    exit: () => undefined,
    ...overrides,
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { code, stdout: out.text(), stderr: err.text() };
};

export const xdv = (cwd: string, ...argv: readonly string[]): Promise<Ended> =>
  xdvWith(cwd, argv, {});

export const readBytes = (cwd: string, name: string): Uint8Array => readFileSync(join(cwd, name));

export const readEvents = (cwd: string, name: string): TraceReading =>
  readTrace(readBytes(cwd, name), nobleHasher);

/** True if a trace is whole and keeps every rule, by the portable hash. */
export const verifies = (cwd: string, name: string): boolean =>
  verifyTrace(readBytes(cwd, name), nobleHasher).ok;

/** The document that a command printed with --json. */
export const documentOf = ({ stdout }: Ended): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout) as Readonly<Record<string, unknown>>;

export const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));

/** What follows `node` to start the command line from source. */
export const FROM_SOURCE: readonly string[] = [
  '--conditions=@xdv/source',
  '--disable-warning=ExperimentalWarning',
  join(PACKAGE, 'src', 'main.ts'),
];
