import { align, instantiate } from '../kernels.ts';
import { ENTRY_BYTES, writeContinuousRun } from './continuous-loops.ts';
import type { ContinuousPlan } from './continuous-plan.ts';
import { CHUNK_STEPS, type BifurcationKernel, type KernelOptions } from './kernel.ts';

/** Where things lie in memory, in bytes. */
interface Places {
  readonly restore: number;
  /** Sign changes of one block: of each step one number for each replica. */
  readonly flips: number;
  readonly field: number;
  readonly ends: number;
  readonly entries: number;
  /** Positions of all blocks, then momenta, then the steps of last flips. */
  readonly states: number;
  readonly quantityBytes: number;
  readonly bytes: number;
}

const layOut = ({ spins, neighbor, lanes }: ContinuousPlan, blocks: number): Places => {
  const flips = 4 * CHUNK_STEPS;
  const field = flips + 4 * lanes * CHUNK_STEPS;
  const ends = align(field + 4 * spins);
  const entries = align(ends + 4 * spins);
  const states = align(entries + ENTRY_BYTES * neighbor.length);
  const quantityBytes = blocks * spins * 4 * lanes;
  const bytes = states + 3 * quantityBytes;
  return { restore: 0, flips, field, ends, entries, states, quantityBytes, bytes };
};

const fillRows = (memory: ArrayBuffer, plan: ContinuousPlan, { ends, entries }: Places): void => {
  const words = new Int32Array(memory);
  const quantityBytes = 4 * plan.lanes;
  const floats = new Float32Array(memory);
  for (let i = 0; i < plan.spins; i++) {
    words[ends / 4 + i] = entries + ENTRY_BYTES * plan.start[i + 1]!;
  }
  for (const [e, neighbor] of plan.neighbor.entries()) {
    words[(entries + ENTRY_BYTES * e) / 4] = quantityBytes * neighbor;
    floats[(entries + ENTRY_BYTES * e) / 4 + 1] = plan.weight[e]!;
  }
};

const nameOf = ({ lanes, hasField, cubic, inTurn }: ContinuousPlan): string =>
  ['continuous', lanes, hasField, cubic, inTurn].join();

/** The adiabatic and the ballistic machine in WebAssembly; null where SIMD is not to be had. */
export const createContinuousWasm = (
  plan: ContinuousPlan,
  { replicas, gain, area }: KernelOptions,
): BifurcationKernel | null => {
  const { spins, lanes } = plan;
  const blocks = Math.ceil(replicas / lanes);
  const places = layOut(plan, blocks);
  const loops = instantiate(() => ({ run: writeContinuousRun(plan) }), places.bytes, nameOf(plan));
  if (loops === null) return null;
  const { memory, call } = loops;
  fillRows(memory, plan, places);
  const { states, quantityBytes } = places;
  const table = new Float32Array(memory, places.restore, CHUNK_STEPS);
  const counts = new Int32Array(memory, places.flips, lanes * CHUNK_STEPS);
  const field = new Float32Array(memory, places.field, spins);
  const flips = new Int32Array(blocks * lanes * CHUNK_STEPS);

  const runBlock = (block: number, count: number, steps: number): void => {
    const x = states + block * spins * 4 * lanes;
    const state = [x, quantityBytes, 2 * quantityBytes, spins] as const;
    const program = [places.entries, places.ends, places.field, gain, area, plan.wall] as const;
    call['run']!(...state, ...program, places.restore, places.flips, count, steps + 1);
    for (let lane = 0; lane < lanes; lane++) {
      const first = (block * lanes + lane) * CHUNK_STEPS;
      for (let k = 0; k < count; k++) flips[first + k] = counts[k * lanes + lane]!;
    }
  };

  return {
    x: new Float32Array(memory, states, quantityBytes / 4),
    y: new Float32Array(memory, states + quantityBytes, quantityBytes / 4),
    flippedAt: new Int32Array(memory, states + 2 * quantityBytes, quantityBytes / 4),
    place: (replica, i) =>
      (Math.floor(replica / lanes) * spins + i) * lanes + (replica % lanes),
    setField: (values) => field.set(values),
    refresh: () => undefined,
    run: (restore, steps) => {
      table.set(restore);
      for (let block = 0; block < blocks; block++) runBlock(block, restore.length, steps);
      return flips;
    },
  };
};
