import type { QCalibration, QubitCalibration } from './profile.ts';

/** A qubit that never decays and is always read right. */
export const PERFECT_QUBIT: QubitCalibration = {
  t1Ns: Infinity,
  t2Ns: Infinity,
  read1Given0: 0,
  read0Given1: 0,
};

/**
 * What a device of `qubits` equal qubits would be without errors or decay, and with operations that
 * take no time: where a model of a device starts, to which `device` and `qubit` add what is wrong.
 */
export const perfectCalibration = (
  qubits: number,
  device: Partial<QCalibration> = {},
  qubit: Partial<QubitCalibration> = {},
): QCalibration => ({
  gate1Ns: 0,
  gate2Ns: 0,
  measureNs: 0,
  resetNs: 0,
  feedForwardNs: 0,
  gate1Error: 0,
  gate2Error: 0,
  qubits: Array.from({ length: qubits }, () => ({ ...PERFECT_QUBIT, ...qubit })),
  ...device,
});
