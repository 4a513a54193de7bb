// A thread of a search: performs the slices that are posted to it.
import { parentPort } from 'node:worker_threads';
import type { IsingProblem } from '@xdv/domain-model';
import { solveSlice, type Slice } from '../../src/engine/index.ts';

parentPort!.on('message', ({ problem, slice }: { problem: IsingProblem; slice: Slice }) => {
  parentPort!.postMessage(solveSlice(problem, slice));
});
