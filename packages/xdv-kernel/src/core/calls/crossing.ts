import {
  fail,
  NO_HANDLE,
  show,
  TICK_MAX,
  type Call,
  type Failure,
  type Fault,
  type Handle,
  type RegionId,
  type Result,
  type TransitionPhase,
} from '@xdv/domain-model';
import { denied, enter, leave } from '../access.ts';
import { ticks } from '../admission.ts';
import { requestContract, revokeContract } from '../contracts.ts';
import { describeWork } from '../descriptor.ts';
import { startJob } from '../start.ts';
import { closeRegion } from '../regions.ts';
import { rollback } from '../transitions.ts';
import type {
  Contract,
  KernelState,
  PlannedJob,
  Process,
  ProviderWork,
  Region,
  Resource,
} from '../state.ts';
import { heldContract } from './contracts.ts';

/** A crossing from K on its way through the seven phases (XDV-022.1). */
export interface Crossing {
  readonly domain: 'Q' | 'Phi';
  readonly call: Call;
  readonly capability: Handle;
  /** The capability passed its check: only then it is worth recording. */
  authorized: boolean;
  readonly id: number;
}

export const beginCrossing = (
  state: KernelState,
  domain: 'Q' | 'Phi',
  call: Call,
  capability: Handle,
): Crossing => ({ domain, call, capability, authorized: false, id: ++state.last.transition });

/** The crossing failed in `phase`: nothing of it remains but the event, and the reply. */
export const abandon = (
  state: KernelState,
  process: Process,
  { domain, id, capability, authorized }: Crossing,
  phase: TransitionPhase,
  fault: Fault,
): Result<never> => {
  const used = authorized ? capability : NO_HANDLE;
  rollback(state, process, domain, id, phase, used, fault);
  return { ok: false, fault };
};

/** Phase 1 for one-shot work and allocation: may this process use this resource? */
export const mayEnter = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  resource: Resource,
  reads: boolean,
): Fault | undefined => {
  const { domain, capability } = crossing;
  const permission = reads ? (`execute-${domain}` as const) : 'allocate';
  const fault =
    denied(state, process, capability, enter(domain, permission, resource.id)) ??
    (reads ? denied(state, process, capability, leave(domain, resource.id)) : undefined);
  crossing.authorized = fault === undefined;
  return fault;
};

export const planJob = (
  state: KernelState,
  crossing: Crossing,
  work: ProviderWork,
  ns: number,
  budgetNs = Infinity,
): PlannedJob => ({
  call: crossing.call.call,
  capability: crossing.capability,
  work,
  ticks: ticks(state, ns),
  budgetNs,
  descriptor: describeWork(state.services.hasher, work),
  transition: crossing.id,
});

const overrun = (domain: 'Q' | 'Phi', needs: number, contract: Contract): Failure =>
  fail(
    domain === 'Q' ? 'DECOHERENCE_EXCEEDED' : 'COHERENCE_VIOLATION',
    `the work ends at tick ${needs}, contract c${contract.id} at tick ${contract.end}`,
    domain === 'Q' ? 'Ask for a longer budget or do less' : 'Ask for a longer window or do less',
  );

/** Authority must last to the tick at which work ends: its result is read out then (XDV-002.7). */
const expires = (state: KernelState, { capability }: Crossing, end: number): Fault | undefined => {
  const until = state.services.capabilities.authority(capability)?.until ?? 0;
  if (end < until) return undefined;
  return fail(
    'CAPABILITY_EXPIRED',
    `the work ends at tick ${end}, the capability before tick ${until}`,
    'Do less, or ask for a capability with a wider time scope',
  ).fault;
};

