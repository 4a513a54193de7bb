import { CIRCUIT_LIMITS } from '@xdv/domain-model';

/**
 * Bounds on what a program may make the reader do, so that any text is answered in bounded time
 * and memory. Past one of them the reader reports it and stops.
 */
export const QASM_LIMITS = {
  /** Length of the source in UTF-16 code units. */
  sourceLengthMax: 64 * 1024 * 1024,
  /** Blocks inside blocks. */
  nestingMax: CIRCUIT_LIMITS.depthMax,
  /** Operators inside operators, counted along the deepest path of one expression. */
  expressionDepthMax: 256,
  /** Gate definitions that call gate definitions. */
  gateDepthMax: 256,
  /** Operations of the circuit, those in branches included. */
  opsMax: CIRCUIT_LIMITS.opsMax,
  /** Work while unrolling: one for each statement, expression node, operand and gate expanded. */
  stepsMax: 20_000_000,
  /** Digits of one number. */
  digitsMax: 100,
  /** Size of any integer while it is computed. */
  integerBitsMax: 256,
  /** Diagnostics of one program. */
  errorsMax: 20,
} as const;
