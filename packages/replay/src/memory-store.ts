import type { TraceStore } from '@xdv/domain-model';

/** A store that keeps the bytes of a trace in memory. */
export interface MemoryStore extends TraceStore {
  /** Everything written so far, as one copy. */
  bytes(): Uint8Array;
}

/** An empty store in memory. It copies what it is given: the caller may reuse its buffer. */
export const createMemoryStore = (): MemoryStore => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    write(bytes) {
      chunks.push(bytes.slice());
      length += bytes.length;
    },
    bytes() {
      const all = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
  };
};
