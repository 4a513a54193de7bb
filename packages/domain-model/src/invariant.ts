/** Thrown when something that cannot happen happened: a bug in XDV, never a user's mistake. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Any value in a message: hostile ones, such as objects without a prototype, included. */
export const show = (value: unknown): string => {
  if (typeof value === 'string') return value.slice(0, 200);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value as bigint);
};

/** Halts with the message and the offending value unless `condition` holds. */
export function invariant(condition: boolean, message: string, value?: unknown): asserts condition {
  if (condition) return;
  const shown = value === undefined ? '' : ` (got ${show(value)})`;
  throw new InvariantError(`invariant violated: ${message}${shown}; this is a bug in XDV`);
}
