import {
  ok,
  type CalibrationContract,
  type CalibrationTerm,
  type ProviderRequest,
  type QCalibration,
  type QDeviceProfile,
} from '@xdv/domain-model';
import type { KernelParts } from 'xdv-kernel';
import { FAKE_BOUNDS, FAKE_DEVICE, type FakeScript } from './fake-provider.ts';
import { fakeParts } from './run-program.ts';

/** A device like the fake one but for `change`. */
export const device = (name: string, change: Partial<QDeviceProfile> = {}): QDeviceProfile => ({
  ...FAKE_DEVICE,
  name,
  ...change,
});

export const term = (
  fromTick: number,
  untilTick: number,
  revision = 1,
): CalibrationTerm => ({ revision, fromTick, untilTick, bounds: FAKE_BOUNDS });

/** A machine whose Q provider has these devices. */
export const partsWith = (
  resources: readonly QDeviceProfile[],
  script: FakeScript = {},
): KernelParts => fakeParts({ q: { ...script, profile: { resources } } });

/** Answers each q.calibrate with the next of `contracts`. */
export const calibratesTo = (...contracts: readonly unknown[]): FakeScript => {
  const left = [...contracts];
  return {
    answer: ({ kind }: ProviderRequest) =>
      kind === 'q.calibrate' ? ok({ kind: 'calibration', contract: left.shift() }) : undefined,
  };
};

export const contractOf = (
  calibrated: CalibrationTerm,
  change: Partial<QCalibration> = {},
): CalibrationContract => ({
  calibration: { ...FAKE_DEVICE.calibration, ...change },
  term: calibrated,
});
