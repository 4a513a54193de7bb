import { ok, type Result } from '@xdv/domain-model';
import { DISTANCES } from './distances.ts';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { quoted, syntaxFault } from './lines.ts';
import { countOf, numberOf, refuseLong } from './numbers.ts';
import type { TourProblem } from './types.ts';
import { wordCursor, type WordCursor } from './words.ts';

type Refuse = (message: string, hint: string) => Result<never>;

/** Columns of row `row` that a matrix format gives. */
type Columns = (row: number, size: number) => readonly [from: number, to: number];

const MATRICES: ReadonlyMap<string, Columns> = new Map<string, Columns>([
  ['FULL_MATRIX', (_, size) => [0, size]],
  ['UPPER_ROW', (row, size) => [row + 1, size]],
  ['LOWER_ROW', (row) => [0, row]],
  ['UPPER_DIAG_ROW', (row, size) => [row, size]],
  ['LOWER_DIAG_ROW', (row) => [0, row + 1]],
]);

const KEYWORDS: ReadonlySet<string> = new Set([
  'NAME',
  'TYPE',
  'COMMENT',
  'DIMENSION',
  'EDGE_WEIGHT_TYPE',
  'EDGE_WEIGHT_FORMAT',
  'NODE_COORD_TYPE',
  'DISPLAY_DATA_TYPE',
]);

const HINT = 'See TSPLIB 95, sections 1.1 and 1.2';
/** Larger coordinates are no places, and their squares would lose digits. */
const COORDINATE_MAX = 1e9;

interface Reading {
  readonly words: WordCursor;
  readonly no: Refuse;
  readonly length: number;
  readonly keys: Map<string, string>;
}

const readNumber = ({ words, no }: Reading, least: number, most: number): Result<number> => {
  const found = words.next() ? words.word(100) : '';
  const value = numberOf(found);
  if (value >= least && value <= most) return ok(value);
  return no(`expected a number, ${least} to ${most}, found ${quoted(found)}`, HINT);
};

/** The number of cities, which a text of this length may have with so many numbers. */
const readSize = (reading: Reading, numbersOf: (size: number) => number): Result<number> => {
  const found = reading.keys.get('DIMENSION') ?? '';
  const size = countOf(found);
  if (!(size >= 2 && size <= FORMAT_LIMITS.citiesMax)) {
    const hint = `A problem has 2 to ${FORMAT_LIMITS.citiesMax} cities`;
    return reading.no(`DIMENSION is ${quoted(found)}`, hint);
  }
  if (2 * numbersOf(size) <= reading.length) return ok(size);
  return reading.no(`the text is too short for ${size} cities`, 'The file is cut off');
};

const rowsOf = (size: number): Float64Array[] =>
  Array.from({ length: size }, () => new Float64Array(size));

const readMatrix = (reading: Reading): Result<readonly Float64Array[]> => {
  const { keys, no } = reading;
  const format = keys.get('EDGE_WEIGHT_FORMAT') ?? '';
  const columns = MATRICES.get(format);
  if (columns === undefined || keys.get('EDGE_WEIGHT_TYPE') !== 'EXPLICIT') {
    return no(`EDGE_WEIGHT_FORMAT ${quoted(format)} is not read`, HINT);
  }
  if (keys.get('TYPE') === 'ATSP' && format !== 'FULL_MATRIX') {
    return no('an ATSP needs a FULL_MATRIX', HINT);
  }
  const size = readSize(reading, (n) => (n * (n - 1)) / 2);
  if (!size.ok) return size;
  const rows = rowsOf(size.value);
  for (let row = 0; row < size.value; row++) {
    const [from, to] = columns(row, size.value);
    for (let column = from; column < to; column++) {
      const value = readNumber(reading, 0, Number.MAX_SAFE_INTEGER);
      if (!value.ok) return value;
      if (row === column) continue;
      rows[row]![column] = value.value;
      if (format !== 'FULL_MATRIX') rows[column]![row] = value.value;
    }
  }
  return ok(rows);
};

const readPoints = (reading: Reading, size: number): Result<readonly [number, number][]> => {
  const points: ([number, number] | undefined)[] = Array.from({ length: size }, () => undefined);
  for (let k = 0; k < size; k++) {
    const city = readNumber(reading, 1, size);
    if (!city.ok) return city;
    const x = readNumber(reading, -COORDINATE_MAX, COORDINATE_MAX);
    if (!x.ok) return x;
    const y = readNumber(reading, -COORDINATE_MAX, COORDINATE_MAX);
    if (!y.ok) return y;
    const again = !Number.isInteger(city.value) || points[city.value - 1] !== undefined;
    if (again) return reading.no(`city ${city.value} is fractional or comes again`, HINT);
    points[city.value - 1] = [x.value, y.value];
  }
  return ok(points as [number, number][]);
};

