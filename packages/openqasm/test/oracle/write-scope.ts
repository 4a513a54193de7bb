import type { Choices } from './choices.ts';

export type ScalarKind = 'bits' | 'bool' | 'int' | 'uint' | 'float' | 'angle' | 'complex' | 'time';

/** A type of the programs that are written; `w` of a register of bits is null for one bit. */
export interface Shape {
  readonly t: ScalarKind;
  readonly w: number | null;
}

export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  /** Sizes of an array; empty for a scalar. */
  readonly sizes: readonly number[];
  /** Nothing may be assigned to it. */
  readonly fixed: boolean;
  /** It is a constant of the language. */
  readonly constant: boolean;
}

/** Qubits under a name; `ids` tell which ones, so that none is used twice at once. */
export interface Register {
  readonly name: string;
  readonly ids: readonly number[];
  readonly single: boolean;
}

export interface GateShape {
  readonly name: string;
  readonly params: number;
  readonly qubits: number;
  /** Its matrix may be raised to a fraction: the oracle does that for one qubit. */
  readonly fractions: boolean;
}

export type ParameterShape =
  | { readonly is: 'scalar'; readonly shape: Shape }
  | { readonly is: 'qubits'; readonly size: number | null }
  | {
      readonly is: 'array';
      readonly shape: Shape;
      readonly size: number;
      readonly writable: boolean;
    };

export interface DefShape {
  readonly name: string;
  readonly params: readonly ParameterShape[];
  readonly returns: Shape | null;
  /** Outcomes that one call draws, at most. */
  readonly draws: number;
}

export type WriteValue = (w: Writer, shape: Shape, depth: number) => string;

/** A program being written: what is declared so far, and what may still be used up. */
export class Writer {
  readonly choose: Choices;
  variables: Variable[] = [];
  registers: Register[] = [];
  gates: GateShape[] = [];
  defs: DefShape[] = [];
  /** Outcomes that may still be drawn: each doubles the ways through the program. */
  draws: number;
  /** How often what is being written is run, at most. */
  times = 1;
  /** Blocks around what is being written. */
  depth = 0;
  inLoop = false;
  /** What a `return` here gives; undefined outside of subroutines. */
  returns: Shape | null | undefined = undefined;
  readonly #value: WriteValue;
  #names = 0;

  constructor(choose: Choices, draws: number, value: WriteValue) {
    this.choose = choose;
    this.draws = draws;
    this.#value = value;
  }

  /** An expression that fits a variable of this shape, without effects. */
  value(shape: Shape, depth: number): string {
    return this.#value(this, shape, depth);
  }

  /** An expression of some integer type. */
  integer(depth: number): string {
    return this.value({ t: 'int', w: 64 }, depth);
  }

  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** Uses up outcomes if there are that many left. */
  draw(count: number): boolean {
    if (count * this.times > this.draws) return false;
    this.draws -= count * this.times;
    return true;
  }

  /** Scalars of these kinds. */
  scalars(...kinds: readonly ScalarKind[]): Variable[] {
    return this.variables.filter(
      ({ shape, sizes }) => sizes.length === 0 && kinds.includes(shape.t),
    );
  }

  /** Writes something that declares nothing outside of itself. */
  within<T>(write: () => T, changes: Partial<Pick<Writer, 'times' | 'inLoop'>> = {}): T {
    const { variables, registers, times, inLoop } = this;
    this.variables = [...variables];
    this.registers = [...registers];
    this.times = changes.times ?? times;
    this.inLoop = changes.inLoop ?? inLoop;
    this.depth++;
    const result = write();
    this.depth--;
    Object.assign(this, { variables, registers, times, inLoop });
    return result;
  }
}

export const showShape = ({ t, w }: Shape): string => {
  switch (t) {
    case 'bits':
      return w === null ? 'bit' : `bit[${w}]`;
    case 'bool':
      return 'bool';
    case 'time':
      return 'duration';
    case 'complex':
      return w === 32 ? 'complex[float[32]]' : 'complex[float[64]]';
    default:
      return `${t}[${w}]`;
  }
};
