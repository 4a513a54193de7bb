import { invariant, TICK_MAX } from '@xdv/domain-model';
import type { AskPart, Placer } from '../../placement/placer.ts';
import { OUTCOME } from '../schedule.ts';
import type { Context } from './context.ts';
import { Desk, type DeskJob, type DeskPort } from './desk.ts';
import { wholeSession, type Layout } from './layout.ts';

/** What a station is made of. */
export interface StationParts {
  readonly index: number;
  readonly placer: Placer;
  /** Place of each resource of the workload among those of the placer. */
  readonly placeOf: Int32Array;
}

const lastEnd = (parts: readonly AskPart[]): number => {
  let end = 0;
  for (const { offset, ticks } of parts) end = Math.max(end, offset + ticks);
  return end;
};

/**
 * One queue, and the resources that it is for. Requests go to the placement by number: a job's row
 * from 1 on, and the sessions behind the jobs; a session asks for its resource as a whole.
 */
export class Station {
  readonly index: number;
  /** True if something happened at this tick: a decision is due. */
  touched = false;
  /** Decisions made. */
  decisions = 0;
  readonly #context: Context;
  readonly #placer: Placer;
  readonly #placeOf: Int32Array;
  /** Desks of the sessions that jobs came for. */
  readonly #desks = new Map<number, Desk>();
  /** Sessions whose turn it is. */
  readonly #turns = new Set<number>();
  /** Sessions with jobs that wait. */
  readonly #busy = new Set<number>();
  /** Tick at which a look is due although nothing may happen; Infinity: none. */
  #wake = Infinity;
  /** True if a decision freed units, or led to another request: there may be another. */
  #again = false;

  constructor(context: Context, { index, placer, placeOf }: StationParts) {
    this.index = index;
    this.#context = context;
    this.#placer = placer;
    this.#placeOf = placeOf;
  }

  /** Requests that wait in the queue. */
  get waiting(): number {
    return this.#placer.waiting;
  }

  /** True if the look that was due at `tick` still is. */
  isWake(tick: number): boolean {
    if (this.#wake !== tick) return false;
    this.#wake = Infinity;
    return true;
  }

  submit(job: number, layout: Layout, now: number): void {
    const { ranks, table, workload } = this.#context;
    const session = table.session[job]!;
    if (session < 0) return this.#ask(job + 1, job, layout, workload.jobs[job]!.latestStart, now);
    this.#deskOf(session).arrive(job, ranks.rankOf(job, now));
    this.#busy.add(session);
    this.#turns.add(session);
  }

  /** A job that was started here ends. */
  end(job: number, layout: Layout, now: number): void {
    const { table } = this.#context;
    const session = table.session[job]!;
    const asked = session < 0 ? layout : this.#beside(session, layout);
    if (asked.parts.length > 0) this.#release(job + 1, asked, table.start[job]!, now);
    if (session < 0) return;
    this.#deskOf(session).ended(job, now);
    this.#turns.add(session);
  }

  /** The session is looked at with the next decision. */
  turn(session: number): void {
    this.#turns.add(session);
  }

  /** Decides about all that wait (XDV-012.5): sessions first, then the queue. */
  decide(now: number): void {
    this.touched = false;
    const { ranks } = this.#context;
    if (ranks.dynamic) this.rerank(now);
    do {
      this.#takeTurns(now);
      this.#again = false;
      this.#context.auditPolicy();
      if (this.waiting > 0) this.#place(now);
    } while (this.#again || this.#turns.size > 0);
    this.#setWake(now);
  }

  #takeTurns(now: number): void {
    if (this.#turns.size === 0) return;
    const turns = [...this.#turns];
    this.#turns.clear();
    for (const session of turns) {
      const desk = this.#deskOf(session);
      desk.turn(now, this.#portOf(session, now));
      if (desk.first < 0) this.#busy.delete(session);
    }
  }

  /** New ranks for all that wait here: O(n log n). */
  rerank(now: number): void {
    const { ranks, workload } = this.#context;
    const rankOf = (job: number): number[] => ranks.rankOf(job, now);
    for (const session of this.#busy) this.#deskOf(session).rerank(rankOf);
    if (this.waiting === 0) return;
    const jobs = workload.jobs.length;
    const jobOf = (id: number): number =>
      id <= jobs ? id - 1 : this.#deskOf(id - 1 - jobs).first;
    this.#placer.rerank(
      (id) => rankOf(jobOf(id)),
      ranks.backfills ? (id) => ranks.backfillOf(jobOf(id), now)! : undefined,
    );
  }

  #place(now: number): void {
    this.decisions++;
    const jobs = this.#context.workload.jobs.length;
    for (const { id, start } of this.#placer.decide(now)) {
      invariant(start < 0 || start === now, 'what is decided starts at once', start);
      if (id > jobs) this.#answer(id - 1 - jobs, start, now);
      else if (start < 0) this.#refuse(id - 1, now);
      else {
        this.#started(this.#asked(id - 1), now);
        this.#context.start(id - 1);
      }
    }
  }

  /** The verdict on a session's request. */
  #answer(session: number, start: number, now: number): void {
    const desk = this.#deskOf(session);
    const layout = this.#sessionLayout(session);
    const port = this.#portOf(session, now);
    if (start < 0) {
      this.#context.choice?.leaves(layout);
      return desk.deny(port);
    }
    this.#started(layout, now);
    desk.open(now, port);
  }

  /** The verdict on a job that cannot start in time, or never. */
  #refuse(job: number, now: number): void {
    const { workload, table, choice, ranks } = this.#context;
    choice?.leaves(this.#asked(job));
    const { latestStart } = workload.jobs[job]!;
    const session = table.session[job]!;
    if (session >= 0) {
      const desk = this.#deskOf(session);
      this.#turns.add(session);
      this.#busy.add(session);
      if (desk.mayStartLater(job, now)) {
        return desk.missed(job, ranks.rankOf(job, now), now);
      }
      desk.ended(job, now);
    }
    const never = session < 0 && latestStart === TICK_MAX;
    this.#context.refuse(job, never ? OUTCOME.infeasible : OUTCOME.refused);
  }

  /** What was asked for a job: all that it holds, or what it holds beside its session. */
  #asked(job: number): Layout {
    const { table } = this.#context;
    const layout = table.layouts[job]!;
    const session = table.session[job]!;
    return session < 0 ? layout : this.#beside(session, layout);
  }

  /** The parts of a session's job that are not on the session's resource. */
  #beside(session: number, { parts, length }: Layout): Layout {
    const own = this.#context.workload.sessions[session]!.resource;
    return { parts: parts.filter(({ resource }) => resource !== own), length };
  }

