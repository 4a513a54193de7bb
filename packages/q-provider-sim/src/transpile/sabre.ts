import { CIRCUIT_LIMITS, invariant, type RandomStream } from '@xdv/domain-model';
import type { Coupling } from './coupling.ts';
import type { Dag, Lists } from './dag.ts';
import type { Layout } from './layout.ts';
import { Lookahead } from './lookahead.ts';
import { TooManyOperations } from './too-many.ts';

/**
 * A routed order: node k as k, a swap of coupling k as -1 - k. Read from its end it routes the
 * reversed circuit.
 */
export interface Route {
  readonly steps: readonly number[];
  readonly swaps: number;
}

/** How to search. */
export interface SearchOptions {
  readonly random: RandomStream;
  /** From the last node to the first. */
  readonly backward?: boolean;
  /** |E|: how many nodes on two qubits to look ahead at, up to 64; 20 in the paper. */
  readonly ahead: number;
}

/** W: how much the extended set counts (Li, Ding and Xie 2019, section V). */
const AHEAD_WEIGHT = 0.5;
/** δ of the decay, and swaps after which it is forgotten. */
const DECAY = 0.001;
const DECAY_SWAPS = 5;
/** Scores closer than this are equal. */
const TIE = 1e-9;

/**
 * Swap-based search of Li, Ding and Xie (2019), with the relative scores and the release valve of
 * LightSABRE (Zou, Treinish, Hartman, Ivrii, Lishman 2024). Memory is taken once for many runs. A
 * swap takes time ∝ couplings of the front layer, a node on two qubits ∝ the extended set.
 */
export class Router {
  readonly #dag: Dag;
  readonly #coupling: Coupling;
  readonly #lookahead: Lookahead;
  /** Predecessors of each node that are not done. */
  readonly #waiting: Int32Array;
  /** Nodes that are ready but for the distance, and where they stand in that list. */
  #front: number[] = [];
  readonly #frontAt: Int32Array;
  /** The front node of each virtual qubit, or -1. */
  readonly #frontOf: Int32Array;
  /** Sum of the distances of the front layer. */
  #total = 0;
  readonly #decay: Float64Array;
  /** When each coupling was last a candidate. */
  readonly #seen: Int32Array;
  #clock = 0;
  #steps: number[] = [];
  #swaps = 0;
  #after: Lists;
  #ahead = 0;

  constructor(dag: Dag, coupling: Coupling) {
    this.#dag = dag;
    this.#coupling = coupling;
    this.#lookahead = new Lookahead(dag, coupling);
    this.#waiting = new Int32Array(dag.nodes);
    this.#frontAt = new Int32Array(dag.nodes);
    this.#frontOf = new Int32Array(coupling.qubits).fill(-1);
    this.#decay = new Float64Array(coupling.qubits).fill(1);
    this.#seen = new Int32Array(coupling.pairs.length);
    this.#after = dag.after;
  }

  /** Routes all nodes and moves `layout` to where that ends. */
  run(layout: Layout, { random, ahead, backward = false }: SearchOptions): Route {
    this.#ahead = ahead;
    const { before, after, nodes } = this.#dag;
    const preds = backward ? after : before;
    this.#after = backward ? before : after;
    this.#steps = [];
    this.#swaps = 0;
    const ready: number[] = [];
    for (let k = 0; k < nodes; k++) {
      const node = backward ? nodes - 1 - k : k;
      this.#waiting[node] = preds.first[node + 1]! - preds.first[node]!;
      if (this.#waiting[node] === 0) ready.push(node);
    }
    this.#advance(ready, layout);
    this.#search(layout, random);
    invariant(this.#steps.length === nodes + this.#swaps, 'a router left nodes out');
    return { steps: this.#steps, swaps: this.#swaps };
  }

  #search(layout: Layout, random: RandomStream): void {
    const patience = 4 * this.#coupling.diameter + 16;
    let idle = 0;
    this.#refresh(layout);
    while (this.#front.length > 0) {
      if (this.#swaps > CIRCUIT_LIMITS.opsMax) throw new TooManyOperations();
      const pair = this.#best(layout, random);
      if (this.#swap(pair, layout)) idle = 0;
      else if (++idle >= patience) {
        this.#release(idle, layout);
        idle = 0;
      }
      if (idle === 0) this.#refresh(layout);
      else if (idle % DECAY_SWAPS === 0) this.#decay.fill(1);
    }
  }

  /** After progress: a new extended set, no decay. */
  #refresh(layout: Layout): void {
    this.#decay.fill(1);
    const { place } = layout;
    this.#lookahead.collect(this.#front, this.#after, this.#waiting, place, this.#ahead);
  }

  #distance(p: number, q: number): number {
    return this.#coupling.distance[p * this.#coupling.qubits + q]!;
  }

  /** Does what is ready, and what becomes ready by that. */
  #advance(ready: number[], { place }: Layout): void {
    const { a, b } = this.#dag;
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      const apart = a[node] === -1 ? 1 : this.#distance(place[a[node]!]!, place[b[node]!]!);
      if (apart === 1) this.#perform(node, ready);
      else {
        this.#frontOf[a[node]!] = node;
        this.#frontOf[b[node]!] = node;
        this.#frontAt[node] = this.#front.push(node) - 1;
        this.#total += apart;
      }
    }
  }

