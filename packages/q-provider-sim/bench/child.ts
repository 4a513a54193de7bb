// A process that times one engine on one circuit, asked over IPC: V8's flags belong to a process,
// and a process that has run nothing else shows what a cold start costs.
import { setFlagsFromString } from 'node:v8';
import { bandwidthEngine } from './bandwidth.ts';
import { benchCircuit } from './circuits.ts';
import { threadCpuMs, wallMs } from './clock.ts';
import type { Engine, Running } from './engine.ts';
import { oursEngine } from './ours.ts';
import { prototypeEngine, prototypeFolder } from './prototype.ts';
import type { Cell, Execution, Question, Start } from './remote.ts';

const engineFor = async ({ engine, name }: Cell): Promise<Engine> => {
  if (engine === 'fused' || engine === 'exact') return oursEngine(engine);
  if (engine === 'bandwidth') return bandwidthEngine;
  const folder = prototypeFolder();
  if (folder === null) throw new Error('the folder of the prototypes is absent');
  return prototypeEngine(folder, name === 'qv');
};

let running: Running | null = null;

/** The first run of a circuit; `again` is of an equal one, and keeps what was started first. */
const start = async (cell: Cell, again: boolean): Promise<Start> => {
  const engine = await engineFor(cell);
  const started = engine.start(benchCircuit(cell.name, cell.qubits), cell);
  if (!again) running = started;
  return { cold: started.cold, passes: started.passes };
};

const execute = (minMs: number): Execution => {
  const cpuMs: number[] = [];
  const elapsedMs: number[] = [];
  const begin = wallMs();
  do {
    running!.reset();
    const wall = wallMs();
    const cpu = threadCpuMs();
    running!.execute();
    cpuMs.push(threadCpuMs() - cpu);
    elapsedMs.push(wallMs() - wall);
  } while (wallMs() - begin < minMs);
  return { cpuMs, elapsedMs };
};

const answer = async (question: Question): Promise<unknown> => {
  switch (question.kind) {
    case 'start':
      return start(question.cell, question.again);
    case 'execute':
      return execute(question.minMs);
    case 'check':
      return running!.check();
  }
};

// set here and not on the command line, where they would hold for Node's own modules: seconds
for (const flag of process.argv.slice(2)) setFlagsFromString(flag);

process.on('message', (question: Question) => {
  answer(question).then(
    (value) => process.send!({ value }),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
