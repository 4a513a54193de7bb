import { invariant } from '@xdv/domain-model';
import { askedLayout, realLength } from '../lab/engine/layout.ts';
import type { SimulationObserver } from '../lab/engine/observer.ts';
import { OUTCOME } from '../lab/schedule.ts';
import { unitsHeld, type Closure, type Resource } from '../model/resource.ts';
import type { Workload } from '../model/workload.ts';
import type { AskPart } from '../placement/placer.ts';

/** Units of a resource that are held for [from, to). */
interface Hold {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  /** Session on whose resource this is, if it is one of its jobs; -1: none. */
  readonly session: number;
}

type State = 'unknown' | 'submitted' | 'running' | 'done' | 'refused';

/** True if some span of the closure has a tick in common with [from, to). */
const meets = ({ start, ticks, every }: Closure, from: number, to: number): boolean => {
  if (ticks === 0 || to <= start) return false;
  if (every === 0) return from < start + ticks;
  // the last span that begins before the end
  const last = start + Math.floor((to - 1 - start) / every) * every;
  return from < last + ticks;
};

/** The most that is held at once within [from, to): it can only rise where something begins. */
const peak = (holds: readonly Hold[], from: number, to: number): number => {
  let most = 0;
  for (const tick of [from, ...holds.map((hold) => Math.max(from, hold.from))]) {
    if (tick >= to) continue;
    let held = 0;
    for (const hold of holds) if (hold.from <= tick && tick < hold.to) held += hold.amount;
    most = Math.max(most, held);
  }
  return most;
};

/** What is held of one resource, and the session that has it. */
class Ledger {
  readonly #resource: Resource;
  /** By job, and by -1 - row for what is reserved. */
  readonly #holds = new Map<number, readonly Hold[]>();
  #session = -1;
  #sessionEnd = 0;

  constructor(resource: Resource) {
    this.#resource = resource;
  }

  reserve(key: number, hold: Hold): void {
    this.#holds.set(key, [hold]);
  }

