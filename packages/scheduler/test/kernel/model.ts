import {
  CANDIDATE,
  TICK_MAX,
  TIMER_KINDS,
  type Decision,
  type ProcessId,
  type SchedulingPolicy,
  type TimerKind,
} from '@xdv/domain-model';
import type { SchedulerOptions } from '../../src/index.ts';

interface Lane {
  at: number;
  process: number;
  left: number;
  feedback: boolean;
}

interface Waiting {
  readonly process: number;
  readonly since: number;
  readonly level: number;
  /** Waits for a turn of feedback. */
  readonly feedback: boolean;
}

interface Timer {
  readonly tick: number;
  readonly timer: TimerKind;
  readonly id: number;
}

type Keys<T> = (item: T) => readonly number[];

const inOrder = <T>(list: T[], keys: Keys<T>): T[] =>
  list.sort((a, b) => {
    const other = keys(b);
    return keys(a).map((key, i) => key - other[i]!).find((difference) => difference !== 0) ?? 0;
  });

/** The rules of the scheduler on sorted lists: what it must decide, in the plainest form. */
export class Model {
  now = 0;
  readonly #lanes: Lane[];
  readonly #options: Required<SchedulerOptions>;
  readonly #held = new Map<number, number>();
  readonly #levels = new Map<number, number>();
  #streak = 0;
  #waiting: Waiting[] = [];
  #timers: Timer[] = [];

  constructor(options: Required<SchedulerOptions>) {
    const idle = (): Lane => ({ at: 0, process: 0, left: 0, feedback: false });
    this.#lanes = Array.from({ length: options.kLanes }, idle);
    this.#options = options;
  }

  hold(process: number, until: number): void {
    this.#held.set(process, until);
    if (until < TICK_MAX) return;
    this.#waiting = this.#waiting.map((entry) =>
      entry.process === process ? { ...entry, feedback: false } : entry,
    );
  }

  ready(process: number, since: number): void {
    const holds = (this.#held.get(process) ?? TICK_MAX) < TICK_MAX;
    const feedback = this.#options.feedbackTicks > 0 && holds;
    this.#waiting.push({ process, since, level: this.#level(process), feedback });
  }

  remove(process: number): void {
    this.#waiting = this.#waiting.filter((entry) => entry.process !== process);
    for (const lane of this.#lanes) if (lane.process === process) lane.process = 0;
  }

  charge(lane: number, ticks: number): void {
    const row = this.#lanes[lane]!;
    row.at += ticks;
    row.left -= ticks;
    if (row.feedback) this.#streak += ticks;
  }

  block(lane: number): void {
    this.#levels.delete(this.#lanes[lane]!.process);
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
    const sliceLeft = lane.left + this.#undisturbed(process, tick + lane.left);
    return { kind: 'run', tick, process, lane: this.#lanes.indexOf(lane), sliceLeft };
  }

  #level(process: number): number {
    return this.#levels.get(process) ?? 0;
  }

  #slice(process: number): number {
    return this.#options.sliceTicks * 2 ** this.#level(process);
  }

  /** Ticks of the slices after `end` that begin before anybody else could want the lane. */
  #undisturbed(process: number, end: number): number {
    if (this.#lanes.length > 1 || this.#waiting.length > 0) return 0;
    if (this.#level(process) < this.#options.levels - 1) return 0;
    const until = this.#timers[0]?.tick ?? TICK_MAX;
    const slice = this.#slice(process);
    return end >= until ? 0 : Math.ceil((until - end) / slice) * slice;
  }

  #occupy(lane: Lane, tick: number): void {
    if (lane.process > 0 && lane.left > 0) return;
    if (lane.process > 0) {
      const next = Math.min(this.#level(lane.process) + 1, this.#options.levels - 1);
      this.#levels.set(lane.process, next);
      this.ready(lane.process, tick);
    }
    const turn = this.#turn(tick);
    this.#waiting = this.#waiting.filter((entry) => entry !== turn);
    lane.process = turn.process;
    lane.feedback = turn.feedback;
    lane.at = tick;
    lane.left = this.#slice(turn.process);
  }

  /** Whose turn it is: see the options `feedbackTicks`, `levels` and `agingTicks`. */
  #turn(now: number): Waiting {
    const ordinary = this.#waiting.filter(({ feedback }) => !feedback);
    const feedback = this.#waiting.filter((entry) => entry.feedback);
    const first = feedback.length > 0 && this.#streak < this.#options.feedbackTicks;
    const turns = ordinary.length === 0 || first ? feedback : ordinary;
    if (turns === ordinary || ordinary.length === 0) this.#streak = 0;
    const until: Keys<Waiting> = ({ process }) => [this.#held.get(process)!, process];
    return inOrder(turns, turns === feedback ? until : (entry) => this.#rank(entry, now))[0]!;
  }

  #rank({ process, since, level }: Waiting, now: number): readonly number[] {
    const { policy, agingTicks } = this.#options;
    const deadline = this.#held.get(process) ?? TICK_MAX;
    const [first, ...others] = [policy, ...(policy.then ?? [])].map((one: SchedulingPolicy) => {
      const asked = { domain: 'K', process: process as ProcessId, since, length: 0 } as const;
      return 0 - one.weigh({ ...CANDIDATE, ...asked, now: one.dynamic ? now : since, deadline });
    });
    return [Math.floor(since / agingTicks) + first! + level, ...others, since, process];
  }
}
