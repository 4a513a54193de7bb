import { F64, FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { STEP_A, STEP_C } from './sweeper.ts';
import { TABLE_BITS } from './thresholds.ts';

/** What differs between lanes of 16 and of 32 bits. */
export interface LaneShape {
  /** A lane has 2^log bytes. */
  readonly log: 1 | 2;
  readonly load: number;
  readonly store: number;
  readonly multiply: number;
  readonly lessOrEqual: number;
  readonly bitmask: number;
  readonly most: number;
}

export const NARROW: LaneShape = {
  log: 1,
  load: op.I32_LOAD16_S,
  store: op.I32_STORE16,
  multiply: op.I16X8_MUL,
  lessOrEqual: op.I16X8_LE_S,
  bitmask: op.I16X8_BITMASK,
  most: 2 ** 15 - 2,
};
export const WIDE: LaneShape = {
  log: 2,
  load: op.I32_LOAD,
  store: op.I32_STORE,
  multiply: op.I32X4_MUL,
  lessOrEqual: op.I32X4_LE_S,
  bitmask: op.I32X4_BITMASK,
  most: 2 ** 31 - 2,
};

/** Where things lie in memory, in bytes. */
export interface Places {
  readonly spins: number;
  readonly fields: number;
  readonly thresholds: number;
  readonly exponentials: number;
  /** Addresses of the couplings of each spin, one more than spins. */
  readonly rowStart: number;
  readonly couplings: number;
  /** Bytes of spins and fields: a whole number of vectors. */
  readonly lanesBytes: number;
  readonly tableLength: number;
  /** Whether couplings are full rows of bytes. */
  readonly dense: boolean;
}

/** Words at the start of memory. */
export const STATE_AT = 0;
export const FLIPS_AT = 4;

interface Flip {
  /** Byte offset of the spin among the lanes. */
  readonly at: number;
  readonly twice: number;
  readonly entry: number;
  readonly end: number;
  readonly word: number;
  readonly row: number;
  readonly factor: number;
}

const flipLocals = (f: FunctionWriter, at: number): Flip => {
  const [twice, entry, end, word, row] = [0, 0, 0, 0, 0].map(() => f.local(I32));
  return {
    at,
    twice: twice!,
    entry: entry!,
    end: end!,
    word: word!,
    row: row!,
    factor: f.local(V128),
  };
};

/** fields[place] += twice * weight for one neighbour: its offset and its weight are packed. */
const emitNeighbor = (f: FunctionWriter, l: Flip, shape: LaneShape, places: Places): void => {
  const { log, load, store } = shape;
  f.get(l.entry).access(op.I32_LOAD, 2, 0).set(l.word);
  if (log === 1) f.get(l.word).i32(0xffff).op(op.I32_AND).set(l.row);
  else f.get(l.word).set(l.row);
  f.get(l.row);
  f.get(l.row).access(load, log, places.fields);
  if (log === 1) f.get(l.word).i32(16).op(op.I32_SHR_S);
  else f.get(l.entry).access(op.I32_LOAD, 2, 4);
  f.get(l.twice).op(op.I32_MUL).op(op.I32_ADD).access(store, log, places.fields);
};

const emitSparseRow = (f: FunctionWriter, l: Flip, shape: LaneShape, places: Places): void => {
  const { log } = shape;
  // row addresses are words, lanes 2 or 4 bytes
  f.get(l.at);
  if (log === 1) f.i32(1).op(op.I32_SHL);
  f.tee(l.row).access(op.I32_LOAD, 2, places.rowStart).set(l.entry);
  f.get(l.row).access(op.I32_LOAD, 2, places.rowStart + 4).set(l.end);
  f.block();
  f.get(l.entry).get(l.end).op(op.I32_LT_U).op(op.I32_EQZ).branchIf(0);
  f.loop();
  emitNeighbor(f, l, shape, places);
  f.get(l.entry).i32(log === 1 ? 4 : 8).op(op.I32_ADD).tee(l.entry);
  f.get(l.end).op(op.I32_LT_U).branchIf(0).end();
  f.end();
};

/** fields += twice * row, eight at a time; a row holds a byte per lane. */
const emitDenseRow = (f: FunctionWriter, l: Flip, places: Places): void => {
  const { fields, couplings, lanesBytes } = places;
  f.get(l.twice).simd(op.I16X8_SPLAT).set(l.factor);
  f.get(l.at).i32(1).op(op.I32_SHR_U).i32(lanesBytes / 2).op(op.I32_MUL).set(l.entry);
  f.i32(0).set(l.row);
  f.loop();
  f.get(l.row).get(l.row).vectorLoad(fields);
  f.get(l.entry).access(op.V128_LOAD8X8_S, 3, couplings, true).get(l.factor).simd(op.I16X8_MUL);
  f.simd(op.I16X8_ADD).vectorStore(fields);
  f.get(l.entry).i32(8).op(op.I32_ADD).set(l.entry);
  f.get(l.row).i32(16).op(op.I32_ADD).tee(l.row).i32(lanesBytes).op(op.I32_LT_U).branchIf(0).end();
};

/** Turns over the spin at offset `at` and counts it. */
const emitFlip = (f: FunctionWriter, l: Flip, shape: LaneShape, places: Places): void => {
  const { log, load, store } = shape;
  f.get(l.at).i32(0).get(l.at).access(load, log, places.spins).op(op.I32_SUB).tee(l.twice);
  f.access(store, log, places.spins);
  f.get(l.twice).i32(1).op(op.I32_SHL).set(l.twice);
  f.i32(0).i32(0).access(op.I32_LOAD, 2, FLIPS_AT).i32(1).op(op.I32_ADD)
    .access(op.I32_STORE, 2, FLIPS_AT);
  if (places.dense) emitDenseRow(f, l, places);
  else emitSparseRow(f, l, shape, places);
};

/** flip(offset) */
const writeFlip = (shape: LaneShape, places: Places): FunctionWriter => {
  const f = new FunctionWriter([I32]);
  emitFlip(f, flipLocals(f, 0), shape, places);
  return f;
};

/** One group: those that pass by the vector test are tested again in turn. */
const emitGroup = (f: FunctionWriter, l: GroupLocals, shape: LaneShape, places: Places): void => {
  const { log, load, multiply, lessOrEqual, bitmask } = shape;
  f.get(l.state).i32(STEP_A).op(op.I32_MUL).i32(STEP_C).op(op.I32_ADD).tee(l.state);
  f.i32(32 - TABLE_BITS).op(op.I32_SHR_U).i32(log).op(op.I32_SHL).set(l.draw);
  f.get(l.first).vectorLoad(places.fields).get(l.first).vectorLoad(places.spins).simd(multiply);
  f.get(l.draw).vectorLoad(places.thresholds).simd(lessOrEqual).simd(bitmask).tee(l.mask);
  f.if().loop();
  f.get(l.mask).op(op.I32_CTZ).i32(log).op(op.I32_SHL).tee(l.lane);
  f.get(l.first).op(op.I32_ADD).set(l.flip.at);
  f.get(l.flip.at).access(load, log, places.fields);
  f.get(l.flip.at).access(load, log, places.spins).op(op.I32_MUL);
  f.get(l.lane).get(l.draw).op(op.I32_ADD).access(load, log, places.thresholds);
  f.op(op.I32_LE_S).if();
  emitFlip(f, l.flip, shape, places);
  f.end();
  f.get(l.mask).get(l.mask).i32(1).op(op.I32_SUB).op(op.I32_AND).tee(l.mask).branchIf(0)
    .end().end();
};

interface GroupLocals {
  readonly state: number;
  readonly first: number;
  readonly draw: number;
  readonly mask: number;
  readonly lane: number;
  readonly flip: Flip;
}

/** sweep(count) */
const writeSweep = (shape: LaneShape, places: Places): FunctionWriter => {
  const f = new FunctionWriter([I32]);
  const [state, first, draw, mask, lane, at] = [0, 0, 0, 0, 0, 0].map(() => f.local(I32));
  const l: GroupLocals = {
    state: state!,
    first: first!,
    draw: draw!,
    mask: mask!,
    lane: lane!,
    flip: flipLocals(f, at!),
  };
  f.i32(0).access(op.I32_LOAD, 2, STATE_AT).set(l.state);
  f.block();
  f.get(0).op(op.I32_EQZ).branchIf(0);
  f.loop().i32(0).set(l.first).loop();
  emitGroup(f, l, shape, places);
  f.get(l.first).i32(16).op(op.I32_ADD).tee(l.first);
  f.i32(places.lanesBytes).op(op.I32_LT_S).branchIf(0).end();
  f.get(0).i32(1).op(op.I32_SUB).tee(0).branchIf(0).end();
  f.end();
  f.i32(0).get(l.state).access(op.I32_STORE, 2, STATE_AT);
  return f;
};

/** heat(half the temperature): thresholds = floor(min(most, e * half)). */
const writeHeat = ({ log, store, most }: LaneShape, places: Places): FunctionWriter => {
  const f = new FunctionWriter([F64]);
  const k = f.local(I32);
  f.loop();
  f.get(k).i32(log).op(op.I32_SHL);
  f.get(k).i32(3).op(op.I32_SHL).access(op.F64_LOAD, 3, places.exponentials).get(0).op(op.F64_MUL);
  f.f64(most).op(op.F64_MIN).op(op.F64_FLOOR).op(op.I32_TRUNC_F64_S)
    .access(store, log, places.thresholds);
  f.get(k).i32(1).op(op.I32_ADD).tee(k).i32(places.tableLength).op(op.I32_LT_U).branchIf(0).end();
  return f;
};

/** The functions of a sweeper whose memory is laid out as `places` say. */
export const sweeperFunctions = (shape: LaneShape, places: Places) => ({
  sweep: writeSweep(shape, places),
  flip: writeFlip(shape, places),
  heat: writeHeat(shape, places),
});
