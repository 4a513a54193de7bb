import { encodeValue, invariant, type Value } from '@xdv/domain-model';
import type { KernelState } from './state.ts';

/** Values up to this size stand in the trace as they are, longer ones as their SHA-256. */
const INLINE_MAX = 64;

/**
 * What an event records of a value that a process made: enough for replay to notice a different
 * one, little enough to keep entries short. The value was checked to be encodable.
 */
export const fingerprint = (state: KernelState, value: Value): Uint8Array => {
  const encoded = encodeValue(value);
  invariant(encoded.ok, 'value not checked before it was recorded');
  const bytes = encoded.value;
  return bytes.length <= INLINE_MAX ? bytes : state.services.hasher.sha256(bytes);
};
