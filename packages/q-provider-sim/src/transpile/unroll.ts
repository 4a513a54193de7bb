import type { CircuitOp, GateName, GateOp } from '@xdv/domain-model';
import { EPSILON, eulerOfGate, spectrumOf, wrap } from './matrix.ts';
import { single } from './one-qubit.ts';
import { turnBack, turnInto } from './two-qubit.ts';

/** Where gates are taken apart. */
export interface Unrolling {
  /** Qubits of the circuit: those that a gate leaves alone are lent to it and given back. */
  readonly qubits: number;
  /** Whether a gate may stay as it is. */
  readonly keeps: (op: { gate: GateName; width: number; controls: number }) => boolean;
  /** Takes a gate, and throws if there are too many. */
  readonly push: (op: CircuitOp) => void;
}

const gate = (
  name: GateName,
  controls: readonly number[],
  targets: readonly number[],
  ...params: readonly number[]
): GateOp => ({ kind: 'gate', gate: name, targets, params, controls });

/** A doubly controlled not of six controlled nots (Nielsen and Chuang 2000, figure 4.9). */
const toffoli = (out: Unrolling, a: number, b: number, c: number): void => {
  const not = (control: number, target: number): void => out.push(gate('x', [control], [target]));
  const turn = (name: 't' | 'tdg', qubit: number): void => out.push(single(name, qubit));
  out.push(single('h', c));
  not(b, c);
  turn('tdg', c);
  not(a, c);
  turn('t', c);
  not(b, c);
  turn('tdg', c);
  not(a, c);
  turn('t', b);
  turn('t', c);
  out.push(single('h', c));
  not(a, b);
  turn('t', a);
  turn('tdg', b);
  not(a, b);
};

/**
 * k controls with k - 2 borrowed qubits in any state: 4 (k - 2) doubly controlled nots (Barenco et
 * al. 1995, lemma 7.2).
 */
const borrowMany = (
  out: Unrolling,
  controls: readonly number[],
  target: number,
  borrowed: readonly number[],
): void => {
  const last = controls.length - 1;
  const rung = (k: number): void =>
    toffoli(out, controls[k]!, borrowed[k - 2]!, k === last ? target : borrowed[k - 1]!);
  const valley = (top: number): void => {
    for (let k = top; k >= 2; k--) rung(k);
    toffoli(out, controls[0]!, controls[1]!, borrowed[0]!);
    for (let k = 2; k <= top; k++) rung(k);
  };
  valley(last);
  valley(last - 1);
};

/** One borrowed qubit splits the controls in two halves that lend to each other (lemma 7.3). */
const borrowOne = (
  out: Unrolling,
  controls: readonly number[],
  target: number,
  borrowed: number,
): void => {
  const half = Math.ceil(controls.length / 2);
  const first = controls.slice(0, half);
  const second = [...controls.slice(half), borrowed];
  for (let twice = 0; twice < 2; twice++) {
    manyNot(out, first, borrowed, [...second.slice(0, -1), target]);
    manyNot(out, second, target, first);
  }
};

const manyNot = (
  out: Unrolling,
  controls: readonly number[],
  target: number,
  lent: readonly number[],
): void => {
  const [a = 0, b = 0] = controls;
  if (controls.length < 2) return out.push(gate('x', controls, [target]));
  if (controls.length === 2) return toffoli(out, a, b, target);
  if (lent.length >= controls.length - 2) return borrowMany(out, controls, target, lent);
  if (lent.length > 0) return borrowOne(out, controls, target, lent[0]!);
  out.push(single('h', target));
  manyPhase(out, Math.PI, [...controls, target]);
  out.push(single('h', target));
};

/** Qubits that a gate leaves alone, no more than `most`. */
const idle = (qubits: number, busy: readonly number[], most: number): readonly number[] => {
  const taken = new Set(busy);
  const found: number[] = [];
  for (let q = 0; q < qubits && found.length < most; q++) if (!taken.has(q)) found.push(q);
  return found;
};

/** A not with any number of controls. */
export const controlledNot = (
  out: Unrolling,
  controls: readonly number[],
  target: number,
): void => {
  const most = Math.max(0, controls.length - 2);
  manyNot(out, controls, target, most > 0 ? idle(out.qubits, [...controls, target], most) : []);
};

