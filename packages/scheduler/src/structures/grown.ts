/** `larger`, with what `array` holds in front. */
export const grown = <T extends Int32Array | Uint8Array | Float64Array>(array: T, larger: T): T => {
  larger.set(array);
  return larger;
};
