import {
  checkNative,
  checkSeed,
  checkTick,
  fail,
  ok,
  readQRun,
  shotDuration,
  SUBMISSION_STEPS,
  type CalibrationResult,
  type Circuit,
  type CountsResult,
  type Failure,
  type QCalibrate,
  type QDeviceProfile,
  type QRun,
  type Result,
  type SubmissionStep,
} from '@xdv/domain-model';
import { chooseEngine } from '../choice/choose.ts';
import { runChosen } from '../choice/simulate.ts';
import { checkBudget } from '../container.ts';
import { compileCircuit } from '../engine/compile.ts';
import { finish } from '../engine/simulate.ts';
import { noiseFromCalibration } from '../noise/model.ts';
import { calibrate } from './calibrate.ts';
import { estimateErrors } from './errors.ts';
import { hardwareFailure, measurementFailure } from './failures.ts';
import type { LiveDevice } from './live.ts';

/** A fault with the step of the submission at which it arose. */
export interface Refusal extends Failure {
  readonly step: SubmissionStep;
}

/** What became of a submission. */
export type Submitted<T> = { readonly ok: true; readonly value: T } | Refusal;

/** The fault of a step, which its message names. */
export const refusedAt = (step: SubmissionStep, { fault }: Failure): Refusal => {
  const place = `step ${SUBMISSION_STEPS.indexOf(step) + 1} of 7, ${step}`;
  return { ok: false, fault: { ...fault, message: `${fault.message} (${place})` }, step };
};

/** The share of errors that the calibration predicts exceeds what the job allows. */
const checkErrors = (predicted: number, errorMax: number): Result<null> => {
  if (predicted <= errorMax) return ok(null);
  const message = `predicted error ${predicted.toPrecision(3)}, at most ${errorMax} is allowed`;
  return fail('DECOHERENCE_EXCEEDED', message, 'Shorten the circuit or allow more error');
};

/** What the last calibration predicts of a job, within both of its budgets. */
const checkBudgets = (
  circuit: Circuit,
  errorMax: number,
  device: QDeviceProfile,
): Result<{ readonly predicted: number; readonly budgetUsed: number }> => {
  const { calibration, budgetMaxNs } = device;
  const lengthNs = shotDuration(circuit, calibration);
  const fits = checkBudget(lengthNs, device);
  if (!fits.ok) return fits;
  const predicted = estimateErrors(circuit, calibration).total;
  const allowed = checkErrors(predicted, errorMax);
  return allowed.ok ? ok({ predicted, budgetUsed: lengthNs / budgetMaxNs }) : allowed;
};

/**
 * Submits a one-shot job to a device in the seven steps of XDV-060.3. What the device knows of
 * itself, its last calibration, decides whether the job is taken; what it truly is at the job's
 * tick decides how the job goes. Time of steps 1 to 5: linear in operations.
 */
export const submitRun = (
  request: QRun,
  device: LiveDevice,
  memoryBytesMax: number,
): Submitted<CountsResult> => {
  const { profile, revision, failures } = device;

  // 1. receive the descriptor and check it again, whoever checked it before
  const received = readQRun(request, profile);
  if (!received.ok) return refusedAt('receive', received);
  const circuit = received.value;
  const { job, shots, seed, tick = 0, errorMax = 1 } = request;

  // 2. the calibration must cover the job
  const covered = device.checkTerm(tick);
  if (!covered.ok) return refusedAt('calibration', covered);

  // 3. every gate must be one of the device, on qubits that it couples
  const native = checkNative(circuit, profile);
  if (!native.ok) return refusedAt('gates', native);

  // 4. the job must fit the decoherence budget, and its own budget of errors
  const budgets = checkBudgets(circuit, errorMax, profile);
  if (!budgets.ok) return refusedAt('budget', budgets);

  // 5. wait for what it needs: here the memory of an engine, at once or never
  const calibration = device.truthAt(tick);
  const plan = compileCircuit(circuit, noiseFromCalibration(calibration));
  const options = { shots, seed, calibration, memoryBytesMax };
  const choice = chooseEngine(circuit, plan, options);
  if (!choice.ok) return refusedAt('queue', choice);

  // 6. execute
  const broken = hardwareFailure(failures, job);
  if (broken !== undefined) return refusedAt('execute', broken);
  const result = finish(runChosen(circuit, plan, choice.value, options));
  if (!result.ok) return refusedAt('execute', result);

  // 7. report classical outcomes, with what the calibration says of them
  const invalid = measurementFailure(failures, job);
  if (invalid !== undefined) return refusedAt('report', invalid);
  return revision === 0 ? result : ok({ ...result.value, errors: { ...budgets.value, revision } });
};

/**
 * Submits a calibration: the device measures itself as it is at the request's tick, and answers
 * with the contract that counts from then on (XDV-060.2). It needs no calibration to be in force.
 */
export const submitCalibration = (
  request: QCalibrate,
  device: LiveDevice,
): Submitted<CalibrationResult> => {
  const { job, seed, tick = 0 } = request;
  const wrong = [checkSeed(seed), checkTick(request.tick)].find((check) => !check.ok);
  if (wrong !== undefined && !wrong.ok) return refusedAt('receive', wrong);
  const broken = hardwareFailure(device.failures, job);
  if (broken !== undefined) return refusedAt('execute', broken);
  const { profile, calibrationShots: shots } = device;
  const measured = calibrate(profile, device.truthAt(tick), { seed, shots });
  if (!measured.ok) return refusedAt('execute', measured);
  const invalid = measurementFailure(device.failures, job);
  if (invalid !== undefined) return refusedAt('report', invalid);
  return ok({ kind: 'calibration', contract: device.renew(measured.value, tick) });
};
