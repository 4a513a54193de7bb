import {
  fail,
  ok,
  TICK_MAX,
  type CalibrationContract,
  type QCalibration,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { checkCalibration } from '../engine/calibration.ts';
import { checkFailures, type FailureOptions } from './failures.ts';
import { boundsOf, steady, widen, type DeviceTruth } from './truth.ts';

/** How a simulated device behaves; what is left out is as its profile says, for ever. */
export interface DeviceModel {
  /** What it really does, whatever its calibration says: `drifting` or `replaying`. */
  readonly truth?: DeviceTruth;
  /** Ticks for which a calibration counts; the first from tick 0. Absent: until the next one. */
  readonly termTicks?: number;
  /** Shots of each experiment of a calibration, 4000 by default. */
  readonly calibrationShots?: number;
  readonly failures?: FailureOptions;
}

/** A device as it stands: what it says of itself, and what it does. */
export interface LiveDevice {
  /** Quotes the last calibration. */
  readonly profile: QDeviceProfile;
  /** The calibration contract in force, 0 if there is none. */
  readonly revision: number;
  readonly calibrationShots: number;
  readonly failures: FailureOptions | undefined;
  /** What the device does to work that starts at `tick`. */
  truthAt(tick: number): QCalibration;
  /** CALIBRATION_INVALID unless the contract covers a start at `tick` (XDV-060.2). */
  checkTerm(tick: number): Result<null>;
  /** Puts a calibration into force from `tick` on: a new contract. */
  renew(calibration: QCalibration, tick: number): CalibrationContract;
}

const checkTicks = (name: string, ticks: number): void => {
  if (Number.isSafeInteger(ticks) && ticks >= 1) return;
  throw new RangeError(`${name}: termTicks must be a whole number from 1, got ${ticks}`);
};

/** Bounds the time that a calibration takes. */
const SHOTS_MAX = 100_000;

const checkModel = (profile: QDeviceProfile, model: DeviceModel): void => {
  const { truth, termTicks, calibrationShots = 1, failures } = model;
  const { name, qubits } = profile;
  if (termTicks !== undefined) checkTicks(name, termTicks);
  if (!(Number.isInteger(calibrationShots) && calibrationShots >= 1)) {
    throw new RangeError(`${name}: calibrationShots must be from 1, got ${calibrationShots}`);
  }
  if (calibrationShots > SHOTS_MAX) {
    throw new RangeError(`${name}: calibrationShots must be to ${SHOTS_MAX}`);
  }
  if (failures !== undefined) checkFailures(failures);
  if (truth !== undefined) checkCalibration(truth.at(0), qubits);
};

const refuse = ({ name, term }: QDeviceProfile, tick: number): Result<never> => {
  const message =
    `${name} was calibrated for ticks ${term?.fromTick} to ${term?.untilTick}, ` +
    `revision ${term?.revision}; the job starts at tick ${tick}`;
  return fail('CALIBRATION_INVALID', message, 'Calibrate the device and submit the job again');
};

/** A device with a model of its own. Throws RangeError for a model out of range. */
export const createLiveDevice = (first: QDeviceProfile, model: DeviceModel = {}): LiveDevice => {
  checkModel(first, model);
  const { truth = steady(first.calibration), termTicks, calibrationShots = 4_000 } = model;

  const contractOf = (calibration: QCalibration, tick: number): CalibrationContract => {
    const untilTick = Math.min(TICK_MAX, tick + (termTicks ?? TICK_MAX));
    const bounds = widen(truth.bounds, boundsOf(calibration));
    return {
      calibration,
      term: { revision: (profile.term?.revision ?? 0) + 1, fromTick: tick, untilTick, bounds },
    };
  };

  let profile = first;
  if (termTicks !== undefined) profile = { ...first, ...contractOf(first.calibration, 0) };

  return {
    get profile() {
      return profile;
    },
    get revision() {
      return profile.term?.revision ?? 0;
    },
    calibrationShots,
    failures: model.failures,
    truthAt: (tick) => truth.at(tick),
    checkTerm: (tick) => {
      const { term } = profile;
      const covered = term === undefined || (tick >= term.fromTick && tick < term.untilTick);
      return covered ? ok(null) : refuse(profile, tick);
    },
    renew: (calibration, tick) => {
      const contract = contractOf(calibration, tick);
      profile = { ...profile, ...contract };
      return contract;
    },
  };
};
