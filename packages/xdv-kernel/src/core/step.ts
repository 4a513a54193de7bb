import {
  show,
  AUTHORITY_ALL,
  CALLS,
  fail,
  invariant,
  KERNEL_PID,
  NO_CONTRACT,
  NO_HANDLE,
  ROOT_MACHINE,
  TICK_MAX,
  type AnyEvent,
  type Call,
  type ContractId,
  type Decision,
  type Fault,
  type JobId,
  type ProcessId,
  type ResourceId,
  type Result,
  type Value,
} from '@xdv/domain-model';
import { eventText, refuse } from './access.ts';
import { checkProgram } from './calls/processes.ts';
import { HANDLER_BY_NUMBER } from './calls/table.ts';
import { chargeCompute } from './calls/time.ts';
import { arbitrate, endContract, startContract } from './envelopes.ts';
import { advance, emit, request } from './emit.ts';
import { dropJob, endJob } from './jobs.ts';
import { createProcess, emitGrant, terminate } from './process.ts';
import { snapshot } from './snapshot.ts';
import { checkValue } from './stand.ts';
import type { Effect, Input, KernelState, Process } from './state.ts';

export interface Step {
  /** Decisions, in total order: the next entries of the trace. */
  readonly events: readonly AnyEvent[];
  /** Requests to the outside, in order; the last one says what the core waits for. */
  readonly effects: readonly Effect[];
}

// never written to: the first event or effect of a step replaces them
const NO_EVENTS: AnyEvent[] = [];
const NO_EFFECTS: Effect[] = [];

type InputOf<Kind extends Input['kind']> = Extract<Input, { readonly kind: Kind }>;

/**
 * Advances `state` by one input: decides, then runs on in logical time until only the outside can
 * say what happens next. The last effect is `resume` (a process runs), `await` (a job's outcome is
 * due) or `finished`.
 *
 * Nothing here reads a clock, draws at random or waits: the same state and input give the same
 * events and effects, byte for byte (XDV-003.5). The state is advanced in place; `apply` is the
 * same over a copy.
 */
export const step = (state: KernelState, input: Input): Step => {
  decide(state, input);
  const { turn } = state;
  if (turn !== KERNEL_PID) {
    const { reply } = state.processes[turn]!;
    request(state, { kind: 'resume', process: turn, reply });
  }
  return { events: state.events, effects: state.effects };
};

/**
 * What {@link step} does, with its result left in the state for the driver's loop, which spares the
 * objects of it: `events`, `effects`, and as `turn` the process to resume with its `reply`.
 */
export const decide = (state: KernelState, input: Input): void => {
  invariant(!state.finished, 'input after the run finished', input.kind);
  state.events = NO_EVENTS;
  state.effects = NO_EFFECTS;
  state.turn = KERNEL_PID;
  accept(state, input);
  state.inputs++;
  if (!state.finished) runOn(state);
};

const accept = (state: KernelState, input: Input): void => {
  switch (input.kind) {
    case 'call':
      return acceptCall(state, input);
    case 'completion':
      invariant(input.job === state.awaiting, 'completion of a job not awaited', input.job);
      state.awaiting = 0;
      if (state.jobs.has(input.job)) endJob(state, input.job, input.result);
      return;
    case 'return':
      return acceptEnd(state, input.process, plainValue(input.value));
    case 'fault':
      return acceptEnd(state, input.process, { ok: false, fault: input.fault });
    case 'boot':
      return boot(state, input);
    case 'halt':
      return halt(state, input.reason);
    case 'continue':
  }
};

