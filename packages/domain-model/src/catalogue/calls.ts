import type { Handle } from '../ids.ts';

/**
 * System calls and their numbers: stable for ever, never reused. A call is flat, so that a guest in
 * another language can make it (XDV-052.2): number, handle, two integers, one value.
 */
export const CALLS = {
  time: 1,
  random: 2,
  log: 3,
  compute: 4,
  sleep: 5,
  spawn: 10,
  join: 11,
  exit: 12,
  send: 20,
  receive: 21,
  'memory.grow': 30,
  'memory.read': 31,
  'memory.write': 32,
  'capability.derive': 40,
  'capability.revoke': 41,
  'contract.request': 50,
  'contract.release': 51,
  'q.run': 60,
  'q.allocate': 61,
  'q.apply': 62,
  'q.measure': 63,
  'q.release': 64,
  'q.calibrate': 65,
  'phi.solve': 70,
  'phi.open': 71,
  'phi.apply': 72,
  'phi.evaluate': 73,
  'phi.close': 74,
} as const;

export type CallName = keyof typeof CALLS;

/** The largest call number. */
export const CALL_MAX = 74;

/** The name of each call number. */
export const CALL_BY_NUMBER: ReadonlyMap<number, CallName> = new Map(
  (Object.keys(CALLS) as CallName[]).map((name) => [CALLS[name], name]),
);

/** One system call as the kernel sees it. What `a`, `b` and `value` mean depends on the number. */
export interface Call {
  readonly call: number;
  /** The capability to use; 0 for the process's own one of the call's domain. */
  readonly handle: Handle;
  readonly a: number;
  readonly b: number;
  readonly value: unknown;
}
