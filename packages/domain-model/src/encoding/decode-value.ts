import { fail, ok, type Result } from '../fault.ts';
import { VALUE_LIMITS } from './encode-value.ts';
import { readFloat, writeFloat } from './float.ts';
import { CborReader, EncodingError } from './reader.ts';
import type { Value } from './value.ts';

const scratch = new Uint8Array(9);

const decodeFloat = (reader: CborReader, start: number): number => {
  const size = 1 << (reader.info - 24);
  const value = readFloat(reader.bytes, reader.at - size, size);
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    reader.refuse('integral number written as a float', start);
  }
  const length = writeFloat(scratch, 0, value);
  const same = length === size + 1 && scratch.every(
    (byte, i) => i >= length || byte === reader.bytes[start + i],
  );
  if (!same) reader.refuse('float not in its shortest form', start);
  return value;
};

const decodeSimple = (reader: CborReader, start: number): Value => {
  switch (reader.info) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    case 25:
    case 26:
    case 27:
      return decodeFloat(reader, start);
    default:
      return reader.refuse('unknown simple value', start);
  }
};

const decodeMap = (reader: CborReader, size: number, depth: number): Value => {
  const map: Record<string, Value> = {};
  let last = '';
  let lastLength = -1;
  for (let i = 0; i < size; i++) {
    const start = reader.at;
    const key = reader.text();
    const length = reader.at - start;
    // keys of one encoded length compare as their code points do
    const ordered = length > lastLength || (length === lastLength && compareText(last, key) < 0);
    if (!ordered) reader.refuse('map keys out of order or repeated', start);
    last = key;
    lastLength = length;
    Object.defineProperty(map, key, {
      value: decodeItem(reader, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return map;
};

/** Order of code points, which is the order of UTF-8 bytes. */
const compareText = (a: string, b: string): number => {
  const left = Array.from(a, (char) => char.codePointAt(0)!);
  const right = Array.from(b, (char) => char.codePointAt(0)!);
  const differs = left.findIndex((point, i) => point !== right[i]);
  return differs < 0 ? left.length - right.length : left[differs]! - (right[differs] ?? -1);
};

const decodeItem = (reader: CborReader, depth: number): Value => {
  const start = reader.at;
  const argument = reader.head();
  const nested = reader.major === 2 || reader.major === 4 || reader.major === 5;
  if (nested && depth > VALUE_LIMITS.depthMax) reader.refuse('nesting too deep', start);
  switch (reader.major) {
    case 0:
      return argument;
    case 1:
      if (argument >= Number.MAX_SAFE_INTEGER) reader.refuse('integer below -(2^53 - 1)', start);
      return -1 - argument;
    case 2:
      return reader.take(argument).slice();
    case 3:
      return reader.utf8(argument);
    case 4: {
      // each item takes a byte at least, so a length can be checked before anything is allocated
      if (argument > reader.bytes.length - reader.at) reader.refuse('unexpected end', start);
      return Array.from({ length: argument }, () => decodeItem(reader, depth + 1));
    }
    case 5:
      if (argument > reader.bytes.length - reader.at) reader.refuse('unexpected end', start);
      return decodeMap(reader, argument, depth);
    case 7:
      return decodeSimple(reader, start);
    default:
      return reader.refuse('tags are not used', start);
  }
};

/** Reads one value where the reader stands. Throws {@link EncodingError}. */
export const readValue = (reader: CborReader): Value => decodeItem(reader, 0);

/**
 * The value of exactly these bytes. Every form that {@link encodeValue} would not write is refused
 * with ENCODING_INVALID naming the offset, so decode and encode are inverse to each other.
 */
export const decodeValue = (bytes: Uint8Array): Result<Value> => {
  try {
    const reader = new CborReader(bytes);
    const value = readValue(reader);
    reader.end();
    return ok(value);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return fail('ENCODING_INVALID', error.message, 'The bytes were damaged or written elsewhere');
  }
};
