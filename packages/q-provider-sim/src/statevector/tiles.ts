import { invariant } from '@xdv/domain-model';
import type { Kernel, OpTable, Shape, Slot } from './plan.ts';

/** Where a stage stands when it needs its next tile. */
export interface TileRequest {
  /** Operations of the stage that are left, in order. */
  readonly todo: readonly number[];
  /** Operations of later stages. */
  readonly rest: readonly number[];
  /** Qubits of the block, and their bits of the index in ascending order. */
  readonly local: number;
  readonly bits: readonly number[];
  /** Bit of the index of each qubit; exchanged with lanes where the tile needs them. */
  readonly places: number[];
}

/** Outside qubits that one kernel may depend on: its constants are kept for every combination. */
const OUTSIDE_MAX = 4;
const OUTSIDE_FORCED_MAX = 6;

const count = (mask: number): number => {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
};

interface Scan {
  readonly work: number;
  readonly outside: number;
}

/** What a tile on the qubits of `tile` would do; `done` receives the operations. */
const scanTile = (
  { moves, reads, weights }: OpTable,
  todo: readonly number[],
  tile: number,
  lanes: number,
  outsideMax: number,
  done: number[] | null,
): Scan => {
  let inside = tile | lanes;
  let outside = 0;
  let left = outsideMax;
  let touched = 0;
  let moved = 0;
  let work = 0;
  for (const op of todo) {
    const move = moves[op]!;
    const read = reads[op]!;
    if ((move & touched) === 0 && (read & moved) === 0 && (move & ~tile) === 0) {
      const single = move === 0 && (read & (read - 1)) === 0;
      const need = read & ~inside;
      const needs = single ? 0 : count(need);
      if (needs <= left && (single || move !== 0 || (read & tile) !== 0)) {
        if (!single) {
          inside |= need;
          outside |= need;
          left -= needs;
        }
        work += weights[op]!;
        done?.push(op);
        continue;
      }
    }
    touched |= move | read;
    moved |= move;
    if ((tile & ~moved) === 0) break;
  }
  return { work, outside };
};

/** Phases that an operation on `qubit` would meet on its way, or -1 if none comes. */
const phasesBefore = (table: OpTable, ops: readonly number[], bit: number): number => {
  let phases = 0;
  for (const op of ops) {
    if ((table.moves[op]! & bit) !== 0) return phases;
    if (table.moves[op] === 0 && (table.reads[op]! & bit) !== 0) phases++;
  }
  return -1;
};

/**
 * Gives back phases at the end of a kernel that a later turn of one of their qubits takes in for
 * nothing. Those on a qubit with many more to come stay, or they would crowd that turn out.
 */
const deferPhases = (
  table: OpTable,
  done: readonly number[],
  tile: number,
  later: readonly number[],
): number[] => {
  const kept: number[] = [];
  let moved = 0;
  for (const op of done.toReversed()) {
    const read = table.reads[op]!;
    const wide = table.moves[op] === 0 && (read & (read - 1)) !== 0;
    let defer = false;
    if (wide && (read & tile & moved) === 0) {
      for (let mask = read; mask !== 0 && !defer; mask &= mask - 1) {
        const phases = phasesBefore(table, later, mask & -mask);
        defer = phases >= 0 && phases < 3;
      }
    }
    if (defer) continue;
    kept.push(op);
    moved |= table.moves[op]!;
  }
  return kept.reverse();
};

interface Choice {
  readonly tile: number;
  readonly outside: number;
  readonly done: readonly number[];
}

const laneMask = ({ places }: TileRequest, laneQubits: number): number => {
  let mask = 0;
  for (const [qubit, place] of places.entries()) if (place < laneQubits) mask |= 1 << qubit;
  return mask;
};

/** The set of tile qubits that does the most, over all pairs that include a qubit in demand. */
const bestTile = (table: OpTable, shape: Shape, request: TileRequest): Choice => {
  const { todo, local } = request;
  const lanes = laneMask(request, shape.laneQubits);
  const size = Math.min(shape.tileQubits, shape.qubits - shape.laneQubits);
  const score = (tile: number): number => {
    const { work, outside } = scanTile(table, todo, tile, lanes & ~tile, OUTSIDE_MAX, null);
    return work - 0.02 * count(outside) - 0.15 * count(tile & lanes);
  };
  let tile = 0;
  let best = -1;
  const seeds = seedsOf(table, todo, local);
  for (let a = seeds; a !== 0; a &= a - 1) {
    const low = a & -a;
    for (let b = local & ~low; b !== 0 && size > 1; b &= b - 1) {
      const high = b & -b;
      if ((seeds & high) !== 0 && high < low) continue;
      const value = score(low | high);
      if (value <= best) continue;
      best = value;
      tile = low | high;
    }
    if (size === 1 && score(low) > best) [best, tile] = [score(low), low];
  }
  for (let filled = 2; filled < size; filled++) tile = extend(tile, local, score);
  const done: number[] = [];
  let { outside } = scanTile(table, todo, tile, lanes & ~tile, OUTSIDE_MAX, done);
  if (done.length > 0) return { tile, outside, done };
  const forced = scanTile(table, todo, tile, lanes & ~tile, OUTSIDE_FORCED_MAX, done);
  outside = forced.outside;
  invariant(done.length > 0, 'a tile does nothing', todo.length);
  return { tile, outside, done };
};

