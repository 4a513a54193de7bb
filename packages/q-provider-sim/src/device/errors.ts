import {
  GATES,
  gateTimes,
  pairKey,
  type Circuit,
  type CircuitOp,
  type GateTimes,
  type IfOp,
  type QCalibration,
  type QubitCalibration,
  type WhileOp,
} from '@xdv/domain-model';
import { checkCalibration } from '../engine/calibration.ts';
import { isVirtual, type AnyGate } from '../noise/lookup.ts';

/** Predicted probabilities, 0 to 1, that a shot meets an error of each kind. */
export interface ErrorEstimate {
  readonly gate: number;
  /** Decay and dephasing of qubits from their first operation to their last. */
  readonly decoherence: number;
  readonly readout: number;
  /** Any of them. */
  readonly total: number;
  /** Time that each qubit holds a state, as a share of its T2: its margin used. */
  readonly perQubit: readonly number[];
}

/** Lower bound of a fidelity, so that its logarithm is finite. */
const FIDELITY_MIN = 1e-300;

const logOf = (fidelity: number): number => Math.log(Math.max(FIDELITY_MIN, fidelity));

/**
 * Process fidelity of waiting: the share of the Pauli twirl of thermal relaxation that is the
 * identity (Nielsen 2002 for the process fidelity; zero temperature).
 */
export const idleFidelity = ({ t1Ns, t2Ns }: QubitCalibration, ns: number): number =>
  (1 + Math.exp(-ns / t1Ns) + 2 * Math.exp(-ns / t2Ns)) / 4;

/** The chance of an error for the logarithm of a fidelity; 0 is never -0. */
const chanceOf = (log: number): number => 0 - Math.expm1(log);

/** Logarithms of the fidelities so far, and the schedule that they follow. */
interface Account {
  gate: number;
  readout: number;
  decay: number;
  readonly free: Float64Array;
  /** When each qubit took up its state; Infinity for one that holds none. */
  readonly since: Float64Array;
  readonly held: Float64Array;
}

interface Device {
  readonly calibration: QCalibration;
  readonly timeOf: GateTimes;
  readonly pairError: ReadonlyMap<number, number>;
}

const gateErrorOf = (op: AnyGate, { calibration, pairError }: Device): number => {
  const [a, b, ...more] = [...op.targets, ...op.controls];
  if (isVirtual(op) || a === undefined) return 0;
  if (b === undefined) return calibration.qubits[a]!.gateError ?? calibration.gate1Error;
  const { gate2Error } = calibration;
  if (more.length === 0) return pairError.get(pairKey(a, b)) ?? gate2Error;
  return 1 - (1 - gate2Error) ** (2 * more.length + 1);
};

const occupy = (account: Account, qubits: readonly number[], ns: number): number => {
  const { free } = account;
  let start = 0;
  for (const q of qubits) start = Math.max(start, free[q]!);
  for (const q of qubits) free[q] = start + ns;
  return start;
};

/** Ends what `qubit` has held until `untilNs`. */
const release = (account: Account, qubit: number, untilNs: number, device: Device): void => {
  const { since, held } = account;
  const ns = untilNs - since[qubit]!;
  since[qubit] = Infinity;
  if (ns <= 0) return;
  held[qubit]! += ns;
  account.decay += logOf(idleFidelity(device.calibration.qubits[qubit]!, ns));
};

const addGate = (account: Account, op: AnyGate, device: Device): void => {
  const qubits = [...op.targets, ...op.controls];
  const start = occupy(account, qubits, device.timeOf(op));
  // a gate that is diagonal leaves |0⟩ as it is
  const diagonal = GATES[op.gate].virtual;
  for (const q of qubits) if (!diagonal) account.since[q] = Math.min(account.since[q]!, start);
  account.gate += logOf(1 - gateErrorOf(op, device));
};

const addMeasure = (account: Account, qubit: number, device: Device): void => {
  const { measureNs, qubits } = device.calibration;
  const start = occupy(account, [qubit], measureNs);
  // decay while it is read is part of the readout error
  release(account, qubit, start, device);
  const { read1Given0, read0Given1 } = qubits[qubit]!;
  account.readout += logOf(1 - (read1Given0 + read0Given1) / 2);
};

