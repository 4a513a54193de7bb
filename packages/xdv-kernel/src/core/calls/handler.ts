import type { Call, Result } from '@xdv/domain-model';
import type { KernelState, Process } from '../state.ts';

/**
 * Performs one system call of a running process. Returns the reply, or undefined if the process
 * waits: then something later wakes it. A refusal is a reply like any other.
 */
export type Handler = (
  state: KernelState,
  process: Process,
  call: Call,
) => Result<unknown> | undefined;

/** True for a safe integer from `min` to `max`. */
export const isInteger = (value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
