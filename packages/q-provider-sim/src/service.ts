import {
  fail,
  readRequest,
  type Failure,
  type FaultLog,
  type ProjectRequest,
  type ProviderResult,
  type QAllocate,
  type QApply,
  type QCalibrate,
  type QMeasure,
  type QRun,
  type RegionId,
  type RegionRequest,
  type Result,
  type RunRequest,
} from '@xdv/domain-model';
import {
  submitAllocate,
  submitApply,
  submitMeasure,
} from './device/container-submission.ts';
import type { LiveDevice } from './device/live.ts';
import { createRegions, type Open, type Regions } from './device/regions.ts';
import { refusedAt, submitCalibration, submitRun, type Submitted } from './device/submission.ts';

const unknownDevice = (name: unknown): Failure => {
  const message = `no device ${typeof name === 'string' ? name.slice(0, 200) : typeof name}`;
  return fail('ARGUMENT_INVALID', message, 'Name a device of the profile');
};

/** Hands requests to their device or container, and reports what is refused (XDV-060.5). */
const createDesk = (devices: readonly LiveDevice[], regions: Regions, faults: FaultLog) => {
  const byName = new Map(devices.map((device) => [device.profile.name, device]));

  const settle = <T>(
    submitted: Submitted<T>,
    request: unknown,
    device?: LiveDevice,
  ): Result<T> => {
    if (submitted.ok) return submitted;
    const { fault, step } = submitted;
    const resource = device && { ...device.profile, revision: device.revision };
    faults.add({ fault, step, request, ...(resource && { resource }) });
    return { ok: false, fault: submitted.fault };
  };

  return {
    /** A request that is of no kind that the method serves. */
    refuse: (failure: Failure, request: unknown): Result<never> =>
      settle(refusedAt('receive', failure), request),
    onDevice: <Request extends QAllocate | QRun | QCalibrate, T>(
      request: Request,
      work: (request: Request, device: LiveDevice) => Submitted<T>,
    ): Result<T> => {
      const device = byName.get(request.resource);
      if (device !== undefined) return settle(work(request, device), request, device);
      return settle(refusedAt('receive', unknownDevice(request.resource)), request);
    },
    onRegion: <Request extends QApply | QMeasure, T>(
      request: Request,
      work: (request: Request, open: Open) => Submitted<T>,
    ): Result<T> => {
      const found = regions.find(request.region);
      if (!found.ok) return settle(refusedAt('receive', found), request);
      return settle(work(request, found.value), request, found.value.device);
    },
  };
};

/** The provider without its promises: every request is answered at once, in a fault if need be. */
export const createService = (
  devices: readonly LiveDevice[],
  memoryMaxBytes: number,
  faults: FaultLog,
) => {
  const regions = createRegions(memoryMaxBytes);
  const { refuse, onDevice, onRegion } = createDesk(devices, regions, faults);

  const allocate = (request: RegionRequest): Result<null> => {
    const read = readRequest<QAllocate>(request, ['q.allocate']);
    if (!read.ok) return refuse(read, request);
    return onDevice(read.value, (asked, device) => submitAllocate(asked, device, regions));
  };

  const execute = (request: RunRequest): Result<ProviderResult> => {
    const kinds = ['q.run', 'q.apply', 'q.calibrate'] as const;
    const read = readRequest<QRun | QApply | QCalibrate>(request, kinds);
    if (!read.ok) return refuse(read, request);
    switch (read.value.kind) {
      case 'q.run':
        return onDevice(read.value, (asked, device) =>
          submitRun(asked, device, memoryMaxBytes - regions.bytes()),
        );
      case 'q.apply':
        return onRegion(read.value, submitApply);
      case 'q.calibrate':
        return onDevice(read.value, submitCalibration);
    }
  };

  const project = (request: ProjectRequest): Result<ProviderResult> => {
    const read = readRequest<QMeasure>(request, ['q.measure']);
    return read.ok ? onRegion(read.value, submitMeasure) : refuse(read, request);
  };

  return { allocate, execute, project, close: (region: RegionId) => regions.close(region) };
};
