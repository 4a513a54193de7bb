import {
  show,
  fail,
  ok,
  ticksOf,
  TICK_MAX,
  type Call,
  type ContractId,
  type Duration,
  type Fault,
  type Result,
} from '@xdv/domain-model';
import { denied, enter, handleOf, invalid, refuse } from '../access.ts';
import { checkTerm, earliestStart, ticks } from '../admission.ts';
import { releaseContract, requestContract } from '../contracts.ts';
import { pickResource } from '../resources.ts';
import type { Contract, KernelState, Process, Resource } from '../state.ts';
import { isInteger, type Handler } from './handler.ts';

interface RequestTerms {
  readonly domain: 'Q' | 'Phi';
  readonly amount: number;
  readonly ns: number;
  readonly resource?: string;
  readonly latestNs?: number;
}

const badTerms = (terms: Partial<RequestTerms>): Fault | undefined => {
  const { domain, amount, ns, latestNs = 0 } = terms;
  if (domain !== 'Q' && domain !== 'Phi') {
    return invalid(`domain ${show(domain)} of a contract`, "Ask for 'Q' or 'Phi'");
  }
  if (!isInteger(amount, 1)) return invalid(`amount ${show(amount)}`, 'Ask for 1 or more');
  if (!isInteger(ns, 1)) return invalid(`length ${show(ns)} ns`, 'Write it with us() or ms()');
  return isInteger(latestNs, 0) ? undefined : invalid('latest start', 'Write it with us()');
};

/** An envelope is no longer than its device or machine allows, and within its calibration. */
const admitEnvelope =
  (state: KernelState, ns: number) =>
  (resource: Resource): Result<null> => {
    const { profile } = resource;
    const longest = profile.domain === 'Q' ? profile.budgetMaxNs : profile.windowMaxNs;
    if (ns <= longest) return checkTerm(resource, earliestStart(state), ticks(state, ns));
    const code = profile.domain === 'Q' ? 'DECOHERENCE_EXCEEDED' : 'COHERENCE_VIOLATION';
    const message = `${ns} ns is longer than the ${longest} ns of ${profile.name}`;
    return fail(code, message, 'Ask for a shorter envelope');
  };

/**
 * Asks for an envelope of `value.ns` on a resource of `value.domain`; the process waits until the
 * envelope starts and receives its contract (XDV-011.3).
 */
export const request: Handler = (state, process, call) => {
  const terms = (call.value ?? {}) as RequestTerms;
  const wrong = badTerms(terms);
  if (wrong) return refuse(state, process, call, 'K', wrong);
  const { domain, amount, ns } = terms;
  const picked = pickResource(state, domain, amount, terms.resource, admitEnvelope(state, ns));
  if (!picked.ok) return refuse(state, process, call, domain, picked.fault);
  const { resource, admitted } = picked.value;
  const handle = handleOf(process, call, domain);
  const fault = denied(state, process, handle, enter(domain, 'allocate', resource.id));
  if (fault) return refuse(state, process, call, domain, fault);
  if (!admitted.ok) return refuse(state, process, call, domain, admitted.fault);
  const asked = requestContract(state, process, {
    domain,
    resource,
    amount,
    length: ticks(state, ns),
    latestStart: latestStart(state, terms.latestNs),
    capability: handle,
    implicit: false,
    onStart: { kind: 'hold' },
  });
  return asked.ok ? undefined : refuse(state, process, call, domain, asked.fault);
};

const latestStart = (state: KernelState, latestNs: number | undefined): number => {
  if (latestNs === undefined) return TICK_MAX;
  return Math.min(TICK_MAX, state.tick + ticksOf(latestNs as Duration, state.options.tickNs));
};

/** The active contract `id` of a process, for work in `domain`, or why there is none. */
export const heldContract = (
  state: KernelState,
  process: Process,
  id: unknown,
  domain: 'Q' | 'Phi',
): Result<Contract> => {
  const contract = state.contracts.get(id as ContractId);
  if (contract?.process === process.id && contract.domain === domain) {
    if (contract.status === 'active') return ok(contract);
  }
  if (contract === undefined && isInteger(id, 1, state.last.contract)) {
    return fail(
      'CONTRACT_EXPIRED',
      `contract c${show(id)} has ended`,
      'Request a new contract, with a longer envelope if this one was too short',
    );
  }
  return fail(
    'CONTRACT_INVALID',
    `${show(id)} is not an active ${domain} contract of this process`,
    'Use the contract that contract.request gave to this process',
  );
};

/** Gives the contract `a` back. */
export const release: Handler = (state, process, call: Call) => {
  const contract = state.contracts.get(call.a as ContractId);
  const held = heldContract(state, process, call.a, contract?.domain ?? 'Q');
  if (!held.ok) return refuse(state, process, call, 'K', held.fault);
  releaseContract(state, held.value, process);
  return ok(undefined);
};
