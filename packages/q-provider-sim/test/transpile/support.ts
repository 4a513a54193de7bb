import {
  checkNative,
  circuit,
  createRandom,
  unwrap,
  type Circuit,
  type GateName,
  type GateOp,
  type NativeGate,
  type QCalibration,
  type QDeviceProfile,
} from '@xdv/domain-model';
import { applyGate } from '../../src/engine/gates.ts';
import { createState } from '../../src/engine/plain.ts';
import {
  transpile,
  type Pair,
  type TranspileOptions,
  type Transpiled,
} from '../../src/transpile/index.ts';
import { calibration } from '../support.ts';

/** `rz sx x/1`: gates by name, with their controls after a slash. */
const gatesOf = (list: string): readonly NativeGate[] =>
  list.split(' ').map((item) => {
    const [gate, controls = '0'] = item.split('/');
    return { gate: gate as GateName, controls: Number(controls) };
  });

export const SUPERCONDUCTING = 'rz sx x x/1';
export const TIMES = {
  gate1Ns: 35,
  gate2Ns: 300,
  measureNs: 700,
  resetNs: 250,
  feedForwardNs: 300,
} as const;

/** A device of these native gates and couplings: every pair if there are none. */
export const deviceOf = (
  qubits: number,
  list: string,
  couplings?: readonly Pair[],
  times: Partial<QCalibration> = TIMES,
): QDeviceProfile => {
  const native = gatesOf(list);
  return {
    domain: 'Q',
    name: 'test',
    qubits,
    gates: [...new Set(native.map(({ gate }) => gate))],
    calibration: calibration(qubits, times),
    budgetMaxNs: 1_000_000_000,
    native,
    ...(couplings && { couplings }),
  };
};

/** The transpiled circuit, which the device must perform as it stands. */
export const transpiled = (
  program: Circuit,
  device: QDeviceProfile,
  options?: TranspileOptions,
): Transpiled => {
  const result = unwrap(transpile(program, device, options));
  unwrap(checkNative(result.circuit, device));
  return result;
};

/** A random state of each qubit: what two different unitaries tell apart. */
const randomInput = (qubits: number, seed: number): readonly GateOp[] => {
  const random = createRandom(seed);
  const angle = (): number => 6 * random.float();
  const program = circuit(qubits, 0);
  for (let q = 0; q < qubits; q++) program.u(angle(), angle(), angle(), q);
  return program.build().ops as readonly GateOp[];
};

/** Amplitudes after the gates of a circuit from a random product state of `at`. */
const amplitudesOf = (program: Circuit, at: readonly number[], seed: number): Float64Array => {
  const state = createState(program.qubits);
  for (const { gate, targets, params } of randomInput(at.length, seed)) {
    applyGate(state, gate, [at[targets[0]!]!], params);
  }
  for (const op of program.ops) {
    if (op.kind === 'gate') applyGate(state, op.gate, op.targets, op.params, op.controls);
  }
  return state.amplitudes();
};

/**
 * The largest difference between the amplitudes that a circuit and its transpiled form make of a
 * random product state, its phase included; qubits that are not laid out must stay |0⟩.
 */
export const difference = (program: Circuit, result: Transpiled, seed = 1): number => {
  const identity = Array.from({ length: program.qubits }, (_, q) => q);
  const expected = amplitudesOf(program, identity, seed);
  const found = amplitudesOf(result.circuit, result.initialLayout, seed);
  let most = 0;
  for (let i = 0; 2 * i < expected.length; i++) {
    const at = result.finalLayout.reduce((sum, p, v) => sum | (((i >> v) & 1) << p), 0);
    for (const part of [0, 1]) {
      most = Math.max(most, Math.abs(expected[2 * i + part]! - found[2 * at + part]!));
      found[2 * at + part] = 0;
    }
  }
  return Math.max(most, ...found.map(Math.abs));
};
