import type { Histogram } from './render/histogram.ts';
import type { Table } from './render/table.ts';

/** What a `present` function may use to print. Everything returns text without a last newline. */
export interface PresentTools {
  /** A title, set off from what follows. */
  readonly heading: (text: string) => string;
  /** One bar per row, with count and share: `[['00', 494], ['11', 506]]`. */
  readonly histogram: Histogram;
  /** Columns under a header, numbers to the right. */
  readonly table: Table;
  /** A line of small bars, one per value, lowest to highest. */
  readonly sparkline: (values: readonly number[]) => string;
  /** A modelled duration in nanoseconds for people: `1.5 ms`. */
  readonly duration: (ns: number) => string;
  /** Text that stands back, such as a remark. */
  readonly dim: (text: string) => string;
  /** Text that stands out, such as a result. */
  readonly strong: (text: string) => string;
  /** Columns of the terminal. */
  readonly width: number;
}

/**
 * How a process module shows its result to people: `export const present: Present<MyResult> = …`
 * beside its default export. It gets what the first process returned and gives text to print. It is
 * called after the run has ended, is no part of it, and is not called with `--json`.
 */
export type Present<T = unknown> = (result: T, tools: PresentTools) => string;
