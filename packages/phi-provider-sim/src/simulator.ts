import {
  createFaultLog,
  fail,
  ok,
  type DomainProvider,
  type FaultReport,
  type Result,
} from '@xdv/domain-model';
import type { CoherenceDiagnostics } from './coherence/index.ts';
import {
  checkName,
  machineProfile,
  machineSettings,
  type MachineModel,
  type MachineSettings,
} from './provider/model.ts';
import { createService } from './provider/service.ts';
import { STANDARD_MACHINES } from './provider/standard.ts';

export interface PhiSimulatorOptions {
  /** Identity of the provider in its profile, 'phi-sim' by default. */
  readonly id?: string;
  /** Machines it simulates, {@link STANDARD_MACHINES} by default. */
  readonly machines?: readonly MachineModel[];
  /** Memory that jobs and open envelopes may take together: from 1; 1 GiB by default. */
  readonly memoryMaxBytes?: number;
}

/** A provider of simulated machines, which also hands out what they report of faults. */
export interface PhiSimulator extends DomainProvider {
  /**
   * Reports of the requests that were answered with a fault, oldest first, since the last call
   * (XDV-061.4, XDV-061.5). The last 1024 are kept. `reportFault` hears of none: its faults are
   * those that no request caused.
   */
  takeFaultReports(): readonly FaultReport[];
  /**
   * Stability index, noise gradient, drift, impact of transforms and compliance of windows over the
   * last 1000 windows of a machine, with sample sizes and intervals of `confidence` (XDV-072.1), by
   * default 0.95. Changes nothing (XDV-072.2). RangeError for a machine that is not there.
   */
  diagnose(machine: string, confidence?: number): CoherenceDiagnostics;
}

const settingsOf = (models: readonly MachineModel[]): readonly MachineSettings[] => {
  if (models.length === 0) throw new RangeError('machines must hold at least one machine');
  const machines = models.map(machineSettings);
  if (new Set(machines.map(({ name }) => name)).size === machines.length) return machines;
  throw new RangeError('machines must have different names');
};

const checkMemory = (memoryMaxBytes: number): void => {
  if (Number.isSafeInteger(memoryMaxBytes) && memoryMaxBytes >= 1) return;
  throw new RangeError(`memoryMaxBytes must be a whole number from 1, got ${memoryMaxBytes}`);
};

/** Answers with what `work` returns, and with a fault if it throws: a provider never rejects. */
const answer = <T>(work: () => Result<T>): Promise<Result<T>> => {
  try {
    return Promise.resolve(work());
  } catch {
    // what was thrown may be the request's own object: it is not looked at
    const hint = 'The request is not plain data, or this is a bug in the simulator';
    return Promise.resolve(fail('PROVIDER_FAILED', 'performing the request threw', hint));
  }
};

/**
 * A provider of simulated Φ machines: Ising problems, one-shot (`phi.solve`) or in an open envelope
 * (`phi.open`, `phi.apply`, `phi.evaluate`). It answers with spins, energies and stability figures,
 * never amplitudes or phases (XDV-061.3). The same requests with the same seeds give the same
 * answers on every platform. Work is done inside the call that asks for it, hence in order of
 * arrival.
 *
 * A window in which lock is lost is halted and void: no sample of it is given, nor anything later
 * (XDV-033.5, XDV-061.4). The five codes of XDV-061.5: COHERENCE_VIOLATION for what does not fit
 * the window, STABILITY_BREACH, TRANSFORM_UNSUPPORTED for what machine or contract lacks,
 * ENVELOPE_INVALID for one that is not open, or is already, PROVIDER_FAILED for hardware.
 * Besides: TRANSFORM_CORRUPTED after a failed integrity check, ARGUMENT_INVALID for a malformed
 * request, an unknown machine or a parameter out of range, PROBLEM_INVALID, PROBLEM_TOO_LARGE,
 * RESOURCE_EXHAUSTED for memory or too many envelopes, PROVIDER_UNAVAILABLE before `init`. Throws
 * TypeError or RangeError for a wrong option.
 */
export const createPhiSimulator = ({
  id = 'phi-sim',
  machines = STANDARD_MACHINES,
  memoryMaxBytes = 2 ** 30,
}: PhiSimulatorOptions = {}): PhiSimulator => {
  checkName('id', id);
  checkMemory(memoryMaxBytes);
  const settings = settingsOf(machines);
  const faults = createFaultLog(id);
  const service = createService(settings, memoryMaxBytes, faults);
  let ready = false;

  const whenReady = <T>(work: () => Result<T>): Promise<Result<T>> =>
    answer(() =>
      ready ? work() : fail('PROVIDER_UNAVAILABLE', 'not initialized', 'Call init first'),
    );

  return {
    profile: { id, version: '0.1.0', domain: 'Phi', resources: settings.map(machineProfile) },
    init: () =>
      answer(() => {
        ready = true;
        return ok(null);
      }),
    requestResources: (request) => whenReady(() => service.request(request)),
    execute: (request) => whenReady(() => service.execute(request)),
    project: (request) => whenReady(() => service.project(request)),
    terminate: (region) => answer(() => service.close(region)),
    // a simulator has no faults but those it answers with
    reportFault: () => () => undefined,
    takeFaultReports: () => faults.take(),
    diagnose: (machine, confidence = 0.95) => service.diagnose(machine, confidence),
  };
};
