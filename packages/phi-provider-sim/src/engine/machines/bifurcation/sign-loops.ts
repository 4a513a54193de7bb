import { FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { emitCount } from './adders.ts';
import { AT, GROUP_BYTES, PENDING_BYTES, QUANTITY_BYTES } from './group-layout.ts';

/** Binary digits of the counts: one batch is of at most 2^PLANES - 1 rows. */
const PLANES = 5;
const BATCH = 2 ** PLANES - 1;

/** Rows of a small batch. */
const SMALL_PLANES = 3;
const SMALL_BATCH = 2 ** SMALL_PLANES - 1;

/** Bytes of a batch: vectors that turn rows over, then the places of the rows. */
export const BATCH_BYTES = 20 * (BATCH + 1);
const ROWS_AT = 16 * (BATCH + 1);

/** Groups whose columns come in one vector of bits. */
const GROUPS_AT_ONCE = 8;

/** Addresses of the places of the batch and of a row of zeros, and of the vectors in a row. */
export const SIGN_HEADER = { batch: 0, zeroRow: 4, vectors: 8 } as const;

// parameters of tell, and its locals of what the header says
const BASE = 0;
const FIRST = 1;
const LAST = 2;
const BATCH_AT = 3;
const ZERO_ROW = 4;
const VECTORS = 5;

/**
 * Adds four times the counts of a group, less twice the rows of the batch, to its sums: a row of
 * couplings 2 b - 1 moves sums by 4 b - 2 where its sign turns to +.
 */
const emitGroup = (
  f: FunctionWriter,
  { planes, masks, twice, group, at }: {
    readonly planes: readonly number[];
    readonly masks: readonly number[];
    readonly twice: number;
    readonly group: number;
    readonly at: number;
  },
): void => {
  const delta = f.local(V128);
  for (const [digit, plane] of planes.entries()) {
    // bit `group` of a byte goes to the place of its digit, times four
    const left = digit + 2 - group;
    f.get(plane).i32(Math.abs(left)).simd(left < 0 ? op.I16X8_SHR_U : op.I16X8_SHL);
    f.get(masks[digit]!).simd(op.V128_AND);
    if (digit > 0) f.simd(op.V128_OR);
  }
  f.get(twice).simd(op.I8X16_SUB).set(delta);
  const halves = [op.I16X8_EXTEND_LOW_I8X16_S, op.I16X8_EXTEND_HIGH_I8X16_S];
  for (const [half, extend] of halves.entries()) {
    const offset = AT.sum + GROUP_BYTES * group + 16 * half;
    f.get(at).get(at).vectorLoad(offset).get(delta).simd(extend);
    f.simd(op.I16X8_ADD).vectorStore(offset);
  }
};

/** add(base, rows, batch, vectors): adds the rows of a batch to all sums. */
const writeAdd = (digits: number): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32, I32]);
  const [at, count, batch, left] = [0, 1, 2, 3];
  const offset = f.local(I32);
  const twice = f.local(V128);
  f.get(count).i32(2).op(op.I32_MUL).simd(op.I8X16_SPLAT).set(twice);
  const masks = Array.from({ length: digits }, (_, digit) => {
    const mask = f.local(V128);
    f.i32(4 << digit).simd(op.I8X16_SPLAT).set(mask);
    return mask;
  });
  f.loop();
  const planes = emitCount(f, digits, (row) => {
    f.get(batch).access(op.I32_LOAD, 2, ROWS_AT + 4 * row).get(offset).op(op.I32_ADD);
    f.vectorLoad(0).get(batch).vectorLoad(16 * row).simd(op.V128_XOR);
  });
  for (let group = 0; group < GROUPS_AT_ONCE; group++) {
    emitGroup(f, { planes, masks, twice, group, at });
  }
  f.get(at).i32(GROUPS_AT_ONCE * GROUP_BYTES).op(op.I32_ADD).set(at);
  f.get(offset).i32(16).op(op.I32_ADD).set(offset);
  f.get(left).i32(1).op(op.I32_SUB).tee(left).branchIf(0).end();
  return f;
};

interface Locals {
  /** How many rows come in the batch, and which is being entered. */
  readonly count: number;
  readonly row: number;
  readonly place: number;
  readonly entry: number;
}

/** Rows on the list, at most a batch. */
const emitCountRows = (f: FunctionWriter, l: Locals): void => {
  f.get(LAST).get(FIRST).op(op.I32_SUB).i32(PENDING_BYTES).op(op.I32_DIV_U).tee(l.count);
  f.i32(BATCH).get(l.count).i32(BATCH).op(op.I32_LT_U).op(op.SELECT).set(l.count);
};

