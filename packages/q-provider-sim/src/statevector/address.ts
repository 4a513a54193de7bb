import { I32, I64, op, type FunctionWriter, type ValueType } from '@xdv/wasm';

/** Integer instructions of one address width. */
export interface AddressCode {
  readonly type: ValueType;
  readonly add: number;
  readonly subtract: number;
  readonly multiply: number;
  readonly and: number;
  readonly or: number;
  readonly shiftLeft: number;
  readonly shiftRight: number;
  readonly isBelow: number;
  /** log2 of the bytes of an address in a table. */
  readonly tableShift: number;
  constant(writer: FunctionWriter, value: number): FunctionWriter;
  /** Loads an address from a table. */
  load(writer: FunctionWriter, offset: number): FunctionWriter;
  /** Makes an address of the i32 on the stack. */
  widen(writer: FunctionWriter): FunctionWriter;
}

export const NARROW: AddressCode = {
  type: I32,
  add: op.I32_ADD,
  subtract: op.I32_SUB,
  multiply: op.I32_MUL,
  and: op.I32_AND,
  or: op.I32_OR,
  shiftLeft: op.I32_SHL,
  shiftRight: op.I32_SHR_U,
  isBelow: op.I32_LT_U,
  tableShift: 2,
  constant: (writer, value) => writer.i32(value),
  load: (writer, offset) => writer.access(op.I32_LOAD, 2, offset),
  widen: (writer) => writer,
};

export const WIDE: AddressCode = {
  type: I64,
  add: op.I64_ADD,
  subtract: op.I64_SUB,
  multiply: op.I64_MUL,
  and: op.I64_AND,
  or: op.I64_OR,
  shiftLeft: op.I64_SHL,
  shiftRight: op.I64_SHR_U,
  isBelow: op.I64_LT_U,
  tableShift: 3,
  constant: (writer, value) => writer.i64(value),
  load: (writer, offset) => writer.access(op.I64_LOAD, 3, offset),
  widen: (writer) => writer.op(op.I64_EXTEND_I32_U),
};
