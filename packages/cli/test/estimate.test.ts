import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IDEAL_DEVICE } from '@xdv/q-provider-sim';
import { explain, type EngineChoice } from '@xdv/q-provider-sim/engine';
import { readQasm } from '@xdv/openqasm';
import { unwrap, type ProviderProfile, type QDeviceProfile, type QRun } from '@xdv/domain-model';
import { describe, expect, it, onTestFinished } from 'vitest';
import { estimate, type EngineUse } from '../src/engine-use.ts';
import { createWorkerProvider, type WorkerProvider } from '../src/index.ts';
import { Q_MEMORY_BYTES, workerProviders } from '../src/platform/parts.ts';
import { InputError } from '../src/program/input-error.ts';
import { readTask } from '../src/program/task.ts';
import { engineSentence } from '../src/render/engine.ts';
import { showBytes } from '@xdv/q-provider-sim/engine';
import { formatEstimate } from '../src/render/quantity.ts';
import {
  BELL,
  createFolder,
  documentOf,
  moduleOf,
  QUBO,
  readBytes,
  RING,
  xdv,
  xdvWith,
} from './support.ts';

const qasm = (qubits: number, ...lines: readonly string[]): string =>
  ['OPENQASM 3.0;', 'include "stdgates.inc";', `qubit[${qubits}] q;`, 'bit[2] c;', ...lines].join(
    '\n',
  );

/** Two of 20 qubits in use. */
const SPARSE = qasm(20, 'h q[3];', 'cx q[3], q[7];', 'c[0] = measure q[3];');
/** No Clifford gates, so that there is no way around a state vector. */
const FORTY = qasm(40, 'ry(0.3) q;');
const FORTY_CLIFFORD = qasm(40, 'h q[0];');
const ENDLESS = qasm(1, 'delay[900us] q[0];', 'c[0] = measure q[0];');

interface Engine {
  readonly name: string;
  readonly device: string;
  readonly reason: string;
  readonly qubits: number;
  readonly bytes: number;
  readonly seconds: number;
}

const engineOf = (document: Readonly<Record<string, unknown>>): Engine =>
  document['engine'] as Engine;

/** What the simulator itself says of a program on one of its devices. */
const choiceOf = (text: string, device: string, shots: number) => {
  const { profile } = workerProviders().find((each) => each.profile.domain === 'Q')!;
  const devices = profile.resources as readonly QDeviceProfile[];
  const { calibration } = devices.find(({ name }) => name === device)!;
  const { circuit } = unwrap(readQasm(text));
  const options = { shots, seed: 1, calibration, memoryBytesMax: Q_MEMORY_BYTES };
  const { engine, ...rest } = unwrap(explain(circuit, options));
  return { name: engine, device, ...rest };
};

