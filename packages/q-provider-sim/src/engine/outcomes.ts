import { fail, type Failure } from '@xdv/domain-model';
import { wordsFor } from './shots.ts';

/** Counts outcomes of shots that hold their bits in words. */
export interface Outcomes {
  /** Counts one outcome per shot, written as words of 32 bits, and keeps them if asked to. */
  add(words: Uint32Array): void;
  /** Every outcome seen with its number, ordered by outcome. */
  counts(): readonly (readonly [string, number])[];
  /** The outcome of every shot in order, if they were kept. */
  readonly memory: readonly string[];
  /** More different outcomes than may be kept: nothing is counted any more. */
  readonly full: boolean;
}

/** Bit 0 rightmost, as in |q_{n-1} … q_0⟩. */
const write = (words: Uint32Array, from: number, bits: number): string => {
  let outcome = '';
  for (let word = 0; 32 * word < bits; word++) {
    const width = Math.min(32, bits - 32 * word);
    outcome = words[from + word]!.toString(2).padStart(width, '0') + outcome;
  }
  return outcome;
};

/** One number per shot: the outcome itself. */
const createNarrow = () => {
  const rows = new Map<number, number>();
  return {
    rows,
    add: (words: Uint32Array): void => {
      const sorted = words.toSorted();
      for (let k = 0, next = 0; k < sorted.length; k = next) {
        const value = sorted[k]!;
        while (next < sorted.length && sorted[next] === value) next++;
        rows.set(value, (rows.get(value) ?? 0) + next - k);
      }
    },
    counts: (bits: number): readonly (readonly [string, number])[] =>
      Array.from(Uint32Array.from(rows.keys()).sort(), (value) => [
        write(Uint32Array.of(value), 0, bits),
        rows.get(value)!,
      ]),
  };
};

const createWide = (bits: number, each: number) => {
  const rows = new Map<string, number>();
  return {
    rows,
    add: (words: Uint32Array): void => {
      for (let from = 0; from < words.length; from += each) {
        const outcome = write(words, from, bits);
        rows.set(outcome, (rows.get(outcome) ?? 0) + 1);
      }
    },
    counts: (): readonly (readonly [string, number])[] =>
      [...rows].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};

/**
 * No outcome yet. It is full when its distinct outcomes together would be longer than `charsMax`
 * characters. Time to add is proportional to shots · log shots, of typed-array sorting.
 */
export const createOutcomes = (bits: number, charsMax: number, keep: boolean): Outcomes => {
  const each = wordsFor(bits);
  const table = each === 1 ? createNarrow() : createWide(bits, each);
  const memory: string[] = [];
  let full = false;
  return {
    memory,
    get full() {
      return full;
    },
    add: (words) => {
      if (full) return;
      table.add(words);
      for (let k = 0; keep && k < words.length; k += each) memory.push(write(words, k, bits));
      full = table.rows.size * bits > charsMax;
      if (full) table.rows.clear();
    },
    counts: () => table.counts(bits),
  };
};

/** Fails with RESOURCE_EXHAUSTED. */
export const tooLong = (what: string, charsMax: number): Failure =>
  fail(
    'RESOURCE_EXHAUSTED',
    `${what} are longer than ${charsMax} characters together`,
    'Measure fewer bits or run fewer shots',
  );
