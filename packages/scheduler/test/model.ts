import {
  TICK_MAX,
  TIMER_KINDS,
  type Decision,
  type ProcessId,
  type SchedulingPolicy,
  type TimerKind,
} from '@xdv/domain-model';

interface Lane {
  at: number;
  process: number;
  left: number;
}

interface Waiting {
  readonly key: number;
  readonly weight: number;
  readonly process: number;
}

interface Timer {
  readonly tick: number;
  readonly timer: TimerKind;
  readonly id: number;
}

const inOrder = <T>(list: T[], keys: (item: T) => readonly number[]): T[] =>
  list.sort((a, b) => {
    const other = keys(b);
    return keys(a).map((key, i) => key - other[i]!).find((difference) => difference !== 0) ?? 0;
  });

/** The rules of the scheduler on sorted lists: what it must decide, in the plainest form. */
export class Model {
  now = 0;
  readonly #lanes: Lane[];
  readonly #sliceTicks: number;
  readonly #agingTicks: number;
  readonly #policy: SchedulingPolicy;
  #waiting: Waiting[] = [];
  #timers: Timer[] = [];

  constructor(kLanes: number, sliceTicks: number, agingTicks: number, policy: SchedulingPolicy) {
    this.#lanes = Array.from({ length: kLanes }, () => ({ at: 0, process: 0, left: 0 }));
    this.#sliceTicks = sliceTicks;
    this.#agingTicks = agingTicks;
    this.#policy = policy;
  }

  ready(process: number, tick: number): void {
    const candidate = { process: process as ProcessId, since: tick, length: 0 };
    const weight = this.#policy.weigh({ domain: 'K', ...candidate });
    this.#waiting.push({ key: tick - weight * this.#agingTicks, weight, process });
    inOrder(this.#waiting, (entry) => [entry.key, -entry.weight, entry.process]);
  }

  remove(process: number): void {
    this.#waiting = this.#waiting.filter((entry) => entry.process !== process);
    for (const lane of this.#lanes) if (lane.process === process) lane.process = 0;
  }

  charge(lane: number, ticks: number): void {
    this.#lanes[lane]!.at += ticks;
    this.#lanes[lane]!.left -= ticks;
  }

  block(lane: number): void {
    this.#lanes[lane]!.process = 0;
  }

  at(tick: number, timer: TimerKind, id: number): void {
    this.#timers.push({ tick, timer, id });
    inOrder(this.#timers, (t) => [t.tick, TIMER_KINDS.indexOf(t.timer), t.id]);
  }

  next(): Decision | null {
    const acting = this.#lanes.filter((lane) => lane.process > 0 || this.#waiting.length > 0);
    const tick = Math.max(this.now, Math.min(...acting.map(({ at }) => at)));
    if (this.#timers[0] && (acting.length === 0 || this.#timers[0].tick <= tick)) {
      const timer = this.#timers.shift()!;
      this.now = timer.tick;
      return { kind: 'timer', ...timer };
    }
    const lane = acting.find(({ at }) => at <= tick);
    if (lane === undefined) return null;
    this.now = tick;
    this.#occupy(lane, tick);
    const process = lane.process as ProcessId;
    const sliceLeft = lane.left + this.#undisturbed(tick + lane.left);
    return { kind: 'run', tick, process, lane: this.#lanes.indexOf(lane), sliceLeft };
  }

  /** Ticks of the slices after `end` that begin before anybody else could want the lane. */
  #undisturbed(end: number): number {
    if (this.#lanes.length > 1 || this.#waiting.length > 0) return 0;
    const until = this.#timers[0]?.tick ?? TICK_MAX;
    return end >= until ? 0 : Math.ceil((until - end) / this.#sliceTicks) * this.#sliceTicks;
  }

  #occupy(lane: Lane, tick: number): void {
    if (lane.process > 0 && lane.left > 0) return;
    if (lane.process > 0) this.ready(lane.process, tick);
    lane.process = this.#waiting.shift()!.process;
    lane.at = tick;
    lane.left = this.#sliceTicks;
  }
}