const extend = (tile: number, local: number, score: (tile: number) => number): number => {
  let best = -1;
  let wider = tile;
  for (let mask = local & ~tile; mask !== 0; mask &= mask - 1) {
    const value = score(tile | (mask & -mask));
    if (value <= best) continue;
    best = value;
    wider = tile | (mask & -mask);
  }
  return wider;
};

/** Qubits of the block whose next operation could go first. */
const seedsOf = ({ moves, reads }: OpTable, todo: readonly number[], local: number): number => {
  let seeds = 0;
  let touched = 0;
  let moved = 0;
  for (const op of todo) {
    const move = moves[op]!;
    const read = reads[op]!;
    if ((move & touched) === 0 && (read & moved) === 0) seeds |= move === 0 ? read : move;
    touched |= move | read;
    moved |= move;
    if ((local & ~touched) === 0) break;
  }
  return seeds & local;
};

/** The block qubit outside the tile that is needed last: the one to put into a lane. */
const idlest = (
  { moves }: OpTable,
  later: readonly number[],
  candidates: number,
): number => {
  let left = candidates;
  for (const op of later) {
    const without = left & ~moves[op]!;
    if (without === 0) break;
    left = without;
  }
  return 31 - Math.clz32(left & -left);
};

const slotAt = (qubit: number, bit: number): Slot => ({ qubit, bit });

/** Chooses the next tile, moves its lane qubits into slots and lays out the kernel. */
export const chooseTile = (
  table: OpTable,
  shape: Shape,
  request: TileRequest,
): { readonly kernel: Kernel; readonly todo: number[] } => {
  const { places, bits, local } = request;
  const choice = bestTile(table, shape, request);
  const taken = new Set(choice.done);
  const others = request.todo.filter((op) => !taken.has(op));
  const later = [...others, ...request.rest.slice(0, 400)];
  let ops = deferPhases(table, choice.done, choice.tile, later);
  if (ops.every((op) => table.moves[op] === 0)) ops = [...choice.done];
  const kept = new Set(ops);
  const todo = request.todo.filter((op) => !kept.has(op));

  let used = 0;
  for (const op of ops) used |= table.moves[op]! | table.reads[op]!;
  const inBlock = new Map(bits.map((bit, k) => [bit, k]));
  const slots: Slot[] = [];
  const swaps: { slot: number; lane: number }[] = [];
  let free = local & ~choice.tile & ~choice.outside;
  for (let q = 0; q < shape.qubits; q++) if (places[q]! < shape.laneQubits) free &= ~(1 << q);
  const tile: number[] = [];
  for (let q = 0; q < shape.qubits; q++) {
    const needed = (used >> q) % 2 !== 0 || (choice.tile & used) === 0;
    if ((choice.tile >> q) % 2 !== 0 && needed) tile.push(q);
  }
  tile.sort((a, b) => places[a]! - places[b]!);
  for (const qubit of tile) {
    const place = places[qubit]!;
    if (place < shape.laneQubits) {
      const partner = idlest(table, later, free);
      free &= ~(1 << partner);
      swaps.push({ slot: slots.length, lane: place });
      places[qubit] = places[partner]!;
      places[partner] = place;
    }
    slots.push(slotAt(qubit, inBlock.get(places[qubit]!)!));
  }
  const lanes: number[] = [];
  for (const [qubit, place] of places.entries()) if (place < shape.laneQubits) lanes[place] = qubit;
  const inner: Slot[] = [];
  const outer: Slot[] = [];
  const outside = used & ~bitMask(tile) & ~bitMask(lanes) & choice.outside;
  for (let q = 0; q < shape.qubits; q++) {
    if ((outside >> q) % 2 === 0) continue;
    const bit = inBlock.get(places[q]!);
    if (bit === undefined) outer.push(slotAt(q, places[q]!));
    else inner.push(slotAt(q, bit));
  }
  return { kernel: { ops, slots, swaps, lanes, inner, outer }, todo };
};

const bitMask = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
