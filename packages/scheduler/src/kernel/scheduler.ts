import {
  invariant,
  TICK_MAX,
  type Decision,
  type ProcessId,
  type ResourceId,
  type Scheduler,
} from '@xdv/domain-model';
import { createRanking, type Ranking } from '../policy/ranking.ts';
import { Envelopes } from './envelopes.ts';
import { Lanes } from './lanes.ts';
import { resolveOptions, type SchedulerOptions } from './options.ts';
import { ReadyProcesses } from './ready.ts';
import { Timers } from './timers.ts';
import { Usage } from './usage.ts';

interface State {
  now: number;
  readonly ranking: Ranking;
  /** For policies that change their mind: others do not look at shares. */
  readonly usage: Usage | undefined;
  readonly lanes: Lanes;
  readonly timers: Timers;
  readonly ready: ReadyProcesses;
  readonly envelopes: Envelopes;
  /** Ticks at which each resource is called for arbitration. */
  readonly called: Map<ResourceId, Set<number>>;
  reported: boolean;
}

/**
 * A scheduler for one machine: K processes in slices on `kLanes` lanes, envelopes of Q and Φ
 * resources on one exclusive timeline each, timers in a total order (XDV-012, XDV-082.1).
 *
 * Candidates are ranked by the policy in epochs of `agingTicks`: see `Ranking` (XDV-012.8). Ties
 * break by arrival, then process id (XDV-005.1). A decision costs O(log n) in processes and timers
 * unless the policy is dynamic, and a placement O(log n) in requests and envelopes ahead.
 */
export const createScheduler = (options: SchedulerOptions = {}): Scheduler => {
  const resolved = resolveOptions(options);
  const { policy, agingTicks, kLanes, placement } = resolved;
  const ranking = createRanking(policy, agingTicks);
  const usage = ranking.dynamic ? new Usage(kLanes, agingTicks) : undefined;
  return schedulerOver(resolved, {
    now: 0,
    ranking,
    usage,
    lanes: new Lanes(kLanes),
    timers: new Timers(),
    ready: new ReadyProcesses(resolved, ranking, usage),
    envelopes: new Envelopes(placement, ranking, usage),
    called: new Map(),
    reported: false,
  });
};

const schedulerOver = (options: Required<SchedulerOptions>, state: State): Scheduler => ({
  ...processQueue(state),
  ...timelines(state),
  next: () => next(options, state),
  at(tick, timer, id) {
    invariant(tick >= state.now, 'timer in the past', tick);
    state.timers.set(tick, timer, id);
  },
  quarantined() {
    const { reason } = state.ranking;
    if (state.reported || reason === undefined) return undefined;
    state.reported = true;
    return reason;
  },
  fork: () => schedulerOver(options, forkState(state)),
});

const forkState = (state: State): State => {
  const ranking = state.ranking.fork();
  const usage = state.usage?.fork();
  return {
    now: state.now,
    ranking,
    usage,
    lanes: state.lanes.fork(),
    timers: state.timers.fork(),
    ready: state.ready.fork(ranking, usage),
    envelopes: state.envelopes.fork(ranking, usage),
    called: new Map([...state.called].map(([id, ticks]) => [id, new Set(ticks)])),
    reported: state.reported,
  };
};

type ProcessCalls = 'describe' | 'hold' | 'ready' | 'remove' | 'charge' | 'block';

const processQueue = (state: State): Pick<Scheduler, ProcessCalls> => {
  const { lanes, ready } = state;
  return {
    describe: (process, traits) => ready.describe(process, traits),
    hold: (process, until) => ready.hold(process, until),
    ready: (process, tick) => ready.push(process, tick),
    remove(process) {
      const lane = lanes.process.indexOf(process);
      if (lane >= 0) leave(state, lane);
      else ready.remove(process);
      ready.forget(process);
    },
    charge(lane, ticks) {
      lanes.at[lane]! += ticks;
      lanes.sliceLeft[lane]! -= ticks;
      if (lanes.feedback[lane] === 1) ready.chargeFeedback(ticks);
    },
    block(lane) {
      if (lanes.process[lane] === 0) return; // its process ended in this call
      ready.rise(lanes.process[lane]!);
      leave(state, lane);
    },
  };
};