/**
 * The steps of a phase where all qubits are 1 (Barenco et al. 1995, lemma 7.5): `pair` is asked for
 * a share of the phase on two qubits. Quadratic in the qubits.
 */
export const phaseLadder = (
  out: Unrolling,
  qubits: readonly number[],
  pair: (share: number, a: number, b: number) => void,
): void => {
  const target = qubits.at(-1)!;
  let share = 1;
  for (let k = qubits.length - 2; k > 0; k--) {
    share /= 2;
    const control = qubits[k]!;
    const rest = qubits.slice(0, k);
    pair(share, control, target);
    controlledNot(out, rest, control);
    pair(-share, control, target);
    controlledNot(out, rest, control);
  }
  pair(share, qubits[0]!, target);
};

/** e^{iλ} where all qubits are 1. */
const manyPhase = (out: Unrolling, angle: number, qubits: readonly number[]): void => {
  const lambda = wrap(angle);
  if (Math.abs(lambda) < EPSILON) return;
  const [a = 0, b = 0, c = 0] = qubits;
  if (qubits.length === 0) return out.push(gate('gphase', [], [], lambda));
  if (qubits.length === 1) return out.push(single('p', a, lambda));
  if (qubits.length === 3 && Math.abs(lambda - Math.PI) < EPSILON) {
    out.push(single('h', c));
    toffoli(out, a, b, c);
    return out.push(single('h', c));
  }
  phaseLadder(out, qubits, (share, from, to) => out.push(gate('p', [from], [to], share * lambda)));
};

const unrollSingle = (out: Unrolling, op: GateOp): void => {
  const target = op.targets[0]!;
  if (op.gate === 'x') return controlledNot(out, op.controls, target);
  const { first, second, basis } = spectrumOf(eulerOfGate(op.gate, op.params));
  manyPhase(out, first, op.controls);
  for (const each of turnBack(basis, target)) out.push(each);
  const phase = second - first;
  if (Math.abs(wrap(phase) - Math.PI) < EPSILON && op.controls.length > 2) {
    out.push(single('h', target));
    controlledNot(out, op.controls, target);
    out.push(single('h', target));
  } else {
    manyPhase(out, phase, [...op.controls, target]);
  }
  for (const each of turnInto(basis, target)) out.push(each);
};

/** A gate on two targets with controls, from gates with controls on one. */
const unrollPair = (out: Unrolling, op: GateOp): void => {
  const [a = 0, b = 0] = op.targets;
  const { controls } = op;
  const both = (...names: readonly GateName[]): void => {
    for (const q of [a, b]) for (const name of names) out.push(single(name, q));
  };
  const inner = (): void => {
    out.push(gate('x', [a], [b]));
    unrollGate(out, gate('rz', controls, [b], ...op.params));
    out.push(gate('x', [a], [b]));
  };
  switch (op.gate) {
    case 'swap':
    case 'iswap':
      out.push(gate('x', [b], [a]));
      controlledNot(out, [...controls, a], b);
      out.push(gate('x', [b], [a]));
      if (op.gate === 'swap') return;
      unrollGate(out, gate('z', [...controls, a], [b]));
      unrollGate(out, gate('s', controls, [a]));
      return unrollGate(out, gate('s', controls, [b]));
    case 'rxx':
      both('h');
      inner();
      return both('h');
    case 'ryy':
      both('sdg', 'h');
      inner();
      return both('h', 's');
    default:
      inner();
  }
};

/**
 * Takes a gate apart until each part acts on at most two qubits or may stay. Exact, phase included,
 * and without ancillas: 16 k gates for k controls where a qubit is idle, quadratic where none is.
 */
export const unrollGate = (out: Unrolling, op: GateOp): void => {
  const { controls, params } = op;
  if (op.gate === 'gphase' && controls.length > 0) {
    return unrollGate(out, gate('p', controls.slice(0, -1), controls.slice(-1), ...params));
  }
  const width = controls.length + op.targets.length;
  if (width <= 2 || out.keeps({ gate: op.gate, width, controls: controls.length })) {
    return out.push(op);
  }
  if (op.targets.length === 2) return unrollPair(out, op);
  unrollSingle(out, op);
};
