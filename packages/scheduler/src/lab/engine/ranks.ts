import type { SchedulingPolicy } from '@xdv/domain-model';
import type { Workload } from '../../model/workload.ts';
import { createRanking, type Ranking } from '../../policy/ranking.ts';
import { createShares, type Shares } from '../../policy/shares.ts';
import { candidateOf } from './candidates.ts';
import type { JobTable } from './table.ts';

export interface RanksOptions {
  readonly policy: SchedulingPolicy;
  /** Orders those that may start before the first, if that is another order. */
  readonly backfill: SchedulingPolicy | undefined;
  readonly agingTicks: number;
  readonly shareHalfLife: number;
}

/**
 * Ranks of the jobs that wait, by a policy. Shares are only counted for one that is dynamic: no
 * other may look at them. Jobs without a tenant have none.
 */
export class Ranks {
  readonly width: number;
  /** True if ranks change while jobs wait. */
  readonly dynamic: boolean;
  /** True if there is a second order. */
  readonly backfills: boolean;
  readonly #workload: Workload;
  readonly #table: JobTable;
  readonly #ranking: Ranking;
  readonly #backfill: Ranking | undefined;
  readonly #shares: Shares | undefined;
  #quarantine: { readonly tick: number; readonly reason: string } | undefined;
  /** Rankings whose policy was found in quarantine. */
  #failures = 0;

  constructor(workload: Workload, table: JobTable, options: RanksOptions) {
    const { policy, backfill, agingTicks, shareHalfLife } = options;
    this.#workload = workload;
    this.#table = table;
    this.#ranking = createRanking(policy, agingTicks);
    this.#backfill = backfill && createRanking(backfill, agingTicks);
    this.width = Math.max(this.#ranking.width, this.#backfill?.width ?? 0);
    this.dynamic = this.#ranking.dynamic || this.#backfill?.dynamic === true;
    this.backfills = backfill !== undefined;
    const capacities = workload.resources.map(({ capacity }) => capacity);
    const shares = createShares({ capacities, halfLifeTicks: shareHalfLife });
    if (this.dynamic) this.#shares = shares;
  }

  get quarantine(): { readonly tick: number; readonly reason: string } | undefined {
    return this.#quarantine;
  }

  /** The rank of a job that was submitted, as of `now`. */
  rankOf(job: number, now: number): number[] {
    return this.#rank(this.#ranking, job, now);
  }

  /** Its rank among those that may start before the first, if that is another order. */
  backfillOf(job: number, now: number): number[] | undefined {
    return this.#backfill && this.#rank(this.#backfill, job, now);
  }

  /** True each time that a policy is found in quarantine anew: ranks from before are void. */
  failed(now: number): boolean {
    const first = this.#ranking.reason;
    const second = this.#backfill?.reason;
    const failures = (first === undefined ? 0 : 1) + (second === undefined ? 0 : 1);
    if (failures === this.#failures) return false;
    this.#failures = failures;
    this.#quarantine ??= { tick: now, reason: first ?? `in backfill: ${second!}` };
    return true;
  }

  /** From `now` on the job's tenant holds all its parts, until `frees`. */
  holds(job: number, now: number): void {
    const { tenant } = this.#workload.jobs[job]!;
    if (!this.#shares || tenant === 0) return;
    for (const { resource, amount } of this.#table.layouts[job]!.parts) {
      this.#shares.take(tenant, resource, amount, now);
    }
  }

  frees(job: number, now: number): void {
    const { tenant } = this.#workload.jobs[job]!;
    if (!this.#shares || tenant === 0) return;
    for (const { resource, amount } of this.#table.layouts[job]!.parts) {
      this.#shares.give(tenant, resource, amount, now);
    }
  }

  #rank(ranking: Ranking, job: number, now: number): number[] {
    const { resources, jobs } = this.#workload;
    const one = jobs[job]!;
    const share = one.tenant === 0 ? 0 : (this.#shares?.dominant(one.tenant, now) ?? 0);
    const times = { since: this.#table.submitted[job]!, now, share };
    const rank: number[] = [];
    ranking.rank(candidateOf(resources, one, this.#table.layouts[job]!, times), rank);
    // a shorter one is unique already: what follows never decides
    while (rank.length < this.width) rank.push(0);
    return rank;
  }
}
