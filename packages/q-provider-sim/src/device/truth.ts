import type { CalibrationBounds, QCalibration } from '@xdv/domain-model';

/**
 * What a device really does, which its calibrations estimate. Times and probabilities are those of
 * the device at a tick of logical time; the same tick always gives the same figures.
 */
export interface DeviceTruth {
  at(tick: number): QCalibration;
  /** No figure is worse than these, ever. */
  readonly bounds: CalibrationBounds;
}

const PERFECT: CalibrationBounds = {
  gate1ErrorMax: 0,
  gate2ErrorMax: 0,
  readoutErrorMax: 0,
  t1MinNs: Infinity,
  t2MinNs: Infinity,
};

/** The worst of two sets of bounds. */
export const widen = (a: CalibrationBounds, b: CalibrationBounds): CalibrationBounds => ({
  gate1ErrorMax: Math.max(a.gate1ErrorMax, b.gate1ErrorMax),
  gate2ErrorMax: Math.max(a.gate2ErrorMax, b.gate2ErrorMax),
  readoutErrorMax: Math.max(a.readoutErrorMax, b.readoutErrorMax),
  t1MinNs: Math.min(a.t1MinNs, b.t1MinNs),
  t2MinNs: Math.min(a.t2MinNs, b.t2MinNs),
});

/** The worst figures of a calibration. Linear in qubits and couplings. */
export const boundsOf = (calibration: QCalibration): CalibrationBounds => {
  const { gate1Error, gate2Error, qubits, couplings = [] } = calibration;
  const general = { ...PERFECT, gate1ErrorMax: gate1Error, gate2ErrorMax: gate2Error };
  const ofQubits = qubits.map((qubit) => ({
    ...PERFECT,
    gate1ErrorMax: qubit.gateError ?? 0,
    readoutErrorMax: Math.max(qubit.read1Given0, qubit.read0Given1),
    t1MinNs: qubit.t1Ns,
    t2MinNs: qubit.t2Ns,
  }));
  const ofPairs = couplings.map(({ error }) => ({ ...PERFECT, gate2ErrorMax: error }));
  return [...ofQubits, ...ofPairs].reduce(widen, general);
};

/** A device that stays as it was calibrated. */
export const steady = (calibration: QCalibration): DeviceTruth => ({
  at: () => calibration,
  bounds: boundsOf(calibration),
});