describe('xdv run --estimate', () => {
  it('says what a run would take, and leaves no trace', async () => {
    const cwd = createFolder({ 'sparse.qasm': SPARSE });
    const { code, stdout, stderr } = await xdv(cwd, 'run', 'sparse.qasm', '--estimate');
    const { reason } = choiceOf(SPARSE, 'ideal', 1000);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('sparse.qasm: OpenQASM 3, 20 qubits');
    expect(stdout).toMatch(/^engine {2}state-vector \(complex128\)$/m);
    expect(stdout).toContain(`\nwhy     ${reason}\n`);
    expect(stdout).toMatch(/^device {2}ideal$/m);
    expect(stdout).toMatch(/^qubits {2}2 that take memory, of 20$/m);
    expect(stdout).toMatch(/^memory {2}64 bytes$/m);
    expect(stdout).toMatch(/^time {4}less than 1 ms on one core$/m);
    expect(stdout).toMatch(/^shots {3}1000$/m);
    expect(existsSync(join(cwd, 'sparse.xdv'))).toBe(false);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const flags = ['--estimate', '--json', '--shots', '70'];
    const ended = await xdv(cwd, 'run', 'bell.qasm', ...flags);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
    expect(documentOf(ended)).toEqual({
      ok: true,
      program: { name: 'qasm', kind: 'builtin', reference: 'qasm', codeHash: '' },
      shots: 70,
      engine: choiceOf(BELL, 'ideal', 70),
    });
    expect(existsSync(join(cwd, 'bell.xdv'))).toBe(false);
  });

  it.each([
    [[], 'ideal', 1000],
    [['--device', 'noisy'], 'noisy', 1000],
    [['--device', 'ideal', '--shots', '5'], 'ideal', 5],
    [['--seed', 'random'], 'ideal', 1000],
  ])('estimates what the run with %j would use', async (flags, device, shots) => {
    const cwd = createFolder({ 'sparse.qasm': SPARSE });
    const estimated = await xdv(cwd, 'run', 'sparse.qasm', '--estimate', '--json', ...flags);
    const ran = await xdv(cwd, 'run', 'sparse.qasm', '--explain', '--json', ...flags);
    const engine = engineOf(documentOf(estimated));
    expect(engine).toEqual(choiceOf(SPARSE, device, shots));
    expect(engineOf(documentOf(ran))).toEqual(engine);
  });

  it.each([
    ['forty.qasm', FORTY, [], 'CIRCUIT_TOO_LARGE', 6],
    ['clifford.qasm', FORTY_CLIFFORD, [], 'CIRCUIT_TOO_LARGE', 6],
    ['long.qasm', ENDLESS, [], 'DECOHERENCE_EXCEEDED', 6],
    ['bell.qasm', BELL, ['--device', 'nope'], 'PROVIDER_UNAVAILABLE', 7],
    ['bad.qasm', 'OPENQASM 3.0;\nqubit q\n', [], 'QASM_SYNTAX', 3],
  ])('refuses %s as the run does', async (name, text, flags, expected, exit) => {
    const cwd = createFolder({ [name]: text });
    const estimated = await xdv(cwd, 'run', name, '--estimate', '--json', ...flags);
    expect(existsSync(join(cwd, name.replace('.qasm', '.xdv')))).toBe(false);
    const ran = await xdv(cwd, 'run', name, '--json', ...flags);
    const fault = documentOf(ran)['fault'] as object;
    expect(fault).toMatchObject({ code: expected });
    expect(documentOf(estimated)).toMatchObject({ ok: false, fault });
    expect([estimated.code, ran.code]).toEqual([exit, exit]);
    expect(estimated.stderr).toMatch(/^hint: \S/m);
  });

  it('gives the figure for what is too large for every device', async () => {
    const cwd = createFolder({ 'forty.qasm': FORTY, 'clifford.qasm': FORTY_CLIFFORD });
    const none = await xdv(cwd, 'run', 'forty.qasm', '--estimate');
    expect(none.stdout).toBe('');
    expect(none.stderr).toContain('error CIRCUIT_TOO_LARGE: ');
    expect(none.stderr).toMatch(/^ {2}40 qubits need 16 TiB \(17592186044416 bytes\)/m);
    const few = await xdv(cwd, 'run', 'clifford.qasm', '--estimate');
    expect(few.code).toBe(6);
    expect(few.stderr).toMatch(/^ {2}the simulator itself would take 32 bytes, with its /m);
  });

  it('refuses what no engine has the memory for, as the engine says it', async () => {
    const device: QDeviceProfile = {
      ...IDEAL_DEVICE,
      name: 'large',
      qubits: 40,
      calibration: {
        ...IDEAL_DEVICE.calibration,
        qubits: Array.from({ length: 40 }, () => IDEAL_DEVICE.calibration.qubits[0]!),
      },
    };
    const profile: ProviderProfile = { id: 'q', version: '1', domain: 'Q', resources: [device] };
    const cwd = createFolder({ 'forty.qasm': FORTY });
    // never asked, so never started
    const source = { module: 'nothing', factory: 'nothing', options: {} };
    const provider: WorkerProvider = createWorkerProvider(source, profile);
    onTestFinished(() => provider.close());
    const file = { path: join(cwd, 'forty.qasm'), name: 'forty.qasm' };
    const task = await readTask(file, {}, cwd, [device]);
    const refusal: unknown = await estimate(task, [provider]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    const { fault, excerpts } = refusal as InputError;
    expect(fault.code).toBe('CIRCUIT_TOO_LARGE');
    expect(fault.message).toContain('16 TiB');
    expect(excerpts).toEqual([]);
  });

  it('prints plain text without colours, in ASCII where the locale has nothing else', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const argv = ['run', 'bell.qasm', '--estimate'];
    const plain = await xdvWith(cwd, argv, { env: { NO_COLOR: '1', LANG: 'C' } });
    // oxlint-disable-next-line no-control-regex
    expect(plain.stdout).toMatch(/^[\n\x20-\x7e]*$/);
    const coloured = await xdvWith(cwd, argv, { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[');
  });
});

describe('xdv run --explain', () => {
  it('says under the summary which engine ran, and why', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { code, stdout } = await xdv(cwd, 'run', 'bell.qasm', '--explain', '--device', 'noisy');
    const { reason } = choiceOf(BELL, 'noisy', 1000);
    expect(code).toBe(0);
    const [summary, sentence] = stdout.split('\n');
    expect(summary).toMatch(/^bell\.qasm: OpenQASM 3, .*, seed 1$/);
    expect(sentence).toMatch(/^engine: .* on noisy, because /);
    expect(sentence!.endsWith(reason)).toBe(true);
  });

  it('changes nothing in the trace', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    await xdv(cwd, 'run', 'bell.qasm', '--out', 'plain.xdv');
    await xdv(cwd, 'run', 'bell.qasm', '--out', 'explained.xdv', '--explain');
    expect(readBytes(cwd, 'explained.xdv')).toEqual(readBytes(cwd, 'plain.xdv'));
  });

  it('is left out of JSON where it was not asked for, and null where no engine ran', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL, 'forty.qasm': FORTY });
    expect(documentOf(await xdv(cwd, 'run', 'bell.qasm', '--json'))).not.toHaveProperty('engine');
    const refused = await xdv(cwd, 'run', 'forty.qasm', '--explain', '--json');
    expect(refused.code).toBe(6);
    expect(documentOf(refused)).toMatchObject({ ok: false, engine: null });
    const { stdout } = await xdv(cwd, 'run', 'forty.qasm', '--explain');
    expect(stdout).not.toContain('engine:');
  });
});

