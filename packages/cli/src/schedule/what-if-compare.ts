import type { History, ProcessEnd, Request } from './what-if-history.ts';

/** One request in both runs; undefined where it was not made. */
export interface RequestPair {
  readonly before: Request | undefined;
  readonly after: Request | undefined;
}

/** One process in both runs; undefined where it was not created. */
export interface ProcessPair {
  readonly before: ProcessEnd | undefined;
  readonly after: ProcessEnd | undefined;
}

/** Figures of a run. */
export interface Totals {
  /** The last tick. */
  readonly ticks: number;
  readonly requests: number;
  /** Requests without a contract, or whose contract was taken away for a fault. */
  readonly failed: number;
  /** Ticks from when a process was done with what it did before to its envelope's start. */
  readonly meanWait: number;
  readonly longestWait: number;
}

/** Two runs side by side. */
export interface Comparison {
  readonly before: Totals;
  readonly after: Totals;
  /** In the order of the recorded run; what it did not have comes last. */
  readonly requests: readonly RequestPair[];
  /** Those of them that differ. */
  readonly changed: readonly RequestPair[];
  /** Processes that came out otherwise, or returned another value. */
  readonly outcomes: readonly ProcessPair[];
}

/** Ticks that a request waited; undefined if it was refused. */
export const waitOf = ({ asked, start }: Request): number | undefined =>
  start === undefined ? undefined : start - asked;

const totalsOf = ({ requests, ticks }: History): Totals => {
  const waits = requests.map(waitOf).filter((wait) => wait !== undefined);
  const sum = waits.reduce((total, wait) => total + wait, 0);
  return {
    ticks,
    requests: requests.length,
    failed: requests.filter(({ fault, outcome }) => fault || outcome === 'refused').length,
    meanWait: waits.length === 0 ? 0 : sum / waits.length,
    longestWait: waits.reduce((most, wait) => Math.max(most, wait), 0),
  };
};

interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

const align = <T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
): readonly Pair<T>[] => {
  const left = new Map(after.map((one) => [keyOf(one), one]));
  const pairs = before.map((one): Pair<T> => {
    const key = keyOf(one);
    const other = left.get(key);
    left.delete(key);
    return { before: one, after: other };
  });
  return [...pairs, ...Array.from(left.values(), (one) => ({ before: undefined, after: one }))];
};

const differs = ({ before, after }: RequestPair): boolean =>
  before === undefined ||
  after === undefined ||
  before.start !== after.start ||
  before.end !== after.end ||
  before.asked !== after.asked ||
  before.outcome !== after.outcome ||
  before.fault !== after.fault ||
  before.resource !== after.resource;

/**
 * Puts the requests of two runs of one program side by side: those of the same process, by its
 * place in the tree, and the same number among that process's. Linear.
 */
export const compareHistories = (before: History, after: History): Comparison => {
  const requests = align(before.requests, after.requests, (one) => `${one.lineage}#${one.ordinal}`);
  const processes = align(before.processes, after.processes, (one) => one.lineage);
  return {
    before: totalsOf(before),
    after: totalsOf(after),
    requests,
    changed: requests.filter(differs),
    outcomes: processes.filter(({ before: was, after: is }) => {
      return was?.outcome !== is?.outcome || was?.value !== is?.value;
    }),
  };
};
