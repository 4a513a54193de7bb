import type { Circuit } from '@xdv/domain-model';
import type { Precision } from './published.ts';

export interface EngineOptions {
  readonly precision: Precision;
  readonly threads: number;
}

/** A state vector that makes the state of one circuit, again and again. */
export interface Engine {
  /** Runs the circuit once from |0…0⟩. Taking the memory of the state counts nowhere. */
  start(circuit: Circuit, options: EngineOptions): Running;
}

export interface Running {
  readonly cold: ColdStart;
  /** How often the state is read and written from end to end; null where the engine cannot say. */
  readonly passes: number | null;
  /** Back to |0…0⟩. */
  reset(): void;
  execute(): void;
  /** See {@link fingerprint}. */
  check(): number;
}

/** The first run, in milliseconds by the clock: what a caller waits. */
export interface ColdStart {
  readonly planMs: number;
  readonly compileMs: number;
  readonly firstMs: number;
  readonly totalMs: number;
}

export const coldStart = (planMs: number, compileMs: number, firstMs: number): ColdStart => ({
  planMs,
  compileMs,
  firstMs,
  totalMs: planMs + compileMs + firstMs,
});

const PRIME = 2654435761;

/** A weight in [0, 1) for each basis state. */
export const weightOf = (index: number): number => (Math.imul(index, PRIME) >>> 0) / 2 ** 32;

/**
 * The mean of {@link weightOf} over measured outcomes: engines that agree on it for a large
 * circuit agree on the probabilities. `amplitudes` is re, im, re, im, … by little-endian index.
 */
export const fingerprint = (amplitudes: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; 2 * i < amplitudes.length; i++) {
    const re = amplitudes[2 * i]!;
    const im = amplitudes[2 * i + 1]!;
    sum += (re * re + im * im) * weightOf(i);
  }
  return sum;
};
