import { qubitsOf, type CircuitOp } from '@xdv/domain-model';

/** Lists of nodes, one after another: list k runs from `first[k]` to `first[k + 1]`. */
export interface Lists {
  readonly first: Int32Array;
  readonly items: Int32Array;
}

/**
 * What a router has to keep: operations on two qubits, and what holds others up, as nodes in an
 * order that respects the edges between them.
 */
export interface Dag {
  readonly nodes: number;
  /** The two qubits that a node needs side by side, or -1. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly after: Lists;
  readonly before: Lists;
  /** Operations that come along with each node, itself first. */
  readonly ops: readonly (readonly CircuitOp[])[];
  /** Operations before any node. */
  readonly head: readonly CircuitOp[];
}

/** Lists by key from pairs of key and item, items in the order of the pairs. */
const listsOf = (keys: number, from: readonly number[], to: readonly number[]): Lists => {
  const first = new Int32Array(keys + 1);
  for (const key of from) first[key + 1]!++;
  for (let k = 0; k < keys; k++) first[k + 1]! += first[k]!;
  const next = first.slice();
  const items = new Int32Array(to.length);
  for (const [index, item] of to.entries()) items[next[from[index]!]!++] = item;
  return { first, items };
};

class DagBuilder {
  readonly a: number[] = [];
  readonly b: number[] = [];
  readonly ops: CircuitOp[][] = [];
  readonly head: CircuitOp[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** The last node of each qubit and of each classical bit. */
  readonly #wires = new Map<number, number>();
  readonly #bits = new Map<number, number>();
  /** The last node that reads or writes any number of bits. */
  #classical = -1;

  take(op: CircuitOp): void {
    const qubits = qubitsOf(op);
    const [x, y] = qubits;
    const alone = op.kind === 'gate' || op.kind === 'reset' || op.kind === 'delay';
    if (alone && qubits.length < 2) this.#along(op, x);
    else if (alone && qubits.length === 2) this.#pair(op, x!, y!);
    else if (op.kind === 'computed' && qubits.length === 2) this.#node(op, qubits, x!, y!);
    else this.#node(op, qubits, -1, -1);
  }

  #along(op: CircuitOp, qubit: number | undefined): void {
    const last = qubit === undefined ? undefined : this.#wires.get(qubit);
    (last === undefined ? this.head : this.ops[last]!).push(op);
  }

  #pair(op: CircuitOp, x: number, y: number): void {
    const last = this.#wires.get(x);
    const again = last !== undefined && last === this.#wires.get(y) && this.a[last] !== -1;
    if (again) this.ops[last]!.push(op);
    else this.#node(op, [x, y], x, y);
  }

  #node(op: CircuitOp, qubits: readonly number[], a: number, b: number): void {
    const node = this.ops.length;
    const before = new Set<number>();
    for (const qubit of qubits) {
      const last = this.#wires.get(qubit);
      if (last !== undefined) before.add(last);
      this.#wires.set(qubit, node);
    }
    for (const last of this.#classicalBefore(op, node)) before.add(last);
    for (const last of before) {
      this.from.push(last);
      this.to.push(node);
    }
    this.a.push(a);
    this.b.push(b);
    this.ops.push([op]);
  }

  /** Measurements wait for their bit, other classical operations for all bits. */
  #classicalBefore(op: CircuitOp, node: number): readonly number[] {
    if (op.kind === 'gate' || op.kind === 'barrier') return [];
    const whole = this.#classical < 0 ? [] : [this.#classical];
    if (op.kind === 'measure') {
      const last = this.#bits.get(op.bit);
      this.#bits.set(op.bit, node);
      return last === undefined ? whole : [...whole, last];
    }
    const all = [...whole, ...this.#bits.values()];
    this.#bits.clear();
    this.#classical = node;
    return all;
  }
}

/**
 * The order that operations must keep. Runs of gates on one pair are one node, gates on one qubit
 * go with the node before them. Linear in the operations.
 */
export const dagOf = (ops: readonly CircuitOp[]): Dag => {
  const builder = new DagBuilder();
  for (const op of ops) builder.take(op);
  const nodes = builder.ops.length;
  const { from, to, head } = builder;
  return {
    nodes,
    a: Int32Array.from(builder.a),
    b: Int32Array.from(builder.b),
    after: listsOf(nodes, from, to),
    before: listsOf(nodes, to, from),
    ops: builder.ops,
    head,
  };
};
