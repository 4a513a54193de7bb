// The body of a worker thread that a state borrows: says how many modules it made once it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { serveThread, type ThreadStart } from '../../src/statevector/index.ts';
import { countingModules } from './modules.ts';

const modules = countingModules();
parentPort!.postMessage('started');
serveThread(workerData as ThreadStart);
parentPort!.postMessage(modules.stop());
