import type { DiscretePlan } from './discrete-plan.ts';
import { CHUNK_STEPS, type BifurcationKernel, type KernelOptions } from './kernel.ts';
import { GROUP, type Slots } from './slots.ts';

const fround = Math.fround;

/** One replica: positions, momenta and steps of last flips are views of the arrays of all. */
interface Replica {
  readonly plan: DiscretePlan;
  readonly gain: number;
  /** Behind the last slot of each group that an oscillator takes. */
  readonly ends: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly flippedAt: Int32Array;
  /** Σ_j J_ij s_j of each slot, kept up to date flip by flip. */
  readonly sum: Float32Array;
  readonly field: Float32Array;
  /** Slots whose sign changed, and whose neighbours are to be told. */
  readonly pending: Int32Array;
}

const endsOf = ({ count, of }: Slots): Int32Array => {
  const ends = new Int32Array(count / GROUP);
  for (const s of of) {
    const group = Math.floor(s / GROUP);
    ends[group] = Math.max(ends[group]!, s + 1);
  }
  return ends;
};

const refreshSums = ({ x, sum, plan: { rows } }: Replica): void => {
  const { start, slot, twice } = rows;
  for (let s = 0; s < sum.length; s++) {
    let total = 0;
    for (let e = start[s]!; e < start[s + 1]!; e++) {
      const half = twice[e]! / 2;
      total = fround(total + (x[slot[e]!]! < 0 ? -half : half));
    }
    sum[s] = total;
  }
};

const tell = ({ x, sum, pending, plan: { rows } }: Replica, last: number): number => {
  const { start, slot, twice } = rows;
  for (let k = 0; k < last; k++) {
    const s = pending[k]!;
    const sign = x[s]! < 0 ? -1 : 1;
    const end = start[s + 1]!;
    for (let e = start[s]!; e < end; e++) sum[slot[e]!]! += sign * twice[e]!;
  }
  return last;
};

/**
 * Moves the slots of a group between perfectly inelastic walls. Those whose sign changed join the
 * list, which holds `last` before; returns how many it holds now.
 */
const move = (replica: Replica, group: number, pull: number, last: number): number => {
  const { x, y, sum, field, gain, pending } = replica;
  const end = replica.ends[group]!;
  let listed = last;
  for (let s = group * GROUP; s < end; s++) {
    const from = x[s]!;
    const push = fround(fround(pull * from) + fround(gain * fround(sum[s]! + field[s]!)));
    const speed = fround(y[s]! + push);
    const to = fround(from + speed);
    const inside = to > 1 ? 1 : to < -1 ? -1 : to;
    x[s] = inside;
    y[s] = inside === to ? speed : 0;
    // never -0, so that comparisons tell what sign bits tell
    if (from < 0 !== inside < 0) pending[listed++] = s;
  }
  return listed;
};

/** One step of all slots: how many signs changed. */
const step = (replica: Replica, pull: number, now: number): number => {
  const { plan, ends, pending, flippedAt } = replica;
  const limit = pull < 0 ? plan.patience : 1;
  let turned = 0;
  let last = 0;
  for (let group = 0; group < ends.length; group++) {
    const listed = move(replica, group, pull, last);
    for (let k = last; k < listed; k++) flippedAt[pending[k]!] = now;
    last = listed;
    if (last < limit) continue;
    turned += tell(replica, last);
    last = 0;
  }
  return turned + tell(replica, last);
};

/**
 * The discrete machine in plain script: where a host has no WebAssembly, and to test the kernel
 * that runs where it has. Complexity of a step: O(slots + couplings of the spins that flip).
 */
export const createDiscreteScript = (
  plan: DiscretePlan,
  { replicas, gain }: KernelOptions,
): BifurcationKernel => {
  const { count, of } = plan.slots;
  const x = new Float32Array(replicas * count);
  const y = new Float32Array(replicas * count);
  const flippedAt = new Int32Array(replicas * count);
  const flips = new Int32Array(replicas * CHUNK_STEPS);
  const field = new Float32Array(count);
  const shared = { plan, gain, ends: endsOf(plan.slots), field, pending: new Int32Array(count) };
  const all = Array.from({ length: replicas }, (_, r): Replica => {
    const [from, to] = [r * count, (r + 1) * count];
    return {
      ...shared,
      x: x.subarray(from, to),
      y: y.subarray(from, to),
      sum: new Float32Array(count),
      flippedAt: flippedAt.subarray(from, to),
    };
  });
  return {
    x,
    y,
    flippedAt,
    place: (replica, i) => replica * count + of[i]!,
    setField: (values) => {
      for (const [i, h] of values.entries()) field[of[i]!] = h;
    },
    refresh: () => {
      for (const replica of all) refreshSums(replica);
    },
    run: (restore, steps) => {
      for (const [r, replica] of all.entries()) {
        for (const [k, pull] of restore.entries()) {
          const now = steps + k + 1;
          flips[r * CHUNK_STEPS + k] = step(replica, pull, now);
          if (now % plan.refreshSteps === 0) refreshSums(replica);
        }
      }
      return flips;
    },
  };
};
