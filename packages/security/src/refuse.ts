import { FAULTS, FAULT_BY_NUMBER, fail, invariant, type Result } from '@xdv/domain-model';
import type { Slots } from './slots.ts';

type Refusal = Extract<Result<never>, { ok: false }>;

const shown = (handle: unknown): string =>
  typeof handle === 'number' ? `handle ${handle}` : `a handle of type ${typeof handle}`;

const HINTS = {
  HANDLE_UNKNOWN: 'use a handle that a grant or a derivation returned',
  HANDLE_REVOKED: 'ask the holder of the capability it derived from for a new one',
  HANDLE_FOREIGN: 'only the process it was issued to can use it: derive one for yours',
} as const;

/** The fault of a handle check, by its wire number, as a value. */
export const refuseHandle = (number: number, handle: unknown): Refusal => {
  const code = FAULT_BY_NUMBER.get(number);
  invariant(code !== undefined && code in HINTS, 'not a fault of a handle', number);
  const { meaning } = FAULTS[code];
  return fail(code, `${shown(handle)}: ${meaning}`, HINTS[code as keyof typeof HINTS]);
};

export const refuseArgument = (what: string): Refusal =>
  fail(
    'ARGUMENT_INVALID',
    `${what} is malformed`,
    'ids are safe integers from 0, masks hold known bits only, ticks run from 0 to 2^53 - 1',
  );

export const refuseEscalation = (handle: number): Refusal =>
  fail(
    'CAPABILITY_ESCALATION',
    `the authority asked for exceeds that of ${shown(handle)}`,
    'intersect it with the authority of the capability you derive from',
  );

export const refuseFull = ({ live, slotsMax, retired }: Slots): Refusal =>
  fail(
    'RESOURCE_EXHAUSTED',
    `the capability table is full: ${live} of ${slotsMax} slots in use, ${retired} retired`,
    'revoke capabilities that are no longer needed, or raise slotsMax',
  );
