import {
  show,
  NO_CONTRACT,
  NO_HANDLE,
  ok,
  type Authority,
  type Fault,
  type Handle,
  type ProcessId,
} from '@xdv/domain-model';
import { denied, invalid, refuse, SEND } from '../access.ts';
import { emit } from '../emit.ts';
import { emitGrant } from '../process.ts';
import { withdraw } from '../withdraw.ts';
import { isInteger, type Handler } from './handler.ts';

const FIELDS = ['permissions', 'crossings', 'resources', 'from', 'until'] as const;

const NOTHING: Authority = { permissions: 0, crossings: 0, resources: 0, from: 0, until: 0 };

/** The parent's authority with what `wish` names in its place, or what is wrong with the wish. */
const narrowed = (
  parent: Authority,
  wish: Readonly<Record<string, unknown>>,
): Authority | Fault => {
  const named = FIELDS.filter((field) => wish[field] !== undefined);
  const bad = named.find((field) => !isInteger(wish[field], 0));
  if (bad) return invalid(`${bad} ${show(wish[bad])} of a capability`, 'Pass a safe integer');
  return { ...parent, ...Object.fromEntries(named.map((field) => [field, wish[field]])) };
};

/**
 * Derives from `handle` a capability with the parts of an authority that `value` names, for the
 * process behind the handle `b`, or for the caller if that is 0 (XDV-002.6).
 */
export const derive: Handler = (state, process, call) => {
  const { capabilities } = state.services;
  const parent = capabilities.authority(call.handle);
  const other = call.b as Handle;
  const fault = other === NO_HANDLE ? undefined : denied(state, process, other, SEND);
  if (fault) return refuse(state, process, call, 'K', fault);
  const target = other === NO_HANDLE ? process.id : (capabilities.target(other) as ProcessId);
  const wish = (call.value ?? {}) as Readonly<Record<string, unknown>>;
  const authority = narrowed(parent ?? NOTHING, wish);
  if ('code' in authority) return refuse(state, process, call, 'K', authority);
  const handle = capabilities.derive(process.id, call.handle, authority, target);
  if (!handle.ok) return refuse(state, process, call, 'K', handle.fault);
  emitGrant(state, process.id, call.handle, 'K', handle.value, target);
  return handle;
};

/** Revokes `handle` and what derives from it; replies how many. Work under them ends. */
export const revoke: Handler = (state, process, call) => {
  const count = state.services.capabilities.revoke(process.id, call.handle);
  if (!count.ok) return refuse(state, process, call, 'K', count.fault);
  const data = [call.handle, count.value] as const;
  emit(state, 'capability.revoked', 'K', process.id, NO_HANDLE, NO_CONTRACT, 0, data);
  withdraw(state);
  return ok(count.value);
};
