/** Thrown when something that cannot happen happened: a bug in XDV, never a user's mistake. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Halts with the message and the offending value unless `condition` holds. */
export function invariant(condition: boolean, message: string, value?: unknown): asserts condition {
  if (condition) return;
  const shown = value === undefined ? '' : ` (got ${String(value)})`;
  throw new InvariantError(`invariant violated: ${message}${shown}; this is a bug in XDV`);
}
