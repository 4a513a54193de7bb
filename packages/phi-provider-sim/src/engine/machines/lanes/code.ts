import type { FunctionWriter } from '@xdv/wasm';

// instructions, by their names in the specification (WebAssembly 3.0, section 5.4)
const I32_LOAD = 0x28;
export const I32_ADD = 0x6a;
export const I32_SUB = 0x6b;
export const I32_LT_U = 0x49;
const V128_LOAD32_SPLAT = 9;
export const I8X16_SUM_PAIRS = 0x7d; // i16x8.extadd_pairwise_i8x16_u
export const I16X8_SUM_PAIRS = 0x7f; // i32x4.extadd_pairwise_i16x8_u
export const I32X4_SPLAT = 0x11;
export const I32X4_SHL = 0xab;
export const I32X4_SHR_U = 0xad;
export const I32X4_ADD = 0xae;
export const I32X4_MUL = 0xb5;
export const V128_AND = 0x4e;
export const V128_OR = 0x50;
export const V128_XOR = 0x51;
export const V128_BITSELECT = 0x52;
export const V128_ANY_TRUE = 0x53;
export const F32X4_GT = 0x44;
export const F32X4_NEAREST = 0x6a;
export const F32X4_ABS = 0xe0;
export const F32X4_ADD = 0xe4;
export const F32X4_SUB = 0xe5;
export const F32X4_MUL = 0xe6;
export const F32X4_DIV = 0xe7;
export const F32X4_PMIN = 0xea;
export const F32X4_PMAX = 0xeb;
export const F32X4_CONVERT = 0xfa; // f32x4.convert_i32x4_s

/** Bytes of a vector of four lanes. */
export const VECTOR = 16;

/** Pushes one 32-bit word of memory in all four lanes. */
export const splatAt = (f: FunctionWriter, address: number, offset: number): FunctionWriter =>
  f.get(address).access(V128_LOAD32_SPLAT, 2, offset, true);

/** Adds to a local. */
export const step = (f: FunctionWriter, local: number, by: number): FunctionWriter =>
  f.get(local).i32(by).op(I32_ADD).set(local);

/** Where the sums of a row are gathered. */
export interface RowSum {
  /** Address of the words of the row; moved to its end. */
  readonly row: number;
  /** Address that offsets of neighbours count from. */
  readonly base: number;
  /** First of `vectors` locals in a row that the couplings are added to. */
  readonly sums: number;
  readonly vectors: number;
  /** Offset of the neighbours' vectors from base. */
  readonly offset: number;
  /** Locals for the loop, I32. */
  readonly count: number;
  readonly minus: number;
  readonly at: number;
  /** A local for a weight, V128. */
  readonly weight: number;
}

/** Runs `body` once for each neighbour that is left to count. */
const repeat = (f: FunctionWriter, s: RowSum, body: () => void): void => {
  f.get(s.count).if().loop();
  body();
  f.get(s.count).i32(1).op(I32_SUB).tee(s.count).branchIf(0);
  f.end().end();
};

const neighborAt = (f: FunctionWriter, s: RowSum): void => {
  f.get(s.row).access(I32_LOAD, 2, 0).get(s.base).op(I32_ADD).set(s.at);
};

const addRun = (f: FunctionWriter, s: RowSum, opcode: number): void =>
  repeat(f, s, () => {
    neighborAt(f, s);
    for (let k = 0; k < s.vectors; k++) {
      f.get(s.sums + k).get(s.at).vectorLoad(s.offset + VECTOR * k).simd(opcode).set(s.sums + k);
    }
    step(f, s.row, 4);
  });

const addWeighted = (f: FunctionWriter, s: RowSum): void =>
  repeat(f, s, () => {
    neighborAt(f, s);
    splatAt(f, s.row, 4).set(s.weight);
    for (let k = 0; k < s.vectors; k++) {
      f.get(s.sums + k).get(s.at).vectorLoad(s.offset + VECTOR * k);
      f.get(s.weight).simd(F32X4_MUL).simd(F32X4_ADD).set(s.sums + k);
    }
    step(f, s.row, 8);
  });

/**
 * Adds the neighbours of a row to the sums, one after another (`sumRow` of the reference does the
 * same). The row address is at the first count, and after its last word afterwards.
 */
export const emitRowSum = (f: FunctionWriter, signed: boolean, s: RowSum): void => {
  f.get(s.row).access(I32_LOAD, 2, 0).set(s.count);
  if (!signed) {
    step(f, s.row, 4);
    addWeighted(f, s);
    return;
  }
  f.get(s.row).access(I32_LOAD, 2, 4).set(s.minus);
  step(f, s.row, 8);
  addRun(f, s, F32X4_ADD);
  f.get(s.minus).set(s.count);
  addRun(f, s, F32X4_SUB);
};
