import { align, instantiate, type Kernels } from '../kernels.ts';
import type { DiscretePlan } from './discrete-plan.ts';
import { entryStore } from './entry-store.ts';
import { AT, GROUP_BYTES, HEAD_BYTES, PENDING_BYTES, wordOf } from './group-layout.ts';
import { CHUNK_STEPS, type BifurcationKernel, type KernelOptions } from './kernel.ts';
import type { RowStore } from './row-store.ts';
import { signStore } from './sign-store.ts';
import { CHUNK_COLUMNS } from './sign-rows.ts';
import { GROUP } from './slots.ts';
import { writeRun } from './step-loop.ts';

/** Where things lie in memory, in bytes: a header of the store first. */
interface Places {
  readonly restore: number;
  readonly flips: number;
  readonly heads: number;
  readonly pending: number;
  readonly rows: number;
  /** The groups of one replica after another. */
  readonly groups: number;
  readonly replicaBytes: number;
  readonly bytes: number;
}

const STORE_HEADER_BYTES = 64;

const layOut = ({ slots }: DiscretePlan, store: RowStore, replicas: number): Places => {
  const restore = STORE_HEADER_BYTES;
  const flips = restore + 4 * CHUNK_STEPS;
  const heads = align(flips + 4 * CHUNK_STEPS * replicas);
  const pending = align(heads + HEAD_BYTES * slots.count);
  const rows = align(pending + PENDING_BYTES * slots.count);
  const groups = align(rows + store.bytes);
  // a store of bits writes the sums of all groups that share a vector
  const columns = Math.ceil(slots.count / CHUNK_COLUMNS) * CHUNK_COLUMNS;
  const replicaBytes = (columns / GROUP) * GROUP_BYTES;
  const bytes = groups + replicas * replicaBytes;
  return { restore, flips, heads, pending, rows, groups, replicaBytes, bytes };
};

const instantiateLoops = (store: RowStore, hasField: boolean, bytes: number): Kernels | null => {
  const write = () => {
    const loops = store.loops();
    return { ...loops, run: writeRun({ hasField, shortSums: store.shortSums }, 0) };
  };
  return instantiate(write, bytes, `${store.name}${hasField ? ' and fields' : ''}`);
};

/** One bit for each slot of the last group that an oscillator may take. */
const tailOf = ({ slots }: DiscretePlan): number => {
  const over = slots.of.length % GROUP;
  return slots.of.length < slots.count && over > 0 ? 2 ** over - 1 : 2 ** GROUP - 1;
};

/** Steps that are to be performed in one go. */
interface Stretch {
  readonly done: number;
  readonly now: number;
  /** Whether sums are to be refreshed after it. */
  readonly refreshes: boolean;
}

/** Cuts `count` steps where sums are to be refreshed: after every `every` steps, if not 0. */
const stretches = (count: number, steps: number, every: number): readonly Stretch[] => {
  if (every === 0) return [{ done: 0, now: count, refreshes: false }];
  const list: Stretch[] = [];
  for (let done = 0; done < count; ) {
    const left = every - ((steps + done) % every);
    const now = Math.min(left, count - done);
    list.push({ done, now, refreshes: now === left });
    done += now;
  }
  return list;
};

/** The discrete machine in WebAssembly with SIMD; null where that is not to be had. */
export const createDiscreteWasm = (
  plan: DiscretePlan,
  { replicas, gain }: KernelOptions,
): BifurcationKernel | null => {
  const { slots, signs, hasField, patience, refreshSteps } = plan;
  const store = signs === null ? entryStore(plan) : signStore(signs);
  const places = layOut(plan, store, replicas);
  const loops = instantiateLoops(store, hasField, places.bytes);
  if (loops === null) return null;
  const { memory, call } = loops;
  const { heads, pending, replicaBytes } = places;
  store.fill(memory, heads, places.rows);
  const groups = slots.count / GROUP;
  const tail = tailOf(plan);
  const words = (replicas * replicaBytes) / 4;
  const quantity = (at: number): [ArrayBuffer, number, number] => {
    return [memory, places.groups + at, words - at / 4];
  };
  const field = new Float32Array(...quantity(AT.field));
  const table = new Float32Array(memory, places.restore, CHUNK_STEPS);
  const place = (replica: number, i: number): number =>
    (replica * replicaBytes) / 4 + wordOf(slots.of[i]!);
  const baseOf = (replica: number): number => places.groups + replica * replicaBytes;

  const refreshOne = (replica: number): void => {
    store.refresh({ call, memory, base: baseOf(replica), groups, heads, pending });
  };

  const runOne = (replica: number, count: number, steps: number): void => {
    const program = [baseOf(replica), groups, heads, pending, gain, patience, tail] as const;
    for (const { done, now, refreshes } of stretches(count, steps, refreshSteps)) {
      const flips = places.flips + 4 * (CHUNK_STEPS * replica + done);
      call['run']!(...program, places.restore + 4 * done, flips, now, steps + done + 1);
      if (refreshes) refreshOne(replica);
    }
  };

  return {
    x: new Float32Array(...quantity(AT.x)),
    y: new Float32Array(...quantity(AT.y)),
    flippedAt: new Int32Array(...quantity(AT.flippedAt)),
    place,
    setField: (values) => {
      if (!hasField) return;
      for (let r = 0; r < replicas; r++) {
        for (const [i, h] of values.entries()) field[place(r, i)] = h;
      }
    },
    refresh: () => {
      for (let r = 0; r < replicas; r++) refreshOne(r);
    },
    run: (restore, steps) => {
      table.set(restore);
      for (let r = 0; r < replicas; r++) runOne(r, restore.length, steps);
      return new Int32Array(memory, places.flips, replicas * CHUNK_STEPS);
    },
  };
};
