import { mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BELL,
  createFolder,
  documentOf,
  moduleOf,
  readEvents,
  RING,
  verifies,
  xdv,
} from './support.ts';

/** Runs one bad file and gives what came of it. */
const refuse = async (name: string, text: string, ...flags: readonly string[]) => {
  const cwd = createFolder({ [name]: text });
  const ended = await xdv(cwd, 'run', name, '--out', 't.xdv', ...flags);
  return { cwd, ...ended };
};

const FORTY = `OPENQASM 3.0;
include "stdgates.inc";
qubit[40] q;
bit[40] c;
h q;
c = measure q;
`;
const THROWS = moduleOf("  yield* sys.log('a');\n  throw new TypeError('too big');");

type Case = readonly [what: string, name: string, text: string, code: string, exit: number];

const CASES: readonly Case[] = [
  ['malformed OpenQASM', 'bad.qasm', 'OPENQASM 3.0;\nqubit q\n', 'QASM_SYNTAX', 3],
  ['an empty OpenQASM file', 'none.qasm', '', 'QASM_SYNTAX', 3],
  ['a circuit of 40 qubits', 'forty.qasm', FORTY, 'CIRCUIT_TOO_LARGE', 6],
  ['a malformed graph', 'bad.rud', '3 2\n1 2\n1 9\n', 'GRAPH_SYNTAX', 3],
  ['an empty graph file', 'none.rud', '', 'GRAPH_SYNTAX', 3],
  ['a graph without vertices', 'zero.rud', '0 0\n', 'GRAPH_SYNTAX', 3],
  ['a weight that is no number', 'nan.rud', '2 1\n1 2 NaN\n', 'GRAPH_SYNTAX', 3],
  ['a malformed QUBO', 'bad.sparse', '2 1\n1 2\n', 'GRAPH_SYNTAX', 3],
  ['an unknown format', 'what.dat', 'hello world\n', 'FORMAT_UNKNOWN', 3],
  ['a module without a default export', 'no.ts', 'export const x = 1;', 'PROGRAM_INVALID', 3],
  ['a module that exports no process', 'three.ts', 'export default 3;', 'PROGRAM_INVALID', 3],
  ['a module that does not compile', 'syntax.mjs', 'let x = ;', 'PROGRAM_INVALID', 3],
  ['TypeScript that does not compile', 'syntax.ts', 'let x: = 1;', 'PROGRAM_INVALID', 3],
  ['a module that throws', 'throws.mjs', "throw new Error('no');", 'PROGRAM_INVALID', 3],
  ['an import that is not there', 'import.mjs', "import './gone.mjs';", 'PROGRAM_INVALID', 3],
  ['arguments that are no plain data', 'args.ts', `${moduleOf('return 1;')}
    export const args = { f: () => 1 };`, 'VALUE_NOT_ENCODABLE', 4],
  ['a process without K', 'nok.ts', moduleOf('return 1;', "['Q']"), 'PROGRAM_INVALID', 3],
  ['a process that throws', 'fails.ts', THROWS, 'PROCESS_THREW', 4],
  ['a process that forgets yield*', 'forgets.ts', moduleOf('sys.log("a"); return 1;'),
    'OPERATION_NOT_AWAITED', 4],
  ['a result that is no plain data', 'result.ts', moduleOf('return () => 1;'),
    'VALUE_NOT_ENCODABLE', 4],
];

