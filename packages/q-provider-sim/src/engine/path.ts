import type { Move } from './moves.ts';
import type { Strike } from './nodes.ts';
import { advance, type Run } from './shots.ts';

export type ResetStrike = Extract<Strike, { readonly kind: 'reset' }>;

/** Where shots go on. */
export interface Course {
  /** What happens to their state before. */
  readonly moves: readonly Move[];
  readonly at: number;
  /** Gates of the block at `at` that are already performed. */
  readonly offset: number;
  /** A reset that comes before anything else. */
  readonly due: ResetStrike | null;
}

/** Shots that leave a path together. */
export interface Part extends Course {
  readonly shots: readonly number[];
}

/** What a visit to a node makes of the shots of a path. */
export interface Split {
  readonly parts: readonly Part[];
  /** How those that are in no part go on. */
  readonly stay: Course;
}

/** Shots that have gone through the same moves and so share one state. */
export interface Path {
  readonly id: number;
  at: number;
  offset: number;
  due: ResetStrike | null;
  /** All shots of the path, and perhaps some that have left it. */
  members: Int32Array | readonly number[];
  count: number;
  /** All shots with a frame, and perhaps some without or that have left. */
  framed: number[];
  /** Shots by the node where they are struck next, as `members`; null for a single shot. */
  readonly struck: Map<number, number[]> | null;
}

/** The shots of a path. */
export const living = ({ shots }: Run, path: Path): Int32Array | readonly number[] => {
  if (path.members.length > path.count) {
    path.members = path.members.filter((s: number) => shots.owner[s] === path.id);
  }
  return path.members;
};

const NONE: readonly never[] = [];

/** The shots of a path that are struck at its node. */
export const struckAt = ({ program, shots }: Run, path: Path): readonly number[] => {
  const { at, id, struck, members } = path;
  const here = (s: number): boolean => program.nodeOf[shots.next[s]!] === at;
  if (struck === null) return here(members[0]!) ? [members[0]!] : NONE;
  return struck.get(at)?.filter((s) => shots.owner[s] === id && here(s)) ?? NONE;
};

/** Notes where shot `s` of a path is struck next. */
export const expect = ({ program, shots }: Run, path: Path, s: number): void => {
  const node = program.nodeOf[shots.next[s]!];
  if (path.struck === null || node === undefined) return;
  const others = path.struck.get(node);
  if (others === undefined) path.struck.set(node, [s]);
  else others.push(s);
};

/** Lets pass the sites before node `at`. */
const skip = (run: Run, s: number, at: number): void => {
  const { nodeOf } = run.program;
  while ((nodeOf[run.shots.next[s]!] ?? at) < at) advance(run, s);
};

/** A path of some shots, which are on it from now on. */
export const createPath = (
  run: Run,
  id: number,
  members: Int32Array | readonly number[],
  { at, offset, due }: Course,
): Path => {
  const struck = members.length === 1 ? null : new Map<number, number[]>();
  const count = members.length;
  const path: Path = { id, at, offset, due, members, count, framed: [], struck };
  const { owner, x, z } = run.shots;
  for (const s of members) {
    owner[s] = id;
    if ((x[s]! | z[s]!) !== 0) path.framed.push(s);
    skip(run, s, at);
    expect(run, path, s);
  }
  return path;
};

/** Sends what is left of a path on its way. Nodes that it jumps over strike nobody. */
export const follow = (run: Run, path: Path, { at, offset, due }: Course): void => {
  const from = path.at;
  path.at = at;
  path.offset = offset;
  path.due = due;
  if (path.struck === null) {
    if (at > from + 1) skip(run, path.members[0]!, at);
    return;
  }
  if (at > from) path.struck.delete(from);
  if (at <= from + 1) return;
  for (const [node, list] of path.struck) {
    if (node >= at) continue;
    path.struck.delete(node);
    for (const s of list) {
      const here = run.program.nodeOf[run.shots.next[s]!] === node;
      if (!here || run.shots.owner[s] !== path.id) continue;
      skip(run, s, at);
      expect(run, path, s);
    }
  }
};
