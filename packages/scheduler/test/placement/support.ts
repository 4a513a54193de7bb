import type { Closure, Reservation, Resource } from '../../src/lab/index.ts';
import { resource } from '../../src/lab/index.ts';
import type { Ask, AskPart, Placed, Placer } from '../../src/placement/placer.ts';

/** A machine of `capacity` units. */
export const machine = (capacity: number, closures: readonly Closure[] = []): Resource =>
  resource({ name: 'machine', domain: 'K', capacity, closures });

/** Units of a resource for some ticks, from `offset` on. */
export const piece = (amount: number, ticks: number, on = 0, offset = 0): AskPart => ({
  resource: on,
  amount,
  offset,
  ticks,
});

/** A request for `parts`, ranked by its id unless said otherwise. */
export const ask = (
  id: number,
  parts: readonly AskPart[],
  given: Partial<Pick<Ask, 'rank' | 'backfill' | 'earliest' | 'latestStart'>> = {},
): Ask => ({
  id,
  rank: given.rank ?? [id],
  ...(given.backfill && { backfill: given.backfill }),
  parts,
  length: Math.max(...parts.map(({ offset, ticks }) => offset + ticks)),
  earliest: given.earliest ?? 0,
  latestStart: given.latestStart ?? Number.MAX_SAFE_INTEGER,
});

/** A request as it comes: submitted at `at`, it really runs for `run` ticks. */
export interface Arrival {
  readonly at: number;
  readonly ask: Ask;
  /** Ticks until it is released; undefined: nobody releases it, its time just passes. */
  readonly run?: number | undefined;
  /** Tick at which it is withdrawn if it still waits. */
  readonly withdrawn?: number | undefined;
}

export interface Load {
  readonly resources: readonly Resource[];
  readonly reservations: readonly Reservation[];
  readonly arrivals: readonly Arrival[];
  /** Ticks at which all that wait get new ranks. */
  readonly reranks: readonly number[];
}

/** A verdict and the tick at which it was told. */
export interface Told extends Placed {
  readonly tick: number;
}

/** Drives a placer through a load, tick by tick: it decides only where it must. */
export class Play {
  readonly placer: Placer;
  readonly told: Told[] = [];
  readonly #arrivals: readonly Arrival[];
  readonly #reranks: readonly number[];
  readonly #ends = new Map<number, number[]>();
  #wake = -1;
  /** Ids of those that were submitted and not withdrawn. */
  readonly #queued = new Set<number>();
  #seen = 0;
  /** True if the placer must decide before this tick is over. */
  #due = false;

  constructor(placer: Placer, arrivals: readonly Arrival[], reranks: readonly number[] = []) {
    this.placer = placer;
    this.#arrivals = arrivals;
    this.#reranks = reranks;
  }

  /** True once everything was submitted and nobody waits. */
  get done(): boolean {
    return this.#seen === this.#arrivals.length && this.placer.waiting === 0;
  }

  /** Lives through one tick; ticks come in order. */
  step(tick: number): void {
    this.enter(tick);
    this.leave(tick);
  }

