import type { Hasher } from '@xdv/domain-model';
import {
  equalBytes,
  HEAD_BYTES,
  SEPARATORS,
  TRAILER_BYTES,
  TRAILER_FIELDS_BYTES,
} from './format.ts';

/**
 * True if the bytes at `at` are the trailer that follows `head`. With `zeroed`, true if they would
 * be with a zero in front: then only that field was damaged.
 */
export const isTrailer = (
  bytes: Uint8Array,
  at: number,
  head: Uint8Array,
  hasher: Hasher,
  zeroed = false,
): boolean => {
  const fields = bytes.slice(at, at + TRAILER_FIELDS_BYTES);
  if (zeroed) fields.fill(0, 0, 4);
  const seal = hasher.sha256(SEPARATORS.seal, head, fields);
  return equalBytes(seal, bytes.subarray(at + TRAILER_FIELDS_BYTES, at + TRAILER_BYTES));
};

/**
 * True if the file ends with a trailer that matches the head in front of it. Tells a cut file from
 * one whose length fields were damaged: of these two only the second is still sealed.
 */
export const endsSealed = (bytes: Uint8Array, hasher: Hasher): boolean => {
  const at = bytes.length - TRAILER_BYTES;
  if (at < HEAD_BYTES) return false;
  return isTrailer(bytes, at, bytes.subarray(at - HEAD_BYTES, at), hasher);
};
