// Quantum trajectories: milliseconds per shot under a channel after every qubit of every gate,
// averaged over 50 and over 1,000 shots of which equal beginnings are shared. Beside them one
// noiseless run, and what qsim's trajectories would take here, derived through the prototype.
//   node --conditions=@xdv/source packages/q-provider-sim/bench/trajectories.bench.ts [--quick]
import { circuit, unwrap, type Circuit, type GateName } from '@xdv/domain-model';
import { simulate } from '@xdv/q-provider-sim/engine';
import type { Channel } from '../src/noise/channel.ts';
import { amplitudeDamping, depolarizing } from '../src/noise/channels.ts';
import { noiseModel, type NoiseModel } from '../src/noise/model.ts';
import { benchCircuit, type CircuitName } from './circuits.ts';
import { threadCpuMs } from './clock.ts';
import { digits, ratio, table } from './figures.ts';
import { machine } from './header.ts';
import { prototypeFolder } from './prototype.ts';
import {
  prototypeSeconds,
  qsimTrajectorySeconds,
  type NoiseName,
  type Precision,
} from './published.ts';
import { OPTIMIZED, startRemote } from './remote.ts';

const quick = process.argv.includes('--quick');
const PROBABILITY = 1e-3;
const COUNTS = quick ? [50] : [50, 1000];
const ROUNDS = 2;
const SIZES = quick ? [16] : [16, 20];
const NAMES: readonly CircuitName[] = ['rqc', 'vqe'];

const CHANNELS: Readonly<Record<NoiseName, Channel>> = {
  depolarizing: depolarizing(PROBABILITY),
  damping: amplitudeDamping(PROBABILITY),
};

/** Diagonal gates on one qubit count as gates here, so they are named one by one. */
const DIAGONAL: readonly GateName[] = ['rz', 'p', 'z'];

const noiseOf = (channel: Channel): NoiseModel => {
  const channels = [channel];
  return noiseModel({ gates: [...DIAGONAL.map((gate) => ({ gate, channels })), { channels }] });
};

const bestMs = (
  measured: Circuit,
  precision: Precision,
  shots: number,
  noise?: NoiseModel,
): number => {
  let best = Infinity;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const start = threadCpuMs();
    const fast = { engine: 'state-vector', arithmetic: 'fused', precision } as const;
    const perfect = { ...fast, shots, seed };
    const options = noise === undefined ? perfect : { ...perfect, noise };
    unwrap(simulate(measured, options));
    best = Math.min(best, threadCpuMs() - start);
  }
  return best;
};

/** The prototype's noiseless execution in complex64, in milliseconds. */
const prototypeMs = async (name: CircuitName, qubits: number): Promise<number | null> => {
  if (prototypeFolder() === null) return null;
  const cell = { engine: 'prototype', name, qubits, precision: 'c64', threads: 1 } as const;
  const remote = startRemote(cell, OPTIMIZED);
  try {
    await remote.start();
    return Math.min(...(await remote.execute(500)).cpuMs);
  } finally {
    remote.close();
  }
};

const rowOf = async (
  noiseName: NoiseName,
  name: CircuitName,
  qubits: number,
  precision: Precision,
): Promise<readonly string[]> => {
  const gates = benchCircuit(name, qubits);
  const measured = circuit(qubits).append(gates).measureAll().build();
  const noise = noiseOf(CHANNELS[noiseName]);
  const noiseless = bestMs(measured, precision, 1);
  const each = COUNTS.map((shots) => bestMs(measured, precision, shots, noise) / shots);
  const prototype = await prototypeMs(name, qubits);
  const perPrototype = ratio(
    qsimTrajectorySeconds(noiseName, name, qubits),
    prototypeSeconds(name, qubits, 'c64', 1),
  );
  const qsim = prototype === null || perPrototype === null ? null : prototype * perPrototype;
  return [
    `${name}_${qubits} ${noiseName} ${precision}`,
    digits(noiseless),
    ...each.map(digits),
    digits(ratio(noiseless, each.at(-1))),
    digits(prototype),
    digits(qsim),
    ...each.map((ms) => digits(ratio(qsim, ms))),
  ];
};

console.log(machine());
console.log(`probability ${PROBABILITY} after every gate qubit`);
console.log(`CPU ms per trajectory, best of ${ROUNDS} runs in one process`);
console.log('qsim: its published time over the noiseless prototype c64, times that measured here');
const rows = [
  [
    ...['circuit', 'noiseless', ...COUNTS.map((count) => `of ${count}`), 'noiseless/ours'],
    ...['prototype', 'qsim of 50', ...COUNTS.map((count) => `qsim/ours ${count}`)],
  ],
];
for (const noiseName of ['depolarizing', 'damping'] as const) {
  for (const qubits of SIZES) {
    for (const name of NAMES) {
      for (const precision of ['c64', 'c128'] as const) {
        rows.push([...(await rowOf(noiseName, name, qubits, precision))]);
      }
    }
  }
}
console.log(table(rows));
