import { toHex } from '@xdv/replay';

const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return toHex(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Int8Array);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
};

/**
 * A value as JSON: bytes as hexadecimal text, other typed arrays as lists, and as text the numbers
 * that JSON lacks (`"Infinity"`, `"NaN"`).
 */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    // what a Buffer or another class would make of itself by toJSON is not wanted
    function replace(this: Readonly<Record<string, unknown>>, key) {
      return plain(this[key]);
    },
    indent,
  );
