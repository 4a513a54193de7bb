import { fail, ok, type Result } from '../fault.ts';
import { writeFloat } from './float.ts';
import type { Value } from './value.ts';
import { CborWriter, encodeUtf8 } from './writer.ts';

/** Bounds of a value that crosses a process boundary. */
export const VALUE_LIMITS = { depthMax: 64, bytesMax: 64 * 1024 * 1024 } as const;

class NotEncodable extends Error {}

/** Appends a number: an integral one as an integer, any other as its shortest float. */
export const writeNumber = (writer: CborWriter, value: number): void => {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    if (value >= 0) writer.head(0, value);
    else writer.head(1, -1 - value);
    return;
  }
  writer.reserve(9);
  writer.at = writeFloat(writer.buffer, writer.at, value);
};

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
};

const encodeMap = (writer: CborWriter, value: object, depth: number): void => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value as { constructor?: { name?: string } }).constructor?.name ?? 'class';
    throw new NotEncodable(`an instance of ${name}`);
  }
  const entries = Object.entries(value).map(([key, item]) => {
    if (!key.isWellFormed()) throw new NotEncodable('a key with a lone surrogate');
    return { key: encodeUtf8(key), item: item as unknown };
  });
  // shorter keys first, then bytewise: the order of their encodings (RFC 8949, 4.2.1)
  entries.sort((a, b) => a.key.length - b.key.length || compareBytes(a.key, b.key));
  writer.head(5, entries.length);
  for (const { key, item } of entries) {
    writer.head(3, key.length);
    writer.raw(key);
    encodeItem(writer, item, depth + 1);
  }
};

const encodeObject = (writer: CborWriter, value: object, depth: number): void => {
  if (depth > VALUE_LIMITS.depthMax) {
    throw new NotEncodable(`nesting deeper than ${VALUE_LIMITS.depthMax}`);
  }
  if (value instanceof Uint8Array) {
    checkRoom(writer, value.length);
    return writer.bytes(value);
  }
  if (!Array.isArray(value)) return encodeMap(writer, value, depth);
  writer.array(value.length);
  for (let i = 0; i < value.length; i++) encodeItem(writer, value[i], depth + 1);
};

/** Refuses what would make the value longer than it may be, before it is written. */
const checkRoom = (writer: CborWriter, bytes: number): void => {
  if (writer.at + bytes <= VALUE_LIMITS.bytesMax) return;
  throw new NotEncodable(`more than ${VALUE_LIMITS.bytesMax} bytes`);
};

const encodeItem = (writer: CborWriter, value: unknown, depth: number): void => {
  checkRoom(writer, 0);
  switch (typeof value) {
    case 'number':
      return writeNumber(writer, value);
    case 'string':
      checkRoom(writer, value.length);
      if (!value.isWellFormed()) throw new NotEncodable('a string with a lone surrogate');
      return writer.text(value);
    case 'boolean':
      return writer.head(7, value ? 21 : 20);
    case 'object':
      if (value === null) return writer.head(7, 22);
      return encodeObject(writer, value, depth);
    default:
      throw new NotEncodable(`a value of type ${typeof value}`);
  }
};

/**
 * Appends the deterministic CBOR of `value` (RFC 8949, 4.2.1, with integral numbers as integers).
 * Fails with VALUE_NOT_ENCODABLE for anything that is not plain data, is nested deeper than 64 or
 * longer than 64 MiB; the writer then holds an incomplete item and must be dropped.
 */
export const writeValue = (writer: CborWriter, value: unknown): Result<null> => {
  try {
    encodeItem(writer, value, 0);
    checkRoom(writer, 0);
    return ok(null);
  } catch (error) {
    // anything else was thrown by the value itself: a getter or a proxy
    const what = error instanceof NotEncodable ? error.message : 'a value that cannot be read';
    return fail(
      'VALUE_NOT_ENCODABLE',
      `${what} cannot cross a process boundary`,
      'Send numbers, strings, booleans, null, Uint8Array, arrays and plain objects of those',
    );
  }
};

/** Reused between calls; a getter of a hostile value may encode another one meanwhile. */
let spare: CborWriter | undefined = new CborWriter(4096);
/** A writer that grew beyond this is not kept. */
const SPARE_BYTES_MAX = 1 << 20;

/** The deterministic CBOR of a value: equal values give equal bytes on every platform. */
export const encodeValue = (value: Value | undefined): Result<Uint8Array> => {
  const writer = spare ?? new CborWriter(256);
  spare = undefined;
  writer.at = 0;
  const written = writeValue(writer, value ?? null);
  const result = written.ok ? ok(writer.finish()) : written;
  if (writer.buffer.length <= SPARE_BYTES_MAX) spare = writer;
  return result;
};
