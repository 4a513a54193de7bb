import { invariant } from '@xdv/domain-model';
import { createDomains, type Domains } from './domains.ts';
import type { Rule, Rules } from './model.ts';
import { narrow, workOf } from './propagate.ts';
import { admits } from './witness.ts';

/** What is known about a system: nothing is said that is not proven. */
export type Verdict =
  | {
      readonly kind: 'admissible';
      /** A value for each variable. All constraints hold. */
      readonly witness: readonly number[];
      /**
       * Whether it is proven to be the lexicographically least, in the order of the variables;
       * false only if the limit was reached while looking for a lesser one.
       */
      readonly least: boolean;
      readonly steps: number;
    }
  /** Every assignment is ruled out. */
  | { readonly kind: 'inadmissible'; readonly steps: number }
  /** The limit was reached before either was known. */
  | { readonly kind: 'unknown'; readonly steps: number };

export interface DecideOptions {
  /** Work at most, about one step per number looked at; ten million by default. */
  readonly stepsMax?: number;
}

const STEPS_MAX = 10_000_000;

/** The state of a search through the domains. */
interface Search {
  readonly domains: Domains;
  readonly variables: number;
  /** Narrows until nothing changes. False if no values can be left. */
  readonly propagate: () => boolean;
  steps: number;
}

/** Thrown inside this file only: the search gives up. */
const LIMIT = Symbol('limit');

/** A listed domain too wide for holes becomes a table of one column. */
const listed = ({ ranges, rules }: Rules): readonly Rule[] => {
  const tables = ranges.flatMap(({ values }, v): Rule[] =>
    values === undefined
      ? []
      : [{ kind: 'table', variables: [v], rows: values.map((value) => [value]) }],
  );
  return [...rules, ...tables];
};

const createSearch = (system: Rules, stepsMax: number): Search => {
  const rules = listed(system);
  const work = rules.map(workOf);
  const watching: number[][] = system.ranges.map(() => []);
  rules.forEach((rule, r) => rule.variables.forEach((v) => watching[v]!.push(r)));
  const queued = new Uint8Array(rules.length).fill(1);
  let queue = rules.map((_, r) => r);
  const touch = (v: number): void => {
    for (const r of watching[v]!) {
      if (queued[r] === 1) continue;
      queued[r] = 1;
      queue.push(r);
    }
  };
  const domains = createDomains(system.ranges, touch);
  const clear = (): void => {
    for (const r of queue) queued[r] = 0;
    queue = [];
  };
  const propagate = (): boolean => {
    for (let k = 0; k < queue.length; k++) {
      const r = queue[k]!;
      search.steps += work[r]!;
      if (search.steps > stepsMax) throw LIMIT;
      // before the rule runs: it may not be at rest after what it changes itself
      queued[r] = 0;
      if (narrow(domains, rules[r]!)) continue;
      clear();
      return false;
    }
    queue = [];
    return true;
  };
  const variables = system.ranges.length;
  const search: Search = { domains, variables, propagate, steps: 0 };
  return search;
};

/** The open variable with the fewest values, the first of equals; -1 if none is open. */
const smallest = ({ domains, variables }: Search): number => {
  let best = -1;
  let least = Infinity;
  for (let v = 0; v < variables && least > 2; v++) {
    if (domains.lo[v] === domains.hi[v]) continue;
    const size = domains.size(v);
    if (size >= least) continue;
    best = v;
    least = size;
  }
  return best;
};

/** Beyond so many values a domain is halved rather than tried one by one. */
const TRIED = 16;

interface Decision {
  readonly mark: number;
  readonly v: number;
  /** Tried first: values up to this one. */
  readonly upTo: number;
}

/** Goes back to the last decision with another side and takes that; false if there is none. */
const retreat = (search: Search, decisions: Decision[]): boolean => {
  for (;;) {
    const last = decisions.pop();
    if (last === undefined) return false;
    search.domains.undo(last.mark);
    if (search.domains.atLeast(last.v, last.upTo + 1) && search.propagate()) return true;
  }
};

/**
 * A solution within the domains, or undefined if there is none. Leaves the domains as they were,
 * but for narrowing that holds for every solution. Throws LIMIT.
 */
const solve = (search: Search): readonly number[] | undefined => {
  const { domains } = search;
  if (!search.propagate()) return undefined;
  const start = domains.mark();
  const decisions: Decision[] = [];
  let alive = true;
  while (alive) {
    search.steps += search.variables;
    const v = smallest(search);
    if (v < 0) break;
    const [low, high] = [domains.lo[v]!, domains.hi[v]!];
    const upTo = domains.size(v) <= TRIED ? low : low + Math.floor((high - low) / 2);
    decisions.push({ mark: domains.mark(), v, upTo });
    alive = (domains.atMost(v, upTo) && search.propagate()) || retreat(search, decisions);
  }
  const solution = alive ? Array.from(domains.lo) : undefined;
  domains.undo(start);
  return solution;
};

/** A solution with v at most `high`, if there is one. */
const solveBelow = (search: Search, v: number, high: number): readonly number[] | undefined => {
  const mark = search.domains.mark();
  const solution = search.domains.atMost(v, high) ? solve(search) : undefined;
  search.domains.undo(mark);
  return solution;
};

/** Lowers one variable after another, halving what is open below the best known value. */
const minimised = (
  search: Search,
  first: readonly number[],
  found: (witness: readonly number[]) => void,
): void => {
  const { domains } = search;
  let best = first;
  for (let v = 0; v < search.variables; v++) {
    let low = domains.lo[v]!;
    while (low < best[v]!) {
      const middle = low + Math.floor((best[v]! - 1 - low) / 2);
      const better = solveBelow(search, v, middle);
      if (better === undefined) low = middle + 1;
      else found((best = better));
    }
    const fits = domains.atLeast(v, low) && domains.atMost(v, low) && search.propagate();
    invariant(fits, 'a solution is known with this value', low);
  }
};

/**
 * Decides a system by propagation and search, exactly: a witness is checked by arithmetic alone
 * before it is returned, and what is left out in the search is ruled out by a rule. The verdict and
 * the witness do not depend on the order of the constraints, unless the limit is reached. Throws
 * RangeError for a limit that is not a whole number above 0.
 */
export const decide = (
  system: Rules,
  { stepsMax = STEPS_MAX }: DecideOptions = {},
): Verdict => {
  if (!Number.isSafeInteger(stepsMax) || stepsMax < 1) {
    throw new RangeError(`stepsMax must be a whole number of at least 1, got ${stepsMax}`);
  }
  const search = createSearch(system, stepsMax);
  let witness: readonly number[] | undefined;
  let least = false;
  try {
    witness = solve(search);
    if (witness === undefined) return { kind: 'inadmissible', steps: search.steps };
    minimised(search, witness, (better) => (witness = better));
    least = true;
  } catch (error) {
    if (error !== LIMIT) throw error;
  }
  const { steps } = search;
  if (witness === undefined) return { kind: 'unknown', steps };
  invariant(admits(system, witness), 'a witness satisfies every constraint');
  return { kind: 'admissible', witness, least, steps };
};
