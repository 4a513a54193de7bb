import { NO_CONTRACT, ok } from '@xdv/domain-model';
import { denied, EXECUTE_K, handleOf, invalid, refuse } from '../access.ts';
import { emit } from '../emit.ts';
import { standFor } from '../stand.ts';
import type { Handler } from './handler.ts';

/** Grows the K memory of the process by `a` pages; replies its size in bytes. */
export const grow: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const { memory, ledger } = state.services;
  const charged = ledger.charge(process.machine, 'kPages', call.a);
  if (!charged.ok) return refuse(state, process, call, 'K', charged.fault);
  const grown = memory.grow(process.id, call.a);
  if (!grown.ok) {
    ledger.credit(process.machine, 'kPages', call.a);
    return refuse(state, process, call, 'K', grown.fault);
  }
  process.pages += call.a;
  emit(state, 'memory.grown', 'K', process.id, handle, NO_CONTRACT, 0, [grown.value]);
  return grown;
};

/** Reads `b` bytes at address `a`. */
export const read: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const bytes = state.services.memory.read(process.id, call.a, call.b);
  if (!bytes.ok) return refuse(state, process, call, 'K', bytes.fault);
  emit(state, 'memory.read', 'K', process.id, handle, NO_CONTRACT, 0, [call.a, call.b]);
  return bytes;
};

/** Writes the bytes `value` at address `a`. */
export const write: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  if (!(call.value instanceof Uint8Array)) {
    const wrong = invalid('only bytes can be written to memory', 'Pass a Uint8Array');
    return refuse(state, process, call, 'K', wrong);
  }
  const written = state.services.memory.write(process.id, call.a, call.value);
  if (!written.ok) return refuse(state, process, call, 'K', written.fault);
  const payload = standFor(state, call.value);
  emit(state, 'memory.written', 'K', process.id, handle, NO_CONTRACT, 0, [call.a, payload]);
  return ok(undefined);
};
