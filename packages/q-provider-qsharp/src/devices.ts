import { GATE_NAMES, perfectCalibration, type QDeviceProfile } from '@xdv/domain-model';

/** Qubits of the devices below. An entangled state of more takes seconds a shot. */
const QUBITS = 16;

/** Gate times of a transmon device, in nanoseconds, and no errors. */
const IDEAL = perfectCalibration(QUBITS, {
  gate1Ns: 35,
  gate2Ns: 300,
  measureNs: 700,
  resetNs: 250,
  feedForwardNs: 300,
});

/** The device called `qsharp`: every gate, no errors, 500 µs. */
export const QSHARP_DEVICE: QDeviceProfile = {
  domain: 'Q',
  name: 'qsharp',
  qubits: QUBITS,
  gates: GATE_NAMES,
  calibration: IDEAL,
  budgetMaxNs: 500_000,
};

/**
 * The device called `qsharp-noisy`: depolarizing errors of 0.03 % and 0.7 % per gate on one and two
 * qubits, readout errors of 1 and 2 %, no decay. It keeps no containers: a state with errors is not
 * given by its record, so it cannot be repeated.
 */
export const QSHARP_NOISY_DEVICE: QDeviceProfile = {
  ...QSHARP_DEVICE,
  name: 'qsharp-noisy',
  calibration: {
    ...IDEAL,
    gate1Error: 3e-4,
    gate2Error: 7e-3,
    qubits: IDEAL.qubits.map((qubit) => ({ ...qubit, read1Given0: 0.01, read0Given1: 0.02 })),
  },
  containers: false,
};
