import {
  CANDIDATE,
  fail,
  invariant,
  ok,
  type ContractId,
  type Placement,
  type PlacementRequest,
  type ResourceId,
} from '@xdv/domain-model';
import { resource as modelled } from '../model/resource.ts';
import { createPlacer } from '../placement/create-placer.ts';
import type { Placer, PlacementKind } from '../placement/placer.ts';
import type { Ranking } from '../policy/ranking.ts';
import { candidateOf, describe } from './candidate.ts';
import type { Usage } from './usage.ts';

/** The timeline of one exclusive resource, and what is asked of it. */
interface Line {
  readonly placer: Placer;
  /** Requests without a verdict. */
  readonly asked: Map<ContractId, PlacementRequest>;
  /** Those among them whose time has not come: the placer does not know them yet. */
  readonly fresh: Set<PlacementRequest>;
}

const refused = ({ contract, length, latestStart }: PlacementRequest): Placement => ({
  contract,
  start: fail(
    'RESOURCE_EXHAUSTED',
    `no envelope of ${length} ticks starts by tick ${latestStart}`,
    'Ask for a shorter envelope or allow a later start',
  ),
});

/**
 * Envelopes on resources that one contract holds at a time (XDV-023.3). A request is weighed when
 * it is arbitrated first, and again at each arbitration if the policy is dynamic.
 */
export class Envelopes {
  readonly #kind: PlacementKind;
  readonly #ranking: Ranking;
  readonly #usage: Usage | undefined;
  #lines = new Map<ResourceId, Line>();

  constructor(kind: PlacementKind, ranking: Ranking, usage: Usage | undefined) {
    this.#kind = kind;
    this.#ranking = ranking;
    this.#usage = usage;
  }

  attach(id: ResourceId, domain: 'Q' | 'Phi'): void {
    const timeline = modelled({ name: `r${id}`, domain, capacity: 1, sharing: 'exclusive' });
    this.#usage?.attach(domain);
    const rankWidth = this.#ranking.width + 1;
    const binding = this.#kind === 'conservative';
    const placer = createPlacer(this.#kind, [timeline], { binding, rankWidth });
    this.#lines.set(id, { placer, asked: new Map(), fresh: new Set() });
  }

  /** True if somebody has no verdict. */
  waits(id: ResourceId): boolean {
    return this.#line(id).asked.size > 0;
  }

  /** True if somebody was arbitrated and still has no verdict. */
  isContended(id: ResourceId): boolean {
    return this.#line(id).placer.waiting > 0;
  }

  request(request: PlacementRequest): void {
    const { asked, fresh } = this.#line(request.resource);
    asked.set(request.contract, request);
    fresh.add(request);
  }

  arbitrate(id: ResourceId, now: number): readonly Placement[] {
    const { placer, asked, fresh } = this.#line(id);
    if (this.#ranking.dynamic && placer.waiting > 0) {
      placer.rerank((contract) => this.#rank(asked.get(contract as ContractId)!, now));
    }
    for (const request of fresh) {
      if (request.since > now) continue;
      fresh.delete(request);
      this.#submit(placer, request, now);
    }
    return placer.decide(now).map(({ id: placed, start }) => {
      const contract = placed as ContractId;
      const request = asked.get(contract)!;
      asked.delete(contract);
      return start < 0 ? refused(request) : this.#granted(request, start);
    });
  }

  /** When there may be a verdict although nothing was asked or released: -1 for never. */
  wakeAt(id: ResourceId, now: number): number {
    return this.#line(id).placer.wakeAt(now);
  }

  release(id: ResourceId, contract: ContractId, tick: number): void {
    const { placer, asked, fresh } = this.#line(id);
    const request = asked.get(contract);
    if (request === undefined) {
      this.#usage?.end(contract, tick);
      return placer.release(contract, tick);
    }
    asked.delete(contract);
    if (!fresh.delete(request)) placer.withdraw(contract);
  }

  fork(ranking: Ranking, usage: Usage | undefined): Envelopes {
    const copy = new Envelopes(this.#kind, ranking, usage);
    for (const [id, { placer, asked, fresh }] of this.#lines) {
      copy.#lines.set(id, { placer: placer.fork(), asked: new Map(asked), fresh: new Set(fresh) });
    }
    return copy;
  }

  #line(id: ResourceId): Line {
    const line = this.#lines.get(id);
    invariant(line !== undefined, 'resource without a timeline', id);
    return line;
  }

  #granted({ contract, domain, length, traits }: PlacementRequest, start: number): Placement {
    const { tenant = CANDIDATE.tenant } = traits ?? {};
    this.#usage?.grant(contract, tenant, domain, start, start + length);
    return { contract, start: ok(start) };
  }

  /** Ties of process and time go by contract (XDV-005.1). */
  #rank(request: PlacementRequest, now: number): Float64Array {
    const rank = new Float64Array(this.#ranking.width + 1);
    const traits = describe(request.traits ?? {});
    const share = this.#usage?.share(traits.tenant, now) ?? 0;
    this.#ranking.rank(candidateOf(request, traits, now, share), rank);
    rank[this.#ranking.width] = request.contract;
    return rank;
  }

  #submit(placer: Placer, request: PlacementRequest, now: number): void {
    const { contract, length, latestStart } = request;
    placer.submit({
      id: contract,
      rank: this.#rank(request, now),
      parts: [{ resource: 0, amount: 1, offset: 0, ticks: length }],
      length,
      earliest: now,
      latestStart,
    });
  }
}
