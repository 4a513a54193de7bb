/** The K lanes: which process each runs, until when it is charged, what is left of its slice. */
export class Lanes {
  /** Tick up to which each lane is used. */
  readonly at: Float64Array;
  readonly process: Float64Array;
  readonly sliceLeft: Float64Array;
  /** Whose share the turn counts in. */
  readonly tenant: Float64Array;
  /** 1 where the turn is one of feedback. */
  readonly feedback: Uint8Array;

  constructor(count: number) {
    this.at = new Float64Array(count);
    this.process = new Float64Array(count);
    this.sliceLeft = new Float64Array(count);
    this.tenant = new Float64Array(count);
    this.feedback = new Uint8Array(count);
  }

  /**
   * The lane that acts first: a busy one when its charge ends, an idle one now if somebody waits.
   * Ties go to the lowest lane. -1 if there is nothing to run.
   */
  earliest(now: number, waiting: boolean): number {
    let best = -1;
    let bestTick = Infinity;
    for (let lane = 0; lane < this.at.length; lane++) {
      if (this.process[lane] === 0 && !waiting) continue;
      const tick = this.tick(lane, now);
      if (tick >= bestTick) continue;
      best = lane;
      bestTick = tick;
    }
    return best;
  }

  /** When the lane acts. */
  tick(lane: number, now: number): number {
    return Math.max(this.at[lane]!, now);
  }

  fork(): Lanes {
    const copy = new Lanes(0);
    return Object.assign(copy, {
      at: this.at.slice(),
      process: this.process.slice(),
      sliceLeft: this.sliceLeft.slice(),
      tenant: this.tenant.slice(),
      feedback: this.feedback.slice(),
    });
  }
}
