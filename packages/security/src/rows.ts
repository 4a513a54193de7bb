import { FAULTS, type AccessRequest, type Authority } from '@xdv/domain-model';
import { slotOf } from './handle.ts';

/**
 * What a check reads, one row per slot, side by side in two arrays: one array for each cell
 * measured slower, because the engine guards every array anew.
 */
export interface Rows {
  /**
   * Live handle, owner, from, until. The handle is NaN while the slot is free, which equals no
   * handle at all.
   */
  words: Float64Array;
  /** Permissions, crossings, resources; the fourth cell is unused. */
  masks: Int32Array;
  /** The newest handle ever issued for each slot, 0 for none. */
  issued: Float64Array;
}

// The layout is private to this file: who needs a cell asks for it by name.
const ROW = 4;
const HANDLE = 0;
const OWNER = 1;
const FROM = 2;
const UNTIL = 3;
const PERMISSIONS = 0;
const CROSSINGS = 1;
const RESOURCES = 2;

const UNKNOWN = FAULTS.HANDLE_UNKNOWN.number;
const REVOKED = FAULTS.HANDLE_REVOKED.number;
const FOREIGN = FAULTS.HANDLE_FOREIGN.number;
const EXPIRED = FAULTS.CAPABILITY_EXPIRED.number;
const UNAUTHORIZED = FAULTS.DOMAIN_UNAUTHORIZED.number;

/** Why a number is not the live handle of its slot: it was once issued, or never. */
const whyNotLive = (rows: Rows, slot: number, handle: number): number => {
  const possible = Number.isSafeInteger(handle) && handle >= 1 && slot < rows.issued.length;
  return possible && handle <= rows.issued[slot]! ? REVOKED : UNKNOWN;
};

/** 0 if `handle` is live and `holder` has it, else the wire number of the fault (XDV-002.7). */
export const checkHeld = (rows: Rows, holder: number, handle: number): number => {
  // a process may pass anything as a handle: an object here would run its valueOf
  if (typeof handle !== 'number') return UNKNOWN;
  const slot = slotOf(handle);
  const row = slot * ROW;
  const { words } = rows;
  if (words[row + HANDLE] !== handle) return whyNotLive(rows, slot, handle);
  return words[row + OWNER] === holder ? 0 : FOREIGN;
};

/** 0 if `holder` may do what is requested at `tick`, else the wire number of the first fault. */
export const checkAccess = (
  rows: Rows,
  holder: number,
  handle: number,
  request: AccessRequest,
  tick: number,
): number => {
  const fault = checkHeld(rows, holder, handle);
  if (fault !== 0) return fault;
  const row = slotOf(handle) * ROW;
  const { words, masks } = rows;
  // stated positively, so that a tick of NaN is refused
  if (!(tick >= words[row + FROM]! && tick < words[row + UNTIL]!)) return EXPIRED;
  const lacking =
    (request.permission & ~masks[row + PERMISSIONS]!) |
    (request.crossing & ~masks[row + CROSSINGS]!) |
    (request.resource & ~masks[row + RESOURCES]!);
  return lacking === 0 ? 0 : UNAUTHORIZED;
};

/** The slot of a live handle, 0 for anything else. */
export const liveSlot = (rows: Rows, handle: number): number => {
  if (typeof handle !== 'number') return 0;
  const slot = slotOf(handle);
  return rows.words[slot * ROW + HANDLE] === handle ? slot : 0;
};

export const issueHandle = (rows: Rows, slot: number, handle: number): void => {
  rows.issued[slot] = handle;
  rows.words[slot * ROW + HANDLE] = handle;
};

/** From here on the slot's handle is revoked. */
export const voidHandle = (rows: Rows, slot: number): void => {
  rows.words[slot * ROW + HANDLE] = Number.NaN;
};

export const ownerAt = (rows: Rows, slot: number): number => rows.words[slot * ROW + OWNER]!;

export const authorityAt = ({ words, masks }: Rows, slot: number): Authority => ({
  permissions: masks[slot * ROW + PERMISSIONS]!,
  crossings: masks[slot * ROW + CROSSINGS]!,
  resources: masks[slot * ROW + RESOURCES]!,
  from: words[slot * ROW + FROM]!,
  until: words[slot * ROW + UNTIL]!,
});

/** Writes all of a row but its handle. */
export const fillRow = (rows: Rows, slot: number, owner: number, authority: Authority): void => {
  const { words, masks } = rows;
  const row = slot * ROW;
  words[row + OWNER] = owner;
  words[row + FROM] = authority.from;
  words[row + UNTIL] = authority.until;
  masks[row + PERMISSIONS] = authority.permissions;
  masks[row + CROSSINGS] = authority.crossings;
  masks[row + RESOURCES] = authority.resources;
};

/** A copy with `length` rows, at least as many as there are; the new ones are free. */
export const copyRows = (rows: Rows, length: number): Rows => {
  const words = new Float64Array(length * ROW).fill(Number.NaN);
  words.set(rows.words);
  const masks = new Int32Array(length * ROW);
  masks.set(rows.masks);
  const issued = new Float64Array(length);
  issued.set(rows.issued);
  return { words, masks, issued };
};

export const noRows = (): Rows => ({
  words: new Float64Array(0),
  masks: new Int32Array(0),
  issued: new Float64Array(0),
});