const latest = ({ free }: Account): number =>
  free.reduce((longest, time) => Math.max(longest, time), 0);

const fork = (account: Account): Account => ({
  ...account,
  free: account.free.slice(),
  since: account.since.slice(),
  held: account.held.slice(),
});

/** The worse of both branches in every respect. */
const addBranches = (account: Account, op: IfOp, device: Device): void => {
  account.free.fill(latest(account) + device.calibration.feedForwardNs);
  const other = fork(account);
  addAll(account, op.then, device);
  addAll(other, op.otherwise, device);
  account.gate = Math.min(account.gate, other.gate);
  account.readout = Math.min(account.readout, other.readout);
  account.decay = Math.min(account.decay, other.decay);
  for (let q = 0; q < account.free.length; q++) {
    account.free[q] = Math.max(account.free[q]!, other.free[q]!);
    account.held[q] = Math.max(account.held[q]!, other.held[q]!);
    account.since[q] = Math.min(account.since[q]!, other.since[q]!);
  }
};

/** One round, `max` times over. */
const addRounds = (account: Account, op: WhileOp, device: Device): void => {
  const { feedForwardNs } = device.calibration;
  const before = { gate: account.gate, readout: account.readout, decay: account.decay };
  const held = account.held.slice();
  const start = latest(account) + feedForwardNs;
  account.free.fill(start);
  addAll(account, op.body, device);
  const more = op.max - 1;
  for (const part of ['gate', 'readout', 'decay'] as const) {
    account[part] += more * (account[part] - before[part]);
  }
  for (const [q, ns] of held.entries()) account.held[q]! += more * (account.held[q]! - ns);
  const round = latest(account) + feedForwardNs - start;
  account.free.fill(start + op.max * round);
};

const addAll = (account: Account, ops: readonly CircuitOp[], device: Device): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
      case 'computed':
        addGate(account, op, device);
        break;
      case 'measure':
        addMeasure(account, op.qubit, device);
        break;
      case 'reset':
        release(account, op.qubit, occupy(account, [op.qubit], device.calibration.resetNs), device);
        break;
      case 'barrier':
        occupy(account, op.qubits, 0);
        break;
      case 'delay':
        occupy(account, [op.qubit], op.ns);
        break;
      case 'if':
        addBranches(account, op, device);
        break;
      case 'while':
        addRounds(account, op, device);
        break;
      case 'set': // the controller's own work
    }
  }
};

/**
 * What a calibration predicts of one shot of a valid circuit on its device, from the product of the
 * fidelities of gates, of holding a state and of readout along the ASAP schedule (estimated
 * success probability: Murali et al., ASPLOS 2019; Nishio et al., ACM JETC 16, 32 (2020)). Errors
 * that cancel or do not show count as errors, so a shot goes wrong less often. Of a condition the
 * worse branch counts, of a loop every round. Linear in operations, times qubits per condition.
 * Throws RangeError for a calibration that is out of range or of fewer qubits.
 */
export const estimateErrors = (circuit: Circuit, calibration: QCalibration): ErrorEstimate => {
  checkCalibration(calibration, circuit.qubits);
  const pairs = calibration.couplings ?? [];
  const device: Device = {
    calibration,
    timeOf: gateTimes(calibration),
    pairError: new Map(pairs.map(({ pair: [a, b], error }) => [pairKey(a, b), error])),
  };
  const account: Account = {
    gate: 0,
    readout: 0,
    decay: 0,
    free: new Float64Array(circuit.qubits),
    since: new Float64Array(circuit.qubits).fill(Infinity),
    held: new Float64Array(circuit.qubits),
  };
  addAll(account, circuit.ops, device);
  for (let q = 0; q < circuit.qubits; q++) release(account, q, account.free[q]!, device);
  const { gate, readout, decay, held } = account;
  return {
    gate: chanceOf(gate),
    decoherence: chanceOf(decay),
    readout: chanceOf(readout),
    total: chanceOf(gate + decay + readout),
    perQubit: Array.from(held, (ns, q) => ns / calibration.qubits[q]!.t2Ns),
  };
};
