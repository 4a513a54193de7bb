import { ok, type QDeviceProfile } from '@xdv/domain-model';
import { denied, enter, handleOf } from '../access.ts';
import { pickResource } from '../resources.ts';
import { abandon, beginCrossing, mayEnter, planJob, runAlone } from './crossing.ts';
import type { Handler } from './handler.ts';

/** How long calibrating takes on a device that does not say. */
const CALIBRATE_NS = 1_000_000;

/**
 * Calibrates the device `value.resource`, or the first, in an envelope for all of its qubits: the
 * one job that a device takes whose calibration no longer counts (XDV-060.2). Needs the rights to
 * execute on the device and to measure it, like any job that reads out, and the right to allocate,
 * because nobody else has the device meanwhile.
 */
export const calibrate: Handler = (state, process, call) => {
  const crossing = beginCrossing(state, 'Q', call, handleOf(process, call, 'Q'));
  const { resource: name } = (call.value ?? {}) as { resource?: string };
  const picked = pickResource(state, 'Q', 1, name, () => ok(null));
  if (!picked.ok) return abandon(state, process, crossing, 'reserve', picked.fault);
  const { resource } = picked.value;
  const denial =
    denied(state, process, crossing.capability, enter('Q', 'allocate', resource.id)) ??
    mayEnter(state, process, crossing, resource, true);
  if (denial) return abandon(state, process, crossing, 'validate-capability', denial);
  const device = resource.profile as QDeviceProfile;
  const work = { kind: 'q.calibrate', resource: device.name } as const;
  const planned = planJob(state, crossing, work, device.calibrateNs ?? CALIBRATE_NS);
  const asked = { amount: device.qubits, length: planned.ticks, region: false };
  return runAlone(state, process, crossing, planned, resource, asked);
};