  #started(layout: Layout, now: number): void {
    this.#context.choice?.leaves(layout);
    this.#context.choice?.starts(layout, now);
  }

  /** Puts a request into the queue, in the place of `job`. */
  #ask(id: number, job: number, layout: Layout, latestStart: number, now: number): void {
    const { ranks } = this.#context;
    const parts = this.#local(layout.parts);
    const ask = {
      id,
      rank: ranks.rankOf(job, now),
      parts,
      length: lastEnd(parts),
      earliest: now,
      latestStart,
    };
    const backfill = ranks.backfillOf(job, now);
    this.#placer.submit(backfill ? { ...ask, backfill } : ask);
    this.#again = true;
    this.#context.choice?.waits(layout);
  }

  /** Parts by the places of their resources in the placer. */
  #local(parts: readonly AskPart[]): readonly AskPart[] {
    const places = this.#placeOf;
    if (parts.every(({ resource }) => places[resource] === resource)) return parts;
    return parts.map((part) => ({ ...part, resource: places[part.resource]! }));
  }

  #release(id: number, layout: Layout, start: number, now: number): void {
    // one whose last part is over for some time is forgotten by itself
    if (now <= start + lastEnd(layout.parts)) this.#placer.release(id, now);
    this.#context.choice?.ends(layout, start, now);
  }

  #setWake(now: number): void {
    const wake = this.waiting > 0 ? this.#placer.wakeAt(now) : -1;
    if (wake > now && wake !== this.#wake) this.#context.wakeAt(wake, this.index);
    this.#wake = wake > now ? wake : Infinity;
  }

  #sessionLayout(session: number): Layout {
    const { sessions, resources } = this.#context.workload;
    return wholeSession(resources, sessions[session]!);
  }

  #deskOf(session: number): Desk {
    const known = this.#desks.get(session);
    if (known) return known;
    const desk = this.#createDesk(session);
    this.#desks.set(session, desk);
    return desk;
  }

  #createDesk(session: number): Desk {
    const { workload, table, ranks } = this.#context;
    const one = workload.sessions[session]!;
    const jobOf = (job: number): DeskJob => {
      const { length, parts } = table.layouts[job]!;
      const own = parts.find(({ resource }) => resource === one.resource);
      const { latestStart } = workload.jobs[job]!;
      return { units: own?.amount ?? 0, length, latestStart };
    };
    return new Desk(one, workload.resources[one.resource]!.capacity, ranks.width, jobOf);
  }

  /** A job of a session has its turn: it starts when what it wants beside the session is there. */
  #startBeside(job: number, lastStart: number, now: number): void {
    const asked = this.#asked(job);
    if (asked.parts.length === 0) return this.#context.start(job);
    const latest = Math.min(lastStart, this.#context.workload.jobs[job]!.latestStart);
    this.#ask(job + 1, job, asked, latest, now);
  }

  #portOf(session: number, now: number): DeskPort {
    const context = this.#context;
    const id = context.workload.jobs.length + 1 + session;
    return {
      start: (job, lastStart) => this.#startBeside(job, lastStart, now),
      refuse: (job) => context.refuse(job, OUTCOME.refused),
      ask: (job) => this.#ask(id, job, this.#sessionLayout(session), TICK_MAX, now),
      giveBack: (start) => {
        this.#release(id, this.#sessionLayout(session), start, now);
        this.#again = true;
      },
      wake: (tick) => context.turnAt(tick, session),
      opened: () => context.observer.opened?.(now, session),
      closed: (start) => {
        context.spans.push({ id: context.workload.sessions[session]!.id, start, end: now });
        context.observer.closed?.(now, session);
      },
    };
  }
}
