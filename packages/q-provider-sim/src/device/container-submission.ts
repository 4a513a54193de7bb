import {
  checkNative,
  checkQubits,
  checkRegion,
  checkSeed,
  checkTick,
  fail,
  ok,
  readQApply,
  readQMeasure,
  type DoneResult,
  type Failure,
  type OutcomeResult,
  type QAllocate,
  type QApply,
  type QMeasure,
  type Result,
} from '@xdv/domain-model';
import { createContainer } from '../container.ts';
import { noiseFromCalibration } from '../noise/model.ts';
import { hardwareFailure, measurementFailure } from './failures.ts';
import type { LiveDevice } from './live.ts';
import type { Open, Regions } from './regions.ts';
import { refusedAt, type Submitted } from './submission.ts';

/** The first failure of a list of checks. */
const firstOf = (...checks: readonly Result<null>[]): Failure | undefined => {
  for (const check of checks) if (!check.ok) return check;
  return undefined;
};

/** Opens a container, which suffers what the device is at the request's tick (XDV-032). */
export const submitAllocate = (
  request: QAllocate,
  device: LiveDevice,
  regions: Regions,
): Submitted<null> => {
  const { region, seed, qubits, tick } = request;
  const { profile } = device;
  const wrong = firstOf(
    checkRegion(region),
    checkSeed(seed),
    checkTick(tick),
    checkQubits(qubits, profile),
  );
  if (wrong !== undefined) return refusedAt('receive', wrong);
  if (regions.has(region)) {
    const used = fail('ARGUMENT_INVALID', `container ${region} is open`, 'Use a new region id');
    return refusedAt('receive', used);
  }
  const covered = device.checkTerm(tick ?? 0);
  if (!covered.ok) return refusedAt('calibration', covered);
  const room = regions.room(qubits, device);
  if (!room.ok) return refusedAt('queue', room);
  const noise = noiseFromCalibration(device.truthAt(tick ?? 0));
  const created = createContainer(profile, noise, qubits, seed);
  if (!created.ok) return refusedAt('queue', created);
  regions.add(region, { container: created.value, device });
  return ok(null);
};

/** Evolves a container, whose calibration was checked when it was opened. */
export const submitApply = (
  request: QApply,
  { container, device }: Open,
): Submitted<DoneResult> => {
  const received = readQApply(request, container.qubits);
  if (!received.ok) return refusedAt('receive', received);
  const native = checkNative(received.value, device.profile);
  if (!native.ok) return refusedAt('gates', native);
  const broken = hardwareFailure(device.failures, request.job);
  if (broken !== undefined) return refusedAt('execute', broken);
  const applied = container.apply(received.value.ops);
  return applied.ok ? applied : refusedAt('budget', applied);
};

/** Measures a container. */
export const submitMeasure = (
  request: QMeasure,
  { container, device }: Open,
): Submitted<OutcomeResult> => {
  const received = readQMeasure(request, container.qubits);
  if (!received.ok) return refusedAt('receive', received);
  const broken = hardwareFailure(device.failures, request.job);
  if (broken !== undefined) return refusedAt('execute', broken);
  const measured = container.measure(received.value);
  if (!measured.ok) return refusedAt('budget', measured);
  const invalid = measurementFailure(device.failures, request.job);
  return invalid === undefined ? measured : refusedAt('report', invalid);
};
