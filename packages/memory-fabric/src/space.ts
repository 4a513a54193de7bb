/** The memory of one process: bytes from 0 to its size, all zero until written. */
export interface Space {
  /** Pages it has grown to. */
  pages: number;
  /** The pages that were ever written; the others read as zero and take no room. */
  readonly written: Map<number, Uint8Array>;
}

/** A stretch of `count` bytes within one page, `at` bytes into the access. */
type Visit = (page: number, offset: number, count: number, at: number) => void;

const byPage = (pageBytes: number, address: number, length: number, visit: Visit): void => {
  for (let at = 0; at < length; ) {
    const offset = (address + at) % pageBytes;
    const count = Math.min(pageBytes - offset, length - at);
    visit(Math.floor((address + at) / pageBytes), offset, count, at);
    at += count;
  }
};

/** A copy of bytes that lie inside the space. */
export const readSpace = (
  space: Space,
  pageBytes: number,
  address: number,
  length: number,
): Uint8Array => {
  const copy = new Uint8Array(length);
  byPage(pageBytes, address, length, (page, offset, count, at) => {
    const source = space.written.get(page);
    if (source !== undefined) copy.set(source.subarray(offset, offset + count), at);
  });
  return copy;
};

/** Copies bytes to a place that lies inside the space. */
export const writeSpace = (
  space: Space,
  pageBytes: number,
  address: number,
  bytes: Uint8Array,
): void => {
  byPage(pageBytes, address, bytes.length, (page, offset, count, at) => {
    const target = space.written.get(page) ?? new Uint8Array(pageBytes);
    target.set(bytes.subarray(at, at + count), offset);
    space.written.set(page, target);
  });
};

export const copySpace = ({ pages, written }: Space): Space => ({
  pages,
  written: new Map(Array.from(written, ([page, bytes]) => [page, bytes.slice()])),
});
