import type { Reservation, Resource } from '../../src/lab/index.ts';
import type { Ask, Placed, Placer, PlacementKind } from '../../src/placement/placer.ts';

/** Ticks ahead that the naive placer looks: what finds no place until then never will. */
const AHEAD = 700;

interface Held {
  readonly id: number;
  readonly resource: number;
  readonly amount: number;
  readonly from: number;
  readonly to: number;
}

const compare = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return 0;
};

/**
 * The rules of placement on plain lists, tick by tick: whoever must decide looks at every request
 * and at every tick of it. It decides everything anew at each tick, so it must be asked at each.
 */
export class Naive implements Placer {
  readonly #kind: PlacementKind;
  readonly #binding: boolean;
  readonly #resources: readonly Resource[];
  #held: Held[];
  #waiting: Ask[] = [];
  readonly #rank = new Map<number, ArrayLike<number>>();
  readonly #backfillRank = new Map<number, ArrayLike<number>>();
  readonly #promise = new Map<number, number>();
  readonly #fresh = new Set<number>();
  #improved = false;

  constructor(
    kind: PlacementKind,
    resources: readonly Resource[],
    reservations: readonly Reservation[],
    binding: boolean,
  ) {
    this.#kind = kind;
    this.#binding = binding;
    this.#resources = resources;
    this.#held = reservations.map(({ resource, amount, start, end }) => ({
      id: 0,
      resource,
      amount,
      from: start,
      to: end,
    }));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  submit(ask: Ask): void {
    this.#waiting.push(ask);
    this.#rank.set(ask.id, ask.rank);
    this.#backfillRank.set(ask.id, ask.backfill ?? ask.rank);
    this.#fresh.add(ask.id);
  }

  withdraw(id: number): boolean {
    const waits = this.#waiting.some((ask) => ask.id === id);
    if (waits) this.#drop(id);
    return waits;
  }

  release(id: number, tick: number): void {
    this.#held = this.#held.flatMap((held) => {
      if (held.id !== id || held.to <= tick) return [held];
      this.#improved = true;
      return held.from < tick ? [{ ...held, to: tick }] : [];
    });
  }

  rerank(
    rankOf: (id: number) => ArrayLike<number>,
    backfillOf: (id: number) => ArrayLike<number> = rankOf,
  ): void {
    for (const { id } of this.#waiting) {
      this.#rank.set(id, rankOf(id));
      this.#backfillRank.set(id, backfillOf(id));
    }
  }

  wakeAt(now: number): number {
    return now + 1;
  }

  fork(): Placer {
    throw new Error('not needed');
  }

  decide(now: number): readonly Placed[] {
    const refused = this.#waiting
      .map((ask) => ({ id: ask.id, last: this.#isPossible(ask, now) ? ask.latestStart : -1 }))
      .filter(({ last }) => last < now)
      .sort((a, b) => a.last - b.last || a.id - b.id);
    const verdicts = refused.map(({ id }) => this.#refuse(id));
    verdicts.push(...(this.#kind === 'conservative' ? this.#promises(now) : this.#starts(now)));
    this.#improved = false;
    this.#fresh.clear();
    return verdicts;
  }

  /** Units of a resource that are free at a tick. */
  #free(resource: number, tick: number): number {
    const { closures, capacity } = this.#resources[resource]!;
    for (const { start, ticks, every } of closures) {
      const into = every > 0 && tick >= start ? (tick - start) % every : tick - start;
      if (into >= 0 && into < ticks) return 0;
    }
    return this.#held
      .filter((held) => held.resource === resource && held.from <= tick && tick < held.to)
      .reduce((free, { amount }) => free - amount, capacity);
  }

  #fits(ask: Ask, start: number): boolean {
    for (let tick = 0; tick < ask.length; tick++) {
      const need = new Map<number, number>();
      for (const { resource, amount, offset, ticks } of ask.parts) {
        if (tick < offset || tick >= offset + ticks) continue;
        need.set(resource, (need.get(resource) ?? 0) + amount);
      }
      for (const [resource, units] of need) {
        if (this.#free(resource, start + tick) < units) return false;
      }
    }
    return true;
  }

  /** False if a new request has a part that fits nowhere on idle machines, or asks for too much. */
  #isPossible(ask: Ask, now: number): boolean {
    if (!this.#fresh.has(ask.id)) return true;
    if (ask.earliest > ask.latestStart || !this.#fitsAtAll(ask)) return false;
    const others = this.#held;
    this.#held = others.filter(({ id }) => id === 0);
    const possible = ask.parts.every((part) => {
      const alone = { ...ask, parts: [{ ...part, offset: 0 }], length: part.ticks };
      let start = now;
      while (start < now + AHEAD && !this.#fits(alone, start)) start++;
      return start < now + AHEAD;
    });
    this.#held = others;
    return possible;
  }

  /** True if no resource is asked for more than all its units at once. */
  #fitsAtAll({ parts }: Ask): boolean {
    return parts.every(({ resource, offset }) => {
      const together = parts.filter(
        (other) =>
          other.resource === resource &&
          other.offset <= offset &&
          offset < other.offset + other.ticks,
      );
      const units = together.reduce((sum, { amount }) => sum + amount, 0);
      return units <= this.#resources[resource]!.capacity;
    });
  }

  #earliest(ask: Ask, now: number, latest: number): number {
    const from = Math.max(now, ask.earliest);
    for (let start = from; start <= Math.min(latest, from + AHEAD); start++) {
      if (this.#fits(ask, start)) return start;
    }
    return -1;
  }

  #inOrder(ranks: ReadonlyMap<number, ArrayLike<number>> = this.#rank): Ask[] {
    const rank = (ask: Ask): ArrayLike<number> => ranks.get(ask.id)!;
    return [...this.#waiting].sort((a, b) => compare(rank(a), rank(b)));
  }

  #hold(ask: Ask, start: number): void {
    for (const { resource, amount, offset, ticks } of ask.parts) {
      const from = start + offset;
      this.#held.push({ id: ask.id, resource, amount, from, to: from + ticks });
    }
  }

  #unhold(id: number): void {
    this.#held = this.#held.filter((held) => held.id !== id);
  }

  #drop(id: number): void {
    this.#waiting = this.#waiting.filter((ask) => ask.id !== id);
    this.#fresh.delete(id);
    if (!this.#promise.delete(id)) return;
    this.#unhold(id);
    this.#improved = true;
  }

  #refuse(id: number): Placed {
    this.#drop(id);
    return { id, start: -1 };
  }

  #starts(now: number): Placed[] {
    const verdicts: Placed[] = [];
    for (const head of this.#inOrder()) {
      const start = this.#earliest(head, now, Infinity);
      if (start < 0) {
        verdicts.push(this.#refuse(head.id));
        continue;
      }
      this.#hold(head, start);
      if (start > now) {
        if (this.#kind === 'easy') verdicts.push(...this.#backfill(now, head));
        this.#unhold(head.id);
        break;
      }
      this.#waiting = this.#waiting.filter((one) => one !== head);
      verdicts.push({ id: head.id, start });
    }
    return verdicts;
  }

  #backfill(now: number, head: Ask): Placed[] {
    return this.#inOrder(this.#backfillRank).flatMap((ask) => {
      if (ask === head || this.#earliest(ask, now, now) !== now) return [];
      this.#hold(ask, now);
      this.#waiting = this.#waiting.filter((one) => one !== ask);
      return [{ id: ask.id, start: now }];
    });
  }

  #promises(now: number): Placed[] {
    const order = this.#inOrder();
    if (this.#improved && !this.#binding) {
      for (const ask of order) if (!this.#fresh.has(ask.id)) this.#promiseTo(ask, now);
    }
    const verdicts: Placed[] = [];
    for (const ask of order.filter(({ id }) => this.#fresh.has(id))) {
      const start = this.#promiseTo(ask, now);
      if (this.#binding) {
        this.#waiting = this.#waiting.filter((one) => one !== ask);
        verdicts.push({ id: ask.id, start });
      } else if (start < 0 && ask.latestStart === Number.MAX_SAFE_INTEGER) {
        verdicts.push(this.#refuse(ask.id));
      }
    }
    const due = this.#waiting.filter(({ id }) => this.#promise.get(id) === now);
    for (const { id } of due.sort((a, b) => a.id - b.id)) {
      this.#waiting = this.#waiting.filter((one) => one.id !== id);
      this.#promise.delete(id);
      verdicts.push({ id, start: now });
    }
    return verdicts;
  }

  #promiseTo(ask: Ask, now: number): number {
    if (this.#promise.has(ask.id)) this.#unhold(ask.id);
    const start = this.#earliest(ask, now, ask.latestStart);
    if (start < 0) return -1;
    this.#hold(ask, start);
    if (!this.#binding) this.#promise.set(ask.id, start);
    return start;
  }
}
