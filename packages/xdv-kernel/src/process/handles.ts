import type { Handle, Id, ProcessId, Value } from '@xdv/domain-model';

/** A Q container of this process: an identity, never a state. */
export type Container = Id<'Container'>;
/** A Φ envelope of this process: an identity, never a state. */
export type Envelope = Id<'Envelope'>;
/** A contract that this process holds. */
export type Contract = Id<'Contract'>;

declare const result: unique symbol;
/** A child process: a capability to send to it and join it, with the type of its result. */
export type Child<T> = Handle & { readonly [result]?: T };

/** A message as its receiver gets it: a copy. */
export interface Received<T = Value> {
  readonly sender: ProcessId;
  readonly value: T;
}
