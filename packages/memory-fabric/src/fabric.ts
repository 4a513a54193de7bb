import { fail, ok, type MemoryFabric, type Result } from '@xdv/domain-model';
import { copySpace, readSpace, writeSpace, type Space } from './space.ts';

export const PAGE_BYTES_MAX = 2 ** 16;
export const PAGES_MAX = 2 ** 20;
/** The most bytes that one process can have: 1 GiB, which every platform can hold in one array. */
export const SPACE_BYTES_MAX = 2 ** 30;

export interface MemoryFabricOptions {
  /** Bytes of a page: 1 to 65,536, by default 4,096. */
  readonly pageBytes?: number;
  /** The most pages of one process, by default 16,384; their bytes are at most 2^30. */
  readonly pagesMaxPerProcess?: number;
  /** The most pages of all processes: 1 to 2^20, by default 65,536. */
  readonly pagesMax?: number;
}

type Limits = Required<MemoryFabricOptions>;

interface State {
  readonly limits: Limits;
  readonly spaces: Map<number, Space>;
  pagesUsed: number;
}

/** For messages: an object given as a number must not get to run its toString. */
const shown = (value: unknown): string =>
  typeof value === 'number' ? `${value}` : `a value of type ${typeof value}`;

const exhausted = (situation: string, pages: number): Result<never> =>
  fail(
    'RESOURCE_EXHAUSTED',
    `${pages} more pages do not fit: ${situation}`,
    'ask for fewer pages, or release a process that no longer needs its own',
  );

const grow = (state: State, process: number, pages: number): Result<number> => {
  const { pageBytes, pagesMaxPerProcess, pagesMax } = state.limits;
  if (!Number.isSafeInteger(pages) || pages < 0) {
    return fail(
      'ARGUMENT_INVALID',
      `cannot grow by ${shown(pages)} pages`,
      'pages is an integer from 0',
    );
  }
  const space = state.spaces.get(process) ?? { pages: 0, written: new Map() };
  if (pages > pagesMaxPerProcess - space.pages) {
    return exhausted(`process ${process} has ${space.pages} of its ${pagesMaxPerProcess}`, pages);
  }
  if (pages > pagesMax - state.pagesUsed) {
    return exhausted(`${state.pagesUsed} of ${pagesMax} are in use`, pages);
  }
  space.pages += pages;
  state.pagesUsed += pages;
  // a process without pages has no space: nothing to forget to release
  if (space.pages > 0) state.spaces.set(process, space);
  return ok(space.pages * pageBytes);
};

const sizeOf = (state: State, process: number): number =>
  (state.spaces.get(process)?.pages ?? 0) * state.limits.pageBytes;

/**
 * Null if [address, address + length) lies inside the space, else the fault. Never adds the two:
 * a sum of large numbers rounds.
 */
const refuse = (
  state: State,
  process: number,
  address: number,
  length: number,
): Result<never> | null => {
  if (!Number.isInteger(address) || !Number.isInteger(length)) {
    const what = `address ${shown(address)}, length ${shown(length)}`;
    return fail('ARGUMENT_INVALID', what, 'addresses and lengths are integers');
  }
  const size = sizeOf(state, process);
  if (address >= 0 && length >= 0 && length <= size && address <= size - length) return null;
  return fail(
    'MEMORY_OUT_OF_BOUNDS',
    `${length} bytes at ${address} in a space of ${size} bytes`,
    'grow the memory first, or stay inside it',
  );
};

const read = (
  state: State,
  process: number,
  address: number,
  length: number,
): Result<Uint8Array> => {
  const refusal = refuse(state, process, address, length);
  if (refusal !== null) return refusal;
  const space = state.spaces.get(process);
  if (space === undefined) return ok(new Uint8Array(0));
  return ok(readSpace(space, state.limits.pageBytes, address, length));
};

const write = (
  state: State,
  process: number,
  address: number,
  bytes: Uint8Array,
): Result<null> => {
  if (!(bytes instanceof Uint8Array)) {
    return fail('ARGUMENT_INVALID', 'bytes is not a Uint8Array', 'pass the bytes as a Uint8Array');
  }
  const refusal = refuse(state, process, address, bytes.length);
  if (refusal !== null) return refusal;
  const space = state.spaces.get(process);
  if (space !== undefined) writeSpace(space, state.limits.pageBytes, address, bytes);
  return ok(null);
};

const release = (state: State, process: number): void => {
  state.pagesUsed -= state.spaces.get(process)?.pages ?? 0;
  state.spaces.delete(process);
};

const forkState = ({ limits, spaces, pagesUsed }: State): State => ({
  limits,
  spaces: new Map(Array.from(spaces, ([process, space]) => [process, copySpace(space)])),
  pagesUsed,
});

const fabricOver = (state: State): MemoryFabric => ({
  pageBytes: state.limits.pageBytes,
  grow: (process, pages) => grow(state, process, pages),
  read: (process, address, length) => read(state, process, address, length),
  write: (process, address, bytes) => write(state, process, address, bytes),
  release: (process) => release(state, process),
  get pagesUsed() {
    return state.pagesUsed;
  },
  fork: () => fabricOver(forkState(state)),
});

const inRange = (name: keyof Limits, value: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return value;
  throw new RangeError(`${name} must be an integer from 1 to ${max}, got ${String(value)}`);
};

/**
 * K memory for the processes of one kernel (XDV-013.1): every process has a private space that
 * starts empty, grows in zeroed pages and begins at address 0. Bytes are copied in and out, so no
 * two processes, and no process and its caller, ever share an array. A page takes room in the
 * host when it is first written. Reading and writing are linear in the bytes, `fork` in the pages
 * written. An access of no bytes is allowed anywhere up to the end of the space.
 *
 * Faults: MEMORY_OUT_OF_BOUNDS for integers outside the space, ARGUMENT_INVALID for what is not an
 * integer or not bytes, RESOURCE_EXHAUSTED beyond a limit; a call that fails changes nothing.
 * Throws RangeError naming an option that is out of range.
 */
export const createMemoryFabric = (options: MemoryFabricOptions = {}): MemoryFabric => {
  const pageBytes = inRange('pageBytes', options.pageBytes ?? 4096, PAGE_BYTES_MAX);
  const pagesMax = inRange('pagesMax', options.pagesMax ?? 65_536, PAGES_MAX);
  const fitting = Math.floor(SPACE_BYTES_MAX / pageBytes);
  const pagesMaxPerProcess = inRange(
    'pagesMaxPerProcess',
    options.pagesMaxPerProcess ?? Math.min(16_384, fitting),
    Math.min(PAGES_MAX, fitting),
  );
  const limits = { pageBytes, pagesMaxPerProcess, pagesMax };
  return fabricOver({ limits, spaces: new Map(), pagesUsed: 0 });
};
