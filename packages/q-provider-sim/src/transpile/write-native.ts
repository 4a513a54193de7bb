import type { CircuitOp, Classical, ComputedOp, GateOp } from '@xdv/domain-model';
import { axisOn } from './cancel.ts';
import { EPSILON, isDiagonal, isIdentityUpToPhase, matrixOf, matrixOfRun, wrap } from './matrix.ts';
import type { NativeSet } from './native.ts';
import { single } from './one-qubit.ts';
import { globalPhase } from './two-qubit.ts';
import { computed } from './unroll-computed.ts';

/** Gates on one qubit since the last operation on more. */
type Run = GateOp[];

const isFrame = ({ gate, params }: GateOp): boolean => isDiagonal(matrixOf(gate, params));

/** A computed rz as p or u and a phase, or as the rx that it is between Hadamards. */
const frameChange = (
  form: 'p' | 'u' | undefined,
  qubit: number,
  angle: Classical,
): readonly ComputedOp[] => {
  if (form === undefined) return [computed('rx', [qubit], angle)];
  const frame = computed('p', [qubit], angle);
  const zero: Classical = { op: 'constant', type: angle.type, value: 0 };
  const whole: ComputedOp = { ...frame, gate: 'u', params: [zero, zero, angle] };
  return [form === 'p' ? frame : whole, computed('gphase', [], angle, -0.5)];
};

class Writer {
  readonly #native: NativeSet;
  readonly #runs = new Map<number, Run>();
  readonly #done: CircuitOp[] = [];
  #phase = 0;

  constructor(native: NativeSet) {
    this.#native = native;
  }

  take(op: CircuitOp): void {
    switch (op.kind) {
      case 'gate':
        return this.#gate(op);
      case 'computed':
        return this.#computed(op);
      case 'measure':
        // a change of frame before a measurement shows in no outcome
        this.#flush(op.qubit, 'drop');
        break;
      case 'reset':
        this.#runs.delete(op.qubit);
        break;
      case 'delay':
        this.#flush(op.qubit);
        break;
      case 'barrier':
        for (const qubit of op.qubits) this.#flush(qubit);
        break;
      case 'if':
      case 'while':
        return this.#nested(op);
      case 'set': // touches no qubit
    }
    this.#done.push(op);
  }

  finish(): readonly CircuitOp[] {
    for (const qubit of [...this.#runs.keys()]) this.#flush(qubit);
    const phase = wrap(this.#phase);
    if (Math.abs(phase) > EPSILON) this.#done.push(globalPhase(phase));
    return this.#done;
  }

  #gate(op: GateOp): void {
    const qubits = [...op.controls, ...op.targets];
    const [qubit] = qubits;
    if (qubit === undefined) this.#phase += op.params[0]!;
    else if (qubits.length === 1) this.#push(qubit, op);
    else {
      for (const q of qubits) this.#flush(q, axisOn(op, q) === 'z' ? 'carry' : 'all');
      this.#done.push(op);
    }
  }

  #push(qubit: number, op: GateOp): void {
    const run = this.#runs.get(qubit);
    if (run) run.push(op);
    else this.#runs.set(qubit, [op]);
  }

  /** Computed frame changes in the form that the device has. */
  #computed(op: ComputedOp): void {
    const { targets, controls, params, gate } = op;
    const [qubit = 0] = targets;
    const { performs } = this.#native;
    const known = targets.length === 0 || performs(gate, controls.length);
    const form = known ? undefined : (['p', 'u'] as const).find((name) => performs(name, 0));
    const tipped = !known && form === undefined;
    if (tipped) this.#push(qubit, single('h', qubit));
    for (const q of [...targets, ...controls]) this.#flush(q);
    if (known) this.#done.push(op);
    else this.#done.push(...frameChange(form, qubit, params[0]!));
    if (tipped) this.#push(qubit, single('h', qubit));
  }

  #nested(op: CircuitOp & { kind: 'if' | 'while' }): void {
    for (const qubit of [...this.#runs.keys()]) this.#flush(qubit);
    const inside = (body: readonly CircuitOp[]): readonly CircuitOp[] =>
      toNative(body, this.#native);
    if (op.kind === 'while') this.#done.push({ ...op, body: inside(op.body) });
    else this.#done.push({ ...op, then: inside(op.then), otherwise: inside(op.otherwise) });
  }

  /** Writes the run of a qubit. Its last change of frame may wait, or go, as far as it can. */
  #flush(qubit: number, frame: 'all' | 'carry' | 'drop' = 'all'): void {
    const run = this.#runs.get(qubit);
    if (run === undefined) return;
    this.#runs.delete(qubit);
    const gates = this.#synthesized(run, qubit);
    const last = gates.at(-1);
    const waits = frame !== 'all' && last !== undefined && isFrame(last);
    this.#done.push(...(waits ? gates.slice(0, -1) : gates));
    if (waits && frame === 'carry') this.#runs.set(qubit, [last]);
  }

  #synthesized(run: Run, qubit: number): readonly GateOp[] {
    const { performs, synthesize } = this.#native;
    const matrix = matrixOfRun(run);
    const [only] = run;
    const stays = run.length === 1 && performs(only!.gate, 0) && !isIdentityUpToPhase(matrix);
    if (stays) return run;
    const { gates, phase } = synthesize(matrix, qubit);
    this.#phase += phase;
    return gates;
  }
}

/**
 * Joins gates on one qubit and writes them as native gates, changes of frame last and moved past
 * what they commute with. What is left of the phase stands at the end of each block.
 */
export function toNative(ops: readonly CircuitOp[], native: NativeSet): readonly CircuitOp[] {
  const writer = new Writer(native);
  for (const op of ops) writer.take(op);
  return writer.finish();
}
