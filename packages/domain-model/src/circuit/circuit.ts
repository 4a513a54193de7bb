import type { Classical, ClassicalIndex } from './classical.ts';
import type { GateName } from './gates.ts';

/**
 * A classical description of quantum work: what crosses from K to Q (XDV-022.2). It holds no state.
 * Qubits and classical bits are numbered from 0. Bits start at 0.
 */
export interface Circuit {
  readonly qubits: number;
  readonly bits: number;
  /** Classical bits after the first `bits`, for the circuit's own use: not part of its result. */
  readonly scratch?: number;
  readonly ops: readonly CircuitOp[];
}

export type CircuitOp =
  | GateOp
  | MeasureOp
  | ResetOp
  | BarrierOp
  | DelayOp
  | IfOp
  | WhileOp
  | SetOp
  | ComputedOp;

export interface GateOp {
  readonly kind: 'gate';
  readonly gate: GateName;
  readonly targets: readonly number[];
  /** Angles in radians. */
  readonly params: readonly number[];
  /** The gate acts only where every control is 1. */
  readonly controls: readonly number[];
}

/** Measures `qubit` in the computational basis into `bit`. */
export interface MeasureOp {
  readonly kind: 'measure';
  readonly qubit: number;
  readonly bit: number;
}

/** Puts `qubit` into |0⟩ whatever it was. */
export interface ResetOp {
  readonly kind: 'reset';
  readonly qubit: number;
}

/** Orders everything before it on `qubits` before everything after it. */
export interface BarrierOp {
  readonly kind: 'barrier';
  readonly qubits: readonly number[];
}

/** Idles `qubit` for `ns` nanoseconds. */
export interface DelayOp {
  readonly kind: 'delay';
  readonly qubit: number;
  readonly ns: number;
}

/** Classical control: runs `then` if every listed bit has its listed value, else `otherwise`. */
export interface IfOp {
  readonly kind: 'if';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly then: readonly CircuitOp[];
  readonly otherwise: readonly CircuitOp[];
}

/**
 * Runs `body` as long as every listed bit has its listed value, looking before each round. A round
 * after `max` would exceed the time that was reserved, so it fails the run with
 * DECOHERENCE_EXCEEDED.
 */
export interface WhileOp {
  readonly kind: 'while';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly max: number;
  readonly body: readonly CircuitOp[];
}

/** Writes a classical value, as wide as its type, to the bits from `at`, lowest first. */
export interface SetOp {
  readonly kind: 'set';
  readonly at: number;
  /** Writes to an element of an array that starts at `at`. */
  readonly index?: ClassicalIndex;
  readonly value: Classical;
}

/** A gate whose angles are computed from classical bits when it is reached. */
export interface ComputedOp {
  readonly kind: 'computed';
  readonly gate: GateName;
  readonly targets: readonly number[];
  /** Angles in radians: values of type float. */
  readonly params: readonly Classical[];
  readonly controls: readonly number[];
}

/** Bounds that every circuit keeps. Devices have tighter ones. */
export const CIRCUIT_LIMITS = {
  qubitsMax: 4096,
  bitsMax: 65_536,
  opsMax: 1_000_000,
  depthMax: 64,
  /** Conditions times qubits: each condition holds up every qubit. */
  conditionQubitsMax: 50_000_000,
  shotsMax: 10_000_000,
  /** Rounds of one loop. */
  roundsMax: 10_000,
  /** Width of a classical value in bits. */
  widthMax: 4096,
  /** Depth of a classical expression. */
  expressionDepthMax: 64,
} as const;
