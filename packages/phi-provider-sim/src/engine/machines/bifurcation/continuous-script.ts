import type { ContinuousPlan } from './continuous-plan.ts';
import { CHUNK_STEPS, type BifurcationKernel, type KernelOptions } from './kernel.ts';

const fround = Math.fround;

/** The oscillators of all replicas, side by side in lanes. */
interface State extends KernelOptions {
  readonly plan: ContinuousPlan;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly flippedAt: Int32Array;
  readonly field: Float32Array;
}

/** Σ_j J_ij x_j in two sums, of every other entry each, and the field. */
const forceOn = ({ plan, x, field }: State, i: number, first: number): number => {
  const { start, neighbor, weight, lanes } = plan;
  const end = start[i + 1]!;
  let even = 0;
  let odd = 0;
  for (let e = start[i]!; e < end; e += 2) {
    even = fround(even + fround(weight[e]! * x[first + lanes * neighbor[e]!]!));
    odd = fround(odd + fround(weight[e + 1]! * x[first + lanes * neighbor[e + 1]!]!));
  }
  return fround(fround(even + odd) + field[i]!);
};

const push = (state: State, i: number, first: number, pull: number): void => {
  const { plan, x, y, gain, area } = state;
  const at = first + plan.lanes * i;
  const from = x[at]!;
  const restore = plan.cubic ? fround(pull - fround(area * fround(from * from))) : pull;
  const force = fround(gain * forceOn(state, i, first));
  y[at] = fround(y[at]! + fround(fround(restore * from) + force));
};

/** Moves one oscillator between perfectly inelastic walls; whether its sign changed. */
const move = ({ plan: { wall }, x, y }: State, at: number): boolean => {
  const from = x[at]!;
  const to = fround(from + y[at]!);
  const inside = to > wall ? wall : to < -wall ? -wall : to;
  x[at] = inside;
  if (inside !== to) y[at] = 0;
  // never -0, so that comparisons tell what sign bits tell
  return from < 0 !== inside < 0;
};

/** One step of the replica whose oscillators begin at `first`: how many signs changed. */
const step = (state: State, first: number, pull: number, now: number): number => {
  const { spins, inTurn, lanes } = state.plan;
  let turned = 0;
  if (!inTurn) for (let i = 0; i < spins; i++) push(state, i, first, pull);
  for (let i = 0; i < spins; i++) {
    const at = first + lanes * i;
    if (inTurn) push(state, i, first, pull);
    if (!move(state, at)) continue;
    state.flippedAt[at] = now;
    turned++;
  }
  return turned;
};

/**
 * The adiabatic and the ballistic machine in plain script: where a host has no WebAssembly, and to
 * test the kernel that runs where it has. Complexity of a step: O(spins + couplings).
 */
export const createContinuousScript = (
  plan: ContinuousPlan,
  options: KernelOptions,
): BifurcationKernel => {
  const { spins, lanes } = plan;
  const blocks = Math.ceil(options.replicas / lanes);
  const x = new Float32Array(blocks * spins * lanes);
  const y = new Float32Array(x.length);
  const flippedAt = new Int32Array(x.length);
  const field = new Float32Array(spins);
  const state: State = { ...options, plan, x, y, flippedAt, field };
  const flips = new Int32Array(blocks * lanes * CHUNK_STEPS);
  const place = (replica: number, i: number): number =>
    (Math.floor(replica / lanes) * spins + i) * lanes + (replica % lanes);
  return {
    x,
    y,
    flippedAt,
    place,
    setField: (values) => field.set(values),
    refresh: () => undefined,
    run: (restore, steps) => {
      for (let r = 0; r < options.replicas; r++) {
        for (const [k, pull] of restore.entries()) {
          flips[r * CHUNK_STEPS + k] = step(state, place(r, 0), pull, steps + k + 1);
        }
      }
      return flips;
    },
  };
};
