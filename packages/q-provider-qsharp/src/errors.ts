import {
  GATES,
  pairKey,
  type CircuitOp,
  type GateOp,
  type QCalibration,
} from '@xdv/domain-model';

/** A gate as far as errors go. */
export type AnyGate = Pick<GateOp, 'gate' | 'targets' | 'controls'>;

/** Probabilities that a calibration declares (XDV-060.2). */
export interface DeclaredErrors {
  /** Of a uniformly random Pauli error on the qubits of a gate, after it. */
  ofGate(op: AnyGate): number;
  /** Of reading 1 for 0 and 0 for 1. */
  ofReadout(qubit: number): readonly [read1Given0: number, read0Given1: number];
}

/**
 * The errors of a calibration: of a qubit or pair where they have their own. A gate on k > 2 qubits
 * errs like the 2k - 3 gates on two qubits that it is charged as in time; a diagonal gate on one
 * qubit is a change of frame, which does not err.
 */
export const declaredErrors = (calibration: QCalibration): DeclaredErrors => {
  const { gate1Error, gate2Error, qubits, couplings = [] } = calibration;
  const ofPair = new Map(couplings.map(({ pair: [a, b], error }) => [pairKey(a, b), error]));
  return {
    ofGate: ({ gate, targets, controls }) => {
      const [a = 0, b = 0] = [...targets, ...controls];
      const width = targets.length + controls.length;
      if (width === 0 || (width === 1 && GATES[gate].virtual)) return 0;
      if (width === 1) return qubits[a]?.gateError ?? gate1Error;
      if (width === 2) return ofPair.get(pairKey(a, b)) ?? gate2Error;
      return 1 - (1 - gate2Error) ** (2 * width - 3);
    },
    ofReadout: (qubit) => {
      const { read1Given0 = 0, read0Given1 = 0 } = qubits[qubit] ?? {};
      return [read1Given0, read0Given1];
    },
  };
};

/** Natural logarithm of the probability that nothing goes wrong, in the worse of two branches. */
const logFidelity = (ops: readonly CircuitOp[], errors: DeclaredErrors): number => {
  let log = 0;
  for (const op of ops) {
    if (op.kind === 'gate' || op.kind === 'computed') log += Math.log1p(-errors.ofGate(op));
    if (op.kind === 'measure') log += Math.log1p(-Math.max(...errors.ofReadout(op.qubit)));
    if (op.kind === 'while') log += op.max * logFidelity(op.body, errors);
    if (op.kind === 'if') {
      log += Math.min(logFidelity(op.then, errors), logFidelity(op.otherwise, errors));
    }
  }
  return log;
};

/** Predicted probability, 0 to 1, that a shot meets an error: the error budget of a job. */
export const predictedError = (ops: readonly CircuitOp[], errors: DeclaredErrors): number =>
  0 - Math.expm1(logFidelity(ops, errors));
