import { F32, FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { AT, GROUP_BYTES, HEAD_BYTES, PENDING_BYTES, VECTORS } from './group-layout.ts';
import { GROUP } from './slots.ts';

/** Kinds of step loops. */
interface StepShape {
  /** Whether fields act. */
  readonly hasField: boolean;
  /** Whether sums are 16-bit integers, not 32-bit floats, and slots may lie behind the last. */
  readonly shortSums: boolean;
}

// parameters of run
const BASE = 0;
const GROUPS = 1;
const HEADS = 2;
const PENDING = 3;
const GAIN = 4;
const PATIENCE = 5;
const TAIL = 6;
const RESTORE = 7;
const FLIPS = 8;
const STEPS = 9;
const NOW = 10;

interface Locals {
  readonly pull: number;
  readonly gain: number;
  readonly one: number;
  readonly minusOne: number;
  readonly x: number;
  readonly y: number;
  readonly to: number;
  /** VECTORS of them: sign bits of what changed sign. */
  readonly changed: number;
  readonly bits: number;
  readonly at: number;
  readonly head: number;
  readonly left: number;
  /** Bytes that items on the list took in this step. */
  readonly turned: number;
  readonly limit: number;
  /** End of the list. */
  readonly last: number;
  readonly lane: number;
  readonly place: number;
}

const declare = (f: FunctionWriter): Locals => ({
  pull: f.local(V128),
  gain: f.local(V128),
  one: f.local(V128),
  minusOne: f.local(V128),
  x: f.local(V128),
  y: f.local(V128),
  to: f.local(V128),
  changed: f.locals(V128, VECTORS),
  bits: f.local(I32),
  at: f.local(I32),
  head: f.local(I32),
  left: f.local(I32),
  turned: f.local(I32),
  limit: f.local(I32),
  last: f.local(I32),
  lane: f.local(I32),
  place: f.local(I32),
});

const emitForce = (f: FunctionWriter, l: Locals, vector: number, shape: StepShape): void => {
  f.get(l.at);
  if (shape.shortSums) {
    f.access(op.V128_LOAD16X4_S, 3, AT.sum + 8 * vector, true).simd(op.F32X4_CONVERT_I32X4_S);
  } else f.vectorLoad(AT.sum + 16 * vector);
  if (shape.hasField) f.get(l.at).vectorLoad(AT.field + 16 * vector).simd(op.F32X4_ADD);
};

/** Moves four slots between perfectly inelastic walls. */
const emitMove = (f: FunctionWriter, l: Locals, vector: number, shape: StepShape): void => {
  const offset = 16 * vector;
  const changed = l.changed + vector;
  f.get(l.at).vectorLoad(AT.x + offset).set(l.x);
  f.get(l.at).vectorLoad(AT.y + offset);
  f.get(l.pull).get(l.x).simd(op.F32X4_MUL);
  emitForce(f, l, vector, shape);
  f.get(l.gain).simd(op.F32X4_MUL).simd(op.F32X4_ADD).simd(op.F32X4_ADD).tee(l.y);
  f.get(l.x).simd(op.F32X4_ADD).tee(l.to);
  f.get(l.one).simd(op.F32X4_PMIN).get(l.minusOne).simd(op.F32X4_PMAX).set(changed);
  f.get(l.at).get(changed).vectorStore(AT.x + offset);
  f.get(l.at).get(l.to).get(changed).simd(op.F32X4_EQ);
  f.get(l.y).simd(op.V128_AND).vectorStore(AT.y + offset);
  f.get(changed).get(l.x).simd(op.V128_XOR).set(changed);
};

/** One bit per slot of the group whose sign changed: packing keeps sign bits. */
const emitBits = (f: FunctionWriter, l: Locals, { shortSums }: StepShape): void => {
  f.get(l.changed).get(l.changed + 1).simd(op.I16X8_NARROW_I32X4_S);
  f.get(l.changed + 2).get(l.changed + 3).simd(op.I16X8_NARROW_I32X4_S);
  f.simd(op.I8X16_NARROW_I16X8_S).simd(op.I8X16_BITMASK);
  if (shortSums) {
    f.get(TAIL).i32(-1).get(l.left).i32(1).op(op.I32_EQ).op(op.SELECT).op(op.I32_AND);
  }
  f.tee(l.bits);
};

/** Puts the slots of `bits` on the list. */
const emitList = (f: FunctionWriter, l: Locals): void => {
  f.loop();
  f.get(l.bits).op(op.I32_CTZ).i32(2).op(op.I32_SHL).set(l.lane);
  f.get(l.last).get(l.lane).get(l.at).op(op.I32_ADD).tee(l.place).access(op.I32_STORE, 2, 0);
  f.get(l.place).get(NOW).access(op.I32_STORE, 2, AT.flippedAt);
  f.get(l.last).get(l.lane).i32(HEAD_BYTES / 4).op(op.I32_MUL).get(l.head).op(op.I32_ADD);
  f.access(op.I32_STORE, 2, 4);
  f.get(l.last).i32(PENDING_BYTES).op(op.I32_ADD).set(l.last);
  f.get(l.bits).get(l.bits).i32(1).op(op.I32_SUB).op(op.I32_AND).tee(l.bits).branchIf(0).end();
};

/** Has the neighbours told if the list reaches to `limit`, and empties it. */
const emitTell = (f: FunctionWriter, l: Locals, tell: number): void => {
  f.get(l.last).get(l.limit).op(op.I32_GE_U).if();
  f.get(BASE).get(PENDING).get(l.last).call(tell);
  f.get(l.turned).get(l.last).get(PENDING).op(op.I32_SUB).op(op.I32_ADD).set(l.turned);
  f.get(PENDING).set(l.last).end();
};

const emitStep = (f: FunctionWriter, l: Locals, shape: StepShape, tell: number): void => {
  f.get(PENDING).get(PATIENCE).i32(1);
  f.get(RESTORE).access(op.F32_LOAD, 2, 0).f32(0).op(op.F32_LT).op(op.SELECT);
  f.i32(PENDING_BYTES).op(op.I32_MUL).op(op.I32_ADD).set(l.limit);
  f.get(RESTORE).access(op.V128_LOAD32_SPLAT, 2, 0, true).set(l.pull);
  f.get(BASE).set(l.at).get(HEADS).set(l.head).get(GROUPS).set(l.left).i32(0).set(l.turned);
  f.loop();
  for (let k = 0; k < VECTORS; k++) emitMove(f, l, k, shape);
  emitBits(f, l, shape);
  f.if();
  emitList(f, l);
  emitTell(f, l, tell);
  f.end();
  f.get(l.at).i32(GROUP_BYTES).op(op.I32_ADD).set(l.at);
  f.get(l.head).i32(HEAD_BYTES * GROUP).op(op.I32_ADD).set(l.head);
  f.get(l.left).i32(1).op(op.I32_SUB).tee(l.left).branchIf(0).end();
  f.get(PENDING).i32(1).op(op.I32_ADD).set(l.limit);
  emitTell(f, l, tell);
};

/**
 * run(base, groups, heads, pending, gain, patience, tail, restore, flips, steps, now): steps of the
 * replica whose groups begin at `base`. `tell` is the index of the function
 * tell(base, first, last) that corrects the sums for the signs on the list.
 */
export const writeRun = (shape: StepShape, tell: number): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32, I32, F32, I32, I32, I32, I32, I32, I32]);
  const l = declare(f);
  f.get(GAIN).simd(op.F32X4_SPLAT).set(l.gain);
  f.f32(1).simd(op.F32X4_SPLAT).set(l.one);
  f.f32(-1).simd(op.F32X4_SPLAT).set(l.minusOne);
  f.get(PENDING).set(l.last);
  f.loop();
  emitStep(f, l, shape, tell);
  f.get(FLIPS).get(l.turned).i32(PENDING_BYTES).op(op.I32_DIV_U).access(op.I32_STORE, 2, 0);
  f.get(FLIPS).i32(4).op(op.I32_ADD).set(FLIPS);
  f.get(RESTORE).i32(4).op(op.I32_ADD).set(RESTORE);
  f.get(NOW).i32(1).op(op.I32_ADD).set(NOW);
  f.get(STEPS).i32(1).op(op.I32_SUB).tee(STEPS).branchIf(0).end();
  return f;
};
