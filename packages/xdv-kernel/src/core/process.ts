import {
  AUTHORITY_ALL,
  AUTHORITY_NONE,
  crossingBit,
  fail,
  intersectAuthority,
  invariant,
  KERNEL_PID,
  mayFollow,
  NO_CONTRACT,
  NO_HANDLE,
  ok,
  PERMISSIONS,
  PROCESS_LIFECYCLE,
  resourceBit,
  ROOT_MACHINE,
  TICK_MAX,
  type Authority,
  type Domain,
  type Fault,
  type Handle,
  type ProcessId,
  type ProcessState,
  type Result,
  type Value,
} from '@xdv/domain-model';
import { eventText } from './access.ts';
import { releaseContract } from './contracts.ts';
import { emit, outcomeOf, request } from './emit.ts';
import { Mailbox } from './mailbox.ts';
import { standFor } from './stand.ts';
import type { KernelState, Process, ProgramInfo } from './state.ts';
import { wake } from './wake.ts';
import { withdraw } from './withdraw.ts';

const DOMAIN_RIGHTS = {
  K: PERMISSIONS['execute-K'] | PERMISSIONS.allocate,
  Q: PERMISSIONS['execute-Q'] | PERMISSIONS['measure-Q'] | PERMISSIONS.allocate,
  Phi: PERMISSIONS['execute-Phi'] | PERMISSIONS['project-Phi'] | PERMISSIONS.allocate,
} as const;

/** The most that a process may do in a domain: its own work, and the crossings to and from K. */
const domainAuthority = (state: KernelState, domain: Domain): Authority => {
  const resources = state.resources.filter(({ profile }) => profile.domain === domain);
  return {
    permissions: DOMAIN_RIGHTS[domain],
    crossings: domain === 'K' ? 0 : crossingBit('K', domain) | crossingBit(domain, 'K'),
    resources: resources.reduce((mask, { id }) => mask | resourceBit(id), 0),
    from: 0,
    until: TICK_MAX,
  };
};

export const setState = (process: Process, to: ProcessState): void => {
  invariant(mayFollow(PROCESS_LIFECYCLE, process.state, to), `${process.state} → ${to}`);
  process.state = to;
};

/** Records a capability that now exists. */
export const emitGrant = (
  state: KernelState,
  actor: ProcessId,
  parent: Handle,
  domain: Domain,
  handle: Handle,
  holder: ProcessId,
): void => {
  const authority = state.services.capabilities.authority(handle) ?? AUTHORITY_NONE;
  const { permissions, crossings, resources, from, until } = authority;
  const data = [handle, holder, permissions, crossings, resources, from, until] as const;
  emit(state, 'capability.granted', domain, actor, parent, NO_CONTRACT, 0, data);
};

const bind = (
  state: KernelState,
  process: Process,
  domain: Domain,
  parent: Process | undefined,
): Result<null> => {
  const { capabilities } = state.services;
  const most = domainAuthority(state, domain);
  const limit = parent ? capabilities.authority(parent.handles[domain]) : AUTHORITY_ALL;
  const authority = intersectAuthority(most, limit ?? AUTHORITY_NONE);
  if (authority.permissions === 0) {
    return fail(
      'DOMAIN_UNAUTHORIZED',
      `${process.program.name} declares ${domain}, its parent has no capability for it`,
      `Declare '${domain}' in the parent's process({ domains }) too`,
    );
  }
  if (domain !== 'K' && authority.resources === 0) {
    return fail(
      'PROVIDER_UNAVAILABLE',
      `${process.program.name} declares ${domain}, and no provider serves it`,
      `Run with a provider for ${domain}`,
    );
  }
  const handle = capabilities.derive(KERNEL_PID, state.root, authority, process.id);
  if (!handle.ok) return handle;
  process.handles[domain] = handle.value;
  emitGrant(state, KERNEL_PID, state.root, domain, handle.value, process.id);
  emit(state, 'process.bound', domain, process.id, handle.value, NO_CONTRACT, 0, []);
  return ok(null);
};

const newProcess = (
  state: KernelState,
  program: ProgramInfo,
  parent: Process | undefined,
): Process => ({
  id: ++state.last.process as ProcessId,
  parent: parent?.id ?? KERNEL_PID,
  machine: parent?.machine ?? ROOT_MACHINE,
  program,
  state: 'created',
  handles: { K: NO_HANDLE, Q: NO_HANDLE, Phi: NO_HANDLE, parent: NO_HANDLE },
  waiting: 'nothing',
  reply: ok(undefined),
  computeLeft: 0,
  freeAt: state.tick,
  mailbox: new Mailbox(),
  joiners: [],
  draws: new Map(),
  contracts: new Set(),
  regions: new Set(),
  pages: 0,
  result: undefined,
});

