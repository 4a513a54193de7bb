import { showNumber } from '../plot/style.ts';

/** Upper bounds of the rows; the first row is exactly 1: jobs that did not wait, or hardly. */
const BOUNDS = [1, 2, 5, 10, 20, 50, 100, 1000, 10_000] as const;

const nameOf = (row: number): string => {
  const [low, high] = [BOUNDS[row - 1], BOUNDS[row]];
  if (low === undefined) return '1';
  if (high === undefined) return `over ${showNumber(low)}`;
  return `${showNumber(low)} to ${showNumber(high)}`;
};

/** Values of at least 1 as rows of a histogram; rows at the end that have none are left out. */
export const slowdownRows = (
  values: Iterable<number>,
): readonly (readonly [name: string, count: number])[] => {
  const counts = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  for (const value of values) {
    const row = BOUNDS.findIndex((bound) => value <= bound);
    counts[row < 0 ? BOUNDS.length : row]!++;
  }
  const last = counts.findLastIndex((count) => count > 0);
  return counts.slice(0, last + 1).map((count, row) => [nameOf(row), count] as const);
};
