import { encodeUtf8 } from '@xdv/domain-model';

/**
 * The layout of a trace file, offset by offset, is in FORMAT.md of this package. These are its
 * numbers; every integer is big-endian.
 */

/** The first eight bytes of every trace. */
export const TRACE_MAGIC = 'XDVTRACE';
/** The version of the layout that this package writes and reads. */
export const TRACE_VERSION = 1;
/** Bytes of a SHA-256 digest: of every head. */
export const HEAD_BYTES = 32;
/** Magic, version, flags and length of the header. */
export const PRELUDE_BYTES = 16;
/** Length and count, in front of the payload of a block. */
export const FRAME_BYTES = 8;
/** A zero where a block has its length, number of blocks, number of events, head. */
export const TRAILER_BYTES = 48;
/** What of the trailer its head covers: everything before the head. */
export const TRAILER_FIELDS_BYTES = TRAILER_BYTES - HEAD_BYTES;
/** The longest payload of a block, which is also the longest entry: the limit of a log tile. */
export const BLOCK_PAYLOAD_MAX = 65_535;
/** The longest header: one value of 64 MiB, with room for the other fields. */
export const HEADER_BYTES_MAX = 0x440_0000;

export const MAGIC_BYTES = encodeUtf8(TRACE_MAGIC);

/**
 * What is hashed first in each place, so that no hash of one kind can pass for another. Each ends
 * with a zero byte, so none is a prefix of another.
 */
export const SEPARATORS = {
  header: encodeUtf8('XDV trace 1 header\0'),
  block: encodeUtf8('XDV trace 1 block\0'),
  seal: encodeUtf8('XDV trace 1 seal\0'),
} as const;

/** Writes an unsigned 32-bit integer. */
export const putU32 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
};

/** Reads an unsigned 32-bit integer; the caller has checked that four bytes are there. */
export const getU32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** Writes a safe integer as 64 bits. */
export const putU64 = (bytes: Uint8Array, at: number, value: number): void => {
  putU32(bytes, at, Math.floor(value / 0x1_0000_0000));
  putU32(bytes, at + 4, value % 0x1_0000_0000);
};

/** Reads 64 bits. A number beyond 2^53 - 1 loses its last bits, and so equals no count. */
export const getU64 = (bytes: Uint8Array, at: number): number =>
  getU32(bytes, at) * 0x1_0000_0000 + getU32(bytes, at + 4);

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
