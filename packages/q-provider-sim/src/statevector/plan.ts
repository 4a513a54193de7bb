import { invariant } from '@xdv/domain-model';
import { chooseTile } from './tiles.ts';
import type { Op } from './ops.ts';

/** How amplitudes lie in memory and how much of them is worked on at a time. */
export interface Shape {
  readonly qubits: number;
  /** Qubits inside one vector: 1 for complex128, 2 for complex64. */
  readonly laneQubits: number;
  /** Qubits of a block, which fits a core's second-level cache. */
  readonly blockQubits: number;
  /** Qubits of a chunk, the contiguous run that a block is gathered from. */
  readonly chunkQubits: number;
  /** Qubits of a register tile. */
  readonly tileQubits: number;
}

/** A qubit of a tile and the bit of the block that it is. */
export interface Slot {
  readonly qubit: number;
  readonly bit: number;
}

/** Operations done while one tile is in registers. */
export interface Kernel {
  readonly ops: readonly number[];
  readonly slots: readonly Slot[];
  /** Slots that start as a lane: vectors are shuffled to exchange the two. */
  readonly swaps: readonly { readonly slot: number; readonly lane: number }[];
  /** The qubit of each lane, after the exchanges. */
  readonly lanes: readonly number[];
  /** Qubits outside the tile that phases or flips depend on, those of the block first. */
  readonly inner: readonly Slot[];
  /** And those that are constant within a block, with their bit of the whole index. */
  readonly outer: readonly Slot[];
}

/** One pass over the state: every block is read once, worked on and written back. */
export interface Stage {
  readonly kernels: readonly Kernel[];
  /** Bits of the index inside the block, ascending; the lowest are those of a chunk. */
  readonly local: readonly number[];
  /** The other bits that may be 1: blocks elsewhere are all zero. */
  readonly outer: readonly number[];
}

export interface Plan {
  readonly stages: readonly Stage[];
  /** Which bit of the index every qubit ends as. */
  readonly places: readonly number[];
  /** Qubits that may be 1 at the end. */
  readonly live: number;
}

/** Operations as bit masks, in order. */
export interface OpTable {
  readonly ops: readonly Op[];
  /** Qubits that must be in the tile. */
  readonly moves: Int32Array;
  /** Qubits that an operation is diagonal in. */
  readonly reads: Int32Array;
  readonly weights: Float64Array;
  /** 1 for turns and pairs, which change the size of numbers. */
  readonly mixes: Uint8Array;
}

const bitOf = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);

/** Rough arithmetic per amplitude, which decides what a tile is worth. */
const WEIGHTS = { turn: 1, pair: 2, flip: 0.4, phase: 0.1 } as const;

export const tabulate = (ops: readonly Op[]): OpTable => {
  const moves = new Int32Array(ops.length);
  const reads = new Int32Array(ops.length);
  const weights = new Float64Array(ops.length);
  const mixes = new Uint8Array(ops.length);
  for (const [k, op] of ops.entries()) {
    weights[k] = WEIGHTS[op.kind];
    if (op.kind === 'turn' || op.kind === 'pair') mixes[k] = 1;
    if (op.kind === 'turn') moves[k] = 1 << op.qubit;
    else if (op.kind === 'pair') moves[k] = bitOf(op.qubits);
    else if (op.kind === 'phase') reads[k] = bitOf(op.qubits);
    else {
      moves[k] = 1 << op.target;
      reads[k] = 1 << op.control;
    }
  }
  return { ops, moves, reads, weights, mixes };
};

/** Operations looked ahead at, so that planning is linear in the length of a circuit. */
const WINDOW = 1200;

/** A phase is done where one of its qubits is at hand; one on a single qubit anywhere. */
const isHeld = (move: number, read: number, local: number): boolean =>
  move !== 0 || (read & local) !== 0 || (read & (read - 1)) === 0;

/** Work that one stage with the qubits of `local` in its block would do. */
const stageWork = (table: OpTable, rest: readonly number[], local: number): number => {
  const { moves, reads, weights } = table;
  const end = Math.min(rest.length, WINDOW);
  let touched = 0;
  let moved = 0;
  let work = 0;
  for (let k = 0; k < end; k++) {
    const op = rest[k]!;
    const move = moves[op]!;
    const read = reads[op]!;
    const free = (move & touched) === 0 && (read & moved) === 0;
    if (free && (move & ~local) === 0 && isHeld(move, read, local)) {
      work += weights[op]!;
      continue;
    }
    touched |= move | read;
    moved |= move;
    if ((local & ~moved) === 0) break;
  }
  return work;
};

/** The operations that a stage does, in order, and those that are left. */
const splitStage = (
  table: OpTable,
  rest: readonly number[],
  local: number,
): { readonly done: number[]; readonly left: number[] } => {
  const { moves, reads } = table;
  const done: number[] = [];
  const left: number[] = [];
  let touched = 0;
  let moved = 0;
  for (const [k, op] of rest.entries()) {
    const move = moves[op]!;
    const read = reads[op]!;
    const free = (move & touched) === 0 && (read & moved) === 0 && k < WINDOW;
    if (free && (move & ~local) === 0 && isHeld(move, read, local)) {
      done.push(op);
      continue;
    }
    left.push(op);
    touched |= move | read;
    moved |= move;
  }
  return { done, left };
};

