import {
  show,
  DOMAINS,
  fail,
  NO_CONTRACT,
  NO_HANDLE,
  ok,
  AUTHORITY_NONE,
  PERMISSIONS,
  TICK_MAX,
  type Domain,
  type ProcessId,
  type Result,
  type Value,
} from '@xdv/domain-model';
import { denied, handleOf, JOIN, refuse, EXECUTE_K } from '../access.ts';
import { emit, outcomeOf } from '../emit.ts';
import { createProcess, emitGrant, joinReply, terminate } from '../process.ts';
import type { ProgramInfo } from '../state.ts';
import { snapshot } from '../snapshot.ts';
import { checkValue } from '../stand.ts';
import { isInteger, type Handler } from './handler.ts';

const PRIORITY_MAX = 1000;

/**
 * Accepts what a process or an entry point gives as a program: a name, and domains that include K,
 * which anchors every process (XDV-020.1). PROGRAM_INVALID otherwise.
 */
export const checkProgram = (value: unknown): Result<ProgramInfo> => {
  const { name, domains, priority = 0 } = (value ?? {}) as Partial<ProgramInfo>;
  const hint = "Make it with process({ domains: ['K', …] }, function* (sys, args) { … })";
  if (typeof name !== 'string' || !Array.isArray(domains)) {
    return fail('PROGRAM_INVALID', 'the value is not a process', hint);
  }
  const known = (domains as unknown[]).every((d) => DOMAINS.includes(d as Domain));
  if (!known || new Set(domains).size !== domains.length) {
    return fail('PROGRAM_INVALID', `the domains of ${show(name)}`, hint);
  }
  if (!domains.includes('K')) {
    const message = `${show(name)} does not declare K, which anchors a process`;
    return fail('PROGRAM_INVALID', message, hint);
  }
  if (!isInteger(priority, -PRIORITY_MAX, PRIORITY_MAX)) {
    const message = `priority ${show(priority)} of ${show(name)}`;
    return fail('PROGRAM_INVALID', message, `Give it an integer within ±${PRIORITY_MAX}`);
  }
  return ok({ name: name.toWellFormed(), domains: [...domains], priority, source: value });
};

/** A program is the one thing of a call that is not plain data: it is checked, not copied. */
const readSpawn = (value: unknown): Result<{ program: ProgramInfo; args: Value }> => {
  try {
    const { program, args } = (value ?? {}) as { program?: unknown; args?: unknown };
    const checked = checkProgram(program);
    if (!checked.ok) return checked;
    const plain = snapshot(args);
    if (!plain.ok) return plain;
    const encodable = checkValue(plain.value);
    return encodable.ok ? ok({ program: checked.value, args: encodable.value }) : encodable;
  } catch {
    return fail('PROGRAM_INVALID', 'the program cannot be read', 'Pass what process() returned');
  }
};

/** Starts `value.program` with `value.args`; replies a handle to send to and join the child. */
export const spawn: Handler = (state, process, call) => {
  const fault = denied(state, process, handleOf(process, call, 'K'), EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const terms = readSpawn(call.value);
  if (!terms.ok) return refuse(state, process, call, 'K', terms.fault);
  const { program, args } = terms.value;
  const child = createProcess(state, program, args, process);
  if (!child.ok) return refuse(state, process, call, 'K', child.fault);
  const permissions = PERMISSIONS.send | PERMISSIONS.join;
  const authority = { ...AUTHORITY_NONE, permissions, from: 0, until: TICK_MAX };
  const handle = state.services.capabilities.grant(process.id, authority, child.value.id);
  if (!handle.ok) return refuse(state, process, call, 'K', handle.fault);
  emitGrant(state, process.id, NO_HANDLE, 'K', handle.value, process.id);
  return handle;
};

/** Waits for the process behind `handle` to end; replies its result, or CHILD_FAULTED. */
export const join: Handler = (state, process, call) => {
  const fault = denied(state, process, call.handle, JOIN);
  if (fault) return refuse(state, process, call, 'K', fault);
  const target = state.services.capabilities.target(call.handle) as ProcessId;
  const child = state.processes[target]!;
  if (child.result === undefined) {
    child.joiners.push(process.id);
    process.waiting = 'child';
    return undefined;
  }
  const outcome = child.result.ok ? 0 : outcomeOf(child.result.fault);
  emit(state, 'process.joined', 'K', process.id, call.handle, NO_CONTRACT, outcome, [target]);
  return joinReply(child);
};

/** Ends the calling process with `value`. */
export const exit: Handler = (state, process, call) => {
  const value = checkValue(call.value);
  if (!value.ok) return refuse(state, process, call, 'K', value.fault);
  terminate(state, process, value);
  return undefined;
};
