import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';
import { createRanking, type Ranking } from '../policy/ranking.ts';
import { drawCandidate, randomOf } from './policy-samples.ts';

const REQUESTS = 150;
const AGING_TICKS = 100;
const TICKS_MAX = 40;

/** Requests for one resource, more than it serves, in the order in which they come. */
const drawRequests = (): readonly Candidate[] => {
  const random = randomOf('policy replay');
  let since = 0;
  return Array.from({ length: REQUESTS }, (_, i) => {
    since += random.below(TICKS_MAX);
    const length = 1 + random.below(TICKS_MAX);
    return { ...drawCandidate(random, i + 1), since, length, crossing: 0, now: since };
  });
};

const rankAt = (ranking: Ranking, request: Candidate, now: number): readonly number[] => {
  const rank: number[] = [];
  const share = (now * request.tenant) % 1_000_000;
  ranking.rank({ ...request, now, share }, rank);
  return rank;
};

const isBefore = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
};

/** What came of a simulation: a line per decision, and why the policy failed, if it did. */
export interface PolicyRun {
  readonly decisions: readonly string[];
  readonly reason: string | undefined;
}

/**
 * Serves 150 requests on one resource, one at a time, first by rank, as a scheduler would: those
 * that wait are ranked once, or at each decision if the policy is dynamic.
 */
export const runPolicy = (policy: SchedulingPolicy): PolicyRun => {
  const ranking = createRanking(policy, AGING_TICKS);
  const requests = drawRequests();
  const waiting = new Map<Candidate, readonly number[]>();
  const decisions: string[] = [];
  let next = 0;
  let now = 0;
  while (next < requests.length || waiting.size > 0) {
    if (waiting.size === 0) now = Math.max(now, requests[next]!.since);
    while (next < requests.length && requests[next]!.since <= now) {
      const request = requests[next++]!;
      waiting.set(request, rankAt(ranking, request, now));
    }
    let first: [Candidate, readonly number[]] | undefined;
    for (const [request, ranked] of waiting) {
      const rank = ranking.dynamic ? rankAt(ranking, request, now) : ranked;
      if (first === undefined || isBefore(rank, first[1])) first = [request, rank];
    }
    const [request, rank] = first!;
    waiting.delete(request);
    decisions.push(`tick ${now}: process ${request.process}, rank ${rank.join(' ')}`);
    now += request.length;
  }
  return { decisions, reason: ranking.reason };
};
