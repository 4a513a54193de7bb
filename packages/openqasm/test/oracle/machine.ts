import { applied, plus, times, type Amplitude, type Matrix } from './matrix.ts';

/** Chances smaller than this are rounding. */
const NEGLIGIBLE = 1e-10;

/** One way through a program: the outcomes to take, and the probability of what was taken. */
export class Way {
  readonly taken: (0 | 1)[] = [];
  /** Outcomes at which the other one was possible as well. */
  readonly forks: number[] = [];
  readonly #given: readonly (0 | 1)[];
  probability = 1;

  constructor(given: readonly (0 | 1)[]) {
    this.#given = given;
  }

  /** The next outcome, where 1 has probability `one`. */
  choose(one: number): 0 | 1 {
    const place = this.taken.length;
    const possible = one < NEGLIGIBLE ? [0] : one > 1 - NEGLIGIBLE ? [1] : [0, 1];
    const outcome = this.#given[place] ?? (possible[0] as 0 | 1);
    if (possible.length > 1) {
      if (place >= this.#given.length) this.forks.push(place);
      this.probability *= outcome === 1 ? one : 1 - one;
    }
    this.taken.push(outcome);
    return outcome;
  }

  /** Ways that leave this one where it was free to choose. */
  others(): readonly (readonly (0 | 1)[])[] {
    return this.forks.map((place) => [...this.taken.slice(0, place), 1]);
  }
}

/** Runs `run` once for every way of its outcomes. */
export const everyWay = <T>(
  waysMax: number,
  run: (way: Way) => T,
): readonly (readonly [Way, T])[] => {
  const open: (readonly (0 | 1)[])[] = [[]];
  const done: (readonly [Way, T])[] = [];
  for (let given = open.pop(); given !== undefined; given = open.pop()) {
    const way = new Way(given);
    done.push([way, run(way)]);
    if (done.length > waysMax) throw new RangeError(`more than ${waysMax} ways`);
    open.push(...way.others());
  }
  return done;
};

/** Qubits in a pure state: amplitudes by index, with qubit k as its bit k. */
export class Machine {
  readonly names: string[] = [];
  readonly way: Way;
  /** No outcome was drawn and nothing reset: the state is that of a unitary program. */
  unitary = true;
  state: readonly Amplitude[] = [[1, 0]];

  constructor(way: Way) {
    this.way = way;
  }

  /** A new qubit in |0⟩. */
  add(name: string): number {
    this.names.push(name);
    this.state = [...this.state, ...this.state.map((): Amplitude => [0, 0])];
    return this.names.length - 1;
  }

  /** The qubit of that name, which is new the first time: a qubit of the hardware. */
  named(name: string): number {
    const found = this.names.indexOf(name);
    return found < 0 ? this.add(name) : found;
  }

  apply(matrix: Matrix, qubits: readonly number[]): void {
    this.state = applied(this.state, matrix, qubits);
  }

  measure(qubit: number): 0 | 1 {
    this.unitary = false;
    const isOne = (index: number): boolean => Math.floor(index / 2 ** qubit) % 2 === 1;
    const weight = (of: boolean): number =>
      this.state.reduce((sum, [re, im], k) => (isOne(k) === of ? sum + re * re + im * im : sum), 0);
    const one = weight(true);
    const outcome = this.way.choose(one / (one + weight(false)));
    const scale: Amplitude = [1 / Math.sqrt(outcome === 1 ? one : weight(false)), 0];
    this.state = this.state.map((amplitude, k) =>
      isOne(k) === (outcome === 1) ? plus(times(amplitude, scale), [0, 0]) : [0, 0],
    );
    return outcome;
  }

  reset(qubit: number): void {
    const flip: Matrix = [
      [[0, 0], [1, 0]],
      [[1, 0], [0, 0]],
    ];
    if (this.measure(qubit) === 1) this.apply(flip, [qubit]);
  }
}
