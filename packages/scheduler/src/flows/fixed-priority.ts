import { checkFlows, type Flow } from './flow.ts';

/** Who goes first for good: the shorter period, or the shorter deadline; ties by id. */
export type FixedPriority = 'rate-monotonic' | 'deadline-monotonic';

/** The longest time from release to end that a flow can see. */
export interface FlowResponse {
  readonly flow: number;
  /** Worst response in ticks; -1 if it is above the deadline. */
  readonly response: number;
  readonly deadline: number;
}

/** Flows in order of priority, highest first. */
export const byPriority = (
  flows: readonly Flow[],
  priority: FixedPriority,
): readonly Flow[] => {
  const key = priority === 'rate-monotonic' ? 'period' : 'deadline';
  return [...flows].sort((a, b) => a[key] - b[key] || a.id - b.id);
};

/** Longest wait for a window of each flow after the ones of its index or higher priority. */
const blockings = (ordered: readonly Flow[]): readonly number[] => {
  const found = ordered.map(() => 0);
  for (let i = ordered.length - 2; i >= 0; i--) {
    found[i] = Math.max(found[i + 1]!, ordered[i + 1]!.section - 1);
  }
  return found;
};

/** Additions after which response times are given up: ten rounds of all flows there can be. */
const ADDITIONS_MAX = 100_000_000;

/**
 * The least R with R = own + Σ⌈R/T⌉·C over the flows before `rank`, or -1 if it is above the
 * deadline. `above` is their ΣC/T: R is own / (1 - ΣC/T) at least (Sjödin and Hansson 1998), where
 * the search begins, a little below for the sake of rounding.
 */
const leastResponse = (
  ordered: readonly Flow[],
  rank: number,
  own: number,
  above: number,
  spend: (additions: number) => void,
): number => {
  const { deadline } = ordered[rank]!;
  let response = Math.max(own, Math.floor(own / (Math.max(0, 1 - above) + 1e-9)));
  while (response <= deadline) {
    spend(rank + 1);
    let next = own;
    for (let i = 0; i < rank; i++) {
      const { period, ticks } = ordered[i]!;
      next += Math.ceil(response / period) * ticks;
    }
    if (next === response) return response;
    response = next;
  }
  return -1;
};

/**
 * Response times under fixed priorities (Joseph and Pandya 1986; Audsley et al. 1993): the least R
 * with R = B + C + Σ⌈R/T⌉·C over the flows of higher priority, where B is the rest of a window of
 * lower priority. Exact where every section is 1; never too short otherwise. Flows come in
 * order of priority. RangeError for what is no flow, or for flows whose responses take more than
 * 100 million additions to work out. Cost: flows² × a few steps.
 */
export const responseTimes = (
  flows: readonly Flow[],
  priority: FixedPriority,
): readonly FlowResponse[] => {
  checkFlows(flows);
  const ordered = byPriority(flows, priority);
  const blocked = blockings(ordered);
  let left = ADDITIONS_MAX;
  const spend = (additions: number): void => {
    left -= additions;
    if (left >= 0) return;
    throw new RangeError(`flows must take ${ADDITIONS_MAX} additions at most`);
  };
  let above = 0;
  return ordered.map(({ id, ticks, period, deadline }, rank) => {
    const response = leastResponse(ordered, rank, ticks + blocked[rank]!, above, spend);
    above += ticks / period;
    return { flow: id, response, deadline };
  });
};
