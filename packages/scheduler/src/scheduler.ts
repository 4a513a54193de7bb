import {
  fail,
  invariant,
  ok,
  TICK_MAX,
  TIMER_KINDS,
  type Decision,
  type Placement,
  type PlacementRequest,
  type ProcessId,
  type ResourceId,
  type Scheduler,
  type TimerKind,
} from '@xdv/domain-model';
import { Heap } from './heap.ts';
import { Lanes } from './lanes.ts';
import { resolveOptions, type SchedulerOptions } from './options.ts';
import { guardPolicy, type PolicyGuard } from './policy.ts';
import { ReadyQueue } from './ready-queue.ts';
import { Timeline } from './timeline.ts';

const TIMER_CODE = Object.fromEntries(TIMER_KINDS.map((kind, code) => [kind, code])) as Readonly<
  Record<TimerKind, number>
>;
/** A timer's kind and id share one key, so that (tick, kind, id) is the whole order. */
const ID_MAX = 2 ** 48;

interface State {
  now: number;
  readonly lanes: Lanes;
  readonly timers: Heap;
  /** Ready processes by (virtual deadline, -weight, process). */
  readonly ready: ReadyQueue;
  /** Processes that end while they wait: their entries in `ready` are dropped when they surface. */
  readonly removed: Set<number>;
  readonly timelines: Map<ResourceId, Timeline>;
  readonly pending: Map<ResourceId, PlacementRequest[]>;
  readonly guard: PolicyGuard;
  reported: boolean;
}

/**
 * A scheduler for one machine: K processes in fixed slices on `kLanes` lanes, envelopes of Q and Φ
 * resources on one exclusive timeline each, timers in a total order (XDV-012, XDV-082.1).
 *
 * A candidate of weight w that has waited since tick s sorts by s - w · agingTicks: it overtakes
 * any later one within a bounded wait, without its key ever changing (XDV-012.8). Ties break by
 * weight, then process id (XDV-005.1). A decision costs O(log n) in processes and timers, and a
 * placement is linear in the envelopes still ahead on its timeline.
 */
export const createScheduler = (options: SchedulerOptions = {}): Scheduler => {
  const resolved = resolveOptions(options);
  return schedulerOver(resolved, {
    now: 0,
    lanes: new Lanes(resolved.kLanes),
    timers: new Heap(),
    ready: new ReadyQueue(),
    removed: new Set(),
    timelines: new Map(),
    pending: new Map(),
    guard: guardPolicy(resolved.policy),
    reported: false,
  });
};

const schedulerOver = (options: Required<SchedulerOptions>, state: State): Scheduler => ({
  ...processQueue(options, state),
  ...timelines(options, state),
  next: () => next(options, state),
  at(tick, timer, id) {
    invariant(tick >= state.now && id >= 0 && id < ID_MAX, 'timer in the past or bad id', id);
    state.timers.push(tick, TIMER_CODE[timer] * ID_MAX + id, 0);
  },
  quarantined() {
    if (state.reported || state.guard.reason === undefined) return undefined;
    state.reported = true;
    return state.guard.reason;
  },
  fork: () =>
    schedulerOver(options, {
      now: state.now,
      lanes: state.lanes.fork(),
      timers: state.timers.fork(),
      ready: state.ready.fork(),
      removed: new Set(state.removed),
      timelines: new Map([...state.timelines].map(([id, line]) => [id, line.fork()])),
      pending: new Map([...state.pending].map(([id, requests]) => [id, [...requests]])),
      guard: guardPolicy(options.policy, state.guard.reason),
      reported: state.reported,
    }),
});

const enqueue = (
  { agingTicks }: Required<SchedulerOptions>,
  state: State,
  process: ProcessId,
  tick: number,
): void => {
  const weight = state.guard.weigh({ domain: 'K', process, since: tick, length: 0 });
  state.ready.push(tick - weight * agingTicks, -weight, process);
};

const processQueue = (
  options: Required<SchedulerOptions>,
  state: State,
): Pick<Scheduler, 'ready' | 'remove' | 'charge' | 'block'> => ({
  ready(process, tick) {
    enqueue(options, state, process, tick);
  },
  remove(process) {
    const lane = state.lanes.process.indexOf(process);
    if (lane >= 0) state.lanes.process[lane] = 0;
    else state.removed.add(process);
  },
  charge(lane, ticks) {
    state.lanes.at[lane]! += ticks;
    state.lanes.sliceLeft[lane]! -= ticks;
  },
  block(lane) {
    state.lanes.process[lane] = 0;
  },
});

