/** Items 0 to n - 1, each with a time that may change: which comes first, in O(1). */
export interface EventHeap {
  /** The item with the earliest time, the lowest of several. */
  first(): number;
  timeOf(item: number): number;
  /** O(log n). */
  setTime(item: number, time: number): void;
}

/** A binary heap that knows where each item is. */
export const createEventHeap = (times: Float64Array): EventHeap => {
  const at = times.slice();
  const heap = Int32Array.from(times.keys());
  const place = heap.slice();

  const before = (i: number, j: number): boolean => at[i]! < at[j]! || (at[i] === at[j] && i < j);
  const put = (item: number, where: number): void => {
    heap[where] = item;
    place[item] = where;
  };
  const rise = (item: number): void => {
    let where = place[item]!;
    while (where > 0) {
      const above = (where - 1) >> 1;
      if (!before(item, heap[above]!)) break;
      put(heap[above]!, where);
      where = above;
    }
    put(item, where);
  };
  const sink = (item: number): void => {
    let where = place[item]!;
    for (;;) {
      let below = 2 * where + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below++;
      if (!before(heap[below]!, item)) break;
      put(heap[below]!, where);
      where = below;
    }
    put(item, where);
  };

  for (let where = (heap.length >> 1) - 1; where >= 0; where--) sink(heap[where]!);
  return {
    first: () => heap[0]!,
    timeOf: (item) => at[item]!,
    setTime(item, time) {
      at[item] = time;
      rise(item);
      sink(item);
    },
  };
};
