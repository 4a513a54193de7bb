import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlotGate } from '../../src/engine/index.ts';
import { createCompiledState, type ThreadStart } from '../../src/statevector/index.ts';
import { gate, haveSameBits, run, type PRECISIONS } from './support.ts';

const QUBITS = 17;
const OPTIONS = { compileWork: 0, blockQubits: 10 } as const;

const workers: Worker[] = [];

const startWorker = (workerData: ThreadStart): Worker => {
  const file = new URL('thread.ts', import.meta.url);
  const worker = new Worker(file, { workerData, execArgv: ['--conditions=@xdv/source'] });
  workers.push(worker);
  return worker;
};

const message = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));

/** The modules that a thread has made, once it has ended. */
const ended = (worker: Worker): Promise<unknown> => message(worker);

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** A circuit whose gates reach across all qubits, so that it takes several passes. */
const circuitOf = (angle: number): SlotGate[] => {
  const list: SlotGate[] = [];
  for (let layer = 0; layer < 3; layer++) {
    for (let q = 0; q < QUBITS; q++) list.push(gate('u', [q], [angle + q, angle * layer, 0.7]));
    for (let q = 0; q < QUBITS; q++) list.push(gate('x', [(q + 5) % QUBITS], [], [q]));
    list.push(gate('rxx', [layer, QUBITS - 1], [angle]), gate('iswap', [3, 12]));
  }
  return list;
};

/** A state with threads, all of them started. */
const teamOf = async (count: number, precision: (typeof PRECISIONS)[number]) => {
  const team: Worker[] = [];
  const start = (threadStart: ThreadStart): void => void team.push(startWorker(threadStart));
  const state = createCompiledState(QUBITS, { ...OPTIONS, precision, threads: { count, start } });
  await Promise.all(team.map(message));
  return { state, team };
};

describe('threads', () => {
  it.each([
    [1, 'c128'],
    [2, 'c128'],
    [2, 'c64'],
    [3, 'c64'],
  ] as const)('do not change a bit: %i of them, %s', async (count, precision) => {
    const { state, team } = await teamOf(count, precision);
    expect(team).toHaveLength(count - 1);
    const lists = [circuitOf(0), circuitOf(1)];
    const alone = lists.map((list) => run(QUBITS, { ...OPTIONS, precision }, list));
    for (let job = 0; job < 8; job++) {
      state.clear();
      state.apply(lists[job % 2]!);
      expect(haveSameBits(state.amplitudes(), alone[job % 2]!)).toBe(true);
    }
    state.close();
    for (const modules of await Promise.all(team.map(ended))) expect(modules).toBeGreaterThan(0);
  });

  it('work on many small jobs in a row', async () => {
    const { state, team } = await teamOf(3, 'c64');
    const lists = [0, 1, 2].map((q) => [
      gate('u', [q], [0.1, 0.2, 0.3]),
      gate('x', [16 - q], [], [q]),
    ]);
    const jobs = Array.from({ length: 120 }, (_, job) => lists[job % 3]!);
    for (const list of jobs) state.apply(list);
    const alone = run(QUBITS, { ...OPTIONS, precision: 'c64' }, ...jobs);
    expect(haveSameBits(state.amplitudes(), alone)).toBe(true);
    state.close();
    for (const modules of await Promise.all(team.map(ended))) expect(modules).toBeGreaterThan(0);
  });

  it('may start late, some of them never', async () => {
    const starts: ThreadStart[] = [];
    const threads = { count: 3, start: (start: ThreadStart): void => void starts.push(start) };
    const state = createCompiledState(QUBITS, { ...OPTIONS, threads });
    const expected = run(QUBITS, OPTIONS, circuitOf(1), circuitOf(2), circuitOf(3));
    state.apply(circuitOf(1));
    const late = startWorker(starts[1]!);
    // it may get ready at any moment of this job
    state.apply(circuitOf(2));
    await message(late);
    state.apply(circuitOf(3));
    expect(haveSameBits(state.amplitudes(), expected)).toBe(true);
    state.close();
    expect(await ended(late)).toBeGreaterThanOrEqual(0);
  });

  it('end when their state is closed, which still works alone', async () => {
    const { state, team } = await teamOf(2, 'c64');
    state.apply(circuitOf(1));
    state.close();
    await Promise.all(team.map(ended));
    state.close();
    state.apply(circuitOf(2));
    const alone = run(QUBITS, { ...OPTIONS, precision: 'c64' }, circuitOf(1), circuitOf(2));
    expect(haveSameBits(state.amplitudes(), alone)).toBe(true);
  });

  it('end at once when they start after their state was closed', async () => {
    const starts: ThreadStart[] = [];
    const threads = { count: 2, start: (start: ThreadStart): void => void starts.push(start) };
    createCompiledState(QUBITS, { ...OPTIONS, threads }).close();
    const late = startWorker(starts[0]!);
    expect(await message(late)).toBe('started');
    expect(await ended(late)).toBe(0);
  }, 5000);
});