describe('a wrong command about engines', () => {
  it.each([
    ['bell.qasm', ['--estimate', '--explain'], "cannot be used with option '--explain'"],
    ['bell.qasm', ['--estimate', '--out', 't.xdv'], "cannot be used with option '--out <trace>'"],
    ['bell.qasm', ['--estimate', '--job-limit', '5'], "with option '--job-limit <ms>'"],
    ['bell.qasm', ['--estimate', '--timeline'], "cannot be used with option '--timeline'"],
    ['bell.qasm', ['--estimate', '--reads', '5'], '--reads does not apply to bell.qasm'],
    ['bell.qasm', ['--estimate', '--shots', '0'], 'Expected a whole number from 1'],
    ['ring.rud', ['--estimate'], '--estimate does not apply to ring.rud, which is a graph'],
    ['ring.rud', ['--explain'], '--explain does not apply to ring.rud, which is a graph'],
    ['small.sparse', ['--estimate'], '--estimate does not apply to small.sparse, which is a QUBO'],
    ['p.ts', ['--estimate'], '--estimate does not apply to p.ts, which is a process module'],
    ['p.ts', ['--explain'], '--explain does not apply to p.ts, which is a process module'],
  ])('%s %j ends with 2, says why, and leaves no trace', async (name, flags, why) => {
    const files = { 'bell.qasm': BELL, 'ring.rud': RING, 'small.sparse': QUBO };
    const cwd = createFolder({ ...files, 'p.ts': moduleOf('return 1;') });
    const { code, stdout, stderr } = await xdv(cwd, 'run', name, ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error ARGUMENT_INVALID: /);
    expect(stderr).toContain(why);
    expect(stderr).toMatch(/^hint: \S/m);
    for (const trace of ['bell', 'ring', 'small', 'p', 't']) {
      expect(existsSync(join(cwd, `${trace}.xdv`))).toBe(false);
    }
  });

  it('is refused as one JSON document too with --json', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const ended = await xdv(cwd, 'run', 'ring.rud', '--estimate', '--json');
    expect(ended.code).toBe(2);
    expect(documentOf(ended)).toMatchObject({ ok: false, fault: { code: 'ARGUMENT_INVALID' } });
  });

  it('says that a file is not there, without a trace', async () => {
    const cwd = createFolder();
    const { code, stderr } = await xdv(cwd, 'run', 'gone.qasm', '--estimate');
    expect(code).toBe(3);
    expect(stderr).toContain('error FILE_UNREADABLE: gone.qasm cannot be read');
    expect(existsSync(join(cwd, 'gone.xdv'))).toBe(false);
  });
});

describe('an engine', () => {
  const use = (choice: Partial<EngineChoice>): EngineUse => {
    const job = { resource: 'ideal' } as QRun;
    return { job, choice: { reason: 'it is quick', ...choice } as EngineChoice };
  };

  it.each([
    ['stabilizer', null, false, 'stabilizer'],
    ['density-matrix', null, false, 'density-matrix'],
    ['state-vector', 'c128', false, 'state-vector (complex128)'],
    ['state-vector', 'c64', true, 'state-vector (complex64, compiled to WebAssembly)'],
  ] as const)('%s in %s, compiled %s, is named %s', (...row) => {
    const [engine, precision, compiled, name] = row;
    const sentence = engineSentence(use({ engine, precision, compiled }));
    expect(sentence).toBe(`engine: ${name} on ideal, because it is quick`);
  });
});

describe('sizes and times for people', () => {
  it.each([
    [0, '0 bytes'],
    [64, '64 bytes'],
    [1023, '1020 bytes'],
    [1024, '1 KiB'],
    [2 ** 24, '16 MiB'],
    [1.5 * 2 ** 30, '1.5 GiB'],
    [2 ** 80, '1050000 EiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(showBytes(bytes)).toBe(text);
  });

  it.each([
    [0, 'less than 1 ms'],
    [1e-3, 'about 1 ms'],
    [0.1234, 'about 120 ms'],
    [1.9, 'about 1900 ms'],
    [2, 'about 2 s'],
    [119, 'about 120 s'],
    [1260, 'about 21 min'],
    [86_400, 'about 24 h'],
    [86_400 * 20, 'about 20 days'],
    [86_400 * 3652.5, 'about 10 years'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatEstimate(seconds)).toBe(text);
  });
});
