import type { QasmSymbol } from './symbol.ts';

/** What a symbol is called in messages. */
export const KINDS: Readonly<Record<QasmSymbol['kind'], string>> = {
  constant: 'a constant',
  variable: 'a variable',
  parameter: 'a parameter',
  angle: 'an angle of this gate',
  loop: 'a loop variable',
  input: 'an input',
  output: 'an output',
  qubits: 'a qubit',
  qubit: 'a qubit',
  alias: 'an alias',
  gate: 'a gate',
  subroutine: 'a subroutine',
  calibration: 'a calibration',
};

/** What is called rather than used as a value. */
export const CALLED: ReadonlySet<QasmSymbol['kind']> = new Set([
  'gate',
  'subroutine',
  'calibration',
]);
