// The part of the bench that shows what JavaScript users have today.
import { fork } from 'node:child_process';
import type { CircuitName } from './circuits.ts';
import { digits, table } from './figures.ts';
import { PEERS, peerVersion, type PeerName } from './peers.ts';
import { startRemote } from './remote.ts';

export type PeerCase = readonly [name: CircuitName, qubits: number];

type Outcome = number | 'absent' | 'over the limit' | 'failed';

const timePeer = (
  peer: PeerName,
  [name, qubits]: PeerCase,
  limitSeconds: number,
): Promise<Outcome> => {
  if (peerVersion(peer) === null) return Promise.resolve('absent');
  return new Promise((resolve) => {
    const file = new URL('./peer-child.ts', import.meta.url);
    const execArgv = ['--conditions=@xdv/source'];
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    const child = fork(file, [peer, name, String(qubits)], { execArgv, stdio: [...stdio] });
    const timer = setTimeout(() => {
      resolve('over the limit');
      child.kill('SIGKILL');
    }, limitSeconds * 1000);
    child.once('message', ({ seconds }: { seconds: number }) => {
      resolve(seconds);
      child.kill();
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve('failed');
    });
  });
};

/** Seconds from nothing: a fresh process, planning, compiling, the first execution. */
const oursCold = async ([name, qubits]: PeerCase): Promise<number> => {
  const cell = { engine: 'fused', name, qubits, precision: 'c128', threads: 1 } as const;
  const remote = startRemote(cell, []);
  try {
    return (await remote.start()).cold.totalMs / 1000;
  } finally {
    remote.close();
  }
};

const show = (outcome: Outcome): string =>
  typeof outcome === 'number' ? digits(outcome) : outcome;

const rowOf = async (tried: PeerCase, limitSeconds: number): Promise<readonly string[]> => {
  const ours = await oursCold(tried);
  const row = [`${tried[0]}_${tried[1]}`, digits(ours * 1000)];
  for (const peer of PEERS) {
    const outcome = await timePeer(peer, tried, limitSeconds);
    row.push(show(outcome), typeof outcome === 'number' ? digits(outcome / ours) : '-');
  }
  return row;
};

/** Runs every case on every installed peer once, each for at most `limitSeconds`. */
export const peerTable = async (
  cases: readonly PeerCase[],
  limitSeconds: number,
): Promise<string> => {
  const columns = PEERS.flatMap((peer) => [`${peer} s`, 'ratio']);
  const rows = [['circuit', 'ours cold ms', ...columns]];
  for (const tried of cases) rows.push([...(await rowOf(tried, limitSeconds))]);
  const versions = PEERS.map((peer) => `${peer} ${peerVersion(peer) ?? 'not installed'}`);
  return `${versions.join(', ')}\n${table(rows)}`;
};
