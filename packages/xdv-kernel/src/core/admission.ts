import {
  fail,
  jobDuration,
  ok,
  shotDuration,
  ticksOf,
  TICK_MAX,
  type Circuit,
  type Duration,
  type Failure,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import type { Contract, KernelState, OnStart, PlannedJob, Resource } from './state.ts';

const RECALIBRATE = 'Calibrate the device with q.calibrate';

/** Ticks that modelled work takes: every work takes one at least. */
export const ticks = (state: KernelState, ns: number): number =>
  Math.max(1, ticksOf(ns as Duration, state.options.tickNs));

/** Which calibration counts: 0 for one that counts for ever, and for a Φ machine. */
export const revisionOf = ({ profile }: Resource): number =>
  profile.domain === 'Q' ? (profile.term?.revision ?? 0) : 0;

/** The last tick at which an envelope of `length` ticks may start to end within the term. */
export const lastStartInTerm = ({ profile }: Resource, length: number): number => {
  const until = profile.domain === 'Q' ? profile.term?.untilTick : undefined;
  return (until ?? TICK_MAX) - length;
};

/** The envelope was refused because the calibration ends too early, not for want of room. */
export const outOfTerm = ({ profile }: Resource, length: number): Failure =>
  fail(
    'CALIBRATION_INVALID',
    `no ${length} ticks are free on ${profile.name} before its calibration ends`,
    RECALIBRATE,
  );

/**
 * A device takes work only while its calibration counts (XDV-060.2): CALIBRATION_INVALID unless it
 * covers every qubit, and the envelope [start, start + length) lies within its term.
 */
export const checkTerm = ({ profile }: Resource, start: number, length: number): Result<null> => {
  if (profile.domain === 'Phi') return ok(null);
  const { name, qubits, calibration, term } = profile;
  if (calibration.qubits.length < qubits) {
    return fail('CALIBRATION_INVALID', `${name} is not calibrated`, RECALIBRATE);
  }
  if (!term || (start >= term.fromTick && start + length <= term.untilTick)) return ok(null);
  const { revision, fromTick, untilTick } = term;
  return fail(
    'CALIBRATION_INVALID',
    `calibration ${revision} of ${name} is for ticks ${fromTick} to ${untilTick},` +
      ` the work for ${start} to ${start + length}`,
    RECALIBRATE,
  );
};

/** The first tick at which an envelope that is asked for now may start. */
export const earliestStart = ({ tick, options }: KernelState): number => tick + options.callTicks;

/**
 * Nanoseconds of a job under the calibration of now. It runs only if one shot fits its budget and
 * the device's limit, else DECOHERENCE_EXCEEDED (XDV-012.4).
 */
export const runNs = (
  circuit: Circuit,
  shots: number,
  budgetNs: number,
  { name, calibration, budgetMaxNs }: QDeviceProfile,
): Result<number> => {
  const shot = shotDuration(circuit, calibration);
  const budget = Math.min(budgetNs, budgetMaxNs);
  if (shot <= budget) return ok(jobDuration(circuit, shots, calibration));
  return fail(
    'DECOHERENCE_EXCEEDED',
    `one shot takes ${shot} ns on ${name}, the budget is ${budget} ns`,
    'Allow a longer budget, up to the limit of the device, or make the circuit shallower',
  );
};

export const isCalibration = (onStart: OnStart): boolean =>
  onStart.kind === 'run' && onStart.job.work.kind === 'q.calibrate';

/** The time of work that has an envelope of its own: a run, or the reset of a new container. */
const plannedNs = ({ work, budgetNs }: PlannedJob, device: QDeviceProfile): Result<number> =>
  work.kind === 'q.run'
    ? runNs(work.circuit, work.shots, budgetNs, device)
    : ok(device.calibration.resetNs);

/**
 * What a contract starts with, now that its envelope starts. If the device was calibrated while it
 * waited, it must still be covered and still fit: it was admitted by figures that no longer count.
 */
export const readmit = (state: KernelState, contract: Contract): Result<OnStart> => {
  const { onStart, length } = contract;
  const resource = state.resources[contract.resource - 1]!;
  const { profile } = resource;
  const same = contract.revision === revisionOf(resource);
  if (same || profile.domain === 'Phi' || isCalibration(onStart)) return ok(onStart);
  const covered = checkTerm(resource, contract.start, length);
  if (!covered.ok) return covered;
  if (onStart.kind === 'hold') return ok(onStart);
  const { job } = onStart;
  const ns = plannedNs(job, profile);
  if (!ns.ok) return ns;
  const needed = ticks(state, ns.value);
  if (needed <= length) return ok({ ...onStart, job: { ...job, ticks: needed } });
  return fail(
    'CALIBRATION_INVALID',
    `${profile.name} was calibrated anew: the work takes ${needed} ticks now, not ${length}`,
    'Ask for it again',
  );
};
