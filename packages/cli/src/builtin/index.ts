import type { Program } from 'xdv-kernel';
import { graph } from './graph.ts';
import { qasm } from './qasm.ts';
import { qubo } from './qubo.ts';
import { refused } from './refused.ts';

/** The processes that traces name as `builtin`: their arguments hold all that they need. */
export const BUILTINS = { qasm, graph, qubo, refused } as const;

export type BuiltinName = keyof typeof BUILTINS;

/** The built-in process of that name. */
export const findBuiltin = (name: string): Program | undefined =>
  Object.hasOwn(BUILTINS, name) ? (BUILTINS[name as BuiltinName] as unknown as Program) : undefined;
