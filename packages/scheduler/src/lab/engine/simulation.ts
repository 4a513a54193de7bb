import { invariant, TICK_MAX } from '@xdv/domain-model';
import type { Workload } from '../../model/workload.ts';
import { Heap } from '../../structures/heap.ts';
import { OUTCOME, type Schedule } from '../schedule.ts';
import { Choice } from './choice.ts';
import type { Context } from './context.ts';
import { Feasibility } from './feasibility.ts';
import { Followers } from './followers.ts';
import { askedLayout, realLength, wholeSession, type Layout } from './layout.ts';
import type { CheckedOptions } from './options.ts';
import { submissionOrder, type SubmissionOrder } from './order.ts';
import { Ranks } from './ranks.ts';
import type { Station } from './station.ts';
import { createStations, planStations } from './stations.ts';
import { JobTable } from './table.ts';

/** Kinds of events, in the order in which those of one tick happen; decisions come last. */
const EVENT = { end: 0, submit: 1, turn: 2, wake: 3 } as const;

/**
 * An event-driven simulation of a workload. Of one tick, what ends comes first, then what is
 * submitted, and then each station decides once about all that waits, so that the order of what is
 * submitted together never matters (XDV-012.1). An event costs O(log n) in the events ahead, and
 * what the placement takes for its decision.
 */
export class Simulation {
  readonly #options: CheckedOptions;
  readonly #context: Context;
  /** Station of each resource. */
  readonly #stationOf: readonly Station[];
  readonly #stations: readonly Station[];
  readonly #feasibility: Feasibility;
  readonly #followers: Followers;
  readonly #order: SubmissionOrder;
  /** (tick, kind, place of the job, or session, or station) of what will happen. */
  readonly #events = new Heap();
  readonly #due: Station[] = [];
  /** Jobs among the arrivals that were submitted. */
  #arrived = 0;
  #now = 0;
  #over = 0;
  #isOver = false;

  constructor(workload: Workload, options: CheckedOptions) {
    this.#options = options;
    const plan = planStations(workload);
    this.#context = this.#createContext(workload, plan.chooses);
    this.#stations = createStations(this.#context, plan, options.placement);
    this.#stationOf = Array.from(plan.stationOf, (station) => this.#stations[station]!);
    this.#feasibility = new Feasibility(workload);
    this.#followers = new Followers(workload.jobs);
    this.#order = submissionOrder(workload.jobs);
  }

