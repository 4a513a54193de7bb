import {
  GATE_NAMES,
  perfectCalibration,
  type QCalibration,
  type QDeviceProfile,
  type QubitCalibration,
} from '@xdv/domain-model';

/** Times of a transmon device, in nanoseconds. */
const TIMES = {
  gate1Ns: 35,
  gate2Ns: 300,
  measureNs: 700,
  resetNs: 250,
  feedForwardNs: 300,
} as const;

/** 27 qubits without errors or decay, but with real gate times. */
export const IDEAL_CALIBRATION: QCalibration = perfectCalibration(27, TIMES);

/** Spreads qubits over 0, 1, …, 19 in an order that neighbours do not share. */
const spread = (qubit: number, stride: number, offset: number): number =>
  (qubit * stride + offset) % 20;

const noisyQubit = (qubit: number): QubitCalibration => ({
  t1Ns: 120_000 + 4_000 * spread(qubit, 7, 0),
  t2Ns: 80_000 + 3_500 * spread(qubit, 11, 3),
  read1Given0: (20 + spread(qubit, 3, 5)) / 2_000,
  read0Given1: (20 + spread(qubit, 9, 1)) / 2_000,
});

/**
 * 20 qubits with the errors of a good superconducting device: T1 120 to 196 µs, T2 80 to 147 µs,
 * readout errors 1 to 2 %, Pauli errors 0.03 % and 0.7 % per gate on one and two qubits.
 */
export const NOISY_CALIBRATION: QCalibration = {
  ...TIMES,
  qubits: Array.from({ length: 20 }, (_, qubit) => noisyQubit(qubit)),
  gate1Error: 3e-4,
  gate2Error: 7e-3,
};

/** The device called `ideal`: every gate, no errors, 500 µs. */
export const IDEAL_DEVICE: QDeviceProfile = {
  domain: 'Q',
  name: 'ideal',
  qubits: IDEAL_CALIBRATION.qubits.length,
  gates: GATE_NAMES,
  calibration: IDEAL_CALIBRATION,
  budgetMaxNs: 500_000,
};

/** The device called `noisy`: every gate, realistic errors, 150 µs. */
export const NOISY_DEVICE: QDeviceProfile = {
  domain: 'Q',
  name: 'noisy',
  qubits: NOISY_CALIBRATION.qubits.length,
  gates: GATE_NAMES,
  calibration: NOISY_CALIBRATION,
  budgetMaxNs: 150_000,
};
