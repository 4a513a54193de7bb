import type { Coupling } from './coupling.ts';
import type { Dag, Lists } from './dag.ts';

/** Most nodes of an extended set. */
const AHEAD_MAX = 64;

/**
 * The extended set E: nodes on two qubits that follow the front layer, nearest first. Its distances
 * change by at most those of two qubits per swap.
 */
export class Lookahead {
  readonly #dag: Dag;
  readonly #coupling: Coupling;
  /** First entry of each virtual qubit, or -1; an entry leads to the next one. */
  readonly #head: Int32Array;
  readonly #next = new Int32Array(2 * AHEAD_MAX);
  readonly #other = new Int32Array(2 * AHEAD_MAX);
  readonly #found = new Int32Array(AHEAD_MAX);
  /** How many predecessors of each node have been passed. */
  readonly #passed: Int32Array;
  #size = 0;
  /** Sum of the distances of E. */
  total = 0;

  constructor(dag: Dag, coupling: Coupling) {
    this.#dag = dag;
    this.#coupling = coupling;
    this.#head = new Int32Array(coupling.qubits).fill(-1);
    this.#passed = new Int32Array(dag.nodes);
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Collects `most` nodes after `front`, by breadth; `waiting` counts the predecessors of each node
   * that are not done.
   */
  collect(
    front: readonly number[],
    after: Lists,
    waiting: Int32Array,
    place: Int32Array,
    most: number,
  ): void {
    this.#clear();
    const queue = front.slice();
    const touched: number[] = [];
    for (let k = 0; k < queue.length && this.#size < most; k++) {
      const node = queue[k]!;
      for (let s = after.first[node]!; s < after.first[node + 1]!; s++) {
        const next = after.items[s]!;
        touched.push(next);
        this.#passed[next]!++;
        if (this.#passed[next]! < waiting[next]!) continue;
        queue.push(next);
        if (this.#dag.a[next] !== -1 && this.#size < most) this.#add(next, place);
      }
    }
    for (const node of touched) this.#passed[node] = 0;
  }

  /** What moving virtual qubit `guest` from `p` to `q` and `other` back adds to the distances. */
  change(guest: number, other: number, p: number, q: number, place: Int32Array): number {
    const { distance, qubits } = this.#coupling;
    let sum = 0;
    for (let entry = this.#head[guest]!; entry !== -1; entry = this.#next[entry]!) {
      const partner = this.#other[entry]!;
      if (partner === other) continue;
      const at = place[partner]!;
      sum += distance[q * qubits + at]! - distance[p * qubits + at]!;
    }
    return sum;
  }

  #clear(): void {
    for (let k = 0; k < this.#size; k++) {
      const node = this.#found[k]!;
      this.#head[this.#dag.a[node]!] = -1;
      this.#head[this.#dag.b[node]!] = -1;
    }
    this.#size = 0;
    this.total = 0;
  }

  #add(node: number, place: Int32Array): void {
    const [a, b] = [this.#dag.a[node]!, this.#dag.b[node]!];
    const { distance, qubits } = this.#coupling;
    this.#enter(2 * this.#size, a, b);
    this.#enter(2 * this.#size + 1, b, a);
    this.#found[this.#size++] = node;
    this.total += distance[place[a]! * qubits + place[b]!]!;
  }

  #enter(entry: number, qubit: number, other: number): void {
    this.#other[entry] = other;
    this.#next[entry] = this.#head[qubit]!;
    this.#head[qubit] = entry;
  }
}
