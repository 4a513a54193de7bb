import { show } from './invariant.ts';

/**
 * Branded identities. An id is a safe integer, so that it orders, hashes and encodes as a number
 * (`['p9', 'p10'].sort()` is wrong). The brand is a string tag: two installed copies of this
 * package agree on the types.
 */
export type Id<Name extends string> = number & { readonly __xdv: Name };

/** A process, numbered from 1 in order of creation. 0 stands for the kernel itself. */
export type ProcessId = Id<'ProcessId'>;
/** A resource contract, numbered from 1. 0 stands for "none". */
export type ContractId = Id<'ContractId'>;
/** A unit of work handed to a provider, numbered from 1. */
export type JobId = Id<'JobId'>;
/** A capability as its holder names it: slot and generation in one integer. 0 stands for "none". */
export type Handle = Id<'Handle'>;
/** A Q container or a Φ envelope, numbered from 1. The state itself lives in the provider. */
export type RegionId = Id<'RegionId'>;
/** A schedulable resource: a Q device or a Φ machine, numbered from 1 in order of attachment. */
export type ResourceId = Id<'ResourceId'>;
/** A virtual hybrid machine. The root machine is 1. */
export type MachineId = Id<'MachineId'>;

/** The process id of the kernel: events that no process caused carry it. */
export const KERNEL_PID = 0 as ProcessId;
export const NO_HANDLE = 0 as Handle;
export const NO_CONTRACT = 0 as ContractId;
export const ROOT_MACHINE = 1 as MachineId;

/**
 * Brands a number as an id after checking that it is a safe integer of at least `min`.
 * Throws RangeError naming `what` and the value otherwise.
 */
export const toId = <I extends Id<string>>(what: string, value: number, min = 1): I => {
  if (Number.isSafeInteger(value) && value >= min) return value as I;
  throw new RangeError(`${what} must be a safe integer >= ${min}, got ${show(value)}`);
};
