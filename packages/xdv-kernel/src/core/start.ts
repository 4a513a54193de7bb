import {
  deriveSeed,
  invariant,
  type JobId,
  type ProviderRequest,
  type RegionId,
} from '@xdv/domain-model';
import { emit, request } from './emit.ts';
import { tellHeld } from './regions.ts';
import { commit } from './transitions.ts';
import type { Contract, KernelState, PlannedJob, Process, Region } from './state.ts';

const requestOf = (
  state: KernelState,
  planned: PlannedJob,
  job: JobId,
  region: RegionId | 0,
): ProviderRequest => {
  const seed = deriveSeed(state.options.seed, job);
  const place = region === 0 ? {} : { region };
  // which of these a request has follows from its kind, which `work` has already
  return { ...planned.work, ...place, job, seed, tick: state.tick } as ProviderRequest;
};

/**
 * Hands work to its provider. Its result is due exactly at the tick where its envelope, or its
 * share of it, ends: logical execution time, however long the provider takes.
 */
export const startJob = (
  state: KernelState,
  process: Process,
  contract: Contract,
  planned: PlannedJob,
  region: RegionId | 0,
): void => {
  const id = ++state.last.job as JobId;
  const end = state.tick + planned.ticks;
  invariant(end <= contract.end, 'job longer than its contract', id);
  const work = requestOf(state, planned, id, region);
  const { domain, resource, id: contractId } = contract;
  const { transition, call, descriptor, capability } = planned;
  state.jobs.set(id, {
    id,
    process: process.id,
    contract: contractId,
    region,
    capability,
    request: work,
    end,
    transition,
  });
  process.waiting = 'job';
  commit(state, contract, capability, 'K', domain, transition);
  emit(state, 'job.started', domain, process.id, capability, contractId, 0, [
    id,
    call,
    resource,
    end,
    descriptor,
  ]);
  const { provider } = state.resources[resource - 1]!;
  request(state, { kind: 'request', provider, request: work });
  state.services.scheduler.at(end, 'job-end', id);
};

/** Creates a container or envelope in an active contract; the process gets it when it is ready. */
export const openRegion = (
  state: KernelState,
  process: Process,
  contract: Contract,
  job: PlannedJob,
  size: number,
): void => {
  const region: Region = {
    id: ++state.last.region as RegionId,
    process: process.id,
    domain: contract.domain,
    contract: contract.id,
    size,
    transforms: (job.work.kind === 'phi.open' && job.work.transforms) || null,
    status: 'alive',
    fault: undefined,
  };
  state.regions.set(region.id, region);
  process.regions.add(region.id);
  tellHeld(state, process);
  const kind = contract.domain === 'Q' ? 'container.allocated' : 'envelope.opened';
  const { domain, capability, id } = contract;
  emit(state, kind, domain, process.id, capability, id, 0, [region.id, size]);
  startJob(state, process, contract, job, region.id);
};
