import { HANDLE_MAX, SLOTS_MAX } from './handle.ts';
import { copyRows, issueHandle, noRows, voidHandle, type Rows } from './rows.ts';

/** Rows of a new table; they double as it fills. */
const LENGTH_MIN = 64;

/** Where each capability hangs, by slot. Slot 0 is unused: 0 means "none" in every link. */
export interface Links {
  parent: Int32Array;
  firstChild: Int32Array;
  /** Next sibling; while the slot is free, the next free slot. */
  next: Int32Array;
  previous: Int32Array;
  /** Links of the list of capabilities that one holder has. */
  nextHeld: Int32Array;
  previousHeld: Int32Array;
}

/** The whole content of a capability table. */
export interface Slots extends Rows, Links {
  target: Float64Array;
  readonly slotsMax: number;
  readonly handleMax: number;
  /** The first capability of each holder that has any. Never iterated: its order means nothing. */
  readonly held: Map<number, number>;
  /** The highest slot ever used. */
  top: number;
  /** The slot freed last, 0 if none. */
  free: number;
  live: number;
  /** Slots that have used up their generations. */
  retired: number;
}

const copyLink = (link: Int32Array, length: number): Int32Array => {
  const copy = new Int32Array(length);
  copy.set(link);
  return copy;
};

const copyLinks = (links: Links, length: number): Links => ({
  parent: copyLink(links.parent, length),
  firstChild: copyLink(links.firstChild, length),
  next: copyLink(links.next, length),
  previous: copyLink(links.previous, length),
  nextHeld: copyLink(links.nextHeld, length),
  previousHeld: copyLink(links.previousHeld, length),
});

/** Every array of `slots`, copied to `length` entries. */
const copyArrays = (
  slots: Rows & Links & Pick<Slots, 'target'>,
  length: number,
): Rows & Links & Pick<Slots, 'target'> => {
  const target = new Float64Array(length);
  target.set(slots.target);
  return { ...copyRows(slots, length), ...copyLinks(slots, length), target };
};

const noArrays = (): Rows & Links & Pick<Slots, 'target'> => {
  const none = new Int32Array(0);
  return {
    ...noRows(),
    parent: none,
    firstChild: none,
    next: none,
    previous: none,
    nextHeld: none,
    previousHeld: none,
    target: new Float64Array(0),
  };
};

/** An empty table. `handleMax` is smaller than {@link HANDLE_MAX} in tests of retirement only. */
export const createSlots = (slotsMax = SLOTS_MAX, handleMax = HANDLE_MAX): Slots => ({
  ...copyArrays(noArrays(), Math.min(LENGTH_MIN, slotsMax + 1)),
  slotsMax,
  handleMax,
  held: new Map(),
  top: 0,
  free: 0,
  live: 0,
  retired: 0,
});

/** An independent copy with the same content. */
export const copySlots = (slots: Slots): Slots => ({
  ...slots,
  ...copyArrays(slots, slots.issued.length),
  held: new Map(slots.held),
});

const growTo = (slots: Slots, slot: number): void => {
  const { length } = slots.issued;
  if (slot < length) return;
  Object.assign(slots, copyArrays(slots, Math.min(length * 2, slots.slotsMax + 1)));
};

const nextSlot = (slots: Slots): number => {
  const slot = slots.free;
  if (slot === 0) return ++slots.top;
  slots.free = slots.next[slot]!;
  return slot;
};

/**
 * A slot with a fresh live handle, or 0 if all are in use or retired. The slot freed last comes
 * first, so the same calls always give the same handles. May replace the arrays by longer ones.
 */
export const takeSlot = (slots: Slots): number => {
  if (slots.free === 0 && slots.top === slots.slotsMax) return 0;
  const slot = nextSlot(slots);
  growTo(slots, slot);
  const last = slots.issued[slot]!;
  issueHandle(slots, slot, last === 0 ? slot : last + SLOTS_MAX);
  slots.live++;
  return slot;
};

/** Voids the live handle of a slot for ever, and frees the slot unless its generations are used. */
export const freeSlot = (slots: Slots, slot: number): void => {
  voidHandle(slots, slot);
  slots.live--;
  if (slots.issued[slot]! + SLOTS_MAX > slots.handleMax) {
    slots.retired++;
    return;
  }
  slots.next[slot] = slots.free;
  slots.free = slot;
};
