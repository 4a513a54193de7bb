import type { Circuit, CircuitOp } from '../circuit/circuit.ts';
import {
  CLASSICAL_OPERATORS,
  type Classical,
  type ClassicalIndex,
  type ClassicalOperator,
  type ClassicalType,
} from '../circuit/classical.ts';
import { GATE_NAMES, type GateName } from '../circuit/gates.ts';
import { writeNumber } from './encode-value.ts';
import type { CborWriter } from './writer.ts';

const GATE_CODE = Object.fromEntries(
  GATE_NAMES.map((name, code) => [name, code]),
) as Readonly<Record<GateName, number>>;

const writeNumbers = (writer: CborWriter, list: readonly number[]): void => {
  writer.array(list.length);
  for (let i = 0; i < list.length; i++) writeNumber(writer, list[i]!);
};

const TYPE_CODE = { uint: 0, int: 1, angle: 2, float: 3 } as const;
/** Operators follow the three other kinds of expressions. */
const OPERATOR_CODE = Object.fromEntries(
  Object.keys(CLASSICAL_OPERATORS).map((name, code) => [name, code + 3]),
) as Readonly<Record<ClassicalOperator, number>>;

const writeType = (writer: CborWriter, { kind, width }: ClassicalType): void =>
  writeNumbers(writer, [TYPE_CODE[kind], width]);

/** A place in the classical bits: [at], or [at, count, stride, by] for an element. */
const writePlace = (writer: CborWriter, at: number, index: ClassicalIndex | undefined): void => {
  if (index === undefined) return writeNumbers(writer, [at]);
  writer.array(4);
  writer.uint(at);
  writer.uint(index.count);
  writer.uint(index.stride);
  writeClassical(writer, index.by);
};

/** An expression is an array that begins with its code and its type. */
const writeClassical = (writer: CborWriter, expression: Classical): void => {
  const { op, type } = expression;
  switch (op) {
    case 'constant':
      writer.array(3);
      writer.uint(0);
      writeType(writer, type);
      if (typeof expression.value === 'number') return writeNumber(writer, expression.value);
      return writer.text(expression.value);
    case 'read':
      writer.array(3);
      writer.uint(1);
      writeType(writer, type);
      return writePlace(writer, expression.at, expression.index);
    case 'cast':
      writer.array(3);
      writer.uint(2);
      writeType(writer, type);
      return writeClassical(writer, expression.of);
    default:
      writer.array(2 + expression.args.length);
      writer.uint(OPERATOR_CODE[op]);
      writeType(writer, type);
      for (const arg of expression.args) writeClassical(writer, arg);
  }
};

const writeClassicals = (writer: CborWriter, list: readonly Classical[]): void => {
  writer.array(list.length);
  for (const expression of list) writeClassical(writer, expression);
};

const writeOp = (writer: CborWriter, op: CircuitOp): void => {
  switch (op.kind) {
    case 'gate':
      writer.array(5);
      writer.uint(0);
      writer.uint(GATE_CODE[op.gate]);
      writeNumbers(writer, op.targets);
      writeNumbers(writer, op.params);
      return writeNumbers(writer, op.controls);
    case 'measure':
      return writeNumbers(writer, [1, op.qubit, op.bit]);
    case 'reset':
      return writeNumbers(writer, [2, op.qubit]);
    case 'barrier':
      return writeNumbers(writer, [3, ...op.qubits]);
    case 'delay':
      return writeNumbers(writer, [4, op.qubit, op.ns]);
    case 'if':
      writer.array(5);
      writer.uint(5);
      writeNumbers(writer, op.bits);
      writeNumbers(writer, op.values);
      writeOps(writer, op.then);
      return writeOps(writer, op.otherwise);
    case 'while':
      writer.array(5);
      writer.uint(6);
      writeNumbers(writer, op.bits);
      writeNumbers(writer, op.values);
      writer.uint(op.max);
      return writeOps(writer, op.body);
    case 'set':
      writer.array(3);
      writer.uint(7);
      writePlace(writer, op.at, op.index);
      return writeClassical(writer, op.value);
    case 'computed':
      writer.array(5);
      writer.uint(8);
      writer.uint(GATE_CODE[op.gate]);
      writeNumbers(writer, op.targets);
      writeClassicals(writer, op.params);
      return writeNumbers(writer, op.controls);
  }
};

const writeOps = (writer: CborWriter, ops: readonly CircuitOp[]): void => {
  writer.array(ops.length);
  for (const op of ops) writeOp(writer, op);
};

/**
 * Appends the flat form of a validated circuit (XDV-052.3): [qubits, bits, ops], and the number of
 * its own bits after that if it has any. An operation is an array that begins with its code. Equal
 * circuits give equal bytes; linear in operations.
 */
export const writeCircuit = (writer: CborWriter, circuit: Circuit): void => {
  const { qubits, bits, scratch = 0, ops } = circuit;
  writer.array(scratch > 0 ? 4 : 3);
  writer.uint(qubits);
  writer.uint(bits);
  writeOps(writer, ops);
  if (scratch > 0) writer.uint(scratch);
};
