import {
  CONTRACT_LIFECYCLE,
  fail,
  invariant,
  mayFollow,
  TICK_MAX,
  type ContractId,
  type ContractState,
  type EventKind,
  type Fault,
  type Handle,
  type Result,
  type Traits,
} from '@xdv/domain-model';
import { earliestStart, isCalibration, lastStartInTerm, revisionOf } from './admission.ts';
import { emit, outcomeOf } from './emit.ts';
import { closeRegion } from './regions.ts';
import type { Contract, KernelState, OnStart, Process, Resource } from './state.ts';

export const moveTo = (contract: Contract, to: ContractState): void => {
  const from = contract.status;
  const legal = from === 'requested' ? to === 'issued' : mayFollow(CONTRACT_LIFECYCLE, from, to);
  invariant(legal, `contract ${from} → ${to}`, contract.id);
  contract.status = to;
};

export const emitContract = (
  state: KernelState,
  kind: EventKind &
    `contract.${'activated' | 'released' | 'expired' | 'revoked'}`,
  contract: Contract,
  outcome: number,
): void => {
  const { domain, process, capability, id } = contract;
  emit(state, kind, domain, process, capability, id, outcome, []);
};

export interface ContractTerms {
  readonly domain: 'Q' | 'Phi';
  readonly resource: Resource;
  readonly amount: number;
  /** Length of the envelope in ticks. */
  readonly length: number;
  readonly latestStart: number;
  readonly capability: Handle;
  readonly implicit: boolean;
  readonly onStart: OnStart;
}

/**
 * The last tick at which an envelope may start to end within its capability's time scope, where the
 * tick of its end still counts: the result is read out then.
 */
const lastStartAllowed = (state: KernelState, { capability, length }: ContractTerms): number => {
  const until = state.services.capabilities.authority(capability)?.until ?? 0;
  return until - length - 1;
};

/** The last tick to end within the device's term, which a calibration replaces. */
const lastStartCalibrated = ({ resource, length, onStart }: ContractTerms): number =>
  isCalibration(onStart) ? TICK_MAX : lastStartInTerm(resource, length);

/**
 * What the policy may know of a request: it has to end by its deadline or is refused, and the ticks
 * of the call are what crossing into the domain costs (XDV-012.9).
 */
const traitsOf = (
  { options }: KernelState,
  { machine, program }: Process,
  { amount, length }: ContractTerms,
  latestStart: number,
): Traits => ({
  amount,
  tenant: machine,
  priority: program.priority,
  // a capability without an end leaves the last tick for the read-out
  deadline: latestStart + length >= TICK_MAX - 1 ? TICK_MAX : latestStart + length,
  crossing: options.callTicks,
});

/**
 * Asks the scheduler for an envelope. The verdict falls once the call's ticks are over, together
 * with everything else asked of the resource by then (XDV-012.5); the process waits for it. The
 * envelope will lie within the capability's time scope and the calibration's term (XDV-060.2).
 */
export const requestContract = (
  state: KernelState,
  process: Process,
  terms: ContractTerms,
): Result<Contract> => {
  const { ledger, scheduler } = state.services;
  const verdictAt = earliestStart(state);
  const lastStart = lastStartAllowed(state, terms);
  if (lastStart < verdictAt) {
    return fail(
      'CAPABILITY_EXPIRED',
      `an envelope of ${terms.length} ticks does not end before the capability does`,
      'Ask for a shorter envelope, or for a capability with a wider time scope',
    );
  }
  const charged = ledger.charge(process.machine, 'contracts', 1);
  if (!charged.ok) return charged;
  const { resource, latestStart, ...rest } = terms;
  const asked = Math.min(latestStart, lastStart);
  const calibrated = lastStartCalibrated(terms);
  const latest = Math.max(Math.min(asked, calibrated), verdictAt);
  const contract: Contract = {
    ...rest,
    id: ++state.last.contract as ContractId,
    process: process.id,
    resource: resource.id,
    revision: revisionOf(resource),
    limitedByTerm: calibrated < asked,
    start: 0,
    end: 0,
    status: 'requested',
  };
  state.contracts.set(contract.id, contract);
  process.contracts.add(contract.id);
  process.waiting = 'envelope';
  scheduler.request({
    contract: contract.id,
    process: process.id,
    resource: resource.id,
    domain: terms.domain,
    length: terms.length,
    since: verdictAt,
    latestStart: latest,
    traits: traitsOf(state, process, terms, latest),
  });
  return { ok: true, value: contract };
};

/** The contract no longer exists: its quota is given back. */
export const forget = (state: KernelState, contract: Contract): Process => {
  const process = state.processes[contract.process]!;
  process.contracts.delete(contract.id);
  state.contracts.delete(contract.id);
  state.services.ledger.credit(process.machine, 'contracts', 1);
  return process;
};

/** Closes or voids every region that lives under a contract. */
export const closeRegions = (
  state: KernelState,
  contract: Contract,
  fault: Fault | undefined,
): void => {
  const process = state.processes[contract.process]!;
  for (const id of [...process.regions]) {
    const region = state.regions.get(id)!;
    if (region.contract === contract.id) closeRegion(state, process, region, fault);
  }
};

/**
 * Gives a contract back before its end: its regions are closed and the rest of its envelope is
 * free at once. A contract that never became active is revoked instead (XDV-023.6).
 */
export const releaseContract = (state: KernelState, contract: Contract, process: Process): void => {
  closeRegions(state, contract, undefined);
  state.services.scheduler.release(contract.resource, contract.id, state.tick);
  const { status } = contract;
  if (status === 'active') {
    moveTo(contract, 'released');
    emitContract(state, 'contract.released', contract, 0);
  } else if (status === 'issued') {
    moveTo(contract, 'revoked');
    emitContract(state, 'contract.revoked', contract, 0);
  }
  invariant(process.id === contract.process, 'contract of another process', contract.id);
  forget(state, contract);
};

/** Takes a contract away because its work failed (XDV-023.5). */
export const revokeContract = (state: KernelState, contract: Contract, fault: Fault): void => {
  closeRegions(state, contract, fault);
  state.services.scheduler.release(contract.resource, contract.id, state.tick);
  moveTo(contract, 'revoked');
  emitContract(state, 'contract.revoked', contract, outcomeOf(fault));
  forget(state, contract);
};
