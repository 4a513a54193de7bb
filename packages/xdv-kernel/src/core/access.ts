import {
  show,
  crossingBit,
  FAULT_BY_NUMBER,
  FAULTS,
  NO_CONTRACT,
  NO_HANDLE,
  PERMISSIONS,
  resourceBit,
  type AccessRequest,
  type Call,
  type Domain,
  type Fault,
  type Handle,
  type Permission,
  type Result,
} from '@xdv/domain-model';
import { emit, outcomeOf } from './emit.ts';
import type { KernelState, Process } from './state.ts';

/** The handle a call uses: the one it names, or the process's own one of the domain. */
export const handleOf = (process: Process, call: Call, domain: Domain): Handle =>
  call.handle === NO_HANDLE ? process.handles[domain] : call.handle;

const request = (permission: Permission, crossing = 0, resource = 0): AccessRequest => ({
  permission: PERMISSIONS[permission],
  crossing,
  resource,
});

/** What calls within K need. */
export const EXECUTE_K = request('execute-K');
export const SEND = request('send');
export const JOIN = request('join');

/** What a crossing from K to `target` on a resource needs. */
export const enter = (
  target: 'Q' | 'Phi',
  permission: Permission,
  resource: number,
): AccessRequest => request(permission, crossingBit('K', target), resourceBit(resource));

/** What reading `source` out into K needs. */
export const leave = (source: 'Q' | 'Phi', resource: number): AccessRequest =>
  request(
    source === 'Q' ? 'measure-Q' : 'project-Phi',
    crossingBit(source, 'K'),
    resourceBit(resource),
  );

const HINTS: Readonly<Record<string, string>> = {
  HANDLE_UNKNOWN: 'Use a handle that this process received from a system call',
  HANDLE_REVOKED: 'Ask the process that derived it for a new one',
  HANDLE_FOREIGN: 'A handle works only in the process it was issued to; derive one for the other',
  CAPABILITY_EXPIRED: 'Ask for a capability with a wider time scope',
  DOMAIN_UNAUTHORIZED: 'Declare the domain in process({ domains }) or pass a capability that allows it',
};

/**
 * The fault if `process` may not do this with `handle` now, else undefined. Constant time, and
 * nothing is allocated when access is granted.
 */
export const denied = (
  state: KernelState,
  process: Process,
  handle: Handle,
  access: AccessRequest,
): Fault | undefined => {
  const outcome = state.services.capabilities.check(process.id, handle, access, state.tick);
  if (outcome === 0) return undefined;
  const code = FAULT_BY_NUMBER.get(outcome) ?? 'DOMAIN_UNAUTHORIZED';
  const none = handle === NO_HANDLE;
  const what = none ? 'the process has no capability here' : `handle ${show(handle)}`;
  return { code, message: `${what}: ${FAULTS[code].meaning}`, hint: HINTS[code] ?? '' };
};

/** Longest message that an event carries. */
const MESSAGE_MAX = 400;

/** Text fit for an event: bounded, and with a UTF-8 form. */
export const eventText = (text: string): string => text.slice(0, MESSAGE_MAX).toWellFormed();

/** Records that a call was refused, and gives the refusal back as the call's reply. */
export const refuse = (
  state: KernelState,
  process: Process,
  call: Call,
  domain: Domain,
  fault: Fault,
): Result<never> => {
  // a hostile call number or handle must not end up in the trace as it is
  const number = Number.isSafeInteger(call.call) && call.call >= 0 ? call.call : 0;
  emit(state, 'call.refused', domain, process.id, NO_HANDLE, NO_CONTRACT, outcomeOf(fault), [
    number,
    eventText(fault.message),
  ]);
  return { ok: false, fault };
};

/** A fault for a wrong argument. */
export const invalid = (message: string, hint: string): Fault => ({
  code: 'ARGUMENT_INVALID',
  message,
  hint,
});
