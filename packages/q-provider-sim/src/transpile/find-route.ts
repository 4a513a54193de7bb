import { createRandom, deriveSeed, namedSeed, type RandomStream } from '@xdv/domain-model';
import { UNREACHABLE, type Coupling } from './coupling.ts';
import type { Dag } from './dag.ts';
import { embed } from './embed.ts';
import { completeLayout, type Layout } from './layout.ts';
import { Router, type Route, type SearchOptions } from './sabre.ts';

/** Sizes of the extended set, in turns: none is best for every circuit; 20 is the paper's. */
const AHEAD = [20, 10, 40] as const;
/** Passes of a trial, forwards and backwards in turns, where there is more than one trial. */
const PASSES = 8;
const PASSES_LARGE = 3;
/** Nodes routed by all trials together, and most trials, where their number is not given. */
const WORK = 10_000;
const TRIALS_MAX = 64;

/** A layout to start from and the steps from there. */
export interface RoutedFrom {
  readonly layout: Layout;
  readonly route: Route;
}

interface FindOptions {
  readonly seed: number;
  readonly trials: number | undefined;
  /** Where virtual qubits must start. */
  readonly layout: Layout | undefined;
  /** Cost of a gate on each coupling, which decides between routes of as many swaps. */
  readonly errors: Float64Array | undefined;
}

const trialsFor = (dag: Dag): number =>
  Math.max(1, Math.min(TRIALS_MAX, Math.floor(WORK / Math.max(1, dag.nodes))));

/** Fisher and Yates. */
const shuffled = (list: readonly number[], random: RandomStream): readonly number[] => {
  const order = [...list];
  for (let k = order.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
};

/** Qubits that act on others, in ascending order. */
export const activeQubits = ({ a, b }: Dag): readonly number[] =>
  [...new Set([...a, ...b])].filter((qubit) => qubit !== -1).toSorted((x, y) => x - y);

const randomLayout = (
  active: readonly number[],
  { largest, qubits }: Coupling,
  random: RandomStream,
): Layout => {
  const places = shuffled(largest, random);
  return completeLayout(new Map(active.map((qubit, k) => [qubit, places[k]!])), qubits);
};

/** The route of the reversed circuit as one of the circuit. */
const reversed = ({ steps, swaps }: Route): Route => ({ steps: steps.toReversed(), swaps });

/** The best of many routes. */
class Best {
  readonly #dag: Dag;
  readonly #coupling: Coupling;
  readonly #errors: Float64Array | undefined;
  #error = Infinity;
  found: RoutedFrom | undefined;

  constructor(dag: Dag, coupling: Coupling, errors: Float64Array | undefined) {
    this.#dag = dag;
    this.#coupling = coupling;
    this.#errors = errors;
  }

  offer(layout: Layout, route: Route): void {
    const most = this.found?.route.swaps ?? Infinity;
    if (route.swaps > most) return;
    const error = this.#errors ? this.#errorOf(layout, route, this.#errors) : 0;
    if (route.swaps === most && error >= this.#error) return;
    this.found = { layout: layout.copy(), route };
    this.#error = error;
  }

  #errorOf(start: Layout, { steps }: Route, errors: Float64Array): number {
    const layout = start.copy();
    let sum = 0;
    for (const step of steps) {
      if (step < 0) {
        const [p, q] = this.#coupling.pairs[-1 - step]!;
        layout.swap(p, q);
        sum += 3 * errors[-1 - step]!;
      } else if (this.#dag.a[step] !== -1) {
        const [a, b] = [this.#dag.a[step]!, this.#dag.b[step]!];
        sum += errors[this.#pair(layout.place[a]!, layout.place[b]!)]!;
      }
    }
    return sum;
  }

  #pair(p: number, q: number): number {
    const { first, neighbours, pairOf } = this.#coupling;
    let at = first[p]!;
    while (neighbours[at] !== q) at++;
    return pairOf[at]!;
  }
}

/** A trial: forwards and backwards from a random layout, each pass from where the last ended. */
const trial = (
  router: Router,
  start: Layout,
  best: Best,
  { passes, ...options }: Omit<SearchOptions, 'backward'> & { readonly passes: number },
): void => {
  const layout = start.copy();
  for (let pass = 0; pass < passes; pass++) {
    const backward = pass % 2 === 1;
    const before = layout.copy();
    const route = router.run(layout, { ...options, backward });
    if (backward) best.offer(layout, reversed(route));
    else best.offer(before, route);
    if (route.swaps === 0) return;
  }
};

/**
 * Layout and route with few swaps: one that needs none if it is quickly found, otherwise the best
 * of seeded trials, each of several passes (Li, Ding and Xie 2019, section IV.C). All qubits of
 * nodes on two qubits must fit, or lie in, one connected part. Deterministic for a seed.
 */
export const findRoute = (dag: Dag, coupling: Coupling, options: FindOptions): RoutedFrom => {
  const { seed, layout, errors, trials = trialsFor(dag) } = options;
  const router = new Router(dag, coupling);
  const best = new Best(dag, coupling, errors);
  const active = activeQubits(dag);
  const named = namedSeed(seed, 'transpile');
  const streamOf = (index: number): RandomStream => createRandom(deriveSeed(named, index));
  const perfect = layout ? undefined : embed(dag, coupling);
  if (perfect) trial(router, perfect, best, { random: streamOf(0), ahead: AHEAD[0], passes: 1 });
  const passes = layout ? 1 : trials > 1 ? PASSES : PASSES_LARGE;
  for (let index = 0; index < trials; index++) {
    if (best.found?.route.swaps === 0 && !errors) break;
    const random = streamOf(index);
    const start = layout ?? randomLayout(active, coupling, random);
    const ahead = AHEAD[index % AHEAD.length]!;
    trial(router, start, best, { random, ahead, passes });
  }
  return best.found!;
};

/** Whether every node on two qubits can be routed from a layout. */
export const isRoutable = ({ a, b }: Dag, { place }: Layout, coupling: Coupling): boolean =>
  a.every((qubit, node) => {
    if (qubit === -1) return true;
    const at = place[qubit]! * coupling.qubits + place[b[node]!]!;
    return coupling.distance[at] !== UNREACHABLE;
  });
