import { fail, ok, VALUE_LIMITS, type Result } from '@xdv/domain-model';

/** Nesting of what a call may pass: a value in a few layers of the call's own. */
const DEPTH_MAX = VALUE_LIMITS.depthMax + 8;

class NotPlain extends Error {}

const copyObject = (value: object, depth: number): unknown => {
  if (depth > DEPTH_MAX) throw new NotPlain(`nesting deeper than ${VALUE_LIMITS.depthMax}`);
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => copy(item, depth + 1));
  if (value instanceof Uint8Array || value instanceof Int8Array) return value.slice();
  if (value instanceof Int32Array || value instanceof Float64Array) return value.slice();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotPlain('an instance of a class');
  }
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, copy(item, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
};

const copy = (value: unknown, depth: number): unknown => {
  if (typeof value === 'function') throw new NotPlain('a function');
  return typeof value === 'object' && value !== null ? copyObject(value, depth) : value;
};

/**
 * A private copy of what a process or caller passes in: every property is read once, here, so what
 * is checked, recorded, hashed and performed is the same thing, and nothing is shared with its
 * maker (XDV-013.3). VALUE_NOT_ENCODABLE for what is not plain data or throws when it is read.
 */
export const snapshot = (value: unknown): Result<unknown> => {
  if (typeof value !== 'object' || value === null) return ok(value);
  try {
    return ok(copy(value, 0));
  } catch (error) {
    const what = error instanceof NotPlain ? error.message : 'a value that cannot be read';
    return fail(
      'VALUE_NOT_ENCODABLE',
      `${what} cannot cross a process boundary`,
      'Pass numbers, strings, booleans, null, bytes, arrays and plain objects of those',
    );
  }
};