/**
 * Creates a process, binds it to its declared domains within its parent's authority (XDV-004.1,
 * XDV-020.5) and makes it ready. If a domain cannot be bound the process ends at once with that
 * fault: what was granted so far is taken back.
 */
export const createProcess = (
  state: KernelState,
  program: ProgramInfo,
  args: Value,
  parent: Process | undefined,
): Result<Process> => {
  const { ledger, capabilities, scheduler } = state.services;
  const charged = ledger.charge(parent?.machine ?? ROOT_MACHINE, 'processes', 1);
  if (!charged.ok) return charged;
  const process = newProcess(state, program, parent);
  state.processes[process.id] = process;
  const { machine: tenant } = process;
  scheduler.describe(process.id, { tenant, priority: program.priority });
  emit(state, 'process.created', 'K', process.parent, NO_HANDLE, NO_CONTRACT, 0, [
    process.id,
    eventText(program.name),
    process.machine,
    standFor(state, args),
  ]);
  for (const domain of program.domains) {
    const bound = bind(state, process, domain, parent);
    if (bound.ok) continue;
    terminate(state, process, bound);
    return bound;
  }
  if (parent) {
    const send = { ...AUTHORITY_NONE, permissions: PERMISSIONS.send, from: 0, until: TICK_MAX };
    const handle = capabilities.grant(process.id, send, parent.id);
    if (handle.ok) {
      process.handles.parent = handle.value;
      emitGrant(state, process.id, NO_HANDLE, 'K', handle.value, process.id);
    }
  }
  setState(process, 'bound');
  setState(process, 'initialized');
  setState(process, 'active');
  emit(state, 'process.started', 'K', process.id, process.handles.K, NO_CONTRACT, 0, []);
  const handles = { ...process.handles };
  const source = program.source ?? program;
  request(state, { kind: 'create', process: process.id, program: source, args, handles });
  scheduler.ready(process.id, state.tick);
  return ok(process);
};

const childFault = (child: Process, fault: Fault): Result<never> =>
  fail(
    'CHILD_FAULTED',
    `p${child.id} (${child.program.name}) ended with ${fault.code}: ${fault.message}`,
    fault.hint,
  );

/** What a joiner of a process that has ended receives. */
export const joinReply = (child: Process): Result<unknown> => {
  invariant(child.result !== undefined, 'joined a process that has not ended', child.id);
  return child.result.ok ? child.result : childFault(child, child.result.fault);
};

/**
 * Ends a process: its contracts, regions, memory and capabilities are given up in a fixed order,
 * and whoever joined it wakes up (XDV-011.4, XDV-024.4).
 */
export const terminate = (state: KernelState, process: Process, result: Result<Value>): void => {
  const { capabilities, memory, ledger, scheduler } = state.services;
  process.result = result;
  setState(process, 'terminated');
  for (const id of [...process.contracts]) {
    releaseContract(state, state.contracts.get(id)!, process);
  }
  const outcome = result.ok ? 0 : outcomeOf(result.fault);
  emit(state, 'process.terminated', 'K', process.id, process.handles.K, NO_CONTRACT, outcome, [
    result.ok ? standFor(state, result.value) : null,
    result.ok ? '' : eventText(result.fault.message),
  ]);
  scheduler.remove(process.id);
  memory.release(process.id);
  if (process.pages > 0) ledger.credit(process.machine, 'kPages', process.pages);
  ledger.credit(process.machine, 'processes', 1);
  capabilities.revokeAll(process.id);
  withdraw(state);
  setState(process, 'released');
  emit(state, 'process.released', 'K', process.id, NO_HANDLE, NO_CONTRACT, 0, []);
  request(state, { kind: 'ended', process: process.id, result });
  process.mailbox.clear();
  for (const joiner of process.joiners) {
    const waiter = state.processes[joiner]!;
    if (waiter.state !== 'active') continue;
    const data = [process.id] as const;
    emit(state, 'process.joined', 'K', joiner, waiter.handles.K, NO_CONTRACT, outcome, data);
    wake(state, waiter, joinReply(process));
  }
};