  /** `job` holds a part from `now` on. */
  hold(job: number, { amount, offset, ticks }: AskPart, now: number, session: number): void {
    const from = now + offset;
    const to = from + ticks;
    this.#mustBeOpen(from, to);
    if (this.#session >= 0 && from < this.#sessionEnd) {
      invariant(this.#session === session, 'a session has its resource for itself', job);
    }
    if (session >= 0) {
      invariant(this.#session === session, 'a job of a session starts while it is open', job);
      invariant(to <= this.#sessionEnd, 'a session holds its resource for maxTicks at most', job);
    }
    const { sharing, capacity } = this.#resource;
    const held = peak(this.#all(), from, to);
    invariant(held === 0 || sharing === 'shared', 'an exclusive resource is not shared', job);
    invariant(held + amount <= capacity, 'no resource is over-allocated', held + amount);
    this.#holds.set(job, [...(this.#holds.get(job) ?? []), { from, to, amount, session }]);
  }

  release(job: number): void {
    this.#holds.delete(job);
  }

  open(session: number, from: number, to: number): void {
    this.#mustBeOpen(from, to);
    const free = this.#session < 0 && peak(this.#all(), from, to) === 0;
    invariant(free, 'a session has its resource for itself', session);
    this.#session = session;
    this.#sessionEnd = to;
  }

  close(session: number, now: number): void {
    invariant(this.#session === session, 'a session that closes is open', session);
    invariant(now <= this.#sessionEnd, 'a session lasts for maxTicks at most', now);
    const runs = this.#all().some((hold) => hold.session === session);
    invariant(!runs, 'no job runs when its session closes', session);
    this.#session = -1;
  }

  get session(): number {
    return this.#session;
  }

  #all(): readonly Hold[] {
    return [...this.#holds.values()].flat();
  }

  #mustBeOpen(from: number, to: number): void {
    const { closures, calibration } = this.#resource;
    const closed = closures.some((closure) => meets(closure, from, to));
    invariant(!closed, 'nothing runs while its resource is closed', from);
    if (!calibration) return;
    const { firstTick, everyTicks, validTicks } = calibration;
    const age = (((from - firstTick) % everyTicks) + everyTicks) % everyTicks;
    invariant(age <= validTicks, 'nothing starts without a valid calibration', from);
  }
}

/** Order of what happens at one tick. */
const PHASE = { end: 0, submit: 1, decide: 2 } as const;

class Watch implements Required<SimulationObserver> {
  readonly #workload: Workload;
  readonly #ledgers: readonly Ledger[];
  readonly #states: State[];
  readonly #submitted: number[];
  readonly #starts: number[];
  readonly #ends: number[];
  readonly #resources: number[];
  readonly #rows: ReadonlyMap<number, number>;
  readonly #sessions: ReadonlyMap<number, number>;
  #now = 0;
  #phase: number = PHASE.end;

  constructor(workload: Workload) {
    const { jobs, resources, sessions, reservations } = workload;
    this.#workload = workload;
    this.#ledgers = resources.map((resource) => new Ledger(resource));
    reservations.forEach(({ resource, amount, start, end }, i) => {
      const held = unitsHeld(resources[resource]!, amount);
      const hold = { from: start, to: end, amount: held, session: -1 };
      this.#ledgers[resource]!.reserve(-1 - i, hold);
    });
    this.#states = jobs.map(() => 'unknown');
    this.#submitted = jobs.map(() => -1);
    this.#starts = jobs.map(() => -1);
    this.#ends = jobs.map(() => -1);
    this.#resources = jobs.map(() => -1);
    this.#rows = new Map(jobs.map(({ id }, row) => [id, row]));
    this.#sessions = new Map(sessions.map(({ id }, row) => [id, row]));
  }

  submitted(tick: number, job: number): void {
    this.#at(tick, PHASE.submit);
    this.#move(job, ['unknown'], 'submitted', 'a job is submitted once');
    const { submit, after, thinkTicks } = this.#workload.jobs[job]!;
    invariant(tick >= submit, 'no job is submitted early', tick);
    this.#submitted[job] = tick;
    const before = this.#rows.get(after);
    if (before === undefined) return;
    const follows = this.#states[before] === 'done' && tick >= this.#ends[before]! + thinkTicks;
    invariant(follows, 'a job comes after the one before it has ended, and think time', tick);
  }

  started(tick: number, job: number, resource: number): void {
    this.#at(tick, PHASE.decide);
    this.#move(job, ['submitted'], 'running', 'a job starts once, after it was submitted');
    const { resources, jobs } = this.#workload;
    const one = jobs[job]!;
    invariant(tick <= one.latestStart, 'no job starts after its latest start', tick);
    const known = one.parts[0]!.resource === resource || one.alternatives.includes(resource);
    invariant(known, 'a job runs where it may', resource);
    const session = this.#sessions.get(one.session) ?? -1;
    const own = this.#workload.sessions[session]?.resource;
    for (const part of askedLayout(resources, one, resource).parts) {
      const within = part.resource === own ? session : -1;
      this.#ledgers[part.resource]!.hold(job, part, tick, within);
    }
    this.#starts[job] = tick;
    this.#resources[job] = resource;
  }

  ended(tick: number, job: number): void {
    this.#at(tick, PHASE.end);
    this.#move(job, ['running'], 'done', 'a job that ends was running');
    const { resources, jobs } = this.#workload;
    const one = jobs[job]!;
    const [start, resource] = [this.#starts[job]!, this.#resources[job]!];
    const asked = askedLayout(resources, one, resource).length;
    invariant(tick <= start + asked, 'no job runs longer than it asked for', tick);
    invariant(tick === start + realLength(resources, one, resource), 'a job runs its time', tick);
    this.#ends[job] = tick;
    for (const ledger of this.#ledgers) ledger.release(job);
  }

  refused(tick: number, job: number, outcome: number): void {
    this.#at(tick, tick > this.#now ? PHASE.end : this.#phase);
    const before = this.#rows.get(this.#workload.jobs[job]?.after ?? 0);
    const orphaned = before !== undefined && this.#states[before] === 'refused';
    const from: readonly State[] = orphaned ? ['unknown', 'submitted'] : ['submitted'];
    this.#move(job, from, 'refused', 'only a job that waits is refused');
    const right = outcome === OUTCOME.refused || outcome === OUTCOME.infeasible;
    invariant(right, 'a job is refused or infeasible', outcome);
  }

  opened(tick: number, session: number): void {
    this.#at(tick, PHASE.decide);
    const { resource, maxTicks } = this.#session(session);
    this.#ledgers[resource]!.open(session, tick, tick + maxTicks);
  }

  closed(tick: number, session: number): void {
    this.#at(tick, PHASE.decide);
    this.#ledgers[this.#session(session).resource]!.close(session, tick);
  }

  over(): void {
    const lost = this.#states.findIndex((state) => state !== 'done' && state !== 'refused');
    invariant(lost < 0, 'every job is done or refused in the end', lost);
    const open = this.#ledgers.findIndex(({ session }) => session >= 0);
    invariant(open < 0, 'every session is closed in the end', open);
  }

  #session(index: number) {
    const session = this.#workload.sessions[index];
    invariant(session !== undefined, 'a session is one of the workload', index);
    return session;
  }

  /** Time goes on, and at one tick from phase to phase. */
  #at(tick: number, phase: number): void {
    invariant(tick >= this.#now, 'time never goes back', tick);
    const later = tick > this.#now || phase >= this.#phase;
    invariant(later, 'of one tick, ends come first, then submissions, then decisions', tick);
    this.#now = tick;
    this.#phase = phase;
  }

  #move(job: number, from: readonly State[], to: State, rule: string): void {
    const state = this.#states[job];
    invariant(state !== undefined, 'a job is one of the workload', job);
    invariant(from.includes(state), rule, job);
    this.#states[job] = to;
  }
}

/**
 * An observer that checks each step of a simulation against the rules that hold for every placement
 * and policy, and throws InvariantError for the first that is broken: capacity and sharing
 * contracts, calendars and calibrations, sessions, gangs, latest starts, estimates, the order of
 * ticks and of what happens at one, and that every job ends or is refused exactly once (XDV-012,
 * XDV-023.3). It keeps its own books: only what a job asks for is computed as the simulator does. A
 * step costs time linear in what the resource holds: it is for tests.
 */
export const createInvariantObserver = (workload: Workload): Required<SimulationObserver> =>
  new Watch(workload);
