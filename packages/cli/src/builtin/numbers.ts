/**
 * Lists of numbers as bytes, so that a whole problem fits into the arguments of a run: the first
 * byte says how wide a number is, then they follow, little-endian, in the narrowest form that keeps
 * every one exactly.
 */
const FORMS = [
  {
    bytes: 1,
    fits: (x: number) => x === (x << 24) >> 24,
    set: (view: DataView, at: number, x: number) => view.setInt8(at, x),
    get: (view: DataView, at: number) => view.getInt8(at),
  },
  {
    bytes: 2,
    fits: (x: number) => x === (x << 16) >> 16,
    set: (view: DataView, at: number, x: number) => view.setInt16(at, x, true),
    get: (view: DataView, at: number) => view.getInt16(at, true),
  },
  {
    bytes: 4,
    fits: (x: number) => x === (x | 0),
    set: (view: DataView, at: number, x: number) => view.setInt32(at, x, true),
    get: (view: DataView, at: number) => view.getInt32(at, true),
  },
  {
    bytes: 8,
    fits: () => true,
    set: (view: DataView, at: number, x: number) => view.setFloat64(at, x, true),
    get: (view: DataView, at: number) => view.getFloat64(at, true),
  },
] as const;

/** Writes the numbers. A negative zero becomes zero. */
export const packNumbers = (numbers: Int32Array | Float64Array): Uint8Array => {
  const list = Array.from(numbers, (x) => x + 0);
  const form = FORMS.find(({ fits }) => list.every(fits))!;
  const bytes = new Uint8Array(1 + list.length * form.bytes);
  bytes[0] = form.bytes;
  const view = new DataView(bytes.buffer, 1);
  for (const [i, x] of list.entries()) form.set(view, i * form.bytes, x);
  return bytes;
};

/** Reads what {@link packNumbers} wrote. Throws RangeError for other bytes. */
export const unpackNumbers = (packed: Uint8Array): number[] => {
  const form = FORMS.find(({ bytes }) => bytes === packed[0]);
  const length = form && (packed.length - 1) / form.bytes;
  if (form === undefined || !Number.isInteger(length)) throw new RangeError('not packed numbers');
  const view = new DataView(packed.buffer, packed.byteOffset + 1);
  return Array.from({ length: length! }, (_, i) => form.get(view, i * form.bytes));
};
