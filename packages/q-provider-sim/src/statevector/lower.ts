import { invariant } from '@xdv/domain-model';
import { gateActions } from '../engine/gates.ts';
import type { SlotGate } from '../engine/state.ts';
import { diagonalize } from './diagonalize.ts';
import { adjoint, over, product, times, unit, type Complex, type Matrix } from './complex.ts';
import { HADAMARD, NOT, rotationX } from './gates.ts';
import { ONE, type Op, type PhaseOp } from './ops.ts';

/** Gates as operations, and which qubit each name stands for once swaps have renamed them. */
export interface Lowered {
  readonly ops: readonly Op[];
  readonly names: readonly number[];
}

const I: Complex = [0, 1];
const MINUS_ONE: Complex = [-1, 0];
/** Does S†, then H: turns Y into Z. */
const Y_TO_Z: Matrix = product(HADAMARD, [1, 0, 0, 0, 0, 0, 0, -1]);

class Lowering {
  readonly ops: Op[] = [];
  readonly names: number[];

  constructor(qubits: number) {
    this.names = Array.from({ length: qubits }, (_, qubit) => qubit);
  }

  turn(qubit: number, matrix: Matrix): void {
    this.ops.push({ kind: 'turn', qubit, matrix });
  }

  flip(control: number, target: number): void {
    this.ops.push({ kind: 'flip', control, target });
  }

  phase(qubits: readonly number[], phases: readonly Complex[]): void {
    this.ops.push({ kind: 'phase', qubits, phases });
  }

  /** Multiplies by `phase` where every qubit is 1. */
  allOnes(qubits: readonly number[], phase: Complex): void {
    if (qubits.length > 2) return this.phase(qubits, [phase]);
    const phases = Array.from({ length: 2 ** qubits.length }, () => ONE);
    this.phase(qubits, phases.with(-1, phase));
  }

  /** A unitary under controls: a change of basis around a controlled diagonal. */
  controlledTurn(controls: readonly number[], target: number, matrix: Matrix): void {
    if (controls.length === 0) return this.turn(target, matrix);
    const { basis, values } = diagonalize(matrix);
    this.turn(target, adjoint(basis));
    this.allOnes(controls, values[0]);
    this.allOnes([...controls, target], over(values[1], values[0]));
    this.turn(target, basis);
  }

  controlledNot(controls: readonly number[], target: number): void {
    if (controls.length === 1) return this.flip(controls[0]!, target);
    this.turn(target, HADAMARD);
    this.allOnes([...controls, target], MINUS_ONE);
    this.turn(target, HADAMARD);
  }

  exchange(controls: readonly number[], a: number, b: number): void {
    this.flip(b, a);
    this.controlledNot([...controls, a], b);
    this.flip(b, a);
  }

  rename(a: number, b: number): void {
    const from = this.names.indexOf(a);
    const to = this.names.indexOf(b);
    this.names[from] = b;
    this.names[to] = a;
  }

  /** e^{-iθ/2} where the parity of the qubits is even, e^{iθ/2} where it is odd. */
  parity(controls: readonly number[], a: number, b: number, angle: number): void {
    const even = unit(-angle / 2);
    const odd = unit(angle / 2);
    if (controls.length === 0) return this.phase([a, b], [even, odd, odd, even]);
    this.allOnes(controls, even);
    this.allOnes([...controls, a], unit(angle));
    this.allOnes([...controls, b], unit(angle));
    this.allOnes([...controls, a, b], unit(-2 * angle));
  }

  /** A rotation about XX or YY; `into` takes that axis to Z. */
  twist(controls: readonly number[], a: number, b: number, angle: number, yy: boolean): void {
    if (controls.length === 0) {
      const even = rotationX(yy ? -angle : angle);
      this.ops.push({ kind: 'pair', qubits: [a, b], even, odd: rotationX(angle) });
      return;
    }
    const into = yy ? Y_TO_Z : HADAMARD;
    this.turn(a, into);
    this.turn(b, into);
    this.parity(controls, a, b, angle);
    this.turn(a, adjoint(into));
    this.turn(b, adjoint(into));
  }

  swapLike(gate: SlotGate, controls: readonly number[], a: number, b: number): void {
    if (gate.gate === 'iswap') {
      this.allOnes([...controls, a], I);
      this.allOnes([...controls, b], I);
      this.allOnes([...controls, a, b], MINUS_ONE);
    }
    if (controls.length === 0) this.rename(a, b);
    else this.exchange(controls, a, b);
  }

  rotateZ(controls: readonly number[], target: number, angle: number): void {
    if (controls.length === 0) return this.phase([target], [unit(-angle / 2), unit(angle / 2)]);
    this.allOnes(controls, unit(-angle / 2));
    this.allOnes([...controls, target], unit(angle));
  }

