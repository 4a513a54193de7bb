import type { Circuit, CircuitOp } from '@xdv/domain-model';
import { TooManyOperations } from './too-many.ts';
import { unrollComputed } from './unroll-computed.ts';
import { unrollGate, type Unrolling } from './unroll.ts';

const unrollOps = (
  ops: readonly CircuitOp[],
  scope: Omit<Unrolling, 'push'>,
  take: () => void,
): readonly CircuitOp[] => {
  const done: CircuitOp[] = [];
  const push = (op: CircuitOp): void => {
    take();
    done.push(op);
  };
  const out = { ...scope, push };
  const inside = (body: readonly CircuitOp[]): readonly CircuitOp[] => unrollOps(body, scope, take);
  for (const op of ops) {
    if (op.kind === 'gate') unrollGate(out, op);
    else if (op.kind === 'computed') unrollComputed(out, op);
    else if (op.kind === 'if') {
      push({ ...op, then: inside(op.then), otherwise: inside(op.otherwise) });
    } else if (op.kind === 'while') push({ ...op, body: inside(op.body) });
    else push(op);
  }
  return done;
};

/**
 * A circuit whose gates act on at most two qubits each, but for those that may stay. Throws
 * {@link TooManyOperations} if that takes more than `opsMax`.
 */
export const unroll = (
  { qubits, ops }: Circuit,
  keeps: Unrolling['keeps'],
  opsMax: number,
): readonly CircuitOp[] => {
  let left = opsMax;
  return unrollOps(ops, { qubits, keeps }, () => {
    if (--left < 0) throw new TooManyOperations();
  });
};
