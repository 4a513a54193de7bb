/**
 * IEEE 754 conversions for the shortest float rule of deterministic CBOR (RFC 8949, 4.2.1):
 * a float is written in the shortest of 16, 32 and 64 bits that keeps its value.
 */
const scratch = new DataView(new ArrayBuffer(8));

/** The value of 16 bits of a half-precision float. */
export const fromHalf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** Bits of `value` as a half-precision float, or -1 if that loses something. NaN is 0x7e00. */
export const toHalf = (value: number): number => {
  if (Number.isNaN(value)) return 0x7e00;
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 255;
  const fraction = bits & 0x7f_ffff;
  let half = sign;
  if (exponent === 255) half |= 0x7c00;
  else if (exponent >= 113 && exponent <= 142) half |= ((exponent - 112) << 10) | (fraction >> 13);
  else if (exponent >= 103) half |= (0x80_0000 | fraction) >> (126 - exponent);
  return Object.is(fromHalf(half), value) ? half : -1;
};

/** The value of `size` (2, 4 or 8) bytes, most significant first. */
export const readFloat = (bytes: Uint8Array, at: number, size: number): number => {
  for (let i = 0; i < size; i++) scratch.setUint8(i, bytes[at + i]!);
  if (size === 2) return fromHalf(scratch.getUint16(0));
  return size === 4 ? scratch.getFloat32(0) : scratch.getFloat64(0);
};

/** Writes the shortest form of `value` at `at` after its initial byte; returns the new offset. */
export const writeFloat = (bytes: Uint8Array, at: number, value: number): number => {
  const half = toHalf(value);
  let size = 2;
  if (half >= 0) scratch.setUint16(0, half);
  else if (Object.is(Math.fround(value), value)) {
    size = 4;
    scratch.setFloat32(0, value);
  } else {
    size = 8;
    scratch.setFloat64(0, value);
  }
  bytes[at] = 0xf8 + (size === 2 ? 1 : size === 4 ? 2 : 3);
  for (let i = 0; i < size; i++) bytes[at + 1 + i] = scratch.getUint8(i);
  return at + 1 + size;
};
