import type { Program, ProgramIdentity } from 'xdv-kernel';
import { colouring } from './colouring.ts';
import { formula } from './formula.ts';
import { graph } from './graph.ts';
import { qasm } from './qasm.ts';
import { qubo } from './qubo.ts';
import { refused } from './refused.ts';
import { tour } from './tour.ts';

/** The processes that traces name as `builtin`: their arguments hold all that they need. */
export const BUILTINS = { qasm, graph, colouring, qubo, formula, tour, refused } as const;

export type BuiltinName = keyof typeof BUILTINS;

interface Builtin {
  readonly program: Program;
  /** How a trace names it. */
  readonly identity: ProgramIdentity;
}

/** A built-in process: its own types hold for the arguments that its task packs. */
export const builtin = (reference: BuiltinName): Builtin => ({
  program: BUILTINS[reference] as unknown as Program,
  // it has no code of the user's
  identity: { kind: 'builtin', reference, codeHash: '' },
});

/** The built-in process of that name. */
export const findBuiltin = (name: string): Program | undefined =>
  Object.hasOwn(BUILTINS, name) ? builtin(name as BuiltinName).program : undefined;
