import type { Draws } from './draws.ts';
import type { Faults } from './faults.ts';
import type { Program } from './nodes.ts';

/** What every shot of a chunk carries along, by its position in the chunk. */
export interface Shots {
  /** Number of the first shot in the whole run. */
  readonly first: number;
  readonly count: number;
  /** Pauli frames. */
  readonly x: Int32Array;
  readonly z: Int32Array;
  /** The next site that strikes the shot. */
  readonly next: Int32Array;
  /** Draws made so far to find it. */
  readonly drawn: Int32Array;
  /** The path that the shot is on. */
  readonly owner: Int32Array;
  /** Classical bits: bit b of a shot is bit b & 31 of its word b >> 5. */
  readonly words: Uint32Array;
  readonly wordsEach: number;
}

/** What all visits of nodes need. */
export interface Run {
  readonly program: Program;
  readonly draws: Draws;
  readonly faults: Faults;
  readonly shots: Shots;
}

/** Words that the bits of one shot take. */
export const wordsFor = (bits: number): number => Math.max(1, (bits + 31) >>> 5);

/** Shots `first` to `first + count - 1` at the start. */
export const createShots = (
  first: number,
  count: number,
  memory: number,
  faults: Faults,
): Shots => {
  const next = new Int32Array(count);
  const drawn = new Int32Array(count);
  for (let s = 0; s < count; s++) next[s] = faults.next(first + s, 0, drawn, s);
  const wordsEach = wordsFor(memory);
  return {
    first,
    count,
    x: new Int32Array(count),
    z: new Int32Array(count),
    next,
    drawn,
    owner: new Int32Array(count),
    words: new Uint32Array(count * wordsEach),
    wordsEach,
  };
};

/** Looks for the site that strikes shot `s` after its present one. */
export const advance = ({ faults, shots }: Run, s: number): void => {
  shots.next[s] = faults.next(shots.first + s, shots.next[s]! + 1, shots.drawn, s);
};

/** The draw of shot `s` at an event. */
export const drawOf = ({ draws, shots }: Run, s: number, event: number): number =>
  draws.at(shots.first + s, event);

export const setBit = (
  { words, wordsEach }: Shots,
  s: number,
  bit: number,
  value: number,
): void => {
  const at = s * wordsEach + (bit >>> 5);
  const mask = 1 << (bit & 31);
  words[at] = value === 0 ? words[at]! & ~mask : words[at]! | mask;
};

export const bitOf = ({ words, wordsEach }: Shots, s: number, bit: number): number =>
  (words[s * wordsEach + (bit >>> 5)]! >>> (bit & 31)) & 1;

/** The words of outcomes alone, without the circuit's own bits. */
export const outcomeWords = (
  { words, wordsEach, count }: Shots,
  { bits, memory }: { readonly bits: number; readonly memory: number },
): Uint32Array => {
  if (memory === bits) return words;
  const each = wordsFor(bits);
  // without bits there is one empty word
  const last = bits === 0 ? 0 : 0xffff_ffff >>> (32 * each - bits);
  const out = new Uint32Array(count * each);
  for (let s = 0; s < count; s++) {
    for (let k = 0; k < each; k++) out[s * each + k] = words[s * wordsEach + k]!;
    out[s * each + each - 1]! &= last;
  }
  return out;
};

/** The X bit of the frame of shot `s` on a slot: whether outcomes are the other way round. */
export const flipOf = (shots: Shots, s: number, slot: number): number =>
  (shots.x[s]! >>> slot) & 1;
