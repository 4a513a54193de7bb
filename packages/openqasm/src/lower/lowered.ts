import type { Circuit } from '@xdv/domain-model';
import type { Type } from '../types/type.ts';

/** A program as a circuit, and how the two correspond. */
export interface Lowered {
  readonly circuit: Circuit;
  readonly version: 2 | 3;
  /** The name of each qubit: `q[2]`, `q` or `$2`. */
  readonly qubits: readonly string[];
  /** Which bits of the circuit hold which output, the first declared in the lowest bits. */
  readonly outputs: readonly Output[];
}

/** An `output` of the program; if it declares none, each of its global bits and bit registers. */
export interface Output {
  readonly name: string;
  readonly type: Type;
  /** Its bits are `at` to `at + width - 1`. */
  readonly at: number;
  readonly width: number;
}
