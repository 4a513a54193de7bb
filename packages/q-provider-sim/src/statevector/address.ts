import { I32, I64, type FunctionWriter, type ValueType } from '@xdv/wasm';

/** Integer instructions of one address width. */
export interface AddressCode {
  readonly type: ValueType;
  readonly add: number;
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
  add: 0x6a,
  and: 0x71,
  or: 0x72,
  shiftLeft: 0x74,
  shiftRight: 0x76,
  isBelow: 0x49,
  tableShift: 2,
  constant: (writer, value) => writer.i32(value),
  load: (writer, offset) => writer.access(0x28, 2, offset),
  widen: (writer) => writer,
};

export const WIDE: AddressCode = {
  type: I64,
  add: 0x7c,
  and: 0x83,
  or: 0x84,
  shiftLeft: 0x86,
  shiftRight: 0x88,
  isBelow: 0x54,
  tableShift: 3,
  constant: (writer, value) => writer.i64(value),
  load: (writer, offset) => writer.access(0x29, 3, offset),
  widen: (writer) => writer.op(0xad),
};
