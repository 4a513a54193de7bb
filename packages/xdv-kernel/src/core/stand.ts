import { encodeValue, invariant, ok, type Result, type Stand, type Value } from '@xdv/domain-model';
import type { KernelState } from './state.ts';

/** Encodings and texts up to this length stand in the trace as they are. */
const INLINE_MAX = 64;

/**
 * What an event records of a value that a process made: enough for replay to notice a different
 * one, little enough to keep entries short. The value was checked to be encodable.
 */
export const standFor = (state: KernelState, value: Value): Stand => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string' && value.length <= INLINE_MAX) return value;
  const encoded = encodeValue(value);
  invariant(encoded.ok, 'value not checked before it was recorded');
  const bytes = encoded.value;
  return bytes.length <= INLINE_MAX ? bytes : state.services.hasher.sha256(bytes);
};

/** Accepts a snapshot as a value: undefined is null. VALUE_NOT_ENCODABLE if it has no encoding. */
export const checkValue = (value: unknown): Result<Value> => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return ok(value);
  if (value === undefined) return ok(null);
  const bytes = encodeValue(value as Value);
  return bytes.ok ? ok(value as Value) : bytes;
};
