import { ownerAt } from './rows.ts';
import { freeSlot, type Slots } from './slots.ts';

/** Puts a slot first among the children of `parent` (0: it is a root). */
export const linkChild = (slots: Slots, slot: number, parent: number): void => {
  slots.parent[slot] = parent;
  slots.firstChild[slot] = 0;
  slots.previous[slot] = 0;
  slots.next[slot] = 0;
  if (parent === 0) return;
  const sibling = slots.firstChild[parent]!;
  slots.next[slot] = sibling;
  if (sibling !== 0) slots.previous[sibling] = slot;
  slots.firstChild[parent] = slot;
};

const unlinkChild = (slots: Slots, slot: number): void => {
  const previous = slots.previous[slot]!;
  const next = slots.next[slot]!;
  if (next !== 0) slots.previous[next] = previous;
  if (previous !== 0) slots.next[previous] = next;
  else if (slots.parent[slot] !== 0) slots.firstChild[slots.parent[slot]!] = next;
};

/** Puts a slot first among those that `owner` has. */
export const linkHeld = (slots: Slots, slot: number, owner: number): void => {
  const head = slots.held.get(owner) ?? 0;
  slots.previousHeld[slot] = 0;
  slots.nextHeld[slot] = head;
  if (head !== 0) slots.previousHeld[head] = slot;
  slots.held.set(owner, slot);
};

const setFirstHeld = (slots: Slots, owner: number, slot: number): void => {
  if (slot === 0) slots.held.delete(owner);
  else slots.held.set(owner, slot);
};

const unlinkHeld = (slots: Slots, slot: number): void => {
  const previous = slots.previousHeld[slot]!;
  const next = slots.nextHeld[slot]!;
  if (next !== 0) slots.previousHeld[next] = previous;
  if (previous !== 0) slots.nextHeld[previous] = next;
  else setFirstHeld(slots, ownerAt(slots, slot), next);
};

const release = (slots: Slots, slot: number): void => {
  unlinkHeld(slots, slot);
  freeSlot(slots, slot);
};

const leafBelow = (slots: Slots, slot: number): number => {
  let leaf = slot;
  while (slots.firstChild[leaf] !== 0) leaf = slots.firstChild[leaf]!;
  return leaf;
};

/**
 * Releases a slot and all that derives from it, children before parents; returns how many.
 * Walks the links instead of recursing: whoever derives chooses the depth (XDV-002.7).
 */
export const releaseSubtree = (slots: Slots, root: number): number => {
  const before = slots.live;
  unlinkChild(slots, root);
  let slot = leafBelow(slots, root);
  while (slot !== root) {
    const sibling = slots.next[slot]!;
    const after = sibling === 0 ? slots.parent[slot]! : leafBelow(slots, sibling);
    release(slots, slot);
    slot = after;
  }
  release(slots, root);
  return before - slots.live;
};
