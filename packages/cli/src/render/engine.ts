import { showBytes } from '@xdv/q-provider-sim/engine';
import type { EngineUse } from '../engine-use.ts';
import type { Output } from '../io.ts';
import { formatEstimate } from './quantity.ts';

/** `state-vector (complex128, compiled to WebAssembly)`. */
const nameOf = ({ choice: { engine, precision, compiled } }: EngineUse): string => {
  const how = precision === null ? [] : [precision === 'c64' ? 'complex64' : 'complex128'];
  if (compiled) how.push('compiled to WebAssembly');
  return how.length === 0 ? engine : `${engine} (${how.join(', ')})`;
};

/** With which engine a circuit runs and why, in one sentence. */
export const engineSentence = (use: EngineUse): string =>
  `engine: ${nameOf(use)} on ${use.job.resource}, because ${use.choice.reason}`;

/** What a circuit would run with and would take, one line for each. */
export const printEstimate = (out: Output, use: EngineUse): void => {
  const { job, choice } = use;
  const rows = [
    ['engine', nameOf(use)],
    ['why', choice.reason],
    ['device', job.resource],
    ['qubits', `${choice.qubits} that take memory, of ${job.circuit.qubits}`],
    ['memory', showBytes(choice.bytes)],
    ['time', `${formatEstimate(choice.seconds)} on one core`],
    ['shots', String(job.shots)],
  ] as const;
  for (const [what, text] of rows) out.line(`${what.padEnd(6)}  ${text}`);
};

/** The same as JSON: sizes in bytes, times in seconds. */
export const engineToJson = ({ job, choice }: EngineUse): Readonly<Record<string, unknown>> => {
  const { engine, ...rest } = choice;
  return { name: engine, device: job.resource, ...rest };
};
