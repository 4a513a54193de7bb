import { unwrap } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import { benchCircuit, type CircuitName } from '../../bench/circuits.ts';
import { loadPeer, PEERS, peerVersion } from '../../bench/peers.ts';
import { evolve } from '../../src/engine/index.ts';

const QUBITS = 4;
const SHOTS = 500;

/** Total variation: the largest difference in the probability of any event. */
const variation = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / 2;

const ours = (name: CircuitName): Float64Array => {
  const amplitudes = unwrap(evolve(benchCircuit(name, QUBITS))).amplitudes();
  return Float64Array.from(
    { length: 2 ** QUBITS },
    (_, i) => amplitudes[2 * i]! ** 2 + amplitudes[2 * i + 1]! ** 2,
  );
};

describe.each(PEERS.map((peer) => [peer]))('%s', (peer) => {
  test.skipIf(peerVersion(peer) === null)('is asked for the circuits that we run', async () => {
    const loaded = (await loadPeer(peer))!;
    const theirs = await loaded.distribution(benchCircuit('rqc', QUBITS), SHOTS);
    // 500 shots of 16 outcomes: 0.07 on average, 0.25 is out of reach of chance
    expect(variation(theirs, ours('rqc'))).toBeLessThan(0.25);
  });
});
