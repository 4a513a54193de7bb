import { resolveOptions, type SchedulerOptions } from './options.ts';

/** What the bound on waiting for a lane depends on, besides the options. */
export interface LaneLoad {
  /** Other processes that are ready or running at most. */
  readonly competitors: number;
  /** Heaviest less lightest weight that the policy, or the first of a composition, gives. */
  readonly weightSpread: number;
  /** The longest for which a process holds a container or envelope open. Default 0: none does. */
  readonly holdTicks?: number;
  /** Ticks by which a call may outlast its slice: the length of a call less one. Default 0. */
  readonly overrunTicks?: number;
}

const checked = ({ holdTicks = 0, overrunTicks = 0, ...rest }: LaneLoad): Required<LaneLoad> => {
  const load = { ...rest, holdTicks, overrunTicks };
  for (const [name, value] of Object.entries(load)) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new RangeError(`${name} must be an integer from 0, got ${String(value)}`);
  }
  return load;
};

/** The longest that a turn can take. */
const turnTicks = ({ sliceTicks, levels }: Required<SchedulerOptions>, overrun: number): number =>
  sliceTicks * 2 ** (levels - 1) + overrun;

/**
 * The longest wait of a ready process for a turn on a K lane, in ticks (XDV-012.8).
 *
 * Its rank begins with ⌊since / agingTicks⌋ + level - weight. Whoever becomes ready more than
 * `levels - 1 + weightSpread` epochs later comes behind it, which is so after at most one epoch
 * more; what waits as feedback is ordinary when what it holds has ended. From then on each
 * competitor has one ordinary turn before it at most, and before each of these turns, and its own,
 * comes feedback: less than `feedbackTicks`, and the turns that began below that on every lane. No
 * lane is idle meanwhile. Infinity if beyond 2^53; throws RangeError for an option out of range.
 */
export const laneWaitBound = (options: SchedulerOptions, load: LaneLoad): number => {
  const resolved = resolveOptions(options);
  const { kLanes, levels, agingTicks, feedbackTicks } = resolved;
  const { competitors, weightSpread, holdTicks, overrunTicks } = checked(load);
  const turn = turnTicks(resolved, overrunTicks);
  const feedback = feedbackTicks === 0 ? 0 : feedbackTicks - 1 + kLanes * turn;
  const ahead = competitors * turn + (competitors + 1) * feedback;
  const passed = Math.max((levels + weightSpread) * agingTicks, holdTicks);
  const bound = passed + Math.ceil(ahead / kLanes);
  return bound <= Number.MAX_SAFE_INTEGER ? bound : Infinity;
};
