const fround = Math.fround;

/**
 * What kernels compute for a row, in plain numbers: adds the neighbours of the row whose first
 * count is at word `row` to `sums`, every column of them, and returns where the row ends.
 */
export const sumRow = (
  words: Int32Array,
  floats: Float32Array,
  row: number,
  signed: boolean,
  first: number,
  sums: Float32Array,
): number => {
  const columns = sums.length;
  if (!signed) {
    const end = row + 1 + 2 * words[row]!;
    for (let at = row + 1; at < end; at += 2) {
      const from = first + words[at]! / 4;
      const weight = floats[at + 1]!;
      for (let k = 0; k < columns; k++) sums[k] = sums[k]! + fround(floats[from + k]! * weight);
    }
    return end;
  }
  const middle = row + 2 + words[row]!;
  const end = middle + words[row + 1]!;
  for (let at = row + 2; at < end; at++) {
    const from = first + words[at]! / 4;
    if (at < middle) for (let k = 0; k < columns; k++) sums[k]! += floats[from + k]!;
    else for (let k = 0; k < columns; k++) sums[k]! -= floats[from + k]!;
  }
  return end;
};
