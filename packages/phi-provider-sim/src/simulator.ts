import { fail, ok, type DomainProvider, type Result } from '@xdv/domain-model';
import { machineProfile, machineSettings, type PhiSimulatorOptions } from './machine.ts';
import { createService } from './service.ts';

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
 * A provider with one simulated Φ machine: Ising problems by simulated bifurcation, one-shot
 * (`phi.solve`) or in an open envelope (`phi.open`, `phi.apply`, `phi.evaluate`). It answers with
 * spins, energies and stability figures, never positions or momenta (XDV-061.3). The same requests
 * with the same seeds give the same answers on every platform.
 *
 * A read performs {@link stepsOf} steps; what it ends in is the sample. Whether lock was held is
 * reported, not enforced: that is for the kernel. Work is done inside the call that asks for it,
 * hence in order of arrival. Faults: ARGUMENT_INVALID for a malformed request, an unknown machine
 * or a parameter out of range, PROBLEM_INVALID, PROBLEM_TOO_LARGE, COHERENCE_VIOLATION for what
 * does not fit the window, TRANSFORM_UNSUPPORTED, REGION_UNKNOWN, RESOURCE_EXHAUSTED for memory or
 * too many envelopes, PROVIDER_UNAVAILABLE before `init`, PROVIDER_FAILED for an object that throws
 * when read. Throws TypeError or RangeError for a wrong option.
 */
export const createPhiSimulator = (options: PhiSimulatorOptions = {}): DomainProvider => {
  const settings = machineSettings(options);
  const service = createService(settings);
  let ready = false;

  const whenReady = <T>(work: () => Result<T>): Promise<Result<T>> =>
    answer(() =>
      ready ? work() : fail('PROVIDER_UNAVAILABLE', 'not initialized', 'Call init first'),
    );

  return {
    profile: {
      id: settings.id,
      version: '0.1.0',
      domain: 'Phi',
      resources: [machineProfile(settings)],
    },
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
  };
};
