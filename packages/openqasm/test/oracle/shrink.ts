/** Attempts to make a list simpler, at most: each runs a program. */
const ATTEMPTS_MAX = 400;

/**
 * A shorter list of smaller numbers for which `fails` still holds: drops parts, halves first, then
 * makes parts 0 (Zeller and Hildebrandt, IEEE TSE 28:183, 2002). Bounded, unlike a search over all
 * ways to make a list of hundreds of numbers simpler.
 */
export const shrunk = (
  list: readonly number[],
  fails: (list: readonly number[]) => boolean,
): readonly number[] => {
  let best = list;
  let attempts = 0;
  const keepIf = (simpler: readonly number[]): boolean => {
    if (attempts++ >= ATTEMPTS_MAX || !fails(simpler)) return false;
    best = simpler;
    return true;
  };
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length; at += size) {
      if (keepIf([...best.slice(0, at), ...best.slice(at + size)])) at -= size;
    }
    for (let at = 0; at < best.length; at += size) {
      const part = best.slice(at, at + size);
      if (part.some((x) => x !== 0)) {
        keepIf([...best.slice(0, at), ...part.map(() => 0), ...best.slice(at + size)]);
      }
    }
  }
  return best;
};
