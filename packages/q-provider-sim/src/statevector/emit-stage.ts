import { FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { ARITHMETIC } from './arithmetic.ts';
import { bitShift, GROUP_BYTES, type Target } from './emit-kernel.ts';
import type { Stage } from './plan.ts';

/** Where a stage finds its tables, and what it calls. */
export interface StageTable {
  /** Address of amplitude zero. */
  readonly state: number;
  /** Offsets of the chunks of a block; null if a block is contiguous. */
  readonly chunks: number | null;
  /** Indices of the kernels' functions, in order. */
  readonly kernels: readonly number[];
  /** Index of the function that multiplies the remaining factors in, if this stage does. */
  readonly finish: number | null;
}

/** The blocks of a stage are those whose bits outside are any value of its outer bits. */
const emitOffset = (writer: FunctionWriter, stage: Stage, { address, shape }: Target): void => {
  address.constant(writer, 0);
  for (const [k, bit] of stage.outer.entries()) {
    writer.get(0).i32(k).op(op.I32_SHR_U).i32(1).op(op.I32_AND);
    address.widen(writer);
    address.constant(writer, bitShift(bit, shape)).op(address.shiftLeft).op(address.or);
  }
};

const emitCopies = (
  writer: FunctionWriter,
  target: Target,
  table: StageTable,
  { offset, chunk, toScratch }: { offset: number; chunk: number; toScratch: boolean },
): void => {
  const { address, shape } = target;
  const count = 2 ** (shape.blockQubits - shape.chunkQubits);
  const shift = bitShift(shape.chunkQubits, shape);
  const pushScratch = (): void => {
    writer.get(2).get(chunk);
    address.widen(writer);
    address.constant(writer, shift).op(address.shiftLeft).op(address.add);
  };
  const pushState = (): void => {
    address.constant(writer, table.state);
    writer.get(offset).op(address.add).get(chunk);
    address.widen(writer);
    address.constant(writer, address.tableShift).op(address.shiftLeft);
    address.load(writer, table.chunks!).op(address.add);
  };
  writer.i32(0).set(chunk).loop();
  if (toScratch) pushScratch();
  pushState();
  if (!toScratch) pushScratch();
  address.constant(writer, 2 ** shift).memoryCopy();
  writer.get(chunk).i32(1).op(op.I32_ADD).tee(chunk).i32(count).op(op.I32_LT_U).branchIf(0).end();
};

/**
 * A function (from, until, scratch) that runs a stage on the blocks numbered `from` to `until`.
 * A block that is not contiguous is gathered at `scratch`, worked on there and put back.
 */
export const emitStage = (stage: Stage, table: StageTable, target: Target): FunctionWriter => {
  const { address } = target;
  const writer = new FunctionWriter([I32, I32, address.type]);
  const offset = writer.local(address.type);
  const chunk = writer.local(I32);
  writer.block().loop().get(0).get(1).op(op.I32_GE_U).branchIf(1);
  emitOffset(writer, stage, target);
  writer.set(offset);
  const gathered = table.chunks !== null;
  const pushBlock = (): void => {
    if (gathered) writer.get(2);
    else address.constant(writer, table.state).get(offset).op(address.add);
  };
  if (gathered) emitCopies(writer, target, table, { offset, chunk, toScratch: true });
  for (const kernel of table.kernels) {
    pushBlock();
    writer.get(offset).call(kernel);
  }
  if (table.finish !== null) {
    pushBlock();
    writer.get(0).call(table.finish);
  }
  if (gathered) emitCopies(writer, target, table, { offset, chunk, toScratch: false });
  return writer.get(0).i32(1).op(op.I32_ADD).set(0).branch(0).end().end();
};

/** Where the factors of the last stage are. */
export interface FinishTable {
  /** One for each block, one for each chunk of a block, one for each amplitude of a chunk. */
  readonly blocks: number;
  readonly chunks: number;
  /** Null if these are all 1. */
  readonly amplitudes: number | null;
}

/** A function (block address, block number) that multiplies every amplitude by its factor. */
export const emitFinish = (table: FinishTable, { address, shape }: Target): FunctionWriter => {
  const writer = new FunctionWriter([address.type, I32]);
  const narrow = shape.laneQubits === 2;
  const { add, subtract, multiply } = ARITHMETIC[narrow ? 'narrow' : 'wide'];
  const vector = (): number => writer.local(V128);
  const [br, bi, hr, hi, lr, li] = [vector(), vector(), vector(), vector(), vector(), vector()];
  const [x, y, t] = [vector(), vector(), vector()];
  const chunk = writer.local(I32);
  const at = writer.local(address.type);
  const end = writer.local(address.type);
  const factor = writer.local(address.type);
  const loadAt = (local: number, base: number, re: number, im: number): void => {
    writer.get(local);
    address.widen(writer);
    address.constant(writer, 5).op(address.shiftLeft).tee(factor).vectorLoad(base).set(re);
    writer.get(factor).vectorLoad(base + 16).set(im);
  };
  /** (re, im) = (ar, ai)·(cr, ci) */
  const product = (
    ar: number,
    ai: number,
    cr: number,
    ci: number,
    re: number,
    im: number,
  ): void => {
    writer.get(ar).get(cr).simd(multiply).get(ai).get(ci).simd(multiply).simd(subtract).set(t);
    writer.get(ar).get(ci).simd(multiply).get(ai).get(cr).simd(multiply).simd(add).set(im);
    writer.get(t).set(re);
  };
  const chunkQubits = Math.min(shape.chunkQubits, shape.qubits);
  const chunkBytes = 2 ** bitShift(chunkQubits, shape);
  const blockQubits = Math.min(shape.blockQubits, shape.qubits);
  loadAt(1, table.blocks, br, bi);
  writer.get(0).set(at).loop();
  loadAt(chunk, table.chunks, hr, hi);
  product(br, bi, hr, hi, hr, hi);
  writer.get(at);
  address.constant(writer, chunkBytes).op(address.add).set(end);
  address.constant(writer, table.amplitudes ?? 0).set(factor).loop();
  writer.get(at).vectorLoad(0).set(x).get(at).vectorLoad(16).set(y);
  if (table.amplitudes === null) product(x, y, hr, hi, x, y);
  else {
    writer.get(factor).vectorLoad(0).set(lr).get(factor).vectorLoad(16).set(li);
    product(lr, li, hr, hi, lr, li);
    product(x, y, lr, li, x, y);
    writer.get(factor);
    address.constant(writer, GROUP_BYTES).op(address.add).set(factor);
  }
  writer.get(at).get(x).vectorStore(0).get(at).get(y).vectorStore(16).get(at);
  address.constant(writer, GROUP_BYTES).op(address.add).tee(at);
  writer.get(end).op(address.isBelow).branchIf(0).end();
  writer.get(chunk).i32(1).op(op.I32_ADD).tee(chunk);
  return writer.i32(2 ** (blockQubits - chunkQubits)).op(op.I32_LT_U).branchIf(0).end();
};
