import { GROUP } from './slots.ts';

/** Vectors of a group: of each of its quantities. */
export const VECTORS = GROUP / 4;

/** Bytes of one quantity of a group. */
export const QUANTITY_BYTES = 4 * GROUP;

/** Where the quantities of a group begin, in bytes. Sums take the first half if of 16 bits. */
export const AT = {
  sum: 0,
  x: QUANTITY_BYTES,
  y: 2 * QUANTITY_BYTES,
  flippedAt: 3 * QUANTITY_BYTES,
  field: 4 * QUANTITY_BYTES,
} as const;

/** Bytes of a group: one after another, as they are used. */
export const GROUP_BYTES = 5 * QUANTITY_BYTES;

/** Bytes of a slot's head: where its row begins and ends. */
export const HEAD_BYTES = 8;

/** Bytes of an item on the list of signs that changed: the places of a slot and of its head. */
export const PENDING_BYTES = 8;

/** The place of a slot within the groups of its replica, in 32-bit words. */
export const wordOf = (slot: number): number =>
  (Math.floor(slot / GROUP) * GROUP_BYTES) / 4 + (slot % GROUP);
