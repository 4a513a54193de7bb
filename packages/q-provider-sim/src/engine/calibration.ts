import type { CouplingCalibration, QCalibration, QubitCalibration } from '@xdv/domain-model';

const check = (name: string, value: number, fits: boolean, range: string): void => {
  if (!fits) throw new RangeError(`calibration ${name} must be ${range}, got ${value}`);
};

const checkProbability = (name: string, value: number): void =>
  check(name, value, value >= 0 && value <= 1, '0 to 1');

const checkQubit = (name: string, qubit: QubitCalibration): void => {
  const { t1Ns, t2Ns, read1Given0, read0Given1, gateError = 0 } = qubit;
  check(`${name}.t1Ns`, t1Ns, t1Ns > 0, 'above 0');
  check(`${name}.t2Ns`, t2Ns, t2Ns > 0 && t2Ns <= 2 * t1Ns, 'above 0 and at most 2 t1Ns');
  checkProbability(`${name}.read1Given0`, read1Given0);
  checkProbability(`${name}.read0Given1`, read0Given1);
  checkProbability(`${name}.gateError`, gateError);
};

const checkTime = (name: string, value: number): void =>
  check(name, value, Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');

/** Throws RangeError naming `name` unless it is two different qubits below `qubits`. */
export const checkPair = (name: string, pair: readonly number[], qubits: number): void => {
  const known = pair.every((qubit) => Number.isInteger(qubit) && qubit >= 0 && qubit < qubits);
  if (known && pair.length === 2 && pair[0] !== pair[1]) return;
  const shown = pair.map(String).join(' ');
  throw new RangeError(`${name} must be two qubits of 0 to ${qubits - 1}, got ${shown}`);
};

const checkCouplings = (couplings: readonly CouplingCalibration[], qubits: number): void => {
  const seen = new Set<string>();
  for (const [k, { pair, ns, error }] of couplings.entries()) {
    checkPair(`calibration couplings[${k}].pair`, pair, qubits);
    checkTime(`couplings[${k}].ns`, ns);
    checkProbability(`couplings[${k}].error`, error);
    seen.add(pair.toSorted((a, b) => a - b).join());
  }
  check('couplings', couplings.length, seen.size === couplings.length, 'one for each pair');
};

/**
 * Throws RangeError naming the field unless every time and probability of the calibration is in
 * range and it covers at least `qubits` qubits (XDV-060.2).
 */
export const checkCalibration = (calibration: QCalibration, qubits: number): void => {
  for (const name of ['gate1Ns', 'gate2Ns', 'measureNs', 'resetNs', 'feedForwardNs'] as const) {
    checkTime(name, calibration[name]);
  }
  checkProbability('gate1Error', calibration.gate1Error);
  checkProbability('gate2Error', calibration.gate2Error);
  const covered = calibration.qubits.length;
  check('qubits.length', covered, covered >= qubits, `at least ${qubits}`);
  for (const [q, qubit] of calibration.qubits.entries()) checkQubit(`qubits[${q}]`, qubit);
  checkCouplings(calibration.couplings ?? [], covered);
};
