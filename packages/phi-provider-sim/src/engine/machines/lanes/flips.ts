/** Totals that are kept; beyond, every other one is forgotten. */
const KEPT_MAX = 128;

/**
 * How often the oscillators of each replica have changed their sign, over time. Kernels in lanes
 * count over whole chunks of steps, so unlike the history of the bifurcation machines, which
 * answers step by step, this one keeps totals at steps that need not be evenly spaced.
 */
export interface FlipHistory {
  /** Adds the flips of some lanes in a row. */
  add(flips: Int32Array, firstLane: number): void;
  /** Says that what was added goes up to step `steps`. */
  mark(steps: number): void;
  /**
   * Flips of a lane per step over the last tenth of all steps, rounded up to the last total that
   * was kept: at most a 32nd of all steps longer.
   */
  rate(lane: number, steps: number): number;
}

/** A history of `lanes` lanes that starts at step 0. Memory: 128 totals per lane at most. */
export const createFlipHistory = (lanes: number): FlipHistory => {
  const totals = new Float64Array(lanes);
  let marks: { readonly steps: number; readonly totals: Float64Array }[] = [];
  let spacing = 1;
  const keep = (steps: number): void => {
    marks.push({ steps, totals: totals.slice() });
    if (marks.length < KEPT_MAX) return;
    marks = marks.filter((_, k) => k % 2 === 0);
    spacing = marks[marks.length - 1]!.steps / (marks.length - 1);
  };
  keep(0);
  return {
    add: (flips, firstLane) => {
      for (const [k, count] of flips.entries()) totals[firstLane + k]! += count;
    },
    mark: (steps) => {
      if (steps - marks[marks.length - 1]!.steps >= spacing) keep(steps);
    },
    rate: (lane, steps) => {
      if (steps === 0) return 0;
      const since = steps - Math.ceil(steps / 10);
      let mark = marks[0]!;
      for (const each of marks) if (each.steps <= since) mark = each;
      return (totals[lane]! - mark.totals[lane]!) / (steps - mark.steps);
    },
  };
};
