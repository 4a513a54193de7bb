// The body of a worker thread that a state borrows.
import { workerData } from 'node:worker_threads';
import { serveThread, type ThreadStart } from '../src/statevector/index.ts';

serveThread(workerData as ThreadStart);
