import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { unwrap, XdvError, type QDeviceProfile, type Result } from '@xdv/domain-model';
import {
  readQasm,
  type InputValue,
  type QasmDiagnostic,
  type QasmFault,
  type ReadProgram,
} from '@xdv/openqasm';
import { transpile } from '@xdv/q-provider-sim/transpile';
import type { FileName } from '../platform/file-name.ts';
import { readText } from '../platform/read-file.ts';
import { InputError } from './input-error.ts';

/** Values of a program's inputs, by name. */
export type Inputs = Readonly<Record<string, InputValue>>;

/** Gives the files that a program includes: paths start from the folder that it is in. */
export const includeBeside =
  ({ path }: FileName) =>
  (name: string): string | undefined => {
    try {
      return readFileSync(resolve(dirname(path), name), 'utf8');
    } catch {
      return undefined;
    }
  };

/** Where and what, and below it the line with a mark. */
const describe = ({ file, line, column, message, excerpt }: QasmDiagnostic): string =>
  `${file}:${line}:${column}: ${message}\n${excerpt}`;

const refuse = ({ code, message, hint, diagnostics }: QasmFault): never => {
  // the fault's own message says where the first one is
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const excerpts = errors.map((each, i) => (i === 0 ? each.excerpt : describe(each)));
  throw new InputError({ code, message, hint }, excerpts);
};

/** Reads and lowers an OpenQASM file. Throws InputError with what is wrong and where. */
export const readQasmFile = (file: FileName, inputs: Inputs): ReadProgram => {
  const { path, name } = file;
  const options = { file: name, include: includeBeside(file), inputs };
  const read: Result<ReadProgram, QasmFault> = readQasm(readText(path, name), options);
  return read.ok ? read.value : refuse(read.fault);
};

/** What the bits of an outcome mean to the program that it is of. */
export type OutcomeMeaning = Pick<ReadProgram, 'circuit' | 'outputs'>;

/** A program as a device performs it, with the swaps that took. */
export interface FittedProgram extends ReadProgram {
  readonly swaps: number;
}

/**
 * A program in the gates and on the couplings of a device, unless it performs every gate on any
 * qubits. Throws the fault of a program that does not fit.
 */
export const fitProgram = (program: ReadProgram, device: QDeviceProfile): FittedProgram => {
  const { native, couplings } = device;
  if (native === undefined && couplings === undefined) return { ...program, swaps: 0 };
  const { circuit, swaps } = unwrap(transpile(program.circuit, device));
  const qubits = Array.from({ length: circuit.qubits }, (_, qubit) => `$${qubit}`);
  return { ...program, circuit, qubits, swaps };
};

/** One `--input name=value` after another; a value is a number, true, false, a list or a text. */
export const collectInput = (text: string, inputs: Inputs = {}): Inputs => {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new XdvError({
      code: 'ARGUMENT_INVALID',
      message: `--input ${text} names no value`,
      hint: 'Write --input theta=0.5',
    });
  }
  return { ...inputs, [text.slice(0, at).trim()]: inputValue(text.slice(at + 1).trim()) };
};

const inputValue = (text: string): InputValue => {
  try {
    return JSON.parse(text) as InputValue;
  } catch {
    return text;
  }
};