/** Sets up the root authority, machine and resources, then the first process (XDV-062.3). */
const boot = (state: KernelState, { program, args }: InputOf<'boot'>): void => {
  const { capabilities, scheduler } = state.services;
  invariant(state.seq === 0, 'booted twice');
  emit(state, 'machine.created', 'K', KERNEL_PID, NO_HANDLE, NO_CONTRACT, 0, [ROOT_MACHINE]);
  const root = capabilities.grant(KERNEL_PID, AUTHORITY_ALL, 0);
  invariant(root.ok, 'no room for the root capability');
  state.root = root.value;
  emitGrant(state, KERNEL_PID, NO_HANDLE, 'K', root.value, KERNEL_PID);
  for (const { id, provider, profile } of state.resources) {
    scheduler.attach(id, profile.domain);
    const capacity = profile.domain === 'Q' ? profile.qubits : profile.oscillators;
    const data = [id, provider, profile.name, capacity] as const;
    emit(state, 'resource.attached', profile.domain, KERNEL_PID, root.value, NO_CONTRACT, 0, data);
  }
  const checked = checkProgram(program);
  invariant(checked.ok, 'the entry point did not check the program');
  createProcess(state, checked.value, args, undefined);
};

const runningProcess = (state: KernelState, id: ProcessId): Process => {
  invariant(id === state.running, 'input of a process that does not run', id);
  return state.processes[id]!;
};

const acceptCall = (state: KernelState, { process: id, call }: InputOf<'call'>): void => {
  const process = runningProcess(state, id);
  const { callTicks } = state.options;
  const { scheduler } = state.services;
  process.freeAt = state.tick + callTicks;
  const reply = perform(state, process, call);
  if (reply !== undefined) process.reply = reply;
  // a compute call is charged by itself, slice by slice
  if (process.computeLeft > 0) return;
  scheduler.charge(state.lane, callTicks);
  if (reply === undefined) scheduler.block(state.lane);
};

const perform = (
  state: KernelState,
  process: Process,
  call: Call,
): Result<unknown> | undefined => {
  const handler = HANDLER_BY_NUMBER[call.call];
  if (handler !== undefined) {
    const { value } = call;
    if (typeof value !== 'object' || value === null || call.call === CALLS.spawn) {
      return handler(state, process, call);
    }
    const plain = snapshot(value);
    if (!plain.ok) return refuse(state, process, call, 'K', plain.fault);
    const { call: number, handle, a, b } = call;
    return handler(state, process, { call: number, handle, a, b, value: plain.value });
  }
  const unknown = fail(
    'SYSCALL_UNKNOWN',
    `there is no system call ${show(call.call)}`,
    'Yield operations made by sys only',
  );
  return refuse(state, process, call, 'K', unknown.fault);
};

const plainValue = (value: unknown): Result<Value> => {
  const plain = snapshot(value);
  return plain.ok ? checkValue(plain.value) : plain;
};

const acceptEnd = (state: KernelState, id: ProcessId, result: Result<Value>): void => {
  const process = runningProcess(state, id);
  terminate(state, process, result);
};

const halted = (reason: string): Fault => ({
  code: 'PROCESS_HALTED',
  message: `the operator halted the run: ${reason}`,
  hint: 'Run it again to the end, or replay what was recorded',
});

/** Ends every process, youngest first, so that children end before their parents. */
const endAll = (state: KernelState, fault: Fault, only: (process: Process) => boolean): void => {
  const ending = state.processes.filter((process) => process.result === undefined && only(process));
  for (const process of ending.reverse()) terminate(state, process, { ok: false, fault });
};

const halt = (state: KernelState, reason: string): void => {
  const data = [eventText(reason), state.inputs] as const;
  emit(state, 'operator.halted', 'K', KERNEL_PID, NO_HANDLE, NO_CONTRACT, 0, data);
  state.awaiting = 0;
  for (const job of state.jobs.values()) dropJob(state, job, halted(reason));
  endAll(state, halted(reason), () => true);
  finish(state);
};

const finish = (state: KernelState): void => {
  const data = [state.last.process] as const;
  emit(state, 'run.ended', 'K', KERNEL_PID, NO_HANDLE, NO_CONTRACT, 0, data);
  state.finished = true;
  request(state, { kind: 'finished' });
};

