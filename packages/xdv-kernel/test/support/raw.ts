import { CALLS, type Call, type CallName, type Handle, type Result } from '@xdv/domain-model';

/** Fields of a call, of any type: what a guest without types may send. */
export type LooseCall = { readonly [Field in keyof Call]?: unknown };

/** Yields a call as it stands, past everything that `sys` does, and gives the kernel's reply. */
export function* raw(call: LooseCall): Generator<Call, Result<unknown>, Result<unknown>> {
  return yield { call: 0, handle: 0, a: 0, b: 0, value: null, ...call } as Call;
}

/** The same, by name. */
export const rawCall = (name: CallName, fields: LooseCall = {}) =>
  raw({ ...fields, call: CALLS[name] });

export const handle = (value: unknown): Handle => value as Handle;