  /** What happens at a tick. */
  enter(tick: number): void {
    const ends = this.#ends.get(tick) ?? [];
    for (const id of ends) this.placer.release(id, tick);
    this.#due = ends.length > 0 || this.#wake === tick;
    for (const { at, ask: one, withdrawn } of this.#arrivals) {
      if (at === tick) this.#submit(one);
      if (withdrawn === tick && this.placer.withdraw(one.id)) this.#take(one.id);
    }
    if (!this.#reranks.includes(tick)) return;
    const backfillOf = (id: number): readonly number[] => [(id * 3 + tick) % 5, id];
    this.placer.rerank((id) => [(id * 7 + tick) % 5, id], tick % 2 ? backfillOf : undefined);
    this.#due = true;
  }

  /** What is decided at a tick, if anything must be. */
  leave(tick: number): void {
    if (!this.#due) return;
    this.#due = false;
    for (const { id, start } of this.placer.decide(tick)) {
      this.told.push({ tick, id, start });
      const run = this.#arrivals.find(({ ask: one }) => one.id === id)?.run;
      if (start < 0 || run === undefined) continue;
      this.#ends.set(start + run, [...(this.#ends.get(start + run) ?? []), id]);
    }
    this.#wake = this.placer.wakeAt(tick);
  }

  /** Ids of those that were submitted and wait. */
  waiting(): number[] {
    return [...this.#queued].filter((id) => !this.told.some((verdict) => verdict.id === id));
  }

  run(until = 5000, from = 0): readonly Told[] {
    for (let tick = from; tick <= until && !this.done; tick++) this.step(tick);
    return this.told;
  }

  /** The same play from here on, with a fork of the placer. */
  fork(): Play {
    const copy = new Play(this.placer.fork(), this.#arrivals, this.#reranks);
    copy.told.push(...this.told);
    for (const [tick, ids] of this.#ends) copy.#ends.set(tick, [...ids]);
    for (const id of this.#queued) copy.#queued.add(id);
    copy.#wake = this.#wake;
    copy.#seen = this.#seen;
    copy.#due = this.#due;
    return copy;
  }

  #submit(one: Ask): void {
    this.placer.submit(one);
    this.#queued.add(one.id);
    this.#seen++;
    this.#due = true;
  }

  #take(id: number): void {
    this.#queued.delete(id);
    this.#due = true;
  }
}

/** Starts by id, in order of id: what a schedule worked out by hand says. */
export const starts = (told: readonly Told[]): Readonly<Record<number, number>> =>
  Object.fromEntries(told.map(({ id, start }) => [id, start]));

/** What happens to a placer whose requests all run as long as they ask. */
export const schedule = (
  placer: Placer,
  arrivals: readonly Arrival[],
): Readonly<Record<number, number>> =>
  starts(new Play(placer, arrivals.map((one) => ({ run: one.ask.length, ...one }))).run());

/** Starts of those that wait if nobody else comes and nobody ends early; `now` was decided. */
export const forecast = (placer: Placer, now: number): ReadonlyMap<number, number> => {
  const fork = placer.fork();
  const found = new Map<number, number>();
  for (let tick = fork.wakeAt(now); tick >= 0; tick = fork.wakeAt(tick)) {
    for (const { id, start } of fork.decide(tick)) found.set(id, start);
  }
  return found;
};

const isClosed = ({ closures }: Resource, tick: number): boolean =>
  closures.some(({ start, ticks, every }) => {
    const into = every > 0 && tick >= start ? (tick - start) % every : tick - start;
    return into >= 0 && into < ticks;
  });

/** Units held of each resource at each tick at which any are, and the units open then. */
export const unitsOver = (
  { resources, reservations, arrivals }: Load,
  told: readonly Told[],
): readonly { readonly units: number; readonly open: number }[] => {
  const held = new Map<string, number>();
  const hold = (on: number, amount: number, from: number, to: number): void => {
    for (let tick = from; tick < to; tick++) {
      held.set(`${on}:${tick}`, (held.get(`${on}:${tick}`) ?? 0) + amount);
    }
  };
  for (const { id, start } of told) {
    const { ask: one, run = one.length } = arrivals.find((arrival) => arrival.ask.id === id)!;
    if (start < 0) continue;
    for (const { resource: on, amount, offset, ticks } of one.parts) {
      hold(on, amount, start + offset, start + Math.min(offset + ticks, run));
    }
  }
  return [...held].map(([key, units]) => {
    const [on, tick] = key.split(':').map(Number) as [number, number];
    const reserved = reservations
      .filter((span) => span.resource === on && span.start <= tick && tick < span.end)
      .reduce((sum, { amount }) => sum + amount, 0);
    const machineOf = resources[on]!;
    return { units, open: isClosed(machineOf, tick) ? 0 : machineOf.capacity - reserved };
  });
};
