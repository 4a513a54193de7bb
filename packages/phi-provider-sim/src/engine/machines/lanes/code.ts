import { op, type FunctionWriter } from '@xdv/wasm';

/** Bytes of a vector of four lanes. */
export const VECTOR = 16;

/** Pushes one 32-bit word of memory in all four lanes. */
export const splatAt = (f: FunctionWriter, address: number, offset: number): FunctionWriter =>
  f.get(address).access(op.V128_LOAD32_SPLAT, 2, offset, true);

/** Adds to a local. */
export const step = (f: FunctionWriter, local: number, by: number): FunctionWriter =>
  f.get(local).i32(by).op(op.I32_ADD).set(local);

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
  f.get(s.count).i32(1).op(op.I32_SUB).tee(s.count).branchIf(0);
  f.end().end();
};

const neighborAt = (f: FunctionWriter, s: RowSum): void => {
  f.get(s.row).access(op.I32_LOAD, 2, 0).get(s.base).op(op.I32_ADD).set(s.at);
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
      f.get(s.weight).simd(op.F32X4_MUL).simd(op.F32X4_ADD).set(s.sums + k);
    }
    step(f, s.row, 8);
  });

/**
 * Adds the neighbours of a row to the sums, one after another (`sumRow` of the reference does the
 * same). The row address is at the first count, and after its last word afterwards.
 */
export const emitRowSum = (f: FunctionWriter, signed: boolean, s: RowSum): void => {
  f.get(s.row).access(op.I32_LOAD, 2, 0).set(s.count);
  if (!signed) {
    step(f, s.row, 4);
    addWeighted(f, s);
    return;
  }
  f.get(s.row).access(op.I32_LOAD, 2, 4).set(s.minus);
  step(f, s.row, 8);
  addRun(f, s, op.F32X4_ADD);
  f.get(s.minus).set(s.count);
  addRun(f, s, op.F32X4_SUB);
};
