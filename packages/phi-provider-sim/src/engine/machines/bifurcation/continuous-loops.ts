import { F32, FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import type { ContinuousPlan } from './continuous-plan.ts';

/** Bytes of an entry: the place of the neighbour's position in its block, and the coupling. */
export const ENTRY_BYTES = 8;

/** Kinds of loops. */
type ContinuousShape = Pick<ContinuousPlan, 'lanes' | 'hasField' | 'cubic' | 'inTurn'>;

// parameters of run
const X = 0;
const TO_Y = 1;
const TO_FLIPPED = 2;
const SPINS = 3;
const ENTRIES = 4;
const ENDS = 5;
const FIELD = 6;
const GAIN = 7;
const AREA = 8;
const WALL = 9;
const RESTORE = 10;
const FLIPS = 11;
const STEPS = 12;
const NOW = 13;

interface Locals {
  readonly gain: number;
  readonly area: number;
  readonly wall: number;
  readonly minusWall: number;
  readonly pull: number;
  readonly now: number;
  /** Of these, one for each vector of replicas. */
  readonly turned: number;
  readonly even: number;
  readonly odd: number;
  /** One of each, for one vector at a time. */
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly to: number;
  readonly inside: number;
  readonly at: number;
  readonly other: number;
  readonly entry: number;
  readonly end: number;
  readonly next: number;
  readonly field: number;
  readonly left: number;
}

const declare = (f: FunctionWriter, vectors: number): Locals => ({
  gain: f.local(V128),
  area: f.local(V128),
  wall: f.local(V128),
  minusWall: f.local(V128),
  pull: f.local(V128),
  now: f.local(V128),
  turned: f.locals(V128, vectors),
  even: f.locals(V128, vectors),
  odd: f.locals(V128, vectors),
  weight: f.local(V128),
  x: f.local(V128),
  y: f.local(V128),
  to: f.local(V128),
  inside: f.local(V128),
  at: f.local(I32),
  other: f.local(I32),
  entry: f.local(I32),
  end: f.local(I32),
  next: f.local(I32),
  field: f.local(I32),
  left: f.local(I32),
});

const vectorsOf = ({ lanes }: ContinuousShape): number => lanes / 4;

/** Adds the weighted positions of the neighbour of an entry to the sums. */
const emitTerm = (
  f: FunctionWriter,
  l: Locals,
  { offset, sums, vectors }: { offset: number; sums: number; vectors: number },
): void => {
  f.get(l.entry).access(op.V128_LOAD32_SPLAT, 2, offset + 4, true).set(l.weight);
  f.get(l.entry).access(op.I32_LOAD, 2, offset).get(X).op(op.I32_ADD).set(l.other);
  for (let v = 0; v < vectors; v++) {
    f.get(l.other).vectorLoad(16 * v).get(l.weight).simd(op.F32X4_MUL);
    f.get(sums + v).simd(op.F32X4_ADD).set(sums + v);
  }
};

/** Adds up the forces on an oscillator: two sums of every other entry, and its field. */
const emitForces = (f: FunctionWriter, l: Locals, shape: ContinuousShape): void => {
  const vectors = vectorsOf(shape);
  for (let v = 0; v < vectors; v++) {
    f.f32(0).simd(op.F32X4_SPLAT).tee(l.even + v).set(l.odd + v);
  }
  f.get(l.next).access(op.I32_LOAD, 2, 0).set(l.end);
  f.block().loop().get(l.entry).get(l.end).op(op.I32_GE_U).branchIf(1);
  emitTerm(f, l, { offset: 0, sums: l.even, vectors });
  emitTerm(f, l, { offset: ENTRY_BYTES, sums: l.odd, vectors });
  f.get(l.entry).i32(2 * ENTRY_BYTES).op(op.I32_ADD).set(l.entry).branch(0).end().end();
  for (let v = 0; v < vectors; v++) {
    f.get(l.even + v).get(l.odd + v).simd(op.F32X4_ADD);
    if (shape.hasField) {
      f.get(l.field).access(op.V128_LOAD32_SPLAT, 2, 0, true).simd(op.F32X4_ADD);
    }
    f.set(l.even + v);
  }
};

/** Leaves what pulls an oscillator back on the stack, per unit of its position. */
const emitRestore = (f: FunctionWriter, l: Locals, { cubic }: ContinuousShape): void => {
  f.get(l.pull);
  if (!cubic) return;
  f.get(l.area).get(l.x).get(l.x).simd(op.F32X4_MUL).simd(op.F32X4_MUL).simd(op.F32X4_SUB);
};

/** Notes the step and counts in the lanes whose sign changed. */
const emitTurned = (f: FunctionWriter, l: Locals, v: number): void => {
  f.get(l.inside).get(l.x).simd(op.V128_XOR).i32(31).simd(op.I32X4_SHR_S).tee(l.to);
  f.simd(op.V128_ANY_TRUE).if();
  f.get(l.turned + v).get(l.to).simd(op.I32X4_SUB).set(l.turned + v);
  f.get(l.at).get(TO_FLIPPED).op(op.I32_ADD).tee(l.end);
  f.get(l.now).get(l.end).vectorLoad(16 * v).get(l.to).simd(op.V128_BITSELECT);
  f.vectorStore(16 * v).end();
};

/** Pushes one oscillator of every replica. */
const emitPush = (f: FunctionWriter, l: Locals, shape: ContinuousShape): void => {
  emitForces(f, l, shape);
  f.get(l.at).get(TO_Y).op(op.I32_ADD).set(l.other);
  for (let v = 0; v < vectorsOf(shape); v++) {
    f.get(l.at).vectorLoad(16 * v).set(l.x);
    f.get(l.other).get(l.other).vectorLoad(16 * v);
    emitRestore(f, l, shape);
    f.get(l.x).simd(op.F32X4_MUL);
    f.get(l.even + v).get(l.gain).simd(op.F32X4_MUL).simd(op.F32X4_ADD).simd(op.F32X4_ADD);
    f.vectorStore(16 * v);
  }
  f.get(l.next).i32(4).op(op.I32_ADD).set(l.next);
  if (shape.hasField) f.get(l.field).i32(4).op(op.I32_ADD).set(l.field);
};

/** Moves one oscillator of every replica between perfectly inelastic walls. */
const emitMove = (f: FunctionWriter, l: Locals, shape: ContinuousShape): void => {
  f.get(l.at).get(TO_Y).op(op.I32_ADD).set(l.other);
  for (let v = 0; v < vectorsOf(shape); v++) {
    f.get(l.other).vectorLoad(16 * v).tee(l.y);
    f.get(l.at).vectorLoad(16 * v).tee(l.x).simd(op.F32X4_ADD).tee(l.to);
    f.get(l.wall).simd(op.F32X4_PMIN).get(l.minusWall).simd(op.F32X4_PMAX).set(l.inside);
    f.get(l.at).get(l.inside).vectorStore(16 * v);
    f.get(l.other).get(l.to).get(l.inside).simd(op.F32X4_EQ);
    f.get(l.y).simd(op.V128_AND).vectorStore(16 * v);
    emitTurned(f, l, v);
  }
};

const emitStart = (f: FunctionWriter, l: Locals): void => {
  f.get(X).set(l.at).get(SPINS).set(l.left).loop();
};

/** Ends a loop over all oscillators. */
const emitNext = (f: FunctionWriter, l: Locals, { lanes }: ContinuousShape): void => {
  f.get(l.at).i32(4 * lanes).op(op.I32_ADD).set(l.at);
  f.get(l.left).i32(1).op(op.I32_SUB).tee(l.left).branchIf(0).end();
};

const emitStep = (f: FunctionWriter, l: Locals, shape: ContinuousShape): void => {
  f.get(RESTORE).access(op.V128_LOAD32_SPLAT, 2, 0, true).set(l.pull);
  f.get(ENTRIES).set(l.entry).get(ENDS).set(l.next).get(FIELD).set(l.field);
  f.get(NOW).simd(op.I32X4_SPLAT).set(l.now);
  for (let v = 0; v < vectorsOf(shape); v++) {
    f.i32(0).simd(op.I32X4_SPLAT).set(l.turned + v);
  }
  emitStart(f, l);
  emitPush(f, l, shape);
  if (!shape.inTurn) {
    emitNext(f, l, shape);
    emitStart(f, l);
  }
  emitMove(f, l, shape);
  emitNext(f, l, shape);
  for (let v = 0; v < vectorsOf(shape); v++) f.get(FLIPS).get(l.turned + v).vectorStore(16 * v);
};

/**
 * run(x, toY, toFlipped, spins, entries, ends, field, gain, area, wall, restore, flips, steps,
 * now): steps of the block of replicas whose positions begin at x; momenta and steps of last flips
 * lie so many bytes behind.
 */
export const writeContinuousRun = (shape: ContinuousShape): FunctionWriter => {
  const ints = (count: number): number[] => Array.from({ length: count }, () => I32);
  const f = new FunctionWriter([...ints(7), F32, F32, F32, ...ints(4)] as (typeof I32)[]);
  const l = declare(f, vectorsOf(shape));
  f.get(GAIN).simd(op.F32X4_SPLAT).set(l.gain).get(AREA).simd(op.F32X4_SPLAT).set(l.area);
  f.get(WALL).simd(op.F32X4_SPLAT).set(l.wall);
  f.f32(0).get(WALL).op(op.F32_SUB).simd(op.F32X4_SPLAT).set(l.minusWall);
  f.loop();
  emitStep(f, l, shape);
  f.get(FLIPS).i32(4 * shape.lanes).op(op.I32_ADD).set(FLIPS);
  f.get(RESTORE).i32(4).op(op.I32_ADD).set(RESTORE);
  f.get(NOW).i32(1).op(op.I32_ADD).set(NOW);
  f.get(STEPS).i32(1).op(op.I32_SUB).tee(STEPS).branchIf(0).end();
  return f;
};
