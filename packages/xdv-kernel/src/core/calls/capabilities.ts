import {
  show,
  NO_CONTRACT,
  ok,
  type Authority,
  type Fault,
  type ProcessId,
} from '@xdv/domain-model';
import { denied, invalid, refuse, SEND } from '../access.ts';
import { emit } from '../emit.ts';
import { emitGrant } from '../process.ts';
import type { KernelState } from '../state.ts';
import { withdraw } from '../withdraw.ts';
import { isInteger, type Handler } from './handler.ts';

const FIELDS = ['permissions', 'crossings', 'resources', 'from', 'until'] as const;

/** The parent's authority with what `wish` names in its place; a string says what is wrong. */
const wished = (
  state: KernelState,
  parent: Authority,
  wish: Partial<Record<string, unknown>>,
): Authority | Fault => {
  const bad = FIELDS.find((field) => wish[field] !== undefined && !isInteger(wish[field], 0));
  if (bad) return invalid(`${bad} ${show(wish[bad])} of a capability`, 'Pass a safe integer');
  return { ...parent, from: Math.max(parent.from, 0), ...(wish as Partial<Authority>) };
};

/**
 * Derives from `handle` a capability narrowed by `value.authority`, for the process behind the
 * handle `b`, or for the caller if that is 0 (XDV-002.6).
 */
export const derive: Handler = (state, process, call) => {
  const { capabilities } = state.services;
  const parent = capabilities.authority(call.handle);
  const forOther = call.b !== 0;
  const fault = forOther ? denied(state, process, call.b as never, SEND) : undefined;
  if (fault) return refuse(state, process, call, 'K', fault);
  const recipient = forOther ? (capabilities.target(call.b as never) as ProcessId) : process.id;
  const wish = (call.value ?? {}) as Partial<Record<string, unknown>>;
  const authority = wished(state, parent ?? NOTHING, wish);
  if ('code' in authority) return refuse(state, process, call, 'K', authority);
  const handle = capabilities.derive(process.id, call.handle, authority, recipient);
  if (!handle.ok) return refuse(state, process, call, 'K', handle.fault);
  emitGrant(state, process.id, call.handle, 'K', handle.value, recipient);
  return handle;
};

const NOTHING: Authority = { permissions: 0, crossings: 0, resources: 0, from: 0, until: 0 };

/** Revokes `handle` and what derives from it; replies how many. Work under them ends. */
export const revoke: Handler = (state, process, call) => {
  const count = state.services.capabilities.revoke(process.id, call.handle);
  if (!count.ok) return refuse(state, process, call, 'K', count.fault);
  const data = [call.handle, count.value] as const;
  emit(state, 'capability.revoked', 'K', process.id, 0 as never, NO_CONTRACT, 0, data);
  withdraw(state);
  return ok(count.value);
};
