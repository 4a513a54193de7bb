import { Heap } from '../structures/heap.ts';
import { byPriority, type FixedPriority } from './fixed-priority.ts';
import { checkFlows, type Flow } from './flow.ts';
import { checkHorizon, orderReleases, type FlowRelease } from './releases.ts';
import { createFlowServer, type FlowServer, type WakeRule } from './server.ts';

export interface FlowSimulationOptions {
  /** Ticks to simulate: work is cut there. 1 to 2^50. */
  readonly horizon: number;
  /** Who goes first. Default: earliest deadline. */
  readonly order?: 'earliest-deadline' | FixedPriority;
  /**
   * Whether each flow has a constant-bandwidth server with its `ticks` as budget. Without, an
   * overrun is everybody's. Default true; fixed priorities have none.
   */
  readonly servers?: boolean;
}

/** A span in which the machine works for one flow. */
export interface FlowWindow {
  /** Id of the flow. */
  readonly flow: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** What became of a release. */
export interface FlowJob extends FlowRelease {
  /** Tick by which its flow wants it done. */
  readonly deadline: number;
  /** -1 if it had not ended at the horizon. */
  readonly end: number;
}

/** What became of a flow. */
export interface FlowReport {
  readonly flow: number;
  readonly released: number;
  readonly ended: number;
  /** Releases that ended after their deadline, or not by it. */
  readonly missed: number;
  /** Longest time from release to end, in ticks; 0 if none ended. */
  readonly worstResponse: number;
  readonly meanResponse: number;
  /** Times that its server put off its deadline. */
  readonly postponed: number;
}

/** How a machine served its flows. */
export interface FlowSchedule {
  readonly horizon: number;
  /** In order of time; two that touch are of different flows or releases. */
  readonly windows: readonly FlowWindow[];
  /** In order of release, then of the ids of flows. */
  readonly jobs: readonly FlowJob[];
  /** In the order of flows. */
  readonly flows: readonly FlowReport[];
}

/** A flow that is being served. */
interface Line {
  readonly flow: Flow;
  readonly place: number;
  readonly server: FlowServer | undefined;
  /** Indices of its releases that have come, in order. */
  readonly queue: number[];
  /** How many of them have ended. */
  served: number;
  /** Work done for the first that has not. */
  done: number;
}

interface Machine {
  readonly lines: readonly Line[];
  readonly releases: readonly FlowRelease[];
  /** Place of the flow of each release. */
  readonly places: Uint16Array;
  readonly horizon: number;
  /** What a line competes with. */
  readonly urgency: (line: Line) => number;
  /** Lines that wait: (urgency, release of the first in their queue, place). */
  readonly waiting: Heap;
  readonly windows: FlowWindow[];
  readonly ends: Float64Array;
  now: number;
  /** First release that has not come. */
  next: number;
}

/** Release that a line works on; undefined if it is idle. */
const current = (line: Line): number | undefined => line.queue[line.served];

const enqueue = ({ waiting, urgency, releases }: Machine, line: Line): void => {
  waiting.push(urgency(line), releases[current(line)!]!.tick, line.place);
};

const nextTick = ({ releases, next }: Machine): number => releases[next]?.tick ?? Infinity;

/** Takes in what has been released by `tick`. */
const arrive = (machine: Machine, tick: number): void => {
  const { places, lines, releases } = machine;
  for (; nextTick(machine) <= tick; machine.next++) {
    const line = lines[places[machine.next]!]!;
    const idle = current(line) === undefined;
    line.queue.push(machine.next);
    if (!idle) continue;
    line.server?.wake(releases[machine.next]!.tick);
    enqueue(machine, line);
  }
};

/**
 * Ticks until the line may be preempted: whole windows, up to the first that ends when another
 * release has come, within its budget, and no more than the `left` of its work.
 */
const stretchOf = (machine: Machine, { flow, server }: Line, left: number): number => {
  const { section } = flow;
  const budget = server?.budget ?? left;
  const most = left <= budget ? left : budget - (budget % section);
  return Math.min(most, Math.ceil((nextTick(machine) - machine.now) / section) * section);
};

/** The machine works for `line`, from now on for `ticks`. */
const work = (machine: Machine, line: Line, ticks: number): void => {
  const { windows, now, horizon } = machine;
  const end = Math.min(now + ticks, horizon);
  const last = windows.at(-1);
  if (last?.end === now && last.flow === line.flow.id && line.done > 0) {
    windows[windows.length - 1] = { ...last, end };
  } else windows.push({ flow: line.flow.id, start: now, end });
  line.server?.spend(ticks);
  line.done += ticks;
  machine.now = now + ticks;
};

/** Lets the most urgent line work for a stretch. */
const dispatch = (machine: Machine): void => {
  const { waiting, lines, releases, ends, horizon } = machine;
  const line = lines[waiting.top(2)]!;
  waiting.pop();
  const job = current(line)!;
  const left = releases[job]!.ticks - line.done;
  // a later deadline may no longer be the first
  if (line.server?.provide(Math.min(left, line.flow.section)) === true) {
    return enqueue(machine, line);
  }
  work(machine, line, stretchOf(machine, line, left));
  // what came within its window found it busy
  arrive(machine, machine.now - 1);
  if (line.done === releases[job]!.ticks) {
    if (machine.now <= horizon) ends[job] = machine.now;
    line.served++;
    line.done = 0;
  }
  if (current(line) !== undefined) enqueue(machine, line);
  arrive(machine, machine.now);
};

const run = (machine: Machine): void => {
  arrive(machine, 0);
  while (machine.now < machine.horizon) {
    if (machine.waiting.size > 0) dispatch(machine);
    else {
      machine.now = Math.min(nextTick(machine), machine.horizon);
      arrive(machine, machine.now);
    }
  }
};

const urgencyOf = (
  flows: readonly Flow[],
  order: FlowSimulationOptions['order'],
  releases: readonly FlowRelease[],
): ((line: Line) => number) => {
  if (order === undefined || order === 'earliest-deadline') {
    return (line) =>
      line.server?.deadline ?? releases[current(line)!]!.tick + line.flow.deadline;
  }
  const ranks = new Map(byPriority(flows, order).map(({ id }, rank) => [id, rank]));
  return ({ flow }) => ranks.get(flow.id)!;
};

/** Blocking and short deadlines need the stricter rule. */
const wakeRule = (flows: readonly Flow[]): WakeRule =>
  flows.every(({ deadline, period, section }) => deadline === period && section === 1)
    ? 'bandwidth'
    : 'sporadic';

const linesOf = (flows: readonly Flow[], served: boolean): readonly Line[] => {
  const wake = wakeRule(flows);
  return flows.map((flow, place) => {
    const { ticks: budget, period, deadline } = flow;
    const server = served ? createFlowServer({ budget, period, deadline, wake }) : undefined;
    return { flow, place, server, queue: [], served: 0, done: 0 };
  });
};

const reportOf = (line: Line, jobs: readonly FlowJob[], horizon: number): FlowReport => {
  const { flow, server, queue } = line;
  let [ended, missed, worst, sum] = [0, 0, 0, 0];
  for (const job of queue) {
    const { tick, end, deadline } = jobs[job]!;
    if (end < 0 ? deadline <= horizon : end > deadline) missed++;
    if (end < 0) continue;
    ended++;
    worst = Math.max(worst, end - tick);
    sum += end - tick;
  }
  return {
    flow: flow.id,
    released: queue.length,
    ended,
    missed,
    worstResponse: worst,
    meanResponse: ended === 0 ? 0 : sum / ended,
    postponed: server?.postponed ?? 0,
  };
};

const finish = (machine: Machine, given: readonly Flow[]): FlowSchedule => {
  const { lines, releases, places, ends, windows, horizon } = machine;
  const jobs = releases.map((release, job): FlowJob => {
    const deadline = release.tick + lines[places[job]!]!.flow.deadline;
    return { ...release, deadline, end: ends[job]! };
  });
  const reports = lines.map((line) => [line.flow.id, reportOf(line, jobs, horizon)] as const);
  const byId = new Map(reports);
  return { horizon, windows, jobs, flows: given.map(({ id }) => byId.get(id)!) };
};

/**
 * Serves releases on one machine, in windows that are not preempted, the most urgent flow first;
 * ties go to the earlier release, then to the smaller id. Releases of a flow are served in
 * order; those from the horizon on are left out. Deterministic; RangeError for what is out of
 * range. Every decision costs O(log n) in the flows, and there are as many as releases, preemptions
 * and recharges.
 */
export const simulateFlows = (
  flows: readonly Flow[],
  releases: readonly FlowRelease[],
  { horizon, order = 'earliest-deadline', servers = true }: FlowSimulationOptions,
): FlowSchedule => {
  checkFlows(flows);
  checkHorizon(horizon);
  // how flows are listed does not matter
  const sorted = [...flows].sort((a, b) => a.id - b.id);
  const { ordered, places } = orderReleases(sorted, releases, horizon);
  const machine: Machine = {
    lines: linesOf(sorted, servers && order === 'earliest-deadline'),
    releases: ordered,
    places,
    horizon,
    urgency: urgencyOf(sorted, order, ordered),
    waiting: new Heap(),
    windows: [],
    ends: new Float64Array(ordered.length).fill(-1),
    now: 0,
    next: 0,
  };
  run(machine);
  return finish(machine, flows);
};