const readPlaces = (reading: Reading): Result<readonly Float64Array[]> => {
  const type = reading.keys.get('EDGE_WEIGHT_TYPE') ?? '';
  const distance = DISTANCES.get(type);
  if (distance === undefined) {
    return reading.no(`EDGE_WEIGHT_TYPE ${quoted(type)} is not read`, HINT);
  }
  const size = readSize(reading, (n) => 3 * n);
  if (!size.ok) return size;
  const points = readPoints(reading, size.value);
  if (!points.ok) return points;
  const rows = rowsOf(size.value);
  points.value.forEach((p, u) => {
    points.value.forEach((q, v) => {
      if (u !== v) rows[u]![v] = distance(p, q);
    });
  });
  return ok(rows);
};

/** Reads `KEYWORD : value`, the cursor being at its first word. */
const readKey = ({ words, no, keys }: Reading): Result<null> => {
  const key = words.word(100).replace(/:$/, '');
  if (!words.first() || !KEYWORDS.has(key)) return no(`${quoted(key)} is not read`, HINT);
  if (keys.has(key) && key !== 'COMMENT') return no(`${key} comes a second time`, HINT);
  const value = words.rest().replace(/^:\s*/, '');
  if (key === 'TYPE' && value !== 'TSP' && value !== 'ATSP') {
    return no(`TYPE ${quoted(value)} is not TSP or ATSP`, HINT);
  }
  keys.set(key, value);
  return ok(null);
};

/** Reads up to EOF or the end; undefined if there are no distances. */
const readSections = (reading: Reading): Result<readonly Float64Array[] | undefined> => {
  const { words, no, keys } = reading;
  let rows: readonly Float64Array[] | undefined;
  while (words.next() && words.word(100) !== 'EOF') {
    const section = words.word(100).replace(/:$/, '');
    if (section === 'DISPLAY_DATA_SECTION') {
      const size = readSize(reading, (n) => 3 * n);
      if (!size.ok) return size;
      const shown = readPoints(reading, size.value);
      if (!shown.ok) return shown;
    } else if (section === 'NODE_COORD_SECTION' || section === 'EDGE_WEIGHT_SECTION') {
      if (rows !== undefined) return no('a second section of distances', HINT);
      const read = section === 'NODE_COORD_SECTION' ? readPlaces(reading) : readMatrix(reading);
      if (!read.ok) return read;
      rows = read.value;
    } else {
      const key = rows === undefined ? readKey(reading) : no(`${quoted(section)} comes late`, HINT);
      if (!key.ok) return key;
    }
  }
  if (rows !== undefined || keys.has('DIMENSION')) return ok(rows);
  return no('expected DIMENSION and a section of distances, found neither', HINT);
};

/**
 * Reads a travelling salesman problem (TSPLIB 95, .tsp, .atsp): EDGE_WEIGHT_TYPE EUC_2D, CEIL_2D,
 * ATT or GEO with NODE_COORD_SECTION, or EXPLICIT with a full or triangular matrix by rows. Other
 * sections are refused, DISPLAY_DATA_SECTION is passed over. The distance of a city to itself is 0,
 * whatever the file says. Never throws. Fails with GRAPH_SYNTAX, as {@link readGraph}. Complexity
 * O(length + cities²).
 */
export const readTsplib = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<TourProblem> => {
  const long = refuseLong(text, file);
  if (long !== undefined) return long;
  const words = wordCursor(text);
  const no: Refuse = (message, hint) => syntaxFault(file, words.place(), message, hint);
  const keys = new Map<string, string>();
  const read = readSections({ words, no, length: text.length, keys });
  if (!read.ok) return read;
  if (read.value === undefined) return no('there is no section of distances', HINT);
  return ok({ name: keys.get('NAME') ?? '', cities: read.value.length, distances: read.value });
};

/** The text that {@link readTsplib} reads back: a full matrix. */
export const writeTsplib = ({ name, cities, distances }: TourProblem): string => {
  if (/[\r\n]/.test(name)) throw new RangeError('name must be one line');
  const symmetric = distances.every((row, u) => row.every((d, v) => d === distances[v]![u]));
  const head = [
    `NAME: ${name}`,
    `TYPE: ${symmetric ? 'TSP' : 'ATSP'}`,
    `DIMENSION: ${cities}`,
    'EDGE_WEIGHT_TYPE: EXPLICIT',
    'EDGE_WEIGHT_FORMAT: FULL_MATRIX',
    'EDGE_WEIGHT_SECTION',
  ];
  return [...head, ...distances.map((row) => row.join(' ')), 'EOF', ''].join('\n');
};