/** The turn on a lane is over. */
const leave = ({ lanes, usage }: State, lane: number): void => {
  usage?.giveLane(lanes.tenant[lane]!, lanes.at[lane]!);
  lanes.process[lane] = 0;
};

const next = (options: Required<SchedulerOptions>, state: State): Decision | null => {
  const { lanes, timers, ready } = state;
  const lane = lanes.earliest(state.now, ready.waits);
  const tick = lane < 0 ? Infinity : lanes.tick(lane, state.now);
  while (timers.size > 0 && timers.tick <= tick) {
    const decision = takeTimer(state);
    if (decision) return decision;
  }
  if (lane < 0) return null;
  state.now = tick;
  return run(options, state, lane, tick);
};

/** The first timer, taken; null for a call for arbitration when everybody has a verdict by now. */
const takeTimer = (state: State): Decision | null => {
  const { timers, called, envelopes } = state;
  const { tick, kind: timer, id } = timers;
  timers.pop();
  if (timer === 'arbitrate') {
    const resource = id as ResourceId;
    called.get(resource)!.delete(tick);
    if (!envelopes.waits(resource)) return null;
  }
  state.now = tick;
  return { kind: 'timer', tick, timer, id };
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
    // the slice is over: whoever's turn it is goes on, perhaps the same
    ready.drop(running);
    leave(state, lane);
    ready.push(running, tick);
  }
  if (lanes.process[lane] === 0) begin(state, lane, tick);
  const process = lanes.process[lane] as ProcessId;
  return { kind: 'run', tick, process, lane, sliceLeft: undisturbed(options, state, lane, tick) };
};

/** A turn begins on an idle lane. */
const begin = ({ lanes, ready, usage }: State, lane: number, tick: number): void => {
  lanes.feedback[lane] = ready.feedbackIsNext ? 1 : 0;
  const process = ready.take(tick);
  lanes.process[lane] = process;
  lanes.tenant[lane] = ready.tenant(process);
  usage?.takeLane(lanes.tenant[lane]!, tick);
  lanes.at[lane] = tick;
  lanes.sliceLeft[lane] = ready.sliceTicks(process);
};

/**
 * Ticks that the process may use before somebody could take its place: the rest of its slice, and
 * as many whole slices more as begin before the next timer, if nobody waits and no other lane runs.
 * One event then stands for many slices.
 */
const undisturbed = (
  { kLanes }: Required<SchedulerOptions>,
  { lanes, ready, timers }: State,
  lane: number,
  tick: number,
): number => {
  const left = lanes.sliceLeft[lane]!;
  const process = lanes.process[lane]!;
  if (kLanes > 1 || ready.waits || !ready.isSettled(process)) return left;
  const quiet = (timers.size > 0 ? timers.tick : TICK_MAX) - tick;
  const slice = ready.sliceTicks(process);
  return left + Math.max(0, Math.ceil((quiet - left) / slice)) * slice;
};

type EnvelopeCalls = 'attach' | 'request' | 'arbitrate' | 'release';

const timelines = (state: State): Pick<Scheduler, EnvelopeCalls> => {
  const { envelopes } = state;
  return {
    attach(resource, domain) {
      envelopes.attach(resource, domain);
      state.called.set(resource, new Set());
    },
    request(request) {
      envelopes.request(request);
      call(state, request.resource, Math.max(state.now, request.since));
    },
    arbitrate(resource, tick) {
      const verdicts = envelopes.arbitrate(resource, tick);
      const again = envelopes.wakeAt(resource, tick);
      if (again >= 0) call(state, resource, again);
      return verdicts;
    },
    release(resource, contract, tick) {
      envelopes.release(resource, contract, tick);
      if (envelopes.isContended(resource)) call(state, resource, Math.max(state.now, tick));
    },
  };
};

/** Calls for arbitration at `tick`, once. */
const call = ({ called, timers }: State, resource: ResourceId, tick: number): void => {
  const ticks = called.get(resource)!;
  if (ticks.has(tick)) return;
  ticks.add(tick);
  timers.set(tick, 'arbitrate', resource);
};
