import type { RandomStream } from '@xdv/domain-model';

const EXTREMES = ['0', '-0', '-1', '1e999', 'NaN', 'Infinity', '0x10', '1_000', '1e100', '1e-400'];
const HUGE = ['1000000000', '16000000', '1000001', '99999999999999999999', '9007199254740993'];
const ODD = ['\0', '\uFEFF', '\u2028', '\uD800', '%', '#', 'c ', '"', '{', '[', '__proto__', '\r'];
const PIECES = [...EXTREMES, ...HUGE, ...ODD];

type Mutator = (text: string, random: RandomStream, others: readonly string[]) => string;

const pick = <T>(list: readonly T[], random: RandomStream): T => list[random.below(list.length)]!;

/** Changes one character to another of the first 256. */
const flip: Mutator = (text, random) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
};

const insert: Mutator = (text, random) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + pick(PIECES, random) + text.slice(at);
};

const onLines =
  (change: (lines: string[], at: number, random: RandomStream) => void): Mutator =>
  (text, random) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random);
    return lines.join('\n');
  };

const double = onLines((lines, at) => lines.splice(at, 0, lines[at]!));
const drop = onLines((lines, at) => lines.splice(at, 1));
const swap = onLines((lines, at, random) => {
  const other = random.below(lines.length);
  [lines[at], lines[other]] = [lines[other]!, lines[at]!];
});

/** Puts an extreme number, or another of the text, in the place of a number. */
const renumber: Mutator = (text, random) => {
  const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
  if (numbers.length === 0) return text;
  const { 0: found, index } = pick(numbers, random);
  const value = random.below(2) === 0 ? pick(PIECES, random) : pick(numbers, random)[0];
  return text.slice(0, index) + value + text.slice(index + found.length);
};

const truncate: Mutator = (text, random) => text.slice(0, random.below(text.length + 1));

/** The beginning of one file and the end of another. */
const splice: Mutator = (text, random, others) => {
  const other = pick(others, random);
  return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
};

const MUTATORS = [flip, flip, insert, double, drop, swap, renumber, renumber, truncate, splice];

/** One of `sources` with one to four mutations. */
export const mutate = (sources: readonly string[], random: RandomStream): string => {
  let text = pick(sources, random);
  for (let count = 1 + random.below(4); count > 0; count--) {
    text = pick(MUTATORS, random)(text, random, sources);
  }
  return text;
};
