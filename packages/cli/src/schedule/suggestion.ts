/** Changes, insertions, omissions and swaps of neighbours that make one word of another. */
const distance = (a: string, b: string): number => {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
};

/** A word longer than this is not a slip of the fingers. */
const LENGTH_MAX = 40;

/** The one of the words that was probably meant; undefined if none is near. */
export const nearest = (text: string, words: readonly string[]): string | undefined => {
  if (text.length > LENGTH_MAX) return undefined;
  const most = text.length < 5 ? 1 : 2;
  const ranked = words
    .map((word) => ({ word, far: distance(text.toLowerCase(), word) }))
    .filter(({ far }) => far <= most);
  return ranked.sort((a, b) => a.far - b.far)[0]?.word;
};
