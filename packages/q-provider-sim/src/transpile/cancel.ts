import type { CircuitOp, GateName, GateOp, IfOp, WhileOp } from '@xdv/domain-model';
import { product, type Matrix } from '../statevector/complex.ts';
import { commutesWith, EPSILON, matrixOf, type Axis } from './matrix.ts';

const SELF_INVERSE: ReadonlySet<GateName> = new Set(['x', 'y', 'z', 'h', 'swap']);
const INVERSE: Readonly<Partial<Record<GateName, GateName>>> = {
  s: 'sdg', sdg: 's', t: 'tdg', tdg: 't', sx: 'sxdg', sxdg: 'sx',
};
/** Gates whose angles add up, with the angle at which they are the identity. */
const PERIOD: Readonly<Partial<Record<GateName, number>>> = {
  p: 2 * Math.PI,
  rx: 4 * Math.PI,
  ry: 4 * Math.PI,
  rz: 4 * Math.PI,
  rxx: 4 * Math.PI,
  ryy: 4 * Math.PI,
  rzz: 4 * Math.PI,
};
const AXIS: Readonly<Partial<Record<GateName, Axis>>> = {
  x: 'x', rx: 'x', rxx: 'x', sx: 'x', sxdg: 'x',
  y: 'y', ry: 'y', ryy: 'y',
  z: 'z', s: 'z', sdg: 'z', t: 'z', tdg: 'z', p: 'z', rz: 'z', rzz: 'z', gphase: 'z',
};

/** The Pauli matrix of a qubit that a gate on two qubits commutes with. */
export const axisOn = (op: GateOp, qubit: number): Axis | undefined =>
  op.controls.includes(qubit) ? 'z' : AXIS[op.gate];

const isSymmetric = ({ gate, controls }: GateOp): boolean =>
  controls.length === 0 || (AXIS[gate] === 'z' && gate !== 'rz');

const sameQubits = (a: GateOp, b: GateOp): boolean => {
  if (a.controls.length !== b.controls.length) return false;
  const [first, second] = [[...a.controls, ...a.targets], [...b.controls, ...b.targets]];
  if (isSymmetric(a)) return first.every((qubit) => second.includes(qubit));
  return first.every((qubit, k) => qubit === second[k]);
};

/** What `second` right after `first` amounts to: nothing, one gate, or no simpler. */
const combined = (first: GateOp, second: GateOp): 'nothing' | GateOp | undefined => {
  if (!sameQubits(first, second)) return undefined;
  if (INVERSE[first.gate] === second.gate) return 'nothing';
  if (first.gate !== second.gate) return undefined;
  if (SELF_INVERSE.has(first.gate)) return 'nothing';
  const period = PERIOD[first.gate];
  if (period === undefined) return undefined;
  const sum = first.params[0]! + second.params[0]!;
  const rest = sum - period * Math.round(sum / period);
  return Math.abs(rest) < EPSILON ? 'nothing' : { ...first, params: [rest] };
};

/** What a qubit has met: its last operation on more than itself, and gates on itself since. */
interface Wire {
  readonly last: number;
  readonly since: Matrix;
}

const IDENTITY = matrixOf('id', []);
const FRESH: Wire = { last: -1, since: IDENTITY };

class Cancellation {
  readonly #done: (CircuitOp | undefined)[] = [];
  readonly #wires = new Map<number, Wire>();
  /** The wires before each gate on two qubits. */
  readonly #before = new Map<number, readonly [Wire, Wire]>();

  get ops(): readonly CircuitOp[] {
    return this.#done.filter((op) => op !== undefined);
  }

  take(op: CircuitOp): void {
    switch (op.kind) {
      case 'gate':
        return this.#gate(op);
      case 'computed':
        return this.#stop([...op.targets, ...op.controls], op);
      case 'barrier':
        return this.#stop(op.qubits, op);
      case 'measure':
      case 'reset':
      case 'delay':
        return this.#stop([op.qubit], op);
      case 'if':
      case 'while':
        this.#wires.clear();
        this.#done.push(insideBodies(op));
        return;
      case 'set': // touches no qubit
        this.#done.push(op);
    }
  }

  #gate(op: GateOp): void {
    const qubits = [...op.controls, ...op.targets];
    const [a, b] = qubits;
    if (qubits.length > 2) this.#stop(qubits, op);
    else if (a === undefined) this.#done.push(op);
    else if (b === undefined) this.#single(op, a);
    else this.#pair(op, a, b);
  }

  #stop(qubits: readonly number[], op: CircuitOp): void {
    for (const qubit of qubits) this.#wires.delete(qubit);
    this.#done.push(op);
  }

  #wire(qubit: number): Wire {
    return this.#wires.get(qubit) ?? FRESH;
  }

  #single(op: GateOp, qubit: number): void {
    const { last, since } = this.#wire(qubit);
    this.#wires.set(qubit, { last, since: product(matrixOf(op.gate, op.params), since) });
    this.#done.push(op);
  }

  #pair(op: GateOp, a: number, b: number): void {
    const [wireA, wireB] = [this.#wire(a), this.#wire(b)];
    const at = wireA.last;
    const previous = at >= 0 && at === wireB.last ? this.#done[at] : undefined;
    const meets = previous?.kind === 'gate' && commutes(op, a, wireA) && commutes(op, b, wireB);
    const sum = meets ? combined(previous, op) : undefined;
    if (sum === undefined) return this.#append(op, [a, wireA], [b, wireB]);
    if (sum !== 'nothing') {
      this.#done[at] = sum;
      return;
    }
    this.#done[at] = undefined;
    const before = this.#before.get(at)!;
    // as they were before the gate that is gone, and what came after it
    const [first] = [...(previous as GateOp).controls, ...(previous as GateOp).targets];
    const [oldA, oldB] = first === a ? before : [before[1], before[0]];
    this.#wires.set(a, { last: oldA.last, since: product(wireA.since, oldA.since) });
    this.#wires.set(b, { last: oldB.last, since: product(wireB.since, oldB.since) });
  }

  #append(op: GateOp, [a, wireA]: [number, Wire], [b, wireB]: [number, Wire]): void {
    const at = this.#done.length;
    this.#before.set(at, [wireA, wireB]);
    this.#done.push(op);
    this.#wires.set(a, { last: at, since: IDENTITY });
    this.#wires.set(b, { last: at, since: IDENTITY });
  }
}

const insideBodies = (op: IfOp | WhileOp): CircuitOp =>
  op.kind === 'if'
    ? { ...op, then: cancelInverses(op.then), otherwise: cancelInverses(op.otherwise) }
    : { ...op, body: cancelInverses(op.body) };

const commutes = (op: GateOp, qubit: number, { since }: Wire): boolean => {
  if (since === IDENTITY) return true;
  const axis = axisOn(op, qubit);
  return axis !== undefined && commutesWith(since, axis);
};

/**
 * Drops gates on two qubits that undo each other and adds up the angles of those that share an
 * axis, across gates on one qubit that commute with them. Exact, phase included; linear.
 */
export function cancelInverses(ops: readonly CircuitOp[]): readonly CircuitOp[] {
  const cancellation = new Cancellation();
  for (const op of ops) cancellation.take(op);
  return cancellation.ops;
}
