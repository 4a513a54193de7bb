import type { CircuitOp, GateName, QCalibration } from '../src/index.ts';

const LENGTHS = {
  gate1Ns: 10,
  gate2Ns: 100,
  measureNs: 1_000,
  resetNs: 500,
  feedForwardNs: 50,
} as const;

/** A device whose lengths show in a sum which operations took part. */
export const calibration: QCalibration = {
  ...LENGTHS,
  qubits: [],
  gate1Error: 0,
  gate2Error: 0,
};

export const gate = (
  name: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): CircuitOp => ({ kind: 'gate', gate: name, targets, params, controls });

/** A condition on bit 0. */
export const when = (
  then: readonly CircuitOp[],
  otherwise: readonly CircuitOp[] = [],
): CircuitOp => ({ kind: 'if', bits: [0], values: [1], then, otherwise });
