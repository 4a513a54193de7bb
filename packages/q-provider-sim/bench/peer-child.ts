// Times one peer on one circuit: peer-child.ts PEER CIRCUIT QUBITS. A process, so that it can be
// ended when its time is up.
import { benchCircuit, type CircuitName } from './circuits.ts';
import { wallMs } from './clock.ts';
import { loadPeer, type PeerName } from './peers.ts';

const [peerName, circuitName, qubits] = process.argv.slice(2);
const peer = await loadPeer(peerName as PeerName);
const circuit = benchCircuit(circuitName as CircuitName, Number(qubits));
const start = wallMs();
await peer!.run(circuit);
process.send!({ seconds: (wallMs() - start) / 1000 });
