import { F32, FunctionWriter, I32, op } from '@xdv/wasm';
import { AT, GROUP_BYTES, HEAD_BYTES, PENDING_BYTES, QUANTITY_BYTES } from './group-layout.ts';
import { GROUP } from './slots.ts';

/** Bytes of an entry: the place of the neighbour in its replica, and twice the coupling. */
export const ENTRY_BYTES = 8;

/** Entries of a row come in so many at a time; what is missing has weight 0. */
export const UNROLL = 4;

/** Begins a loop while `at` is below `end`; two ends close it. */
const openWhile = (f: FunctionWriter, at: number, end: number): void => {
  f.block().loop().get(at).get(end).op(op.I32_LT_U).op(op.I32_EQZ).branchIf(1);
};

/** tell(base, first, last): adds the rows of the slots on the list to the sums, by their signs. */
export const writeRowTell = (): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32]);
  const [base, next, last] = [0, 1, 2];
  const entry = f.local(I32);
  const end = f.local(I32);
  const place = f.local(I32);
  const sign = f.local(F32);
  f.loop();
  f.f32(1).get(next).access(op.I32_LOAD, 2, 0).access(op.F32_LOAD, 2, AT.x);
  f.op(op.F32_COPYSIGN).set(sign);
  f.get(next).access(op.I32_LOAD, 2, 4).tee(end).access(op.I32_LOAD, 2, 0).set(entry);
  f.get(end).access(op.I32_LOAD, 2, 4).set(end);
  openWhile(f, entry, end);
  for (let k = 0; k < UNROLL; k++) {
    f.get(entry).access(op.I32_LOAD, 2, ENTRY_BYTES * k).get(base).op(op.I32_ADD).tee(place);
    f.get(place).access(op.F32_LOAD, 2, 0);
    f.get(entry).access(op.F32_LOAD, 2, ENTRY_BYTES * k + 4).get(sign).op(op.F32_MUL);
    f.op(op.F32_ADD).access(op.F32_STORE, 2, 0);
  }
  f.get(entry).i32(UNROLL * ENTRY_BYTES).op(op.I32_ADD).set(entry).branch(0).end().end();
  f.get(next).i32(PENDING_BYTES).op(op.I32_ADD).tee(next);
  f.get(last).op(op.I32_LT_U).branchIf(0).end();
  return f;
};

/** Leaves the sum of a row on the stack: entries from `entry` to `end`. */
const emitRowSum = (f: FunctionWriter, base: number, entry: number, end: number): void => {
  const total = f.local(F32);
  f.f32(0).set(total);
  openWhile(f, entry, end);
  f.get(total).get(entry).access(op.F32_LOAD, 2, 4).f32(0.5);
  f.get(entry).access(op.I32_LOAD, 2, 0).get(base).op(op.I32_ADD).access(op.F32_LOAD, 2, AT.x);
  f.op(op.F32_COPYSIGN).op(op.F32_MUL).op(op.F32_ADD).set(total);
  f.get(entry).i32(ENTRY_BYTES).op(op.I32_ADD).set(entry).branch(0).end().end();
  f.get(total);
};

/** refresh(base, groups, heads): works out the sums of one replica anew. */
export const writeRefresh = (): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32]);
  const [base, left, head] = [0, 1, 2];
  const at = f.local(I32);
  const lane = f.local(I32);
  const entry = f.local(I32);
  const end = f.local(I32);
  f.get(base).set(at);
  f.loop().i32(GROUP).set(lane).loop();
  f.get(head).access(op.I32_LOAD, 2, 0).set(entry).get(head).access(op.I32_LOAD, 2, 4).set(end);
  f.get(at);
  emitRowSum(f, base, entry, end);
  f.access(op.F32_STORE, 2, AT.sum);
  f.get(at).i32(4).op(op.I32_ADD).set(at).get(head).i32(HEAD_BYTES).op(op.I32_ADD).set(head);
  f.get(lane).i32(1).op(op.I32_SUB).tee(lane).branchIf(0).end();
  f.get(at).i32(GROUP_BYTES - QUANTITY_BYTES).op(op.I32_ADD).set(at);
  f.get(left).i32(1).op(op.I32_SUB).tee(left).branchIf(0).end();
  return f;
};
