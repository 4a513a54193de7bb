import { CIRCUIT_LIMITS } from '@xdv/domain-model';

/** Two qubits that gates may act on together, in either direction. */
export type Pair = readonly [number, number];

const checkSize = (name: string, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, got ${value}`);
};

const { qubitsMax } = CIRCUIT_LIMITS;

const path = (qubits: readonly number[]): readonly Pair[] =>
  qubits.slice(1).map((qubit, k): Pair => [qubits[k]!, qubit]);

const range = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => from + k);

/** Qubits 0, 1, … in a line. Throws RangeError unless there are 1 to 4096. */
export const lineMap = (qubits: number): readonly Pair[] => {
  checkSize('qubits of a line', qubits, 1, qubitsMax);
  return path(range(0, qubits));
};

/** A line with its ends joined. Throws RangeError unless there are 3 to 4096 qubits. */
export const ringMap = (qubits: number): readonly Pair[] => {
  checkSize('qubits of a ring', qubits, 3, qubitsMax);
  return [...path(range(0, qubits)), [qubits - 1, 0]];
};

/** Rows of qubits, numbered row by row. Throws RangeError above 4096 qubits. */
export const gridMap = (rows: number, columns: number): readonly Pair[] => {
  checkSize('rows of a grid', rows, 1, qubitsMax);
  checkSize('columns of a grid', columns, 1, Math.floor(qubitsMax / rows));
  return range(0, rows * columns).flatMap((qubit): readonly Pair[] => [
    ...((qubit + 1) % columns === 0 ? [] : [[qubit, qubit + 1] as const]),
    ...(qubit + columns < rows * columns ? [[qubit, qubit + columns] as const] : []),
  ]);
};

/** Lines of qubits, each joined to the next by qubits that stand between the two. */
const ladder = (
  rows: readonly { readonly from: number; readonly length: number }[],
  bridges: (gap: number) => readonly number[],
): readonly Pair[] => {
  const pairs: Pair[] = [];
  let next = 0;
  let open: readonly { readonly column: number; readonly qubit: number }[] = [];
  for (const [index, { from, length }] of rows.entries()) {
    const first = next;
    pairs.push(...path(range(first, length)));
    for (const { column, qubit } of open) pairs.push([qubit, first + column - from]);
    next += length;
    if (index === rows.length - 1) break;
    open = bridges(index).map((column, k) => ({ column, qubit: next + k }));
    for (const { column, qubit } of open) pairs.push([first + column - from, qubit]);
    next += open.length;
  }
  return pairs;
};

/**
 * The heavy-hexagon lattice of the code of odd distance d (Chamberland, Zhu, Yoder, Hertzberg,
 * Cross 2020): (5d² - 2d - 1) / 2 qubits, each with at most three neighbours. Throws RangeError
 * unless the distance is odd and 3 to 39.
 */
export const heavyHexMap = (distance: number): readonly Pair[] => {
  checkSize('distance of a heavy hexagon', distance, 3, 39);
  if (distance % 2 === 0) throw new RangeError(`distance must be odd, got ${distance}`);
  const length = 2 * distance - 1;
  const bridges = (gap: number): readonly number[] => {
    const inner = range(0, (distance - 1) / 2).map((k) => 4 * k + (gap % 2 === 0 ? 1 : 3));
    return gap % 2 === 0 ? [...inner, length - 1] : [0, ...inner];
  };
  return ladder(range(0, distance).map(() => ({ from: 0, length })), bridges);
};

/** 27 qubits of a heavy-hexagon lattice: the coupling map of IBM's Falcon processors. */
export const FALCON_27: readonly Pair[] = [
  [0, 1], [1, 2], [1, 4], [2, 3], [3, 5], [4, 7], [5, 8], [6, 7], [7, 10], [8, 9], [8, 11],
  [10, 12], [11, 14], [12, 13], [12, 15], [13, 14], [14, 16], [15, 18], [16, 19], [17, 18],
  [18, 21], [19, 20], [19, 22], [21, 23], [22, 25], [23, 24], [24, 25], [25, 26],
];

/** 127 qubits of a heavy-hexagon lattice: the coupling map of IBM's Eagle processors. */
export const EAGLE_127: readonly Pair[] = ladder(
  range(0, 7).map((row) => ({ from: row === 6 ? 1 : 0, length: row % 6 === 0 ? 14 : 15 })),
  (gap) => (gap % 2 === 0 ? [0, 4, 8, 12] : [2, 6, 10, 14]),
);

/** IBM Q20 Tokyo as in figure 2 of Li, Ding and Xie (2019): a grid with crossed cells. */
export const TOKYO_20: readonly Pair[] = [
  ...gridMap(4, 5),
  [1, 7], [2, 6], [3, 9], [4, 8], [5, 11], [6, 10], [7, 13], [8, 12], [11, 17], [12, 16],
  [13, 19], [14, 18],
];
