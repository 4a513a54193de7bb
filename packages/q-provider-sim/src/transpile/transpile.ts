import {
  CIRCUIT_LIMITS,
  fail,
  ok,
  shotDuration,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type Failure,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { cancelInverses } from './cancel.ts';
import { createCoupling } from './coupling.ts';
import { decoupling } from './decouple.ts';
import { depthOf, gatesOnMore } from './figures.ts';
import { completeLayout } from './layout.ts';
import { lowerPairs, missingPair, nativeSetOf, performsOf, type NativeSet } from './native.ts';
import { checkArguments, type TranspileOptions } from './options.ts';
import { placeOps } from './place.ts';
import { resynthesizePairs } from './resynthesize.ts';
import { route, type Routed } from './route.ts';
import { schedule } from './schedule.ts';
import { TooManyOperations } from './too-many.ts';
import { unroll } from './unroll-circuit.ts';
import type { Unrolling } from './unroll.ts';
import { toNative } from './write-native.ts';

export interface Transpiled {
  /** On the physical qubits of the device, in its native gates, with the same classical bits. */
  readonly circuit: Circuit;
  /** Physical qubit of each virtual one at the start and at the end. */
  readonly initialLayout: readonly number[];
  readonly finalLayout: readonly number[];
  /** Swaps that routing added. */
  readonly swaps: number;
  /** Gates on two qubits or more, those of all branches and bodies included. */
  readonly twoQubitGates: number;
  /** Longest chain of operations that take time; a condition or loop counts as one. */
  readonly depth: number;
  /** One shot on the device, as `shotDuration` has it. */
  readonly durationNs: number;
}

/** Puts gates on at most two qubits on a device; without a coupling map every pair will do. */
const place = (
  ops: readonly CircuitOp[],
  device: QDeviceProfile,
  { seed = 0, trials, layout: given }: TranspileOptions,
): Routed | undefined => {
  const { qubits, couplings, calibration } = device;
  const layout = given && completeLayout(new Map(given.entries()), qubits);
  if (couplings !== undefined) {
    return route(ops, createCoupling(qubits, couplings), { seed, trials, layout, calibration });
  }
  const initial = layout ?? completeLayout(new Map(), qubits);
  return { ops: placeOps(ops, initial.place), initial, final: initial, swaps: 0 };
};

/** Native gates with the waits between them. */
const finish = (
  ops: readonly CircuitOp[],
  native: NativeSet,
  { calibration }: QDeviceProfile,
  { schedule: order, decouple }: TranspileOptions,
): readonly CircuitOp[] => {
  const written = toNative(ops, native);
  if (order === undefined) return written;
  const waiting = decouple && decoupling(decouple, native.synthesize, calibration);
  return schedule(written, { order, calibration, waiting });
};

const describe = (
  circuit: Circuit,
  device: QDeviceProfile,
  routed: Routed,
  qubits: number,
): Transpiled => {
  const virtual = (places: Int32Array): readonly number[] => [...places.subarray(0, qubits)];
  return {
    circuit,
    initialLayout: virtual(routed.initial.place),
    finalLayout: virtual(routed.final.place),
    swaps: routed.swaps,
    twoQubitGates: gatesOnMore(circuit.ops),
    depth: depthOf(circuit.ops),
    durationNs: shotDuration(circuit, device.calibration),
  };
};

const tooLarge = (message: string): Failure =>
  fail('CIRCUIT_TOO_LARGE', message, 'Use fewer qubits, or a device with more');

const tooMany = (): Failure =>
  fail('RESOURCE_EXHAUSTED', `more than ${CIRCUIT_LIMITS.opsMax} operations`, 'Use fewer gates');

const unsupported = ({ name }: QDeviceProfile, missing: string): Failure =>
  fail('GATE_UNSUPPORTED', `${name} lacks ${missing}`, 'Use a device with universal gates');

/** The passes in their order, on a checked circuit. */
const compile = (
  circuit: Circuit,
  device: QDeviceProfile,
  options: TranspileOptions,
): Result<Transpiled> => {
  const { name, qubits, couplings } = device;
  const performs = performsOf(device);
  const native = nativeSetOf(performs);
  if (typeof native === 'string') return unsupported(device, native);
  const keeps: Unrolling['keeps'] = ({ gate, width, controls }) =>
    performs(gate, controls) && (width <= 2 || couplings === undefined);
  const unrolled = cancelInverses(unroll(circuit, keeps, CIRCUIT_LIMITS.opsMax));
  const routed = place(unrolled, device, options);
  if (!routed) {
    return tooLarge(`no connected part of ${name} holds the qubits that act on each other`);
  }
  const joined = resynthesizePairs(cancelInverses(routed.ops), native);
  const lowered = lowerPairs(joined, native);
  const missing = missingPair(lowered, native);
  if (missing !== undefined) return unsupported(device, missing);
  const ops = finish(cancelInverses(lowered), native, device, options);
  const result = validateCircuit({ ...circuit, qubits, ops });
  return result.ok ? ok(describe(result.value, device, routed, circuit.qubits)) : tooMany();
};

/**
 * Makes a circuit one that a device performs as it stands: its gates, its couplings, and, if asked
 * for, its timing. Measurements keep their bits, so outcomes mean the same; the unitary between the
 * layouts is the same, phase included. Deterministic for a seed.
 *
 * Gates are taken apart without ancillas, inverses cancelled, qubits laid out and moved by SABRE
 * (Li, Ding and Xie 2019), runs on one pair joined, the rest written in native gates. Time ∝ gates
 * times controls, and per trial ∝ swaps times qubits that wait for one.
 *
 * Fails with CIRCUIT_INVALID; CIRCUIT_TOO_LARGE for more qubits than the device, or a connected
 * part of it, has; GATE_UNSUPPORTED naming what a native set that is not universal lacks;
 * RESOURCE_EXHAUSTED above a million operations. Throws RangeError for an option or a field of the
 * device that is out of range.
 */
export const transpile = (
  circuit: Circuit,
  device: QDeviceProfile,
  options: TranspileOptions = {},
): Result<Transpiled> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  checkArguments(circuit, device, options);
  const { name, qubits } = device;
  if (circuit.qubits > qubits) {
    return tooLarge(`${name} has ${qubits} qubits, the circuit ${circuit.qubits}`);
  }
  try {
    return compile(circuit, device, options);
  } catch (error) {
    if (error instanceof TooManyOperations) return tooMany();
    throw error;
  }
};
