import type { Candidate } from '../search/polish.ts';

/** States that are kept. */
const ELITE = 4;
/** States closer than this share of the spins count as one. */
const APART = 0.1;

/** The best states seen that are far from one another. */
interface Elite {
  offer(candidate: Candidate): void;
  /** Best first. */
  list(): readonly Candidate[];
}

export const createElite = (
  distance: (first: Candidate, second: Candidate) => number,
): Elite => {
  let kept: readonly Candidate[] = [];
  const offer = (candidate: Candidate): void => {
    const worst = kept.at(-1);
    if (kept.length === ELITE && worst !== undefined && candidate.energy >= worst.energy) return;
    const near = kept.filter((one) => distance(one, candidate) <= APART * one.spins.length);
    if (near.some((one) => one.energy <= candidate.energy)) return;
    kept = [...kept.filter((one) => !near.includes(one)), candidate]
      .toSorted((a, b) => a.energy - b.energy)
      .slice(0, ELITE);
  };
  return { offer, list: () => kept };
};
