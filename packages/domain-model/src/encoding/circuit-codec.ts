import type { Circuit, CircuitOp } from '../circuit/circuit.ts';
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
  }
};

const writeOps = (writer: CborWriter, ops: readonly CircuitOp[]): void => {
  writer.array(ops.length);
  for (const op of ops) writeOp(writer, op);
};

/**
 * Appends the flat form of a validated circuit (XDV-052.3): [qubits, bits, ops], where an operation
 * is an array that begins with its code. Equal circuits give equal bytes; linear in operations.
 */
export const writeCircuit = (writer: CborWriter, circuit: Circuit): void => {
  writer.array(3);
  writer.uint(circuit.qubits);
  writer.uint(circuit.bits);
  writeOps(writer, circuit.ops);
};