/** Qubits in the order in which the next operations need them in a block. */
const greedyLocal = (
  table: OpTable,
  rest: readonly number[],
  fixed: number,
  size: number,
): number => {
  let local = fixed;
  let count = 0;
  for (let mask = fixed; mask !== 0; mask &= mask - 1) count++;
  let touched = 0;
  let moved = 0;
  for (const op of rest.slice(0, WINDOW)) {
    const move = table.moves[op]!;
    const read = table.reads[op]!;
    const free = (move & touched) === 0 && (read & moved) === 0;
    if (free) {
      const wanted = isHeld(move, read, local) ? move : read & -read;
      for (let need = wanted & ~local; need !== 0 && count < size; need &= need - 1) {
        local |= need & -need;
        count++;
      }
      if ((move & ~local) === 0) continue;
    }
    touched |= move | read;
    moved |= move;
  }
  return local;
};

/** Exchanges of qubits that are tried for one stage, at most. */
const ROUNDS_MAX = 8;
const TRIES_MAX = 4;

/**
 * Improves a set of local qubits by exchanging one at a time. What an exchange is worth is guessed
 * from what the qubit that comes adds and what the one that goes takes away; the best guesses are
 * tried.
 */
const climb = (
  table: OpTable,
  rest: readonly number[],
  start: number,
  fixed: number,
  qubits: number,
): number => {
  let local = start;
  let best = stageWork(table, rest, local);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const swaps = promisingSwaps(table, rest, local, fixed, qubits, best);
    let better = false;
    for (let k = 0; k < swaps.length && k < TRIES_MAX && !better; k++) {
      const swapped = local ^ swaps[k]!.exchanged;
      const work = stageWork(table, rest, swapped);
      if (work <= best + 1e-9) continue;
      best = work;
      local = swapped;
      better = true;
    }
    if (!better) break;
  }
  return local;
};

/** Exchanges of a local qubit for another one, the most promising first. */
const promisingSwaps = (
  table: OpTable,
  rest: readonly number[],
  local: number,
  fixed: number,
  qubits: number,
  work: number,
): readonly { readonly exchanged: number; readonly gain: number }[] => {
  const swaps: { exchanged: number; gain: number }[] = [];
  const losses: number[] = [];
  for (let out = local & ~fixed; out !== 0; out &= out - 1) {
    losses.push(work - stageWork(table, rest, local & ~(out & -out)));
  }
  for (let into = 0; into < qubits; into++) {
    if (((local >> into) & 1) !== 0) continue;
    const gain = stageWork(table, rest, local | (1 << into)) - work;
    let out = local & ~fixed;
    for (let k = 0; k < losses.length; k++, out &= out - 1) {
      const net = gain - losses[k]!;
      if (net > 0) swaps.push({ exchanged: (1 << into) | (out & -out), gain: net });
    }
  }
  // equal gains in the order found: the same on every machine
  return swaps.sort((a, b) => b.gain - a.gain);
};

class Planner {
  readonly table: OpTable;
  readonly shape: Shape;
  /** Bit of the index of each qubit. */
  readonly places: number[];
  /** Qubits that may be 1. */
  live: number;

  constructor(table: OpTable, shape: Shape, places: readonly number[], live: number) {
    this.table = table;
    this.shape = shape;
    this.places = [...places];
    this.live = live;
  }

  chooseLocal(rest: readonly number[]): number {
    const { qubits, blockQubits, chunkQubits } = this.shape;
    if (blockQubits >= qubits) return 2 ** qubits - 1;
    let fixed = 0;
    for (const [qubit, place] of this.places.entries()) {
      if (place < chunkQubits) fixed |= 1 << qubit;
    }
    let local = greedyLocal(this.table, rest, fixed, blockQubits);
    let count = 0;
    for (let mask = local; mask !== 0; mask &= mask - 1) count++;
    for (let qubit = 0; count < blockQubits; qubit++) {
      if ((local >> qubit) % 2 !== 0) continue;
      local |= 1 << qubit;
      count++;
    }
    return climb(this.table, rest, local, fixed, qubits);
  }

  /** Plans one stage; returns the operations it leaves. */
  stage(rest: readonly number[]): { readonly stage: Stage; readonly left: number[] } {
    const local = this.chooseLocal(rest);
    const { done, left } = splitStage(this.table, rest, local);
    invariant(done.length > 0, 'a stage does nothing');
    const bits: number[] = [];
    const outer: number[] = [];
    for (const [qubit, place] of this.places.entries()) {
      if ((local >> qubit) % 2 !== 0) bits.push(place);
      else if ((this.live >> qubit) % 2 !== 0) outer.push(place);
    }
    bits.sort((a, b) => a - b);
    outer.sort((a, b) => a - b);
    const kernels: Kernel[] = [];
    let todo = done;
    while (todo.length > 0) {
      const chosen = chooseTile(this.table, this.shape, {
        todo,
        rest: left,
        local,
        bits,
        places: this.places,
      });
      kernels.push(chosen.kernel);
      todo = chosen.todo;
    }
    for (const op of done) this.live |= this.table.moves[op]!;
    return { stage: { kernels, local: bits, outer }, left };
  }
}

/**
 * Orders operations into stages and kernels. Operations move past those they commute with:
 * diagonal ones past each other and past controls. `live` are the qubits that may be 1 before.
 */
export const planOps = (
  table: OpTable,
  shape: Shape,
  places: readonly number[],
  live: number,
): Plan => {
  const planner = new Planner(table, shape, places, live);
  const stages: Stage[] = [];
  let rest = Array.from(table.ops, (_, k) => k);
  while (rest.length > 0) {
    const planned = planner.stage(rest);
    stages.push(planned.stage);
    rest = planned.left;
  }
  return { stages, places: planner.places, live: planner.live };
};
