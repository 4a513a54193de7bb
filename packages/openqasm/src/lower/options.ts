import type { QCalibration } from '@xdv/domain-model';
import type { Complex, Value } from '../values/value.ts';

/**
 * The value of an input: a number or bigint for integers and floats, radians for an angle, true or
 * false for a `bool`, 0 and 1 for a bit, a string such as `'0110'` or an integer for a register, a
 * number of nanoseconds for a duration, an array of values for an array.
 */
export type InputValue =
  | number
  | bigint
  | boolean
  | string
  | Complex
  | readonly InputValue[];

/** What a program needs to become a circuit beyond its text. */
export interface LowerOptions {
  /** Values of its inputs by name. */
  readonly inputs?: Readonly<Record<string, InputValue>>;
  /**
   * Rounds of a loop whose end depends on outcomes: what it may take at most, 1 to 10,000. Default
   * 100; `@xdv.rounds 20` before a loop overrides it there.
   */
  readonly roundsMax?: number;
  /** Times of the device: of `durationof`, stretches, and gate calls with a duration. */
  readonly calibration?: QCalibration;
  /** Length of a `dt` in nanoseconds. */
  readonly dtNs?: number;
  /**
   * Implementations of `extern` functions by name. They are called while the program is lowered,
   * with values of the types that the program declares, and give one of the declared type.
   */
  readonly externs?: Readonly<Record<string, (...args: readonly Value[]) => InputValue>>;
}
