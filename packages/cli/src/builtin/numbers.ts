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

/** Writes the numbers. Complexity O(length). */
export const packNumbers = (numbers: ArrayLike<number>): Uint8Array => {
  const { length } = numbers;
  const form = FORMS.find(({ fits }) => {
    for (let i = 0; i < length; i++) if (!fits(numbers[i]!)) return false;
    return true;
  })!;
  const bytes = new Uint8Array(1 + length * form.bytes);
  bytes[0] = form.bytes;
  const view = new DataView(bytes.buffer, 1);
  for (let i = 0; i < length; i++) form.set(view, i * form.bytes, numbers[i]!);
  return bytes;
};

/** Reads what {@link packNumbers} wrote. Throws RangeError for other bytes. */
export const unpackNumbers = (packed: Uint8Array): Float64Array => {
  const form = FORMS.find(({ bytes }) => bytes === packed[0]);
  const length = form && (packed.length - 1) / form.bytes;
  if (form === undefined || !Number.isInteger(length)) throw new RangeError('not packed numbers');
  const view = new DataView(packed.buffer, packed.byteOffset + 1);
  const numbers = new Float64Array(length!);
  for (let i = 0; i < numbers.length; i++) numbers[i] = form.get(view, i * form.bytes);
  return numbers;
};