/** Drops processes that were removed while they waited from the front of the queue. */
const skipRemoved = ({ ready, removed }: State): void => {
  if (removed.size === 0) return;
  while (ready.size > 0 && removed.delete(ready.first())) ready.pop();
  // what is left was removed while it was blocked: it has no entry
  if (ready.size === 0) removed.clear();
};

const next = (options: Required<SchedulerOptions>, state: State): Decision | null => {
  const { lanes, timers, ready } = state;
  skipRemoved(state);
  const lane = lanes.earliest(state.now, ready.size > 0);
  const tick = lane < 0 ? Infinity : lanes.tick(lane, state.now);
  if (timers.size > 0 && timers.top(0) <= tick) return takeTimer(state);
  if (lane < 0) return null;
  state.now = tick;
  return run(options, state, lane, tick);
};

const takeTimer = (state: State): Decision => {
  const { timers } = state;
  const tick = timers.top(0);
  const key = timers.top(1);
  timers.pop();
  state.now = tick;
  const code = Math.floor(key / ID_MAX);
  return { kind: 'timer', tick, timer: TIMER_KINDS[code]!, id: key - code * ID_MAX };
};

const run = (
  options: Required<SchedulerOptions>,
  state: State,
  lane: number,
  tick: number,
): Decision => {
  const { lanes, ready } = state;
  const running = lanes.process[lane]!;
  if (running !== 0 && lanes.sliceLeft[lane]! <= 0) {
    // the slice is over: whoever waits longest by the policy's measure goes on, perhaps the same
    enqueue(options, state, running as ProcessId, tick);
    lanes.process[lane] = 0;
    skipRemoved(state);
  }
  if (lanes.process[lane] === 0) {
    lanes.process[lane] = ready.first();
    ready.pop();
    skipRemoved(state); // who is left waits indeed
    lanes.at[lane] = tick;
    lanes.sliceLeft[lane] = options.sliceTicks;
  }
  const process = lanes.process[lane] as ProcessId;
  return { kind: 'run', tick, process, lane, sliceLeft: undisturbed(options, state, lane, tick) };
};

/**
 * Ticks that the process may use before somebody could take its place: the rest of its slice, and
 * as many whole slices more as begin before the next timer, if nobody waits and no other lane runs.
 * One event then stands for many slices.
 */
const undisturbed = (
  { sliceTicks, kLanes }: Required<SchedulerOptions>,
  { lanes, ready, timers }: State,
  lane: number,
  tick: number,
): number => {
  const left = lanes.sliceLeft[lane]!;
  if (kLanes > 1 || ready.size > 0) return left;
  const quiet = (timers.size > 0 ? timers.top(0) : TICK_MAX) - tick;
  return left + Math.max(0, Math.ceil((quiet - left) / sliceTicks)) * sliceTicks;
};

const timelines = (
  { agingTicks }: Required<SchedulerOptions>,
  state: State,
): Pick<Scheduler, 'attach' | 'request' | 'arbitrate' | 'release'> => ({
  attach(resource) {
    state.timelines.set(resource, new Timeline());
    state.pending.set(resource, []);
  },
  request(request) {
    const queue = state.pending.get(request.resource);
    invariant(queue !== undefined, 'request for a resource without a timeline', request.resource);
    queue.push(request);
  },
  arbitrate(resource, tick) {
    const timeline = state.timelines.get(resource);
    invariant(timeline !== undefined, 'resource without a timeline', resource);
    timeline.forget(tick);
    const ranked = (state.pending.get(resource) ?? []).map((request) => {
      // a copy: a policy may look at a request, and cannot change it (XDV-012.6)
      const { domain, process, since, length } = request;
      const weight = state.guard.weigh({ domain, process, since, length });
      return { request, weight, key: request.since - weight * agingTicks };
    });
    state.pending.set(resource, []);
    ranked.sort(
      (a, b) =>
        a.key - b.key ||
        b.weight - a.weight ||
        a.request.process - b.request.process ||
        a.request.contract - b.request.contract,
    );
    return ranked.map(({ request }) => place(timeline, request, tick));
  },
  release(resource, contract, tick) {
    state.timelines.get(resource)?.release(contract, tick);
  },
});

const place = (timeline: Timeline, request: PlacementRequest, tick: number): Placement => {
  const { contract, length, since, latestStart } = request;
  const start = timeline.place(contract, Math.max(tick, since), length, latestStart);
  if (start >= 0) return { contract, start: ok(start) };
  return {
    contract,
    start: fail(
      'RESOURCE_EXHAUSTED',
      `no envelope of ${length} ticks starts by tick ${latestStart}`,
      'Ask for a shorter envelope or allow a later start',
    ),
  };
};
