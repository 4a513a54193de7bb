import { estimateMemory } from './memory.ts';
import { perform, workOf, type Move } from './moves.ts';
import { createPath, follow, type Course, type Path, type Split } from './path.ts';
import { sampleEnd } from './sample.ts';
import type { Run } from './shots.ts';
import type { SavedState, StateVector } from './state.ts';
import { visit } from './visit.ts';

/** A state that some path went through: |0…0⟩ and all moves down to here. */
interface Point {
  readonly parent: Point | null;
  readonly move: Move | null;
  /** A copy of the state, as long as paths start from here and memory allows. */
  saved: SavedState | null;
  /** Paths that have yet to start from here. */
  pending: number;
}

/** Shots that wait for their turn. */
interface Task {
  readonly path: Path;
  readonly from: Point;
  readonly moves: readonly Move[];
}

/**
 * One state vector and the states it can go back to. A state that memory has no room for is made
 * again by performing its moves from the nearest one kept, which gives the same to the last bit.
 */
export interface Trunk {
  readonly state: StateVector;
  /** Performs a move on the present state. */
  step(move: Move): void;
  /** The present state, to return to `times` times. */
  mark(times: number): Point;
  /** Returns to a marked state. */
  resume(point: Point): void;
  /** About how many amplitudes have been visited since last asked. */
  takeWork(): number;
}

/** Starts from |0…0⟩ with no live qubit. `savedBytesMax` bounds the memory of saved states. */
export const createTrunk = (state: StateVector, savedBytesMax: number): Trunk => {
  state.clear(0);
  const spares: SavedState[] = [];
  let bytes = 0;
  let work = 0;
  let present: Point = { parent: null, move: null, saved: null, pending: 0 };

  const enact = (move: Move): void => {
    perform(state, move);
    work += workOf(move, 2 ** state.width);
  };
  const save = (): SavedState | null => {
    const spare = spares.at(-1);
    const needed = estimateMemory(state.width) - (spare?.bytes ?? 0);
    if (needed > 0 && bytes + needed > savedBytesMax) return null;
    spares.pop();
    const saved = state.save(spare);
    bytes += saved.bytes - (spare?.bytes ?? 0);
    return saved;
  };
  const rebuild = (point: Point): void => {
    const moves: Move[] = [];
    let from: Point = point;
    while (from.saved === null && from.parent !== null) {
      if (from.move !== null) moves.push(from.move);
      from = from.parent;
    }
    if (from.saved === null) state.clear(0);
    else state.restore(from.saved);
    for (const move of moves.reverse()) enact(move);
  };
  return {
    state,
    step: (move) => {
      enact(move);
      present = { parent: present, move, saved: null, pending: 0 };
    },
    mark: (times) => {
      if (times > 1 && present.saved === null) present.saved = save();
      present.pending += times;
      return present;
    },
    resume: (point) => {
      if (point !== present) rebuild(point);
      present = point;
      point.pending--;
      if (point.pending > 0 || point.saved === null) return;
      spares.push(point.saved);
      point.saved = null;
    },
    takeWork: () => {
      const done = work;
      work = 0;
      return done;
    },
  };
};

/** Amplitudes to visit between two reports. */
const REPORT_WORK = 2 ** 22;

/** Shots times nodes passed. */
export interface Tree {
  done: number;
}

/**
 * Runs the shots of a chunk from `start`, depth first: shots that have had the same chances so far
 * share one evolution, and part where chance treats them differently. Yields now and then.
 */
export function* runChunk(run: Run, trunk: Trunk, start: Point, tree: Tree): Generator<void> {
  const { nodes, prefix } = run.program;
  const course: Course = { moves: [], at: prefix, offset: 0, due: null };
  const all = new Int32Array(run.shots.count);
  for (let s = 0; s < all.length; s++) all[s] = s;
  const stack: Task[] = [{ path: createPath(run, 0, all, course), from: start, moves: [] }];
  let lastId = 0;

  const branch = (path: Path, { parts, stay }: Split): void => {
    const { at } = path;
    const left = parts.reduce((count, { shots }) => count - shots.length, path.count);
    const from = trunk.mark(parts.length + (left > 0 ? 1 : 0));
    if (left > 0) {
      tree.done += left * (stay.at - at);
      path.count = left;
      follow(run, path, stay);
      stack.push({ path, from, moves: stay.moves });
    }
    for (const part of parts) {
      tree.done += part.shots.length * (part.at - at);
      stack.push({ path: createPath(run, ++lastId, part.shots, part), from, moves: part.moves });
    }
  };

  let work = 0;
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    const { path } = task;
    trunk.resume(task.from);
    for (const move of task.moves) trunk.step(move);
    for (;;) {
      work += trunk.takeWork();
      if (work > REPORT_WORK) {
        work = 0;
        yield;
      }
      const node = nodes[path.at]!;
      if (node.kind === 'end') {
        sampleEnd(run, trunk.state, path, node);
        tree.done += path.count;
        break;
      }
      const split = visit(run, trunk.state, path, node);
      if (split.parts.length > 0) {
        branch(path, split);
        break;
      }
      tree.done += path.count * (split.stay.at - path.at);
      follow(run, path, split.stay);
      for (const move of split.stay.moves) trunk.step(move);
    }
  }
}
