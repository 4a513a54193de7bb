import { createShares, type Shares } from '../policy/shares.ts';
import { Heap } from '../structures/heap.ts';

const INDEX = { K: 0, Q: 1, Phi: 2 } as const;

/** An envelope that was granted: it counts from its start to its end. */
interface Grant {
  readonly tenant: number;
  readonly domain: 'Q' | 'Phi';
  started: boolean;
}

/**
 * What tenants use of the lanes, of the Q and of the Φ resources, for policies that look at shares
 * (XDV-014.2): what they hold, and what they held, half as much after `halfLifeTicks`. Resources
 * are attached before anything is used.
 */
export class Usage {
  readonly #capacities: [lanes: number, q: number, phi: number];
  readonly #halfLifeTicks: number;
  #shares: Shares | undefined;
  #grants = new Map<number, Grant>();
  /** Starts and ends of what was granted, by (tick, contract). */
  #marks = new Heap();
  /** Shares are counted in order of time, and a lane may be charged for a call that goes on. */
  #tick = 0;

  constructor(lanes: number, halfLifeTicks: number) {
    this.#capacities = [lanes, 0, 0];
    this.#halfLifeTicks = halfLifeTicks;
  }

  attach(domain: 'Q' | 'Phi'): void {
    this.#capacities[INDEX[domain]]++;
  }

  takeLane(tenant: number, tick: number): void {
    this.#settle(tick).take(tenant, INDEX.K, 1, this.#tick);
  }

  giveLane(tenant: number, tick: number): void {
    this.#settle(tick).give(tenant, INDEX.K, 1, this.#tick);
  }

  /** A contract will hold a resource from `start` to `end`, unless it ends before. */
  grant(contract: number, tenant: number, domain: 'Q' | 'Phi', start: number, end: number): void {
    this.#grants.set(contract, { tenant, domain, started: false });
    this.#marks.push(start, contract, 0);
    this.#marks.push(end, contract, 1);
  }

  /** A contract has ended. One that was not granted or has ended before changes nothing. */
  end(contract: number, tick: number): void {
    const shares = this.#settle(tick);
    const grant = this.#grants.get(contract);
    if (grant?.started) shares.give(grant.tenant, INDEX[grant.domain], 1, this.#tick);
    this.#grants.delete(contract);
  }

  /** The dominant share of a tenant at `tick`, in millionths: see `Candidate.share`. */
  share(tenant: number, tick: number): number {
    return this.#settle(tick).dominant(tenant, this.#tick);
  }

  fork(): Usage {
    const copy = new Usage(0, this.#halfLifeTicks);
    copy.#capacities.splice(0, 3, ...this.#capacities);
    copy.#shares = this.#shares?.fork();
    copy.#grants = new Map([...this.#grants].map(([id, grant]) => [id, { ...grant }]));
    copy.#marks = this.#marks.fork();
    copy.#tick = this.#tick;
    return copy;
  }

  /** Counts what started and ended by `tick`. */
  #settle(tick: number): Shares {
    const shares = (this.#shares ??= this.#open());
    const marks = this.#marks;
    while (marks.size > 0 && marks.top(0) <= tick) {
      const [at, contract, ends] = [marks.top(0), marks.top(1), marks.top(2) === 1];
      marks.pop();
      this.#tick = Math.max(this.#tick, at);
      this.#mark(shares, contract, ends);
    }
    this.#tick = Math.max(this.#tick, tick);
    return shares;
  }

  #mark(shares: Shares, contract: number, ends: boolean): void {
    const grant = this.#grants.get(contract);
    if (!grant) return;
    const { tenant, domain } = grant;
    if (ends) {
      shares.give(tenant, INDEX[domain], 1, this.#tick);
      this.#grants.delete(contract);
    } else {
      shares.take(tenant, INDEX[domain], 1, this.#tick);
      grant.started = true;
    }
  }

  #open(): Shares {
    const capacities = this.#capacities.map((count) => Math.max(1, count));
    return createShares({ capacities, halfLifeTicks: this.#halfLifeTicks });
  }
}
