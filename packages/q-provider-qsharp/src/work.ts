import {
  bodiesOf,
  fail,
  ok,
  type CircuitOp,
  type Classical,
  type GateName,
  type Result,
} from '@xdv/domain-model';
import { classicalSize } from './program/classical.ts';

/** Operations of a circuit with the parts of their values, and of all that a container repeats. */
export const OPS_MAX = 20_000;

/** Amplitudes that a job may touch: a quarter of an hour at most, which nothing can interrupt. */
export const WORK_MAX = 2 ** 33;

// what things cost, in amplitudes of an entangled state, each of about 100 ns

/** A shot, and each of its bits: more than its time, because every outcome is kept as text. */
const SHOT_WORK = 256;
const BIT_WORK = 256;
/** An operation, before it touches a state. */
const OP_WORK = 32;
/** How many times more each control costs, since the library decomposes controlled operations. */
const CONTROL_WORK = 16;
/** Controls that it does not decompose. */
const FREE_CONTROLS: Partial<Readonly<Record<GateName, number>>> = { x: 2, y: 2, z: 2, swap: 2 };

/** How many operations are written, and what performing them costs: loops repeat theirs. */
export interface Size {
  readonly ops: number;
  readonly work: number;
}

const controlsOf = (op: CircuitOp): number => {
  if (op.kind !== 'gate' && op.kind !== 'computed') return 0;
  return Math.max(0, op.controls.length - (FREE_CONTROLS[op.gate] ?? 0));
};

const sum = (values: readonly Classical[]): number =>
  values.reduce((parts, value) => parts + classicalSize(value), 0);

/** Parts of the classical values that an operation computes or looks at. */
const partsOf = (op: CircuitOp): number => {
  if (op.kind === 'if' || op.kind === 'while') return op.bits.length;
  if (op.kind === 'set') return sum([op.value, ...(op.index ? [op.index.by] : [])]);
  return op.kind === 'computed' ? sum(op.params) : 0;
};

/** The size of operations on `qubits` qubits, as if all their amplitudes were there. */
export const sizeOf = (ops: readonly CircuitOp[], qubits: number): Size => {
  let count = 0;
  let work = 0;
  for (const op of ops) {
    count += 1 + partsOf(op);
    work += OP_WORK * (partsOf(op) + (op.kind === 'set' ? op.value.type.width : 0));
    work += (OP_WORK + 2 ** qubits) * (1 + CONTROL_WORK * controlsOf(op));
    const times = op.kind === 'while' ? op.max : 1;
    for (const body of bodiesOf(op)) {
      const inside = sizeOf(body, qubits);
      count += inside.ops;
      work += times * inside.work;
    }
  }
  return { ops: count, work };
};

/**
 * Fails with RESOURCE_EXHAUSTED for more than OPS_MAX operations and for shots that would touch
 * more than WORK_MAX amplitudes. The library keeps only those that are not 0, so it may need less.
 */
export const checkSize = ({ ops, work }: Size, bits: number, shots: number): Result<null> => {
  const hint = 'Do less at once: fewer shots, operations or qubits';
  if (ops > OPS_MAX) {
    const message = `${ops} operations, a program holds at most ${OPS_MAX}`;
    return fail('RESOURCE_EXHAUSTED', message, hint);
  }
  const all = shots * (SHOT_WORK + bits * BIT_WORK + work);
  if (all <= WORK_MAX) return ok(null);
  return fail('RESOURCE_EXHAUSTED', `${all} amplitudes to touch, at most ${WORK_MAX}`, hint);
};
