import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { maxCut, unwrap, type IsingProblem, type Result } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { mergeSlices, solveSlice, type Slice, type Solution } from '../../src/engine/index.ts';
import { gset } from '../../src/problems/index.ts';

const startThread = (): Worker =>
  new Worker(new URL('./slice-worker.ts', import.meta.url), {
    execArgv: ['--conditions=@xdv/source', '--disable-warning=ExperimentalWarning'],
  });

const performIn = async (
  thread: Worker,
  problem: IsingProblem,
  slice: Slice,
): Promise<Solution> => {
  const answered = once(thread, 'message') as Promise<[Result<Solution>]>;
  thread.postMessage({ problem, slice });
  return unwrap((await answered)[0]);
};

it('slices that threads perform are those that one thread would have performed', async () => {
  const problem = maxCut(unwrap(gset('G11')));
  const threads = [startThread(), startThread()];
  try {
    const slices = threads.map((_, index) => ({ seed: 3, index, work: 3_000 }));
    const first = await Promise.all(
      slices.map((slice, k) => performIn(threads[k]!, problem, slice)),
    );
    const alone = slices.map((slice) => unwrap(solveSlice(problem, slice)));
    expect(first.map(({ spins }) => spins)).toEqual(alone.map(({ spins }) => spins));
    // what they found together is where the next slices begin
    const { best, starts } = mergeSlices(first);
    const next = { seed: 3, index: 2, work: 3_000, starts };
    const later = await performIn(threads[0]!, problem, next);
    expect(later.energy).toBeLessThanOrEqual(best.energy);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
});
