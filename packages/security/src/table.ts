import {
  AUTHORITY_ALL,
  containsAuthority,
  ok,
  type Authority,
  type CapabilityRegistry,
  type Handle,
  type Result,
} from '@xdv/domain-model';
import { slotOf, SLOTS_MAX } from './handle.ts';
import { linkChild, linkHeld, releaseSubtree } from './links.ts';
import { refuseArgument, refuseEscalation, refuseFull, refuseHandle } from './refuse.ts';
import { authorityAt, checkAccess, checkHeld, fillRow, liveSlot } from './rows.ts';
import { copySlots, createSlots, takeSlot, type Slots } from './slots.ts';

export interface CapabilityTableOptions {
  /** The most live capabilities: 1 to 2^20, which is the default. */
  readonly slotsMax?: number;
}

const isNatural = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * The authority as plain values, or undefined if it is malformed. Each field is read once: an
 * object that answers differently the second time must not pass one value and store another.
 */
const snapshot = (authority: Authority): Authority | undefined => {
  const { permissions, crossings, resources, from, until } = Object(authority) as Authority;
  if (![permissions, crossings, resources, from, until].every(isNatural)) return undefined;
  // past this line masks fit 31 bits, where `&` is exact
  if (permissions > 0x7fff_ffff || crossings > 0x7fff_ffff || resources > 0x7fff_ffff) {
    return undefined;
  }
  const copy = { permissions, crossings, resources, from, until };
  return containsAuthority(AUTHORITY_ALL, copy) ? copy : undefined;
};

const insert = (
  slots: Slots,
  owner: number,
  authority: Authority,
  target: number,
  parent: number,
): Result<Handle> => {
  const slot = takeSlot(slots);
  if (slot === 0) return refuseFull(slots);
  fillRow(slots, slot, owner, authority);
  slots.target[slot] = target;
  linkChild(slots, slot, parent);
  linkHeld(slots, slot, owner);
  return ok(slots.issued[slot]! as Handle);
};

const grant = (
  slots: Slots,
  holder: number,
  asked: Authority,
  target: number,
): Result<Handle> => {
  if (!isNatural(holder)) return refuseArgument('the holder');
  if (!isNatural(target)) return refuseArgument('the target');
  const authority = snapshot(asked);
  if (authority === undefined) return refuseArgument('the authority');
  return insert(slots, holder, authority, target, 0);
};

const derive = (
  slots: Slots,
  holder: number,
  handle: number,
  asked: Authority,
  recipient: number,
): Result<Handle> => {
  const fault = checkHeld(slots, holder, handle);
  if (fault !== 0) return refuseHandle(fault, handle);
  if (!isNatural(recipient)) return refuseArgument('the recipient');
  const authority = snapshot(asked);
  if (authority === undefined) return refuseArgument('the authority');
  const parent = slotOf(handle);
  if (!containsAuthority(authorityAt(slots, parent), authority)) return refuseEscalation(handle);
  return insert(slots, recipient, authority, slots.target[parent]!, parent);
};

const revoke = (slots: Slots, holder: number, handle: number): Result<number> => {
  const fault = checkHeld(slots, holder, handle);
  return fault === 0 ? ok(releaseSubtree(slots, slotOf(handle))) : refuseHandle(fault, handle);
};

const revokeAll = (slots: Slots, holder: number): number => {
  let revoked = 0;
  for (let slot = slots.held.get(holder); slot !== undefined; slot = slots.held.get(holder)) {
    revoked += releaseSubtree(slots, slot);
  }
  return revoked;
};

/** The registry over a given state: also how tests reach the limits of generations. */
export const tableOver = (slots: Slots): CapabilityRegistry => ({
  grant: (holder, authority, target) => grant(slots, holder, authority, target),
  derive: (holder, handle, authority, recipient) =>
    derive(slots, holder, handle, authority, recipient),
  check: (holder, handle, request, tick) => checkAccess(slots, holder, handle, request, tick),
  target: (handle) => slots.target[liveSlot(slots, handle)]!,
  authority: (handle) => {
    const slot = liveSlot(slots, handle);
    return slot === 0 ? undefined : authorityAt(slots, slot);
  },
  revoke: (holder, handle) => revoke(slots, holder, handle),
  revokeAll: (holder) => revokeAll(slots, holder),
  get size() {
    return slots.live;
  },
  fork: () => tableOver(copySlots(slots)),
});

/**
 * The capability table of one kernel (XDV-002.7, XDV-011.2). Handles follow from the calls made:
 * the same calls give the same handles. `check` is constant time and allocates nothing; granting
 * and deriving are amortized constant time; revoking is linear in what is revoked, without
 * recursion; `fork` is linear in the table, which takes about 100 bytes a slot.
 *
 * Faults: HANDLE_UNKNOWN, HANDLE_REVOKED and HANDLE_FOREIGN for a handle that is not the caller's,
 * CAPABILITY_EXPIRED and DOMAIN_UNAUTHORIZED from `check` (in this order), CAPABILITY_ESCALATION
 * from `derive`, RESOURCE_EXHAUSTED when `slotsMax` are in use, ARGUMENT_INVALID for an id or an
 * authority that is not one. A slot is reused under a new generation; after the 2^33 that fit a
 * handle it is retired, so no handle ever means two capabilities. `target` is 0 for a handle that
 * is not live.
 *
 * Throws RangeError if `slotsMax` is out of range.
 */
export const createCapabilityTable = (
  options: CapabilityTableOptions = {},
): CapabilityRegistry => {
  const { slotsMax = SLOTS_MAX } = options;
  if (!Number.isSafeInteger(slotsMax) || slotsMax < 1 || slotsMax > SLOTS_MAX) {
    throw new RangeError(
      `slotsMax must be an integer from 1 to ${SLOTS_MAX}, got ${String(slotsMax)}`,
    );
  }
  return tableOver(createSlots(slotsMax));
};
