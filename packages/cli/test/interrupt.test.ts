import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  BELL,
  createFolder,
  documentOf,
  FROM_SOURCE,
  moduleOf,
  PACKAGE,
  readEvents,
  RING,
  verifies,
  xdv,
  xdvWith,
} from './support.ts';

/** Presses Ctrl-C as soon as a run listens, so many times. */
const pressing = (times: number) => (listener: () => void) => {
  const press = setImmediate(() => {
    for (let i = 0; i < times; i++) listener();
  });
  return () => clearImmediate(press);
};

const ENDLESS = moduleOf('for (;;) yield* sys.sleep(us(1));');

/** A circuit that takes a long time, with gates that are no Clifford gates. */
const deep = (qubits: number, layers: number): string => {
  const lines = ['OPENQASM 3.0;', 'include "stdgates.inc";', `qubit[${qubits}] q;`];
  for (let layer = 0; layer < layers; layer++) {
    for (let q = 0; q < qubits; q++) lines.push(`ry(${0.1 + q + layer / 7}) q[${q}];`);
    for (let q = layer % 2; q + 1 < qubits; q += 2) lines.push(`cx q[${q}], q[${q + 1}];`);
  }
  return [...lines, 'bit c = measure q[0];\n'].join('\n');
};

interface Freed {
  readonly code: number;
  /** Share of the state's bytes. */
  readonly freed: number;
}

/** Interrupts a run in a program of its own, whose memory is its own. */
const interruptApart = async (cwd: string, name: string, stateBytes: number): Promise<Freed> => {
  const program = join(PACKAGE, 'test', 'fixtures', 'cancelled.ts');
  const argv = [...FROM_SOURCE.slice(0, -1), program, cwd, name, String(stateBytes)];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd });
  return JSON.parse(stdout) as Freed;
};

describe('Ctrl-C', () => {
  it('ends an endless run with 130 and a sealed trace that replays', async () => {
    const cwd = createFolder({ 'loop.ts': ENDLESS });
    const ended = await xdvWith(cwd, ['run', 'loop.ts'], { onInterrupt: pressing(1) });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('error PROCESS_HALTED');
    expect(verifies(cwd, 'loop.xdv')).toBe(true);
    const kinds = readEvents(cwd, 'loop.xdv').events.map(({ kind }) => kind);
    expect(kinds).toContain('operator.halted');
    expect((await xdv(cwd, 'replay', 'loop.xdv')).code).toBe(0);
  });

  it('does not wait for the provider that the run waits for', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    // a minute of machine time and more, were it let run
    const argv = ['run', 'ring.rud', '--reads', '10000', '--window', '10000'];
    const ended = await xdvWith(cwd, argv, { onInterrupt: pressing(1) });
    expect(ended.code).toBe(130);
    expect(verifies(cwd, 'ring.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 'ring.xdv')).code).toBe(0);
  });

  it('exits at once when pressed again', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const codes: number[] = [];
    await xdvWith(cwd, ['run', 'bell.qasm'], {
      onInterrupt: pressing(2),
      exit: (code) => codes.push(code),
    });
    expect(codes).toEqual([130]);
  });

  it('ends a simulation under way, and gives the memory of its state back', async () => {
    const cwd = createFolder({ 'deep.qasm': deep(24, 300) });
    const estimated = documentOf(await xdv(cwd, 'run', 'deep.qasm', '--estimate', '--json'));
    const { bytes } = estimated['engine'] as { readonly bytes: number };
    expect(bytes).toBe(2 ** 28);
    const { code, freed } = await interruptApart(cwd, 'deep.qasm', bytes);
    expect(code).toBe(130);
    expect(freed).toBeGreaterThanOrEqual(0.9);
    expect(verifies(cwd, 'deep.xdv')).toBe(true);
  });
});
