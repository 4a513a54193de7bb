import type { Coupling } from './coupling.ts';
import type { Dag } from './dag.ts';
import { completeLayout, type Layout } from './layout.ts';

/** Places tried before the search gives up: it is exponential in the worst case. */
const TRIES_MAX = 20_000;

type Partners = ReadonlyMap<number, ReadonlySet<number>>;

const partnersOf = ({ nodes, a, b }: Dag): Partners => {
  const partners = new Map<number, Set<number>>();
  const add = (from: number, to: number): void => {
    const known = partners.get(from);
    if (known) known.add(to);
    else partners.set(from, new Set([to]));
  };
  for (let node = 0; node < nodes; node++) {
    if (a[node] === -1) continue;
    add(a[node]!, b[node]!);
    add(b[node]!, a[node]!);
  }
  return partners;
};

/** Each qubit after one of its partners where there is one; ends of chains and hubs first. */
const searchOrder = (partners: Partners): readonly number[] => {
  const starts = [...partners.keys()].toSorted(
    (x, y) => partners.get(y)!.size - partners.get(x)!.size,
  );
  const isChain = starts.length > 0 && partners.get(starts[0]!)!.size <= 2;
  const order = new Set<number>();
  for (const start of isChain ? starts.toReversed() : starts) {
    if (order.has(start)) continue;
    const queue = [start];
    order.add(start);
    for (const qubit of queue) {
      for (const next of partners.get(qubit)!) {
        if (order.has(next)) continue;
        order.add(next);
        queue.push(next);
      }
    }
  }
  return [...order];
};

const neighboursOf = ({ first, neighbours }: Coupling, p: number): Int32Array =>
  neighbours.subarray(first[p], first[p + 1]);

class Embedding {
  readonly place = new Map<number, number>();
  readonly #taken = new Set<number>();
  readonly #partners: Partners;
  readonly #order: readonly number[];
  readonly #coupling: Coupling;
  #tries = 0;

  constructor(partners: Partners, coupling: Coupling) {
    this.#partners = partners;
    this.#order = searchOrder(partners);
    this.#coupling = coupling;
  }

  /** Places qubits one after another, with one frame of the search for each. */
  search(): boolean {
    const frames: number[][] = [];
    while (frames.length < this.#order.length) {
      frames.push(this.#candidates(this.#order[frames.length]!));
      while (!this.#next(frames)) {
        frames.pop();
        if (frames.length === 0 || this.#tries > TRIES_MAX) return false;
        this.#remove(this.#order[frames.length - 1]!);
      }
    }
    return true;
  }

  /** Takes the next place of the last frame; false if there is none left. */
  #next(frames: readonly number[][]): boolean {
    const p = frames.at(-1)!.pop();
    if (p === undefined) return false;
    this.#tries++;
    this.place.set(this.#order[frames.length - 1]!, p);
    this.#taken.add(p);
    return true;
  }

  #remove(qubit: number): void {
    this.#taken.delete(this.place.get(qubit)!);
    this.place.delete(qubit);
  }

  #candidates(qubit: number): number[] {
    const near: number[] = [];
    for (const partner of this.#partners.get(qubit)!) {
      const p = this.place.get(partner);
      if (p !== undefined) near.push(p);
    }
    const { largest, distance, qubits } = this.#coupling;
    const [origin] = near;
    const from = origin === undefined ? largest : neighboursOf(this.#coupling, origin);
    return [...from].filter(
      (p) => !this.#taken.has(p) && near.every((other) => distance[p * qubits + other] === 1),
    );
  }
}

/**
 * A layout in which every gate on two qubits acts on a coupling, so that no swap is needed, if a
 * search of limited length finds one.
 */
export const embed = (dag: Dag, coupling: Coupling): Layout | undefined => {
  const embedding = new Embedding(partnersOf(dag), coupling);
  return embedding.search() ? completeLayout(embedding.place, coupling.qubits) : undefined;
};
