import type { CircuitOp, GateOp, QCalibration } from '@xdv/domain-model';
import type { Coupling } from './coupling.ts';
import { dagOf, type Dag } from './dag.ts';
import { activeQubits, findRoute, isRoutable, type RoutedFrom } from './find-route.ts';
import type { Layout } from './layout.ts';
import { placeOp } from './place.ts';
import type { Route } from './sabre.ts';

interface RouteOptions {
  readonly seed: number;
  readonly trials?: number | undefined;
  /** Where virtual qubits must start. */
  readonly layout?: Layout | undefined;
  readonly calibration: QCalibration;
}

/** Operations on physical qubits. */
export interface Routed {
  readonly ops: readonly CircuitOp[];
  readonly initial: Layout;
  readonly final: Layout;
  /** Swaps that were added, those of all branches and bodies included. */
  readonly swaps: number;
}

/** Trials for the body of a condition or loop, which starts where it stands. */
const BODY_TRIALS = 4;

const swapOn = (p: number, q: number): GateOp => ({
  kind: 'gate',
  gate: 'swap',
  targets: [p, q],
  params: [],
  controls: [],
});

/** Writes routed operations. */
class Emitter {
  readonly #coupling: Coupling;
  readonly #options: RouteOptions;
  swaps = 0;

  constructor(coupling: Coupling, options: RouteOptions) {
    this.#coupling = coupling;
    this.#options = options;
  }

  /** Operations of a route, whose swaps move `layout`. */
  emit(dag: Dag, route: Route, layout: Layout): CircuitOp[] {
    const out = dag.head.map((op) => this.#placed(op, layout));
    for (const step of route.steps) {
      if (step < 0) out.push(this.#swap(-1 - step, layout));
      else for (const op of dag.ops[step]!) out.push(this.#placed(op, layout));
    }
    return out;
  }

  #swap(pair: number, layout: Layout): GateOp {
    const [p, q] = this.#coupling.pairs[pair]!;
    layout.swap(p, q);
    this.swaps++;
    return swapOn(p, q);
  }

  #placed(op: CircuitOp, layout: Layout): CircuitOp {
    return placeOp(op, layout.place, (inside) => this.#body(inside, layout));
  }

  /** A body ends with the layout that it starts from: it takes its own swaps back. */
  #body(ops: readonly CircuitOp[], start: Layout): readonly CircuitOp[] {
    if (ops.length === 0) return ops;
    const dag = dagOf(ops);
    const { seed } = this.#options;
    const free = { seed, trials: BODY_TRIALS, layout: start, errors: undefined };
    const { route } = findRoute(dag, this.#coupling, free);
    const layout = start.copy();
    const out = this.emit(dag, route, layout);
    for (const step of route.steps.toReversed()) {
      if (step < 0) out.push(this.#swap(-1 - step, layout));
    }
    return out;
  }
}

const flattened = (ops: readonly CircuitOp[]): readonly CircuitOp[] =>
  ops.flatMap((op): readonly CircuitOp[] => {
    if (op.kind === 'if') return flattened([...op.then, ...op.otherwise]);
    return op.kind === 'while' ? flattened(op.body) : [op];
  });

/**
 * Swaps on qubits that nothing has happened to yet only rename them: leaves those out and starts
 * from the layout that they lead to.
 */
const withoutLeadingSwaps = (
  { layout, route }: RoutedFrom,
  dag: Dag,
  { pairs }: Coupling,
): RoutedFrom => {
  const initial = layout.copy();
  const current = layout.copy();
  const touched = new Set<number>();
  const steps = route.steps.filter((step) => {
    if (step >= 0) {
      const qubits = dag.a[step] === -1 ? initial.place.keys() : [dag.a[step]!, dag.b[step]!];
      for (const qubit of qubits) touched.add(current.place[qubit]!);
      return true;
    }
    const [p, q] = pairs[-1 - step]!;
    current.swap(p, q);
    if (!touched.has(p) && !touched.has(q)) {
      initial.swap(p, q);
      return false;
    }
    touched.add(p).add(q);
    return true;
  });
  return { layout: initial, route: { steps, swaps: steps.filter((step) => step < 0).length } };
};

/** Errors of gates on each coupling, if a calibration tells them apart. */
const errorsOf = (
  { pairs, qubits }: Coupling,
  { couplings = [], gate2Error }: QCalibration,
): Float64Array | undefined => {
  if (couplings.length === 0) return undefined;
  const keyOf = (a: number, b: number): number => Math.min(a, b) * qubits + Math.max(a, b);
  const known = new Map(couplings.map(({ pair: [a, b], error }) => [keyOf(a, b), error]));
  return Float64Array.from(pairs, ([a, b]) => known.get(keyOf(a, b)) ?? gate2Error);
};

const find = (ops: readonly CircuitOp[], coupling: Coupling, options: RouteOptions): RoutedFrom => {
  const dag = dagOf(ops);
  const { seed, trials, layout, calibration } = options;
  const free = { seed, trials, errors: errorsOf(coupling, calibration) };
  if (layout) return findRoute(dag, coupling, { ...free, layout });
  const nested = ops.some(({ kind }) => kind === 'if' || kind === 'while');
  if (!nested) {
    const found = findRoute(dag, coupling, { ...free, layout });
    return withoutLeadingSwaps(found, dag, coupling);
  }
  // a good layout serves the bodies too, so it is searched for as if all of them were performed
  const start = findRoute(dagOf(flattened(ops)), coupling, { ...free, layout }).layout;
  return findRoute(dag, coupling, { ...free, layout: start });
};

/**
 * Puts a circuit whose gates act on at most two qubits on a device, with swaps where qubits that
 * act together are apart. Undefined if the device has no connected part for the qubits that do.
 */
export const route = (
  ops: readonly CircuitOp[],
  coupling: Coupling,
  options: RouteOptions,
): Routed | undefined => {
  const flat = dagOf(flattened(ops));
  const fits = options.layout
    ? isRoutable(flat, options.layout, coupling)
    : activeQubits(flat).length <= coupling.largest.length;
  if (!fits) return undefined;
  const found = find(ops, coupling, options);
  const emitter = new Emitter(coupling, options);
  const final = found.layout.copy();
  const placed = emitter.emit(dagOf(ops), found.route, final);
  return { ops: placed, initial: found.layout, final, swaps: emitter.swaps };
};

