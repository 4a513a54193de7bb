// The simulators that the npm registry offers, where they are installed: they read OpenQASM 2.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Circuit } from '@xdv/domain-model';
import { versionAt } from './header.ts';
import { qasm2 } from './text.ts';

const require = createRequire(import.meta.url);

export const PEERS = ['quantum-circuit', 'qsharp-lang'] as const;

export type PeerName = (typeof PEERS)[number];

export interface Peer {
  /** Reads and simulates a circuit of gates; one shot where the peer measures. */
  run(circuit: Circuit): Promise<void>;
  /** Probability of each little-endian basis state, estimated from `shots` where it measures. */
  distribution(circuit: Circuit, shots: number): Promise<Float64Array>;
}

/** Main file of an installed package, or null. */
const mainOf = (name: PeerName): string | null => {
  try {
    return name === 'quantum-circuit'
      ? require.resolve('quantum-circuit')
      : require.resolve('qsharp-lang');
  } catch {
    return null;
  }
};

/** Version of the peer if it is installed, else null. */
export const peerVersion = (name: PeerName): string | null => {
  const main = mainOf(name);
  return main === null ? null : versionAt(join(dirname(main), '../package.json'));
};

interface QuantumCircuit {
  readonly numQubits: number;
  readonly state: Readonly<Record<string, { readonly re: number; readonly im: number }>>;
  importQASM(text: string, errors: (list: readonly unknown[]) => void): void;
  run(): void;
}

interface QuantumCircuitModule {
  readonly QuantumCircuit?: new () => QuantumCircuit;
}

const quantumCircuitPeer = (main: string): Peer => {
  const loaded = require(main) as QuantumCircuitModule & (new () => QuantumCircuit);
  const Simulator = loaded.QuantumCircuit ?? loaded;
  const simulate = (circuit: Circuit): QuantumCircuit => {
    const simulator = new Simulator();
    let problems: readonly unknown[] = [];
    simulator.importQASM(qasm2(circuit, false), (list) => (problems = list));
    if (problems.length > 0) throw new Error(`quantum-circuit refuses ${JSON.stringify(problems)}`);
    simulator.run();
    return simulator;
  };
  return {
    run: async (circuit) => void simulate(circuit),
    distribution: async (circuit) => {
      const probabilities = new Float64Array(2 ** circuit.qubits);
      for (const [index, { re, im }] of Object.entries(simulate(circuit).state)) {
        probabilities[Number(index)] = re * re + im * im;
      }
      return probabilities;
    },
  };
};

interface QSharpResult {
  readonly success: boolean;
  readonly result: unknown;
}

interface QSharpModule {
  loadWasmModule(bytes: Uint8Array): Promise<void>;
  getCompiler(): Promise<{
    run(program: object, entry: string, shots: number, events: object): Promise<void>;
  }>;
  readonly QscEventTarget: new (keep: boolean) => { getResults(): readonly QSharpResult[] };
}

/** Basis state of a shot printed as `[One, Zero, …]`, qubit 0 first. */
const indexOf = (shot: string): number =>
  (shot.match(/Zero|One/g) ?? []).reduce((sum, bit, k) => sum + (bit === 'One' ? 2 ** k : 0), 0);

const qsharpPeer = async (main: string): Promise<Peer> => {
  const module = (await import(pathToFileURL(main).href)) as QSharpModule;
  const bytes = readFileSync(join(dirname(main), '../lib/web/qsc_wasm_bg.wasm'));
  await module.loadWasmModule(bytes);
  const compiler = await module.getCompiler();
  const run = async (circuit: Circuit, shots: number): Promise<string[]> => {
    const events = new module.QscEventTarget(true);
    const sources = [['circuit.qasm', qasm2(circuit, true)]];
    const program = { sources, languageFeatures: [], projectType: 'openqasm' };
    await compiler.run(program, '', shots, events);
    return events.getResults().map(({ success, result }) => {
      if (!success) throw new Error(`qsharp-lang refuses ${JSON.stringify(result)}`);
      return String(result);
    });
  };
  return {
    run: async (circuit) => void (await run(circuit, 1)),
    distribution: async (circuit, shots) => {
      const frequencies = new Float64Array(2 ** circuit.qubits);
      for (const shot of await run(circuit, shots)) frequencies[indexOf(shot)]! += 1 / shots;
      return frequencies;
    },
  };
};

/** The peer ready to run, or null where it is not installed. */
export const loadPeer = async (name: PeerName): Promise<Peer | null> => {
  const main = mainOf(name);
  if (main === null) return null;
  return name === 'quantum-circuit' ? quantumCircuitPeer(main) : qsharpPeer(main);
};
