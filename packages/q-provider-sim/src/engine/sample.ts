import { living, struckAt, type Path } from './path.ts';
import type { End } from './nodes.ts';
import { advance, bitOf, drawOf, setBit, type Run } from './shots.ts';
import type { StateVector } from './state.ts';

/** Numbers in ascending order, each with the position it had. */
interface Sorted {
  readonly values: Float64Array;
  readonly order: Int32Array;
}

/**
 * Sorts uniform draws in [0, 1) in time proportional to their number: by counting into buckets,
 * which leaves little for insertion.
 */
export const ascending = (draws: Float64Array): Sorted => {
  const count = draws.length;
  const values = new Float64Array(count);
  const order = new Int32Array(count);
  const buckets = (count >>> 2) + 1;
  const next = new Int32Array(buckets + 1);
  for (let k = 0; k < count; k++) next[Math.floor(draws[k]! * buckets) + 1]!++;
  for (let b = 1; b <= buckets; b++) next[b]! += next[b - 1]!;
  for (let k = 0; k < count; k++) {
    const at = next[Math.floor(draws[k]! * buckets)]!++;
    values[at] = draws[k]!;
    order[at] = k;
  }
  for (let at = 1; at < count; at++) {
    const value = values[at]!;
    const k = order[at]!;
    let hole = at;
    for (; hole > 0 && values[hole - 1]! > value; hole--) {
      values[hole] = values[hole - 1]!;
      order[hole] = order[hole - 1]!;
    }
    values[hole] = value;
    order[hole] = k;
  }
  return { values, order };
};

/** Finds the basis state of every draw, in the order of the draws. */
export const locateAll = (state: StateVector, draws: Float64Array): Int32Array => {
  if (draws.length === 1) return state.locate(draws);
  const { values, order } = ascending(draws);
  const located = state.locate(values);
  const found = new Int32Array(draws.length);
  for (let k = 0; k < order.length; k++) found[order[k]!] = located[k]!;
  return found;
};

/** Misreads final measurements of the shots that are struck there. */
const misread = (run: Run, path: Path, { tail, misreadings }: End): void => {
  const [first] = misreadings;
  if (first === undefined) return;
  for (const s of struckAt(run, path)) {
    for (;;) {
      const misreading = misreadings[run.shots.next[s]! - first.site];
      if (misreading === undefined) break;
      const { bit } = tail[misreading.position]!;
      const read = bitOf(run.shots, s, bit);
      if (drawOf(run, s, misreading.event) < misreading.given[read]!) {
        setBit(run.shots, s, bit, 1 - read);
      }
      advance(run, s);
    }
  }
};

/** Measures every shot of a path at its end by one draw each; the state stays as it is. */
export const sampleEnd = (run: Run, state: StateVector, path: Path, end: End): void => {
  const { shots } = run;
  const { tail, event } = end;
  if (tail.length === 0) return;
  const members = living(run, path);
  const draws = new Float64Array(members.length);
  for (let k = 0; k < draws.length; k++) draws[k] = drawOf(run, members[k]!, event);
  const found = locateAll(state, draws);
  const { x, words, wordsEach } = shots;
  for (const { word, erase, take, turn } of end.fields) {
    for (let k = 0; k < found.length; k++) {
      const s = members[k]!;
      const at = s * wordsEach + word;
      const value = (found[k]! ^ x[s]!) & take;
      words[at] = (words[at]! & ~erase) | (value << turn) | (value >>> (32 - turn));
    }
  }
  misread(run, path, end);
};
