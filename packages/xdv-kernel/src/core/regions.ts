import { invariant, TICK_MAX, type Fault } from '@xdv/domain-model';
import { emit, outcomeOf, request } from './emit.ts';
import type { KernelState, Process, Region } from './state.ts';

/** Tells the scheduler until when a process must be served: the first end of what it has open. */
export const tellHeld = (state: KernelState, { id, regions }: Process): void => {
  let until = TICK_MAX;
  for (const region of regions) {
    const { contract } = state.regions.get(region)!;
    until = Math.min(until, state.contracts.get(contract)!.end);
  }
  state.services.scheduler.hold(id, until);
};

/**
 * Destroys a region, in the provider too. With a fault it is void: its state is lost, and later
 * calls on it are told why (XDV-024.2).
 */
export const closeRegion = (
  state: KernelState,
  process: Process,
  region: Region,
  fault: Fault | undefined,
): void => {
  invariant(region.status === 'alive', 'region closed twice', region.id);
  region.status = fault ? 'void' : 'closed';
  region.fault = fault;
  process.regions.delete(region.id);
  tellHeld(state, process);
  const contract = state.contracts.get(region.contract)!;
  const quantum = region.domain === 'Q';
  const gone = quantum ? 'container.released' : 'envelope.closed';
  const lost = quantum ? 'container.voided' : 'envelope.voided';
  const outcome = fault ? outcomeOf(fault) : 0;
  const { domain, capability, id } = contract;
  emit(state, fault ? lost : gone, domain, process.id, capability, id, outcome, [region.id]);
  const { provider } = state.resources[contract.resource - 1]!;
  request(state, { kind: 'terminate', provider, region: region.id });
};
