// Sums over measurements, and how they are printed.

export const geometricMean = (values: readonly number[]): number => {
  if (values.length === 0) return NaN;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

/** How far the median lies above the minimum: 0 is a quiet machine. */
export const spread = (values: readonly number[]): number =>
  median(values) / Math.min(...values) - 1;

/** Exponent k of y ∝ x^k by least squares on logarithms. */
export const fittedExponent = (points: readonly (readonly [number, number])[]): number => {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
};

/** Three significant digits, without exponent; a dash for what was not measured. */
export const digits = (value: number | null | undefined): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const places = 2 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
  return Number(value.toPrecision(3)).toFixed(Math.min(Math.max(places, 0), 9));
};

export const percent = (value: number | null): string =>
  value === null ? '-' : `${(100 * value).toFixed(0)}%`;

/** `a / b`, or null where either was not measured. */
export const ratio = (
  a: number | null | undefined,
  b: number | null | undefined,
): number | null => (a === null || a === undefined || b === null || b === undefined ? null : a / b);

/** Rows of equal length as columns: the first to the left, the others to the right. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const cell = (text: string, c: number): string =>
    c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
};
