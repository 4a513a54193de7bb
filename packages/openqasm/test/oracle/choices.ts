/**
 * Decisions read from a list of numbers: what comes first in a list of options is what 0 chooses,
 * and what is chosen once the numbers are used up. So shorter lists of smaller numbers make simpler
 * programs, and a property test that shrinks the list shrinks the program.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return (this.#numbers[this.#next++] ?? 0) % count;
  }

  from(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(options: readonly T[]): T {
    return options[this.below(options.length)]!;
  }

  /** Runs one of the alternatives. */
  any<T>(...options: readonly (() => T)[]): T {
    return this.pick(options)();
  }

  /** True one time in `times`; false once the numbers are used up. */
  rarely(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** There are numbers left. */
  get more(): boolean {
    return this.#next < this.#numbers.length;
  }
}
