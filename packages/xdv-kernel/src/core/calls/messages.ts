import {
  fail,
  NO_CONTRACT,
  ok,
  type ProcessId,
  type Result,
  type Value,
} from '@xdv/domain-model';
import { denied, EXECUTE_K, handleOf, refuse, SEND } from '../access.ts';
import { emit } from '../emit.ts';
import { checkValue, standFor } from '../stand.ts';
import type { KernelState, Process } from '../state.ts';
import { wake } from '../wake.ts';
import type { Handler } from './handler.ts';

/** Sends `value` to the process that `handle` names. Refused, never dropped, when it is full. */
export const send: Handler = (state, process, call) => {
  const fault = denied(state, process, call.handle, SEND);
  if (fault) return refuse(state, process, call, 'K', fault);
  const target = state.services.capabilities.target(call.handle) as ProcessId;
  const receiver = state.processes[target];
  if (receiver?.state !== 'active' || receiver.mailbox.length >= state.options.mailboxMax) {
    const refused = fail(
      'MESSAGE_REFUSED',
      receiver?.state === 'active'
        ? `${state.options.mailboxMax} messages already wait for p${target}`
        : `p${target} has ended`,
      'Let the receiver answer before sending more, and join it to learn how it ended',
    );
    return refuse(state, process, call, 'K', refused.fault);
  }
  const value = checkValue(call.value);
  if (!value.ok) return refuse(state, process, call, 'K', value.fault);
  const id = ++state.last.message;
  const payload = standFor(state, value.value);
  const data = [target, id, payload] as const;
  emit(state, 'k.sent', 'K', process.id, call.handle, NO_CONTRACT, 0, data);
  receiver.mailbox.push({ id, sender: process.id, value: value.value });
  if (receiver.waiting === 'message') wake(state, receiver, takeMessage(state, receiver)!);
  return ok(undefined);
};

/** Takes the oldest message out of a mailbox, if there is one. */
const takeMessage = (state: KernelState, receiver: Process): Result<Received> | undefined => {
  const message = receiver.mailbox.take();
  if (!message) return undefined;
  const { id, sender, value } = message;
  const { K } = receiver.handles;
  emit(state, 'k.received', 'K', receiver.id, K, NO_CONTRACT, 0, [sender, id]);
  return ok({ sender, value });
};

interface Received {
  readonly sender: ProcessId;
  readonly value: Value;
}

/** Receives the oldest message, waiting for one if there is none. */
export const receive: Handler = (state, process, call) => {
  const fault = denied(state, process, handleOf(process, call, 'K'), EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const message = takeMessage(state, process);
  if (!message) process.waiting = 'message';
  return message;
};
