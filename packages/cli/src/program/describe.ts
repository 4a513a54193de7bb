import type { ProgramIdentity } from 'xdv-kernel';

/** The identity of a built-in process: it has no code of the user's. */
export const builtin = (reference: string): ProgramIdentity => ({
  kind: 'builtin',
  reference,
  codeHash: '',
});

/** `1 edge`, `2 edges`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;
