import {
  CborWriter,
  encodeValue,
  invariant,
  unwrap,
  writeEvent,
  type Hasher,
  type TraceSink,
  type TraceStore,
} from '@xdv/domain-model';
import {
  BLOCK_PAYLOAD_MAX,
  FRAME_BYTES,
  HEAD_BYTES,
  HEADER_BYTES_MAX,
  MAGIC_BYTES,
  PRELUDE_BYTES,
  putU32,
  putU64,
  SEPARATORS,
  TRACE_VERSION,
  TRAILER_BYTES,
} from './format.ts';
import { toHex } from './hash.ts';
import { headerProblem, type TraceHeader } from './header.ts';

export interface TraceWriterOptions {
  readonly header: TraceHeader;
  /** Gets the prelude at once, then each block when it is full, then the trailer. */
  readonly store: TraceStore;
  readonly hasher: Hasher;
}

/** What a sealed trace comes to. */
export interface TraceSeal {
  /** The head of the trace as hexadecimal: equal heads mean equal runs (XDV-003.5). */
  readonly head: string;
  readonly blocks: number;
  readonly events: number;
}

/** Writes one trace, event by event (XDV-034.1). */
export interface TraceWriter extends TraceSink {
  /** Writes what is still open and the trailer. Once; nothing can be appended after it. */
  seal(): TraceSeal;
  /** Head after the last block that was handed to the store; after `seal`, that of the trace. */
  readonly head: string;
}

/** Magic, version, flags, header and head 0. */
const encodePrelude = (header: TraceHeader, hasher: Hasher): Uint8Array => {
  const problem = headerProblem(header);
  if (problem !== undefined) throw new TypeError(problem);
  const body = unwrap(encodeValue(header));
  if (body.length > HEADER_BYTES_MAX) {
    throw new RangeError(`header must be at most ${HEADER_BYTES_MAX} bytes, got ${body.length}`);
  }
  const end = PRELUDE_BYTES + body.length;
  const bytes = new Uint8Array(end + HEAD_BYTES);
  bytes.set(MAGIC_BYTES);
  bytes[MAGIC_BYTES.length + 1] = TRACE_VERSION;
  putU32(bytes, PRELUDE_BYTES - 4, body.length);
  bytes.set(body, PRELUDE_BYTES);
  bytes.set(hasher.sha256(SEPARATORS.header, bytes.subarray(0, end)), end);
  return bytes;
};

/** The chain: what is written through it ends with its head. */
interface Chain {
  head: Uint8Array;
  /** Fills in the head at the end of `bytes` and hands them to the store. */
  write(separator: Uint8Array, bytes: Uint8Array): void;
}

const startChain = ({ header, store, hasher }: TraceWriterOptions): Chain => {
  const prelude = encodePrelude(header, hasher);
  store.write(prelude);
  return {
    head: prelude.slice(-HEAD_BYTES),
    write(separator, bytes) {
      const end = bytes.length - HEAD_BYTES;
      this.head = hasher.sha256(separator, this.head, bytes.subarray(0, end));
      bytes.set(this.head, end);
      store.write(bytes);
    },
  };
};

/** Entries that end at `end` of the buffer, as a block. */
const encodeBlock = (buffer: Uint8Array, end: number, count: number): Uint8Array => {
  const block = new Uint8Array(end + HEAD_BYTES);
  block.set(buffer.subarray(0, end));
  putU32(block, 0, end - FRAME_BYTES);
  putU32(block, 4, count);
  return block;
};

const encodeTrailer = (blocks: number, events: number): Uint8Array => {
  const trailer = new Uint8Array(TRAILER_BYTES);
  putU32(trailer, 4, blocks);
  putU64(trailer, 8, events);
  return trailer;
};

/**
 * A writer of one trace. Entries go into one reused buffer; a block is hashed and handed to the
 * store when the next entry would not fit, as bytes of its own that the store may keep. Throws
 * TypeError naming the field of a header that no reader would accept, RangeError if it is too
 * long, and XdvError with VALUE_NOT_ENCODABLE if it is not plain data. An event of more than
 * {@link BLOCK_PAYLOAD_MAX} bytes halts: whoever makes events splits long results.
 */
export const createTraceWriter = (options: TraceWriterOptions): TraceWriter => {
  const chain = startChain(options);
  // room for a full block and the entry that did not fit in it: the buffer never grows
  const entries = new CborWriter(FRAME_BYTES + 2 * (BLOCK_PAYLOAD_MAX + 1));
  entries.at = FRAME_BYTES;
  let open = 0;
  let blocks = 0;
  let events = 0;
  let sealed = false;

  const closeBlock = (end: number): void => {
    chain.write(SEPARATORS.block, encodeBlock(entries.buffer, end, open));
    blocks++;
    events += open;
    open = 0;
  };

  /** The entry from `start` on does not fit any more: it becomes the first of the next block. */
  const overflow = (start: number): void => {
    const length = entries.at - start;
    invariant(length <= BLOCK_PAYLOAD_MAX, 'an event must fit in a block of the trace', length);
    closeBlock(start);
    entries.buffer.copyWithin(FRAME_BYTES, start, entries.at);
    entries.at = FRAME_BYTES + length;
  };

  return {
    append(event) {
      invariant(!sealed, 'nothing can be appended to a sealed trace');
      const start = entries.at;
      writeEvent(entries, event);
      if (entries.at > FRAME_BYTES + BLOCK_PAYLOAD_MAX) overflow(start);
      open++;
    },
    seal() {
      invariant(!sealed, 'a trace is sealed once');
      sealed = true;
      if (open > 0) closeBlock(entries.at);
      chain.write(SEPARATORS.seal, encodeTrailer(blocks, events));
      return { head: toHex(chain.head), blocks, events };
    },
    get head() {
      return toHex(chain.head);
    },
  };
};