  #perform(node: number, ready: number[]): void {
    this.#steps.push(node);
    const { first, items } = this.#after;
    for (let k = first[node]!; k < first[node + 1]!; k++) {
      const next = items[k]!;
      if (--this.#waiting[next]! === 0) ready.push(next);
    }
  }

  /** Swaps a coupling; true if that brought front nodes together, which are done then. */
  #swap(pair: number, layout: Layout): boolean {
    const [p, q] = this.#coupling.pairs[pair]!;
    const [dFront, dAhead] = [this.#frontChange(p, q, layout), this.#aheadChange(p, q, layout)];
    this.#total += dFront;
    this.#lookahead.total += dAhead;
    layout.swap(p, q);
    this.#steps.push(-1 - pair);
    this.#swaps++;
    this.#decay[p]! += DECAY;
    this.#decay[q]! += DECAY;
    const ready: number[] = [];
    for (const guest of [layout.guest[p]!, layout.guest[q]!]) this.#settle(guest, layout, ready);
    const progress = ready.length > 0;
    this.#advance(ready, layout);
    return progress;
  }

  /** Takes the node of a qubit out of the front layer if its qubits have met. */
  #settle(guest: number, { place }: Layout, ready: number[]): void {
    const node = this.#frontOf[guest]!;
    if (node === -1) return;
    const [a, b] = [this.#dag.a[node]!, this.#dag.b[node]!];
    if (this.#distance(place[a]!, place[b]!) > 1) return;
    this.#frontOf[a] = -1;
    this.#frontOf[b] = -1;
    this.#total--;
    const last = this.#front.pop()!;
    if (last !== node) {
      this.#front[this.#frontAt[node]!] = last;
      this.#frontAt[last] = this.#frontAt[node]!;
    }
    ready.push(node);
  }

  #moved(guest: number, other: number, p: number, q: number, place: Int32Array): number {
    const node = this.#frontOf[guest]!;
    if (node === -1) return 0;
    const partner = this.#dag.a[node]! + this.#dag.b[node]! - guest;
    if (partner === other) return 0;
    return this.#distance(q, place[partner]!) - this.#distance(p, place[partner]!);
  }

  #frontChange(p: number, q: number, { place, guest }: Layout): number {
    const [x, y] = [guest[p]!, guest[q]!];
    return this.#moved(x, y, p, q, place) + this.#moved(y, x, q, p, place);
  }

  #aheadChange(p: number, q: number, { place, guest }: Layout): number {
    const [x, y] = [guest[p]!, guest[q]!];
    const ahead = this.#lookahead;
    return ahead.change(x, y, p, q, place) + ahead.change(y, x, q, p, place);
  }

  #score(p: number, q: number, layout: Layout): number {
    const { size, total } = this.#lookahead;
    const front = (this.#total + this.#frontChange(p, q, layout)) / this.#front.length;
    const ahead = size === 0 ? 0 : (total + this.#aheadChange(p, q, layout)) / size;
    return Math.max(this.#decay[p]!, this.#decay[q]!) * (front + AHEAD_WEIGHT * ahead);
  }

  /** The coupling at the front layer whose swap scores least; any one of those that tie. */
  #best(layout: Layout, random: RandomStream): number {
    const { first, neighbours, pairOf } = this.#coupling;
    const clock = ++this.#clock;
    let least = Infinity;
    let ties: number[] = [];
    for (const node of this.#front) {
      for (const qubit of [this.#dag.a[node]!, this.#dag.b[node]!]) {
        const p = layout.place[qubit]!;
        for (let k = first[p]!; k < first[p + 1]!; k++) {
          const pair = pairOf[k]!;
          if (this.#seen[pair] === clock) continue;
          this.#seen[pair] = clock;
          const score = this.#score(p, neighbours[k]!, layout);
          if (score > least + TIE) continue;
          if (score < least - TIE) ties = [];
          least = Math.min(least, score);
          ties.push(pair);
        }
      }
    }
    return ties.length === 1 ? ties[0]! : ties[random.below(ties.length)]!;
  }

  /** Takes the last swaps back and brings the closest front node together step by step. */
  #release(idle: number, layout: Layout): void {
    for (let k = 0; k < idle; k++) {
      const [p, q] = this.#coupling.pairs[-1 - this.#steps.pop()!]!;
      this.#swaps--;
      layout.swap(p, q);
    }
    const { a, b } = this.#dag;
    const { place } = layout;
    const apart = (node: number): number => this.#distance(place[a[node]!]!, place[b[node]!]!);
    this.#total = this.#front.reduce((sum, node) => sum + apart(node), 0);
    const node = this.#front.reduce((near, next) => (apart(next) < apart(near) ? next : near));
    while (!this.#swap(this.#toward(place[a[node]!]!, place[b[node]!]!), layout));
  }

  /** A coupling of `p` that leads to `q`. */
  #toward(p: number, q: number): number {
    const { first, neighbours, pairOf } = this.#coupling;
    const wanted = this.#distance(p, q) - 1;
    for (let k = first[p]!; k < first[p + 1]!; k++) {
      if (this.#distance(neighbours[k]!, q) === wanted) return pairOf[k]!;
    }
    invariant(false, 'no way between qubits of one part of a device');
  }
}