  /** Jobs that are over: done, refused or infeasible. */
  get ended(): number {
    return this.#over;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Goes on until so many events have happened, and to the end of that tick. True if over. */
  advance(events: number): boolean {
    for (let left = events; left > 0 && !this.#isOver; ) left -= this.#tick();
    return this.#isOver;
  }

  schedule(): Schedule {
    const { workload, table, ranks, spans } = this.#context;
    const { placement, order, seed } = this.#options;
    return {
      workload,
      policy: order,
      placement,
      seed,
      submitted: table.submitted,
      start: table.start,
      end: table.end,
      resource: table.resource,
      outcome: table.outcome,
      sessions: spans,
      quarantine: ranks.quarantine,
      decisions: this.#stations.reduce((sum, { decisions }) => sum + decisions, 0),
    };
  }

  #createContext(workload: Workload, chooses: (resource: number) => boolean): Context {
    const table = new JobTable(workload);
    const choosing = workload.jobs.some(({ alternatives }) => alternatives.length > 0);
    return {
      workload,
      table,
      ranks: new Ranks(workload, table, this.#options),
      choice: choosing ? new Choice(workload, chooses) : undefined,
      observer: this.#options.observer,
      spans: [],
      start: (job) => this.#start(job),
      refuse: (job, outcome) => this.#refuse(job, outcome),
      auditPolicy: () => this.#auditPolicy(),
      turnAt: (tick, session) => this.#events.push(tick, EVENT.turn, session),
      wakeAt: (tick, station) => this.#events.push(tick, EVENT.wake, station),
    };
  }

  /** All that happens at the next tick at which anything does; returns how many events. */
  #tick(): number {
    const events = this.#events;
    const next = this.#nextArrival();
    const tick = events.size > 0 ? Math.min(next, events.top(0)) : next;
    if (tick === Infinity) return this.#finish();
    this.#now = tick;
    let count = 0;
    for (; events.size > 0 && events.top(0) === tick; count++) {
      const kind = events.top(1);
      const place = events.top(2);
      events.pop();
      this.#happen(kind, place);
    }
    for (; this.#nextArrival() === tick; count++) {
      this.#submit(this.#order.arrivals[this.#arrived++]!);
    }
    this.#decide();
    return count;
  }

  #nextArrival(): number {
    const { arrivals } = this.#order;
    if (this.#arrived === arrivals.length) return Infinity;
    return this.#context.workload.jobs[arrivals[this.#arrived]!]!.submit;
  }

  #happen(kind: number, place: number): void {
    if (kind === EVENT.end) return this.#end(this.#order.rows[place]!);
    if (kind === EVENT.submit) return this.#submit(this.#order.rows[place]!);
    if (kind === EVENT.wake) {
      const station = this.#stations[place]!;
      if (station.isWake(this.#now)) this.#touch(station);
      return;
    }
    const station = this.#stationOf[this.#context.workload.sessions[place]!.resource]!;
    station.turn(place);
    this.#touch(station);
  }

  #finish(): number {
    for (const { waiting } of this.#stations) invariant(waiting === 0, 'somebody waits', waiting);
    invariant(this.#over === this.#order.rows.length, 'jobs are lost', this.#over);
    this.#isOver = true;
    this.#context.observer.over?.();
    return 1;
  }

  #touch(station: Station): void {
    if (station.touched) return;
    station.touched = true;
    this.#due.push(station);
  }

  #decide(): void {
    const due = this.#due;
    if (due.length > 1) due.sort((a, b) => a.index - b.index);
    for (const station of due) station.decide(this.#now);
    due.length = 0;
    this.#auditPolicy();
  }

  /** A policy that failed leaves all that wait in the default order (XDV-012.6). */
  #auditPolicy(): void {
    if (!this.#context.ranks.failed(this.#now)) return;
    for (const station of this.#stations) station.rerank(this.#now);
  }

  #submit(job: number): void {
    const { table, observer } = this.#context;
    const now = this.#now;
    table.submitted[job] = now;
    observer.submitted?.(now, job);
    const layout = this.#layoutFor(job);
    if (!layout) return this.#refuse(job, OUTCOME.infeasible);
    table.layouts[job] = layout;
    const station = this.#stationOf[table.resource[job]!]!;
    station.submit(job, layout, now);
    this.#touch(station);
  }

  /** What the job asks for, on the resource that is best for it; undefined if it fits on none. */
  #layoutFor(job: number): Layout | undefined {
    const { workload, table, choice } = this.#context;
    const one = workload.jobs[job]!;
    const first = one.parts[0]!.resource;
    if (one.alternatives.length === 0) {
      const layout = askedLayout(workload.resources, one, first);
      return this.#fits(job, layout) ? layout : undefined;
    }
    let chosen: Layout | undefined;
    let earliest = Infinity;
    for (const resource of [first, ...one.alternatives]) {
      const layout = askedLayout(workload.resources, one, resource);
      if (!this.#fits(job, layout)) continue;
      const start = choice!.predict(layout.parts[0]!, this.#now);
      if (chosen && start >= earliest) continue;
      chosen = layout;
      earliest = start;
      table.resource[job] = resource;
    }
    return chosen;
  }

  #fits(job: number, layout: Layout): boolean {
    if (!this.#feasibility.fits(layout, this.#now)) return false;
    const { workload, table } = this.#context;
    const session = workload.sessions[table.session[job]!];
    if (!session) return true;
    if (layout.length > session.maxTicks) return false;
    return this.#feasibility.fits(wholeSession(workload.resources, session), this.#now);
  }

  #start(job: number): void {
    const { workload, table, ranks, observer } = this.#context;
    const { resources, jobs } = workload;
    const one = jobs[job]!;
    const resource = table.resource[job]!;
    const asked = table.layouts[job]!.length;
    const length = one.run === one.estimate ? asked : realLength(resources, one, resource);
    const end = this.#now + length;
    table.start[job] = this.#now;
    table.end[job] = end;
    this.#events.push(end, EVENT.end, this.#order.places[job]!);
    ranks.holds(job, this.#now);
    observer.started?.(this.#now, job, resource);
  }

  #end(job: number): void {
    const { table, ranks, observer } = this.#context;
    const station = this.#stationOf[table.resource[job]!]!;
    station.end(job, table.layouts[job]!, this.#now);
    this.#touch(station);
    ranks.frees(job, this.#now);
    table.layouts[job] = undefined;
    this.#over++;
    observer.ended?.(this.#now, job);
    for (const next of this.#followers.of(job)) this.#follow(next);
  }

  /** The predecessor of `job` ended now: the job comes when its think time is over. */
  #follow(job: number): void {
    const { submit, thinkTicks } = this.#context.workload.jobs[job]!;
    const at = Math.max(submit, this.#now + thinkTicks);
    if (at > TICK_MAX) return this.#refuse(job, OUTCOME.refused);
    this.#events.push(at, EVENT.submit, this.#order.places[job]!);
  }

  /** The job will never start, and what comes after it, at any remove, is refused too. */
  #refuse(job: number, outcome: number): void {
    const { table, observer } = this.#context;
    table.outcome[job] = outcome;
    table.layouts[job] = undefined;
    this.#over++;
    observer.refused?.(this.#now, job, outcome);
    const refused = [...this.#followers.of(job)];
    for (let next = refused.pop(); next !== undefined; next = refused.pop()) {
      table.submitted[next] = Math.max(table.submitted[next]!, this.#now);
      table.outcome[next] = OUTCOME.refused;
      this.#over++;
      observer.refused?.(this.#now, next, OUTCOME.refused);
      for (const follower of this.#followers.of(next)) refused.push(follower);
    }
  }
}
