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
const OUTSIDE_MAX = 5;
const OUTSIDE_FORCED_MAX = 6;

/** What an outside qubit and an exchange with a lane cost, in units of a turn. */
const OUTSIDE_COST = 0.02;
const LANE_COST = 0.15;

const count = (mask: number): number => {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
};

interface Scan {
  readonly work: number;
  readonly outside: number;
}

/**
 * Turns and pairs of one kernel. Amplitudes in registers grow by less than two bits with each, on
 * top of what the frame may hold, and must stay below 2^127 in complex64.
 */
const MIXES_MAX = 22;

/** What a tile on the qubits of `tile` would do; `done` receives the operations. */
const scanTile = (
  { moves, reads, weights, mixes }: OpTable,
  todo: readonly number[],
  tile: number,
  lanes: number,
  outsideMax: number,
  done: number[] | null,
): Scan => {
  let inside = tile | lanes;
  let outside = 0;
  let left = outsideMax;
  let leftMixes = MIXES_MAX;
  let touched = 0;
  let moved = 0;
  let work = 0;
  for (const op of todo) {
    const move = moves[op]!;
    const read = reads[op]!;
    const free = (move & touched) === 0 && (read & moved) === 0 && mixes[op]! <= leftMixes;
    if (free && (move & ~tile) === 0) {
      const single = move === 0 && (read & (read - 1)) === 0;
      const need = read & ~inside;
      const needs = single ? 0 : count(need);
      if (needs <= left && (single || move !== 0 || (read & tile) !== 0)) {
        if (!single) {
          inside |= need;
          outside |= need;
          left -= needs;
        }
        leftMixes -= mixes[op]!;
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

/** What a tile of one qubit would do. */
interface Solo {
  readonly work: number;
  readonly outside: number;
  /** Qubits of the operations that it meets, done or not. */
  readonly partners: number;
  /** Something was left for want of outside qubits. */
  readonly isFull: boolean;
}

const highest = (mask: number): number => 31 - Math.clz32(mask);

/** What is left to do, as one list for each qubit: what a pair of qubits would do is found fast. */
class PairScan {
  readonly #table: OpTable;
  readonly #todo: readonly number[];
  readonly #lanes: number;
  /** Qubits that operations before each one move. */
  readonly #movedBefore: Int32Array;
  /** Positions of the operations on each qubit, in order. */
  readonly #positions: number[][] = [];
  readonly #solos: (Solo | undefined)[] = [];
  #outside = 0;
  #partners = 0;
  #isFull = false;

  constructor(table: OpTable, todo: readonly number[], lanes: number, qubits: number) {
    const { moves, reads } = table;
    this.#table = table;
    this.#todo = todo;
    this.#lanes = lanes;
    this.#movedBefore = new Int32Array(todo.length);
    for (let qubit = 0; qubit < qubits; qubit++) this.#positions.push([]);
    let moved = 0;
    for (let k = 0; k < todo.length; k++) {
      const move = moves[todo[k]!]!;
      this.#movedBefore[k] = moved;
      moved |= move;
      for (let mask = move | reads[todo[k]!]!; mask !== 0; mask &= mask - 1) {
        this.#positions[highest(mask & -mask)]!.push(k);
      }
    }
  }

  #solo(bit: number): Solo {
    const qubit = highest(bit);
    const known = this.#solos[qubit];
    if (known !== undefined) return known;
    const work = this.#scan(bit, bit);
    const solo = { work, outside: this.#outside, partners: this.#partners, isFull: this.#isFull };
    this.#solos[qubit] = solo;
    return solo;
  }

  /** As {@link scanTile} scores it, but for phases of single qubits outside. */
  score(low: number, high: number): number {
    const a = this.#solo(low);
    const b = this.#solo(high);
    let work = a.work + b.work;
    let outside = count((a.outside | b.outside) & ~(low | high));
    const apart = (a.partners & high) === 0 && !a.isFull && !b.isFull;
    if (!apart || outside > OUTSIDE_MAX) {
      work = this.#scan(low, high);
      outside = count(this.#outside);
    }
    return work - OUTSIDE_COST * outside - LANE_COST * count((low | high) & this.#lanes);
  }

  /** The work of a tile of two qubits or, if they are the same, of one. */
  #scan(low: number, high: number): number {
    const { moves, reads, weights } = this.#table;
    const tile = low | high;
    const lanes = this.#lanes & ~tile;
    const first = this.#positions[highest(low)]!;
    const second = low === high ? [] : this.#positions[highest(high)]!;
    let inside = tile | lanes;
    let left = OUTSIDE_MAX;
    let touched = 0;
    let moved = 0;
    let partners = 0;
    let work = 0;
    this.#isFull = false;
    for (let i = 0, j = 0; i < first.length || j < second.length; ) {
      const p = i < first.length ? first[i]! : Infinity;
      const q = j < second.length ? second[j]! : Infinity;
      const k = p < q ? p : q;
      if (p === k) i++;
      if (q === k) j++;
      const op = this.#todo[k]!;
      const move = moves[op]!;
      const read = reads[op]!;
      partners |= move | read;
      const before = (moved & tile) | (this.#movedBefore[k]! & ~tile);
      if ((move & touched) === 0 && (read & before) === 0 && (move & ~tile) === 0) {
        const need = read & ~inside;
        const needs = need === 0 ? 0 : count(need);
        if (needs <= left) {
          inside |= need;
          left -= needs;
          work += weights[op]!;
          continue;
        }
        this.#isFull = true;
      }
      touched |= move | read;
      moved |= move;
      if ((tile & ~moved) === 0) break;
    }
    this.#outside = inside & ~(tile | lanes);
    this.#partners = partners;
    return work;
  }
}

/** The set of tile qubits that does the most, over all pairs that include a qubit in demand. */
const bestTile = (table: OpTable, shape: Shape, request: TileRequest): Choice => {
  const { todo, local } = request;
  const lanes = laneMask(request, shape.laneQubits);
  const size = Math.min(shape.tileQubits, shape.qubits - shape.laneQubits);
  const pairs = new PairScan(table, todo, lanes, shape.qubits);
  let tile = 0;
  let best = -Infinity;
  const seeds = seedsOf(table, todo, local);
  for (let a = seeds; a !== 0; a &= a - 1) {
    const low = a & -a;
    for (let b = local & ~low; b !== 0; b &= b - 1) {
      const high = b & -b;
      if ((seeds & high) !== 0 && high < low) continue;
      const value = pairs.score(low, high);
      if (value <= best) continue;
      best = value;
      tile = low | high;
    }
  }
  for (let filled = 2; filled < size; filled++) tile = extend(table, todo, tile, local, lanes);
  const done: number[] = [];
  let outside = scanTile(table, todo, tile, lanes & ~tile, OUTSIDE_MAX, done).outside;
  if (done.length > 0) return { tile, outside, done };
  outside = scanTile(table, todo, tile, lanes & ~tile, OUTSIDE_FORCED_MAX, done).outside;
  invariant(done.length > 0, 'a tile does nothing', todo.length);
  return { tile, outside, done };
};

/** The tile with the qubit that adds the most. */
const extend = (
  table: OpTable,
  todo: readonly number[],
  tile: number,
  local: number,
  lanes: number,
): number => {
  let best = -Infinity;
  let wider = tile;
  for (let mask = local & ~tile; mask !== 0; mask &= mask - 1) {
    const next = tile | (mask & -mask);
    const { work, outside } = scanTile(table, todo, next, lanes & ~next, OUTSIDE_MAX, null);
    const value = work - OUTSIDE_COST * count(outside) - LANE_COST * count(next & lanes);
    if (value <= best) continue;
    best = value;
    wider = next;
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

/** Of `candidates`, the qubit that is moved last: the one to put into a lane. */
const idlest = ({ moves }: OpTable, later: readonly number[], candidates: number): number => {
  invariant(candidates !== 0, 'no qubit is left to exchange with a lane');
  let left = candidates;
  for (const op of later) {
    const rest = left & ~moves[op]!;
    if (rest === 0) break;
    left = rest;
  }
  return highest(left & -left);
};

/** Operations of later stages that are looked at. */
const LOOKAHEAD = 400;

/** The operations of a list that are not in a part of it, both in order. */
const without = (list: readonly number[], part: readonly number[]): number[] => {
  const left: number[] = [];
  let next = 0;
  for (let k = 0; k < list.length; k++) {
    if (next < part.length && list[k] === part[next]) next++;
    else left.push(list[k]!);
  }
  return left;
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
  const ops = choice.done;
  const todo = without(request.todo, ops);
  const later = todo.concat(request.rest.slice(0, LOOKAHEAD));
  let used = 0;
  for (const op of ops) used |= table.moves[op]! | table.reads[op]!;
  const inBlock = new Map(bits.map((bit, k) => [bit, k]));
  const slots: Slot[] = [];
  const swaps: { slot: number; lane: number }[] = [];
  let spare = local & ~choice.tile & ~laneMask(request, shape.laneQubits);
  let free = spare & ~choice.outside;
  const tile: number[] = [];
  for (let q = 0; q < shape.qubits; q++) {
    const needed = (used >> q) % 2 !== 0 || (choice.tile & used) === 0;
    if ((choice.tile >> q) % 2 !== 0 && needed) tile.push(q);
  }
  tile.sort((a, b) => places[a]! - places[b]!);
  for (const qubit of tile) {
    const place = places[qubit]!;
    if (place < shape.laneQubits) {
      // an outside qubit in a lane is as good as outside
      const partner = idlest(table, later, free === 0 ? spare : free);
      free &= ~(1 << partner);
      spare &= ~(1 << partner);
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
