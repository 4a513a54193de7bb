import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BELL,
  createFolder,
  documentOf,
  HYBRID,
  moduleOf,
  QUBO,
  readBytes,
  readEvents,
  RING,
  verifies,
  xdv,
} from './support.ts';

describe('xdv run', () => {
  it('runs a process module and shows its result as it wants to be shown', async () => {
    const cwd = createFolder({ 'hybrid.ts': HYBRID });
    const { code, stdout, stderr } = await xdv(cwd, 'run', 'hybrid.ts');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/energies\nread {2}energy\n─+ {2}─+\n {3}0 {6}-4\n {3}1 {6}-4/);
    expect(stdout).toMatch(/^modelled .*µs · real .* · \d+ events$/m);
    expect(stdout).toContain('trace hybrid.xdv');
    expect(stdout).toContain('domains K, Q, Φ');
    expect(stdout).toMatch(/^next: .*xdv replay hybrid\.xdv$/m);
    expect(verifies(cwd, 'hybrid.xdv')).toBe(true);
  });

  it('leaves the same trace, byte for byte, when it is run again (XDV-003.5)', async () => {
    const cwd = createFolder({ 'hybrid.ts': HYBRID });
    await xdv(cwd, 'run', 'hybrid.ts', '--out', 'one.xdv');
    await xdv(cwd, 'run', 'hybrid.ts', '--out', 'two.xdv', '--json', '--seed', '1');
    expect(readBytes(cwd, 'one.xdv')).toEqual(readBytes(cwd, 'two.xdv'));
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const ended = await xdv(cwd, 'run', 'bell.qasm', '--shots', '1000', '--seed', '7', '--json');
    const document = documentOf(ended);
    expect(ended.stderr).toBe('');
    expect(document).toMatchObject({ ok: true, seed: 7, trace: 'bell.xdv', ticks: 1286 });
    const { counts } = document['result'] as { counts: [string, number][] };
    expect(counts.map(([outcome]) => outcome)).toEqual(['00', '11']);
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(1000);
    expect(document['head']).toBe(readEvents(cwd, 'bell.xdv').head);
  });

  it('keeps what a module prints out of the JSON document', async () => {
    const body = "console.log('hello'); return yield* sys.compute(us(1), () => 3);";
    const cwd = createFolder({ 'loud.ts': moduleOf(body) });
    const ended = await xdv(cwd, 'run', 'loud.ts', '--json');
    expect(documentOf(ended)['result']).toBe(3);
  });

  it('runs OpenQASM and shows its counts, recording the whole circuit', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { code, stdout } = await xdv(cwd, 'run', 'bell.qasm', '--device', 'noisy');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}00 █+/m);
    expect(stdout).toMatch(/^Q noisy .*j1/m);
    const { program } = readEvents(cwd, 'bell.xdv').header!;
    expect(program).toMatchObject({ kind: 'builtin', reference: 'qasm' });
    expect(program.args).toMatchObject({ shots: 1000, device: 'noisy', circuit: { qubits: 2 } });
  });

  it('says so when a circuit has nothing to count', async () => {
    const cwd = createFolder({ 'none.qasm': 'OPENQASM 3.0; qubit q; U(1, 0, 0) q;' });
    const { code, stdout } = await xdv(cwd, 'run', 'none.qasm');
    expect(code).toBe(0);
    expect(stdout).toContain('the program has no classical bits');
  });

  it('cuts a graph and reports every read', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const flags = ['--reads', '3', '--window', '100', '--json'];
    const document = documentOf(await xdv(cwd, 'run', 'ring.rud', ...flags));
    expect(document['result']).toMatchObject({ cut: 4, cuts: [4, 4, 4] });
    expect((document['result'] as { sides: string }).sides).toMatch(/^(?:0[01]){5}$/);
  });

  it('minimises a QUBO', async () => {
    const cwd = createFolder({ 'small.sparse': QUBO });
    const { stdout } = await xdv(cwd, 'run', 'small.sparse');
    expect(stdout).toContain('value -3, with 2 of 3 variables at 1');
  });

  it.each([
    ['bell.txt', BELL, 'qasm'],
    ['commented', `// a comment\n/* and\nanother */\n${BELL}`, 'qasm'],
    ['ring.txt', RING, 'graph'],
    ['diagonal.txt', QUBO, 'qubo'],
  ])('tells what %s is by its content', async (name, text, reference) => {
    const cwd = createFolder({ [name]: text });
    const document = documentOf(await xdv(cwd, 'run', name, '--json'));
    expect(document['program']).toMatchObject({ kind: 'builtin', reference });
  });

  it('reads a file packed with gzip', async () => {
    const cwd = createFolder();
    writeFileSync(join(cwd, 'ring.rud.gz'), gzipSync(RING));
    const { code } = await xdv(cwd, 'run', 'ring.rud.gz', '--no-timeline');
    expect(code).toBe(0);
    expect(verifies(cwd, 'ring.xdv')).toBe(true);
  });

  it('lets --args replace single arguments of a module, and records them all', async () => {
    const cwd = createFolder({ 'hybrid.ts': HYBRID });
    await xdv(cwd, 'run', 'hybrid.ts', '--args', '{"reads": 1}');
    const { args } = readEvents(cwd, 'hybrid.xdv').header!.program;
    expect(args).toEqual({ shots: 50, reads: 1 });
  });

  it('draws another seed each time with --seed random, and says which', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const one = documentOf(await xdv(cwd, 'run', 'bell.qasm', '--seed', 'random', '--json'));
    const two = documentOf(await xdv(cwd, 'run', 'bell.qasm', '--seed', 'random', '--json'));
    expect(one['seed']).not.toBe(two['seed']);
    const again = await xdv(cwd, 'run', 'bell.qasm', '--seed', String(one['seed']), '--json');
    expect(documentOf(again)['head']).toBe(one['head']);
  });

  it('leaves out the timeline with --no-timeline', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { stdout } = await xdv(cwd, 'run', 'bell.qasm', '--no-timeline');
    expect(stdout).not.toMatch(/^time /m);
  });

  it('shows the plain result if present throws, and says so', async () => {
    const text = `${moduleOf('return 41 + 1;')}\nexport const present = () => missing;`;
    const cwd = createFolder({ 'p.ts': text });
    const { code, stdout, stderr } = await xdv(cwd, 'run', 'p.ts');
    expect(code).toBe(0);
    expect(stderr).toContain('present of the module failed: ReferenceError');
    expect(stdout).toContain('\n42\n');
  });

  it('imports the kernel for a module wherever the module lies', async () => {
    const cwd = createFolder({ 'far.mjs': moduleOf('return 1;') });
    expect(existsSync(join(cwd, 'node_modules'))).toBe(false);
    expect((await xdv(cwd, 'run', 'far.mjs')).code).toBe(0);
  });

  it('takes paths from the folder it is called in', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const other = createFolder();
    const { code } = await xdv(other, 'run', relative(other, join(cwd, 'bell.qasm')));
    expect(code).toBe(0);
    expect(verifies(other, 'bell.xdv')).toBe(true);
  });

  it('gives up on a job that takes longer than --job-limit', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const flags = ['--reads', '10000', '--window', '10000', '--job-limit', '20'];
    const { code, stderr } = await xdv(cwd, 'run', 'ring.rud', ...flags);
    expect(code).toBe(7);
    expect(stderr).toContain('error PROVIDER_TIMEOUT: no answer within 20 ms');
    expect(verifies(cwd, 'ring.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 'ring.xdv')).code).toBe(0);
  });

  it('does not overwrite what it runs', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { code, stderr } = await xdv(cwd, 'run', 'bell.qasm', '--out', 'bell.qasm');
    expect(code).toBe(2);
    expect(stderr).toContain('ARGUMENT_INVALID');
  });

  it('does not overwrite the policy that it runs under', async () => {
    const mine = "export default { name: 'mine', version: '1', weigh: () => 0 };";
    const cwd = createFolder({ 'p.ts': moduleOf('return 1;'), 'mine.mjs': mine });
    for (const policy of ['./mine.mjs', 'sjf+./mine.mjs']) {
      const argv = ['run', 'p.ts', '--policy', policy, '--out', 'mine.mjs'];
      expect((await xdv(cwd, ...argv)).stderr).toContain('the trace would overwrite mine.mjs');
    }
    expect(readFileSync(join(cwd, 'mine.mjs'), 'utf8')).toBe(mine);
  });
});
