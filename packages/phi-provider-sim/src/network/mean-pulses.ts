import type { Kick, PulseNetwork } from './pulse-network.ts';

/** Growth of scale or offset at which phases are written anew: costs 10 of 53 bits until then. */
const GROWTH_MAX = 2 ** 10;

/** Groups of oscillators of one phase, the foremost first. */
interface Groups {
  count(): number;
  /** Phase of the k-th group. */
  phase(k: number): number;
  size(k: number): number;
  takeFirst(): number;
  /** Adds a group of phase 0 at the end. */
  add(size: number): void;
  /** Moves all phases: phase → gain · phase + lift. */
  move(gain: number, lift: number): void;
}

/**
 * A ring of groups. What moves all phases alike is kept beside them: phase = scale · stored +
 * offset, so that it costs O(1), and O(groups) once in many times.
 */
const createGroups = (descending: Float64Array): Groups => {
  const stored = descending.slice();
  const room = stored.length;
  const sizes = new Int32Array(room).fill(1);
  let head = 0;
  let count = room;
  let scale = 1;
  let offset = 0;
  const slot = (k: number): number => (head + k) % room;
  const phase = (k: number): number => scale * stored[slot(k)]! + offset;
  const renew = (): void => {
    for (let k = 0; k < count; k++) stored[slot(k)] = phase(k);
    [scale, offset] = [1, 0];
  };
  return {
    count: () => count,
    phase,
    size: (k) => sizes[slot(k)]!,
    takeFirst() {
      const size = sizes[head]!;
      head = slot(1);
      count--;
      return size;
    },
    add(size) {
      stored[slot(count)] = -offset / scale;
      sizes[slot(count)] = size;
      count++;
    },
    move(gain, lift) {
      scale *= gain;
      offset = gain * offset + lift;
      if (scale > GROWTH_MAX || offset > GROWTH_MAX) renew();
    },
  };
};

/**
 * Identical oscillators that all hear each other. They keep their cyclic order, so those that fire
 * together are neighbours in it and stay together: a queue of groups in order of phase.
 */
export const createMeanPulses = (
  phases: Float64Array,
  kickBy: (senders: number) => Kick,
): PulseNetwork => {
  const oscillators = phases.length;
  const order = Int32Array.from(phases.keys()).sort((i, j) => phases[j]! - phases[i]! || i - j);
  const groups = createGroups(Float64Array.from(order, (i) => phases[i]!));
  /** Where the oscillators of the first group begin in `order`. */
  let leader = 0;
  let time = 0;

  return {
    oscillators,
    time: () => time,
    fire() {
      const wait = 1 - groups.phase(0);
      time += wait;
      groups.move(1, wait);
      let fired = groups.takeFirst();
      let kick = kickBy(fired);
      while (groups.count() > 0 && kick.gain * groups.phase(0) + kick.lift >= 1) {
        fired += groups.takeFirst();
        kick = kickBy(fired);
      }
      groups.move(kick.gain, kick.lift);
      groups.add(fired);
      leader = (leader + fired) % oscillators;
      return fired;
    },
    phases() {
      const result = new Float64Array(oscillators);
      for (let k = 0, at = leader; k < groups.count(); k++) {
        const phase = Math.max(0, Math.min(1, groups.phase(k)));
        for (let n = groups.size(k); n > 0; n--) {
          result[order[at]!] = phase;
          at = (at + 1) % oscillators;
        }
      }
      return result;
    },
  };
};
