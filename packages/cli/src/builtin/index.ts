import type { Program } from 'xdv-kernel';
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

/** The built-in process of that name. */
export const findBuiltin = (name: string): Program | undefined =>
  Object.hasOwn(BUILTINS, name) ? (BUILTINS[name as BuiltinName] as unknown as Program) : undefined;