/** Runs a planned job in a contract that the process holds, named by `call.a` (phases 3 to 7). */
export const runUnder = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  planned: PlannedJob,
  resource: Resource,
): Result<unknown> | undefined => {
  const held = heldContract(state, process, crossing.call.a, crossing.domain);
  if (!held.ok) return abandon(state, process, crossing, 'validate-contract', held.fault);
  const contract = held.value;
  if (contract.resource !== resource.id) {
    const other = fail(
      'CONTRACT_INVALID',
      `contract c${contract.id} is for r${contract.resource}, the work needs r${resource.id}`,
      'Name the resource when requesting the contract',
    );
    return abandon(state, process, crossing, 'validate-contract', other.fault);
  }
  const end = state.tick + planned.ticks;
  if (end > contract.end) {
    const late = overrun(crossing.domain, end, contract);
    return abandon(state, process, crossing, 'validate-contract', late.fault);
  }
  const expired = expires(state, crossing, end);
  if (expired) return abandon(state, process, crossing, 'validate-capability', expired);
  startJob(state, process, contract, planned, 0);
  return undefined;
};

/** Requests a contract for one job, or for a region of `region` qubits or oscillators. */
export const runAlone = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  planned: PlannedJob,
  resource: Resource,
  { amount, length, region }: { amount: number; length: number; region: boolean },
): Result<unknown> | undefined => {
  const asked = requestContract(state, process, {
    domain: crossing.domain,
    resource,
    amount,
    length,
    latestStart: TICK_MAX,
    capability: crossing.capability,
    implicit: true,
    onStart: region ? { kind: 'open', job: planned, size: amount } : { kind: 'run', job: planned },
  });
  return asked.ok ? undefined : abandon(state, process, crossing, 'reserve', asked.fault);
};

/** The live region `call.a` of a process, or why there is none. */
export const heldRegion = (
  state: KernelState,
  process: Process,
  id: number,
  domain: 'Q' | 'Phi',
): Result<Region> => {
  const region = state.regions.get(id as RegionId);
  const what = domain === 'Q' ? 'container' : 'envelope';
  if (region?.process !== process.id || region.domain !== domain) {
    return fail(
      'REGION_UNKNOWN',
      `${show(id)} is not a ${what} of this process`,
      `Use the ${what} that this process ${domain === 'Q' ? 'allocated' : 'opened'}`,
    );
  }
  if (region.status === 'alive') return { ok: true, value: region };
  if (region.fault) return { ok: false, fault: region.fault };
  const hint = `A ${what} cannot be used again: make a new one`;
  return fail('REGION_VOID', `the ${what} was given back`, hint);
};

/**
 * Work on a region in its contract: capability, contract and envelope are checked on every call
 * (XDV-033.3). Work that would outlast the envelope voids the region: its state would be lost.
 */
export const workOn = (
  state: KernelState,
  process: Process,
  crossing: Crossing,
  region: Region,
  plan: { readonly work: ProviderWork; readonly ns: number; readonly reads: boolean },
): Result<unknown> | undefined => {
  const { domain, capability } = crossing;
  const contract = state.contracts.get(region.contract)!;
  const access = plan.reads
    ? leave(domain, contract.resource)
    : enter(domain, `execute-${domain}`, contract.resource);
  const fault = denied(state, process, capability, access);
  if (fault) return abandon(state, process, crossing, 'validate-capability', fault);
  crossing.authorized = true;
  const planned = planJob(state, crossing, plan.work, plan.ns);
  const end = state.tick + planned.ticks;
  if (end <= contract.end) {
    const expired = expires(state, crossing, end);
    if (expired) return abandon(state, process, crossing, 'validate-capability', expired);
    startJob(state, process, contract, planned, region.id);
    return undefined;
  }
  const late = overrun(domain, end, contract);
  voidLate(state, process, contract, region, late.fault);
  return abandon(state, process, crossing, 'validate-contract', late.fault);
};

/** The state would decohere before the work is done: it is given up now, not at the deadline. */
const voidLate = (
  state: KernelState,
  process: Process,
  contract: Contract,
  region: Region,
  fault: Fault,
): void => {
  if (contract.implicit) revokeContract(state, contract, fault);
  else closeRegion(state, process, region, fault);
};
