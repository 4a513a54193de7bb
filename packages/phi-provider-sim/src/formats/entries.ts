import { ok, type Result } from '@xdv/domain-model';
import { FORMAT_LIMITS } from './limits.ts';
import { lineCursor, quoted, syntaxFault, type LineCursor, type Place } from './lines.ts';
import { COUNT, NUMBER, numberOf, refuseLong } from './numbers.ts';

/** A list of weighted pairs as a file gives it; indices from 0, pairs with a[k] <= b[k]. */
export interface Entries {
  readonly size: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly weight: Float64Array;
}

export interface EntryRules {
  /** Name of the file in messages. */
  readonly file: string;
  /** Whether an entry may join an index to itself. */
  readonly diagonal: boolean;
  /** Whether an entry without a weight has weight 1. */
  readonly weightOptional: boolean;
}

const HEADER_HINT = 'The first line gives two counts: vertices (or variables) and edges (entries)';
const ENTRY_HINT = 'An entry is "i j weight" with indices from 1';

/** What is read, and how to say what is wrong with it. */
interface Reading {
  readonly lines: LineCursor;
  readonly rules: EntryRules;
  readonly no: (word: number, message: string, hint: string) => Result<never>;
}

const readCount = ({ lines, no }: Reading, word: number, max: number): Result<number> => {
  const found = lines.word(word);
  if (!COUNT.test(found)) return no(word, `expected a count, found ${quoted(found)}`, HEADER_HINT);
  const count = Number(found);
  if (count < 1) return no(word, 'expected at least 1, found 0: the graph is empty', HEADER_HINT);
  return count <= max ? ok(count) : no(word, `${count} is more than ${max}`, 'Use a smaller file');
};

/** The two counts of the header, both believable for a text of this length. */
const readHeader = (reading: Reading, length: number): Result<readonly [number, number]> => {
  const { lines, no } = reading;
  if (!lines.next()) return no(0, 'expected a header, found the end of the text', HEADER_HINT);
  const size = readCount(reading, 0, FORMAT_LIMITS.verticesMax);
  if (!size.ok) return size;
  const entries = readCount(reading, 1, FORMAT_LIMITS.edgesMax);
  if (!entries.ok) return entries;
  if (lines.count() > 2) return no(2, `${quoted(lines.word(2))} after the header`, HEADER_HINT);
  // "1 2" and a line end: no entry takes less
  const most = Math.ceil(length / 4);
  if (entries.value <= most) return ok([size.value, entries.value]);
  const message = `${entries.value} entries cannot be in a text of ${length} characters`;
  return no(1, message, 'The file is cut off or its header is wrong');
};

const readIndex = ({ lines, no }: Reading, word: number, size: number): Result<number> => {
  const index = lines.integer(word);
  if (index >= 1 && index <= size) return ok(index - 1);
  const found = lines.word(word);
  if (!COUNT.test(found)) return no(word, `expected an index, found ${quoted(found)}`, ENTRY_HINT);
  return no(word, `index ${index} is not 1 to ${size}`, 'Indices count from 1 up to the header');
};

const readWeight = ({ lines, rules, no }: Reading): Result<number> => {
  const whole = lines.integer(2);
  if (!Number.isNaN(whole)) return ok(whole);
  const found = lines.word(2);
  if (found === '' && rules.weightOptional) return ok(1);
  if (!NUMBER.test(found)) return no(2, `expected a weight, found ${quoted(found)}`, ENTRY_HINT);
  const weight = numberOf(found);
  const { weightMax } = FORMAT_LIMITS;
  if (Math.abs(weight) <= weightMax) return ok(weight);
  return no(2, `weight ${quoted(found)} is beyond ${weightMax}`, 'Scale the weights down');
};

const readEntry = (reading: Reading, entries: Entries, k: number): Result<null> => {
  const { lines, rules, no } = reading;
  const i = readIndex(reading, 0, entries.size);
  if (!i.ok) return i;
  const j = readIndex(reading, 1, entries.size);
  if (!j.ok) return j;
  if (i.value === j.value && !rules.diagonal) {
    return no(1, `vertex ${i.value + 1} is joined to itself`, 'A cut has no use for loops');
  }
  const weight = readWeight(reading);
  if (!weight.ok) return weight;
  if (lines.count() > 3) return no(3, `${quoted(lines.word(3))} after the weight`, ENTRY_HINT);
  entries.a[k] = Math.min(i.value, j.value);
  entries.b[k] = Math.max(i.value, j.value);
  entries.weight[k] = weight.value;
  return ok(null);
};

/** Index of an entry that repeats an earlier pair, or -1. Complexity O(size + entries). */
const repeated = ({ size, a, b }: Entries): number => {
  const rowStart = new Int32Array(size + 1);
  for (const i of a) rowStart[i + 1]!++;
  for (let i = 0; i < size; i++) rowStart[i + 1]! += rowStart[i]!;
  const order = new Int32Array(a.length);
  const next = rowStart.slice();
  for (let k = 0; k < a.length; k++) order[next[a[k]!]!++] = k;
  // per column, 1 + the last row that has an entry in it
  const seen = new Int32Array(size);
  for (const k of order) {
    if (seen[b[k]!] === a[k]! + 1) return k;
    seen[b[k]!] = a[k]! + 1;
  }
  return -1;
};

const refuseRepeats = (
  entries: Entries,
  places: Int32Array,
  { file }: EntryRules,
): Result<Entries> => {
  const k = repeated(entries);
  if (k < 0) return ok(entries);
  const place: Place = { line: places[k]!, column: 1 };
  const message = `${entries.a[k]! + 1} and ${entries.b[k]! + 1} are joined a second time`;
  return syntaxFault(file, place, message, 'Add the weights of a pair into one entry');
};

/**
 * Reads `size entries`, then so many lines `i j weight`. A pair may occur once, in either order:
 * files that list both halves of a matrix and files with repeats mean different things to different
 * programs, so they are refused instead of guessed at. Fails with GRAPH_SYNTAX.
 */
export const readEntries = (text: string, rules: EntryRules): Result<Entries> => {
  const long = refuseLong(text, rules.file);
  if (long !== undefined) return long;
  const lines = lineCursor(text);
  const no: Reading['no'] = (word, message, hint) =>
    syntaxFault(rules.file, lines.place(word), message, hint);
  const reading: Reading = { lines, rules, no };
  const header = readHeader(reading, text.length);
  if (!header.ok) return header;
  const [size, count] = header.value;
  const [a, b, places] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const entries = { size, a, b, weight: new Float64Array(count) };
  for (let k = 0; k < count; k++) {
    if (!lines.next()) {
      const message = `the header promises ${count} entries, the text ends after ${k}`;
      return no(0, message, 'The file is cut off or its header is wrong');
    }
    places[k] = lines.place(0).line;
    const read = readEntry(reading, entries, k);
    if (!read.ok) return read;
  }
  if (!lines.next()) return refuseRepeats(entries, places, rules);
  const message = `${quoted(lines.word(0))} after the ${count} entries that the header promises`;
  return no(0, message, 'Correct the header or remove the lines');
};