describe('bad input', () => {
  it.each(CASES)('%s: %s ends with its code and leaves a trace', async (...row) => {
    const [, name, text, code, exit] = row;
    const { cwd, stderr, ...ended } = await refuse(name, text);
    expect(stderr).toMatch(new RegExp(`^error ${code}: `, 'm'));
    expect(stderr).toMatch(/^hint: \S/m);
    expect(ended.code).toBe(exit);
    expect(verifies(cwd, 't.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 't.xdv')).code).toBe(0);
  });

  it('shows every place of malformed OpenQASM with its line', async () => {
    const { stderr } = await refuse('two.qasm', `${BELL}h q[7];\nfoo q[0];\n`);
    expect(stderr).toContain('two.qasm:8:5: ');
    expect(stderr).toContain('  h q[7];\n      ^');
    expect(stderr).toContain('two.qasm:9:1: ');
  });

  it('shows line and column of a malformed graph', async () => {
    const { stderr } = await refuse('nan.rud', '3 2\n1 2\n2 3 NaN\n');
    expect(stderr).toContain('nan.rud:3:5: ');
  });

  it('shows where a process failed', async () => {
    const { stderr } = await refuse('fails.ts', THROWS);
    expect(stderr).toContain('at fails.ts:5:9');
    expect(stderr).toMatch(/5 \|\s+throw new TypeError\('too big'\);\n +\| {9}\^/);
  });

  it('shows where a module does not compile', async () => {
    const { stderr } = await refuse('syntax.mjs', 'const a = 1;\nlet x = ;\n');
    expect(stderr).toContain('syntax.mjs:2\n  let x = ;\n          ^');
  });

  it('refuses a file that is not there, and a folder', async () => {
    const cwd = createFolder();
    mkdirSync(join(cwd, 'folder.ts'));
    for (const name of ['gone.ts', 'gone.qasm', 'gone', 'folder.ts']) {
      const { code, stderr } = await xdv(cwd, 'run', name, '--out', 't.xdv');
      expect(stderr).toContain(`error FILE_UNREADABLE: ${name} cannot be read`);
      expect(code).toBe(3);
      expect(verifies(cwd, 't.xdv')).toBe(true);
    }
  });

  it('says how to run a graph that is larger than the machine', async () => {
    const { code, cwd, stderr } = await refuse('large.rud', '5000 1\n1 5000\n');
    expect(code).toBe(6);
    expect(stderr).toContain('error PROBLEM_TOO_LARGE');
    expect(stderr).toContain('hint: --oscillators N');
    const flags = ['--oscillators', '5000', '--reads', '1', '--window', '3'];
    expect((await xdv(cwd, 'run', 'large.rud', ...flags)).code).toBe(0);
  });

  it('records why a program could not start', async () => {
    const { cwd } = await refuse('what.dat', 'hello world\n');
    const { header } = readEvents(cwd, 't.xdv');
    expect(header!.program).toMatchObject({ kind: 'builtin', reference: 'refused' });
    expect(header!.program.args).toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  it('prints the fault as JSON too with --json', async () => {
    const { code, ...ended } = await refuse('bad.qasm', 'OPENQASM 3.0;\nqubit q\n', '--json');
    expect(code).toBe(3);
    const fault = { code: 'QASM_SYNTAX' };
    expect(documentOf({ code, ...ended })).toMatchObject({ ok: false, fault, trace: 't.xdv' });
  });
});

describe('a wrong command', () => {
  it.each([
    [['run', 'ring.rud', '--shots', '5'], '--shots does not apply to ring.rud'],
    [['run', 'ring.rud', '--args', '{}'], '--args does not apply to ring.rud'],
    [['run', 'ring.rud', '--reads', '0'], 'Expected a whole number from 1 to 10000'],
    [['run', 'ring.rud', '--window', 'x'], 'Expected a number from'],
    [['run', 'ring.rud', '--seed', '-1'], 'Expected a whole number from 0 to 2^53 - 1, or random'],
    [['run', 'ring.rud', '--args', '{'], 'Not JSON'],
    [['run', 'ring.rud', '--nope'], "unknown option '--nope'"],
    [['run'], "missing required argument 'file'"],
    [['rnu', 'ring.rud'], 'Did you mean run?'],
    [['trace', 'ring.rud', '--domain', 'X'], 'Expected one of K, Q, Phi'],
    [['trace', 'ring.rud', '--kind', 'a b'], "Expected kinds such as 'job.*'"],
    [['trace', 'ring.rud', '--json', '--timeline'], 'cannot be used with'],
    [['verify', 'ring.rud', '--head', '12'], 'Expected 64 hexadecimal digits'],
  ])('%j ends with 2, says why, and leaves no trace', async (argv, why) => {
    const cwd = createFolder({ 'ring.rud': RING });
    const { code, stdout, stderr } = await xdv(cwd, ...argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error ARGUMENT_INVALID: /);
    expect(stderr).toContain(why);
    expect(stderr).toMatch(/^hint: \S/m);
    expect(existsSync(join(cwd, 'ring.xdv'))).toBe(false);
  });

  it('refuses a place where no trace can be written', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const { code, stderr } = await xdv(cwd, 'run', 'ring.rud', '--out', 'no/such/folder.xdv');
    expect(code).toBe(2);
    expect(stderr).toContain('the trace cannot be written to no/such/folder.xdv: ENOENT');
  });
});
