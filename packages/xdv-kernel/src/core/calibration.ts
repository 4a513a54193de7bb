import {
  ok,
  validateCalibration,
  type CalibrationContract,
  type CalibrationResult,
  type CalibrationTerm,
  type QCalibration,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { emit } from './emit.ts';
import type { Job, KernelState, Resource } from './state.ts';

const copyCalibration = (calibration: QCalibration): QCalibration => {
  const { gate1Ns, gate2Ns, measureNs, resetNs, feedForwardNs } = calibration;
  const { gate1Error, gate2Error, qubits, couplings } = calibration;
  return {
    gate1Ns,
    gate2Ns,
    measureNs,
    resetNs,
    feedForwardNs,
    gate1Error,
    gate2Error,
    qubits: qubits.map(({ t1Ns, t2Ns, read1Given0, read0Given1, gateError }) => {
      const own = gateError === undefined ? {} : { gateError };
      return { t1Ns, t2Ns, read1Given0, read0Given1, ...own };
    }),
    ...(couplings && {
      couplings: couplings.map(({ pair: [a, b], ns, error }) => ({ pair: [a, b], ns, error })),
    }),
  };
};

const copyTerm = ({ revision, fromTick, untilTick, bounds }: CalibrationTerm): CalibrationTerm => {
  const { gate1ErrorMax, gate2ErrorMax, readoutErrorMax, t1MinNs, t2MinNs } = bounds;
  const copied = { gate1ErrorMax, gate2ErrorMax, readoutErrorMax, t1MinNs, t2MinNs };
  return { revision, fromTick, untilTick, bounds: copied };
};

/** A copy that has the known fields and no others. */
const copyContract = ({ calibration, term }: CalibrationContract): CalibrationContract => ({
  calibration: copyCalibration(calibration),
  term: copyTerm(term),
});

/** A provider's calibration contract, checked and rebuilt. PROVIDER_RESULT_INVALID otherwise. */
export const checkCalibration = (raw: unknown, qubits: number): Result<CalibrationResult> => {
  const contract = validateCalibration(raw, qubits);
  if (!contract.ok) return contract;
  return ok({ kind: 'calibration', contract: copyContract(contract.value) });
};

/**
 * From here on the device is what its new calibration says, and takes work within its new term
 * (XDV-060.2). The state keeps a copy of its own: the process may change the one it receives.
 */
export const adoptCalibration = (
  state: KernelState,
  job: Job,
  resource: Resource,
  contract: CalibrationContract,
): void => {
  const { calibration, term } = copyContract(contract);
  resource.profile = { ...(resource.profile as QDeviceProfile), calibration, term };
  const { process, capability } = job;
  const data = [resource.id, term.revision, term.fromTick, term.untilTick] as const;
  emit(state, 'resource.calibrated', 'Q', process, capability, job.contract, 0, data);
};
