import type { Block, Expression, GateDefinition, Subroutine } from '../../src/syntax/ast.ts';
import type { Machine } from './machine.ts';
import type { Matrix } from './matrix.ts';
import { unexpected, type Datum } from './values.ts';

/** Something that is read and written. */
export interface Place {
  get(): Datum;
  set(value: Datum): void;
}

/** What a name stands for. */
export type Meaning =
  | { readonly is: 'place'; readonly place: Place; readonly constant: boolean }
  | { readonly is: 'gate'; readonly definition: GateDefinition }
  | { readonly is: 'def'; readonly definition: Subroutine };

/** A variable: what is written to it becomes of its type. */
export const variable = (initial: Datum, fit: (value: Datum) => Datum): Place => {
  let held = initial;
  return {
    get: () => held,
    set: (value) => {
      held = fit(value);
    },
  };
};

/** Names of one block and of those around it. */
export class Scope {
  readonly #names = new Map<string, Meaning>();
  readonly outer: Scope | null;

  constructor(outer: Scope | null) {
    this.outer = outer;
  }

  declare(name: string, meaning: Meaning): void {
    this.#names.set(name, meaning);
  }

  find(name: string): Meaning | undefined {
    return this.#names.get(name) ?? this.outer?.find(name);
  }

  place(name: string): Place {
    const found = this.find(name);
    return found?.is === 'place' ? found.place : unexpected(`${name} as a variable`);
  }
}

/** Thrown to leave loops, subroutines and the program. */
export class Leave extends Error {
  readonly how: 'break' | 'continue' | 'return' | 'end';
  readonly value: Datum | null;

  constructor(how: Leave['how'], value: Datum | null = null) {
    super(how);
    this.how = how;
    this.value = value;
  }
}

/** What a run of the program shares. */
export interface World {
  readonly machine: Machine;
  readonly globals: Scope;
  /** Values of inputs by name. */
  readonly inputs: ReadonlyMap<string, Datum>;
  /** Matrices of gates that were needed before, by name and angles. */
  readonly gates: Map<string, Matrix>;
  /** Version 2 computes with reals only. */
  readonly real: boolean;
  /** Steps left before the program counts as endless. */
  fuel: number;
  /** What the parts of the oracle need of one another, so that each is a file of its own. */
  evaluate(scope: Scope, e: Expression): Datum;
  placeOf(scope: Scope, e: Expression): Place;
  runBlock(scope: Scope, block: Block): void;
}