/** A step that decides more than this hands control back, so that a driver can halt it. */
const EVENTS_PER_STEP = 1024;

/** Follows the scheduler until a process runs, a job's outcome is due, or nothing is left. */
const runOn = (state: KernelState): void => {
  const { scheduler } = state.services;
  while (state.awaiting === 0) {
    const decision = scheduler.next();
    reportPolicy(state);
    if (decision === null) {
      if (endDeadlock(state)) continue;
      return finish(state);
    }
    if (decision.tick > TICK_MAX - state.options.callTicks) return endTime(state);
    advance(state, decision.tick);
    if (decision.kind === 'timer') fire(state, decision);
    else if (resume(state, decision)) return;
    if (state.events.length >= EVENTS_PER_STEP && state.awaiting === 0) {
      return request(state, { kind: 'continue' });
    }
  }
};

/** The last tick is near: whatever still runs cannot be given another call. */
const endTime = (state: KernelState): void => {
  const used = fail('RESOURCE_EXHAUSTED', 'logical time is used up', 'Use longer ticks');
  endAll(state, used.fault, () => true);
  finish(state);
};

const fire = (state: KernelState, { timer, id }: Decision & { kind: 'timer' }): void => {
  switch (timer) {
    case 'job-end':
      if (!state.jobs.has(id as JobId)) return;
      state.awaiting = id as JobId;
      request(state, { kind: 'await', job: id as JobId });
      return;
    case 'contract-end':
      return endContract(state, id as ContractId);
    case 'contract-start':
      return startContract(state, id as ContractId);
    case 'arbitrate':
      return arbitrate(state, id as ResourceId);
    case 'wake':
      return wakeUp(state, id as ProcessId);
  }
};

const wakeUp = (state: KernelState, id: ProcessId): void => {
  const process = state.processes[id]!;
  if (process.state !== 'active') return;
  process.waiting = 'nothing';
  state.services.scheduler.ready(id, state.tick);
};

/** Lets the process run; false if it only spent its slice on a compute call. */
const resume = (state: KernelState, decision: Decision & { kind: 'run' }): boolean => {
  const process = state.processes[decision.process]!;
  state.running = process.id;
  state.lane = decision.lane;
  if (process.computeLeft > 0) {
    chargeCompute(state, process, decision.sliceLeft);
    return false;
  }
  state.turn = process.id;
  return true;
};

const reportPolicy = (state: KernelState): void => {
  const reason = state.services.scheduler.quarantined();
  if (reason === undefined) return;
  const data = [eventText(state.options.policyName), eventText(reason)] as const;
  emit(state, 'policy.quarantined', 'K', KERNEL_PID, NO_HANDLE, NO_CONTRACT, 0, data);
};

/** Processes named in the message of a deadlock. */
const DEADLOCK_NAMES = 8;

const deadlock = (stuck: readonly Process[]): Fault => {
  const names = stuck.slice(0, DEADLOCK_NAMES).map(({ id, waiting }) => `p${id} for a ${waiting}`);
  const more = stuck.length > names.length ? ` and ${stuck.length - names.length} more` : '';
  return {
    code: 'DEADLOCK',
    message: `nothing can happen any more, waiting: ${names.join(', ')}${more}`,
    hint: 'Send the message or end the process that another waits for',
  };
};

/**
 * Nothing can happen any more: processes that still wait do so for ever. Those that wait for
 * something other than a child end first, so that whoever joined them learns of it and may go on.
 * True if there were any.
 */
const endDeadlock = (state: KernelState): boolean => {
  const stuck = state.processes.filter(({ result }) => result === undefined);
  if (stuck.length === 0) return false;
  const joinersOnly = stuck.every(({ waiting }) => waiting === 'child');
  endAll(state, deadlock(stuck), ({ waiting }) => joinersOnly || waiting !== 'child');
  return true;
};