/** Corrects the own sum of a slot for its diagonal bit, which is 0: by twice its sign. */
const emitDiagonal = (f: FunctionWriter, l: Locals): void => {
  // the sum of 16 bits lies half as far into its group as the place
  f.get(l.place).get(l.place).i32(QUANTITY_BYTES - 1).op(op.I32_AND);
  f.i32(1).op(op.I32_SHR_U).op(op.I32_SUB).tee(l.entry);
  f.get(l.entry).access(op.I32_LOAD16_S, 1, AT.sum);
  f.get(l.place).access(op.I32_LOAD, 2, AT.x).i32(31).op(op.I32_SHR_S);
  f.i32(1).op(op.I32_OR).i32(2).op(op.I32_MUL).op(op.I32_ADD);
  f.access(op.I32_STORE16, 1, AT.sum);
};

/** Enters the rows of the list into the batch; a row turns over where its sign is -. */
const emitEnter = (f: FunctionWriter, l: Locals): void => {
  f.i32(0).set(l.row).loop();
  f.get(FIRST).access(op.I32_LOAD, 2, 0).set(l.place);
  f.get(l.row).i32(4).op(op.I32_SHL).get(BATCH_AT).op(op.I32_ADD);
  f.get(l.place).access(op.I32_LOAD, 2, AT.x).i32(31).op(op.I32_SHR_S).simd(op.I32X4_SPLAT);
  f.vectorStore(0);
  f.get(l.row).i32(2).op(op.I32_SHL).get(BATCH_AT).op(op.I32_ADD);
  f.get(FIRST).access(op.I32_LOAD, 2, 4).access(op.I32_LOAD, 2, 0);
  f.access(op.I32_STORE, 2, ROWS_AT);
  emitDiagonal(f, l);
  f.get(FIRST).i32(PENDING_BYTES).op(op.I32_ADD).set(FIRST);
  f.get(l.row).i32(1).op(op.I32_ADD).tee(l.row).get(l.count).op(op.I32_LT_U).branchIf(0).end();
};

/** Fills the batch up to `size` with rows of zeros. */
const emitFill = (f: FunctionWriter, l: Locals, size: number): void => {
  f.block().loop().get(l.row).i32(size).op(op.I32_GE_U).branchIf(1);
  f.get(l.row).i32(4).op(op.I32_SHL).get(BATCH_AT).op(op.I32_ADD);
  f.i32(0).simd(op.I32X4_SPLAT).vectorStore(0);
  f.get(l.row).i32(2).op(op.I32_SHL).get(BATCH_AT).op(op.I32_ADD).get(ZERO_ROW);
  f.access(op.I32_STORE, 2, ROWS_AT);
  f.get(l.row).i32(1).op(op.I32_ADD).set(l.row).branch(0).end().end();
};

const emitAdd = (f: FunctionWriter, l: Locals, size: number, add: number): void => {
  emitFill(f, l, size);
  f.get(BASE).get(l.count).get(BATCH_AT).get(VECTORS).call(add);
};

/** tell(base, first, last): adds the rows of the slots on the list. */
const writeTell = (small: number, large: number): FunctionWriter => {
  const f = new FunctionWriter([I32, I32, I32]);
  f.locals(I32, 3);
  const l = { count: f.local(I32), row: f.local(I32), place: f.local(I32), entry: f.local(I32) };
  f.i32(0).access(op.I32_LOAD, 2, SIGN_HEADER.batch).set(BATCH_AT);
  f.i32(0).access(op.I32_LOAD, 2, SIGN_HEADER.zeroRow).set(ZERO_ROW);
  f.i32(0).access(op.I32_LOAD, 2, SIGN_HEADER.vectors).set(VECTORS);
  f.loop();
  emitCountRows(f, l);
  emitEnter(f, l);
  f.get(l.count).i32(SMALL_BATCH + 1).op(op.I32_LT_U).if();
  emitAdd(f, l, SMALL_BATCH, small);
  f.else();
  emitAdd(f, l, BATCH, large);
  f.end();
  f.get(FIRST).get(LAST).op(op.I32_LT_U).branchIf(0).end();
  return f;
};

/** tell, the first of the functions, and those it calls. */
export const writeSignLoops = (): Record<string, FunctionWriter> => ({
  tell: writeTell(1, 2),
  addSmall: writeAdd(SMALL_PLANES),
  add: writeAdd(PLANES),
});
