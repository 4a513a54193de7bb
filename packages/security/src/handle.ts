/** The most slots a table can have: 2^20, so that slot and generation share one safe integer. */
export const SLOTS_MAX = 2 ** 20;

/** The largest handle: a slot whose next handle would exceed it is retired, never reused. */
export const HANDLE_MAX = Number.MAX_SAFE_INTEGER;

const SLOT_MASK = SLOTS_MAX - 1;

/**
 * The slot (1 to {@link SLOTS_MAX}) that a handle names. A handle is slot + generation * 2^20, so
 * handles of one slot only grow. Total: NaN, fractions and numbers of any size land on some slot,
 * whose live handle then differs.
 */
export const slotOf = (handle: number): number => ((handle - 1) & SLOT_MASK) + 1;
