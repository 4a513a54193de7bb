import type { QCalibration, QubitCalibration } from '@xdv/domain-model';

/** A qubit that never decays and is always read right. */
export const PERFECT_QUBIT: QubitCalibration = {
  t1Ns: Infinity,
  t2Ns: Infinity,
  read1Given0: 0,
  read0Given1: 0,
};

const check = (name: string, value: number, fits: boolean, range: string): void => {
  if (!fits) throw new RangeError(`calibration ${name} must be ${range}, got ${value}`);
};

const checkProbability = (name: string, value: number): void =>
  check(name, value, value >= 0 && value <= 1, '0 to 1');

const checkQubit = (name: string, qubit: QubitCalibration): void => {
  const { t1Ns, t2Ns, read1Given0, read0Given1 } = qubit;
  check(`${name}.t1Ns`, t1Ns, t1Ns > 0, 'above 0');
  check(`${name}.t2Ns`, t2Ns, t2Ns > 0 && t2Ns <= 2 * t1Ns, 'above 0 and at most 2 t1Ns');
  checkProbability(`${name}.read1Given0`, read1Given0);
  checkProbability(`${name}.read0Given1`, read0Given1);
};

/**
 * Throws RangeError naming the field unless every time and probability of the calibration is in
 * range and it covers at least `qubits` qubits (XDV-060.2).
 */
export const checkCalibration = (calibration: QCalibration, qubits: number): void => {
  for (const name of ['gate1Ns', 'gate2Ns', 'measureNs', 'resetNs', 'feedForwardNs'] as const) {
    const value = calibration[name];
    check(name, value, Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');
  }
  checkProbability('gate1Error', calibration.gate1Error);
  checkProbability('gate2Error', calibration.gate2Error);
  const covered = calibration.qubits.length;
  check('qubits.length', covered, covered >= qubits, `at least ${qubits}`);
  for (const [q, qubit] of calibration.qubits.entries()) checkQubit(`qubits[${q}]`, qubit);
};