  add(gate: SlotGate): void {
    const controls = gate.controls.map((qubit) => this.names[qubit]!);
    const [a = -1, b = -1] = gate.targets.map((qubit) => this.names[qubit]!);
    const [x = 0] = gate.params;
    switch (gate.gate) {
      case 'id':
        return;
      case 'gphase':
        return this.allOnes(controls, unit(x));
      case 'swap':
      case 'iswap':
        return this.swapLike(gate, controls, a, b);
      case 'rz':
        return this.rotateZ(controls, a, x);
      case 'rzz':
        return this.parity(controls, a, b, x);
      case 'rxx':
      case 'ryy':
        return this.twist(controls, a, b, x, gate.gate === 'ryy');
      default:
        return this.addSingle(gate, controls, a);
    }
  }

  /** A gate on one qubit is one action of the plain engine, whose numbers it shares. */
  addSingle({ gate, params }: SlotGate, controls: readonly number[], target: number): void {
    const [action] = gateActions(gate, [0], params);
    invariant(action !== undefined, 'a gate that does nothing', gate);
    switch (action.kind) {
      case 'multiply':
        return this.allOnes([...controls, target], [action.re, action.im]);
      case 'exchange':
        if (controls.length === 0) return this.turn(target, NOT);
        return this.controlledNot(controls, target);
      case 'mix':
        return this.controlledTurn(controls, target, Array.from(action.matrix));
    }
  }
}

/** Whether `op` is a phase on one qubit or none. */
const isLocalPhase = (op: Op | undefined): op is PhaseOp =>
  op?.kind === 'phase' && op.qubits.length === 1;

/** A phase on the target between two equal flips is a phase on the parity of both qubits. */
const parityPhase = (a: Op, b: Op | undefined, c: Op | undefined): PhaseOp | null => {
  if (a.kind !== 'flip' || c?.kind !== 'flip' || !isLocalPhase(b)) return null;
  if (b.qubits[0] !== a.target || c.target !== a.target || c.control !== a.control) return null;
  const [even, odd] = b.phases as [Complex, Complex];
  return { kind: 'phase', qubits: [a.control, a.target], phases: [even, odd, odd, even] };
};

const foldParities = (ops: readonly Op[]): Op[] => {
  const out: Op[] = [];
  for (let k = 0; k < ops.length; k++) {
    const folded = parityPhase(ops[k]!, ops[k + 1], ops[k + 2]);
    out.push(folded ?? ops[k]!);
    if (folded !== null) k += 2;
  }
  return out;
};

export const qubitsOf = (op: Op): readonly number[] => {
  if (op.kind === 'turn') return [op.qubit];
  return op.kind === 'flip' ? [op.control, op.target] : op.qubits;
};

/** The matrix of an operation on one qubit. */
const asTurn = (op: Op): Matrix | null => {
  if (op.kind === 'turn') return op.matrix;
  return isLocalPhase(op) ? [...op.phases[0]!, 0, 0, 0, 0, ...op.phases[1]!] : null;
};

/** Joins runs of operations on one qubit; a run that is diagonal stays a phase. */
export const mergeRuns = (ops: readonly Op[], qubits: number): Op[] => {
  const last: (number | undefined)[] = Array.from({ length: qubits });
  const out: Op[] = [];
  for (const op of ops) {
    const touched = qubitsOf(op);
    const at = touched.length === 1 ? last[touched[0]!] : undefined;
    const before = at === undefined ? undefined : out[at];
    if (at !== undefined && before !== undefined) {
      const joined = join(before, op);
      if (joined !== null) {
        out[at] = joined;
        continue;
      }
    }
    for (const qubit of touched) last[qubit] = out.length;
    out.push(op);
  }
  return out;
};

const join = (before: Op, op: Op): Op | null => {
  if (isLocalPhase(before) && isLocalPhase(op)) {
    const phases = before.phases.map((phase, k) => times(phase, op.phases[k]!));
    return { ...before, phases };
  }
  const first = asTurn(before);
  const second = asTurn(op);
  if (first === null || second === null) return null;
  const qubit = qubitsOf(op)[0]!;
  return { kind: 'turn', qubit, matrix: product(second, first) };
};

/** Gates as operations: linear in gates. Swaps only rename. */
export const lower = (gates: readonly SlotGate[], qubits: number): Lowered => {
  const lowering = new Lowering(qubits);
  for (const gate of gates) lowering.add(gate);
  return { ops: mergeRuns(foldParities(lowering.ops), qubits), names: lowering.names };
};
