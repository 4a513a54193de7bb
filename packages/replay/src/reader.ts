import {
  CborReader,
  EncodingError,
  readEvent,
  type AnyEvent,
  type Hasher,
} from '@xdv/domain-model';
import {
  BLOCK_PAYLOAD_MAX,
  equalBytes,
  FRAME_BYTES,
  getU32,
  getU64,
  HEAD_BYTES,
  SEPARATORS,
  TRAILER_BYTES,
} from './format.ts';
import { toHex } from './hash.ts';
import type { TraceHeader } from './header.ts';
import { endsSealed, isTrailer } from './ending.ts';
import { readPrelude } from './prelude.ts';
import { blockSpot, spot, traceProblem, type Spot, type TraceProblem } from './problem.ts';

/** One sealed block of a trace. */
export interface TraceBlock {
  /** From 0. */
  readonly index: number;
  /** Byte at which it begins. */
  readonly offset: number;
  /** All its bytes: frame, payload and head. */
  readonly length: number;
  /** Events in it. */
  readonly events: number;
  /** Sequence number of its first event. */
  readonly firstSeq: number;
  /** Head of the chain after it, as hexadecimal. */
  readonly head: string;
}

/** What a trace file holds: all of it, or its longest intact prefix. */
export interface TraceReading {
  /** Undefined only if the damage is in the header or before it. */
  readonly header: TraceHeader | undefined;
  /** The events of the intact blocks, in order. */
  readonly events: readonly AnyEvent[];
  readonly blocks: readonly TraceBlock[];
  /** True if the trailer is there and right: the trace is complete. */
  readonly sealed: boolean;
  /** Head of the trace; without a seal, of the chain after the last intact block; or empty. */
  readonly head: string;
  /** Bytes of the intact prefix. */
  readonly validBytes: number;
  /** Events in the intact prefix. */
  readonly validEvents: number;
  /** Why reading stopped before the end; absent if the trace is complete and intact. */
  readonly problem?: TraceProblem;
}

interface Cursor {
  readonly bytes: Uint8Array;
  readonly hasher: Hasher;
  readonly blocks: TraceBlock[];
  readonly events: AnyEvent[];
  at: number;
  head: Uint8Array;
  sealed: boolean;
}

const nextSeq = (cursor: Cursor): number => (cursor.events.at(-1)?.seq ?? -1) + 1;

/** The block at the cursor, said to end at `end`. */
const here = (cursor: Cursor, end: number): Spot =>
  blockSpot(cursor.blocks.length, cursor.at, end, nextSeq(cursor));

/** The end came too early. In a file that is sealed, what says so is the damage. */
const shortOf = (cursor: Cursor, where: Spot, why: string): TraceProblem => {
  if (!endsSealed(cursor.bytes, cursor.hasher)) return traceProblem('TRACE_TRUNCATED', where, why);
  return traceProblem('TRACE_DAMAGED', where, `${why}, though the trace is sealed`);
};

const readTrailer = (cursor: Cursor): TraceProblem | undefined => {
  const { bytes, at, blocks, events } = cursor;
  const where = spot('trailer', at);
  const left = bytes.length - at;
  if (left < TRAILER_BYTES) return shortOf(cursor, where, 'the trace ends inside it');
  if (!isTrailer(bytes, at, cursor.head, cursor.hasher)) {
    if (left === TRAILER_BYTES) {
      return traceProblem('TRACE_DAMAGED', where, 'it does not match the chain');
    }
    // a trailer would be the end: this is a block whose length was damaged to zero
    return traceProblem('TRACE_DAMAGED', here(cursor, bytes.length), 'its length is 0');
  }
  if (getU32(bytes, at + 4) !== blocks.length || getU64(bytes, at + 8) !== events.length) {
    return traceProblem('TRACE_DAMAGED', where, 'it counts other blocks or events');
  }
  cursor.at += TRAILER_BYTES;
  cursor.head = bytes.slice(cursor.at - HEAD_BYTES, cursor.at);
  cursor.sealed = true;
  if (left === TRAILER_BYTES) return undefined;
  const after = spot('after the trailer', cursor.at);
  return traceProblem('TRACE_DAMAGED', after, `${left - TRAILER_BYTES} bytes do not belong here`);
};

/** The `count` events of a payload, or why they cannot be read. */
const decodeEvents = (payload: Uint8Array, count: number): AnyEvent[] | string => {
  const reader = new CborReader(payload);
  const events: AnyEvent[] = [];
  try {
    while (!reader.done) events.push(readEvent(reader));
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return `${error.message} of its payload`;
  }
  return events.length === count ? events : `it holds ${events.length} events, not ${count}`;
};

/** Takes the block at the cursor if it is whole and right. */
const readBlock = (cursor: Cursor, payloadBytes: number): TraceProblem | undefined => {
  const { bytes, at, hasher } = cursor;
  const left = bytes.length - at;
  if (left === TRAILER_BYTES && isTrailer(bytes, at, cursor.head, hasher, true)) {
    return traceProblem('TRACE_DAMAGED', spot('trailer', at), 'it does not begin with a zero');
  }
  const payloadEnd = at + FRAME_BYTES + payloadBytes;
  const end = payloadEnd + HEAD_BYTES;
  const where = here(cursor, Math.min(end, bytes.length));
  if (payloadBytes > BLOCK_PAYLOAD_MAX) {
    const why = `its length is ${payloadBytes}, more than ${BLOCK_PAYLOAD_MAX}`;
    return traceProblem('TRACE_DAMAGED', where, why);
  }
  if (end > bytes.length) return shortOf(cursor, where, 'the trace ends inside it');
  const head = hasher.sha256(SEPARATORS.block, cursor.head, bytes.subarray(at, payloadEnd));
  if (!equalBytes(head, bytes.subarray(payloadEnd, end))) {
    return traceProblem('TRACE_DAMAGED', where, 'it does not match the chain');
  }
  const payload = bytes.subarray(at + FRAME_BYTES, payloadEnd);
  const events = decodeEvents(payload, getU32(bytes, at + 4));
  if (typeof events === 'string') return traceProblem('TRACE_DAMAGED', where, events);
  takeBlock(cursor, events, head, end);
  return undefined;
};

const takeBlock = (cursor: Cursor, events: AnyEvent[], head: Uint8Array, end: number): void => {
  cursor.blocks.push({
    index: cursor.blocks.length,
    offset: cursor.at,
    length: end - cursor.at,
    events: events.length,
    firstSeq: events[0]!.seq,
    head: toHex(head),
  });
  for (const event of events) cursor.events.push(event);
  cursor.at = end;
  cursor.head = head;
};

const readRest = (cursor: Cursor): TraceProblem | undefined => {
  while (!cursor.sealed) {
    const left = cursor.bytes.length - cursor.at;
    if (left < 4) {
      const why = `the trace ends after block ${cursor.blocks.length - 1} without its seal`;
      return traceProblem('TRACE_TRUNCATED', spot('trailer', cursor.at), why);
    }
    const length = getU32(cursor.bytes, cursor.at);
    const problem = length === 0 ? readTrailer(cursor) : readBlock(cursor, length);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const finish = (cursor: Cursor, header: TraceHeader, problem?: TraceProblem): TraceReading => {
  const reading = {
    header,
    events: cursor.events,
    blocks: cursor.blocks,
    sealed: cursor.sealed,
    head: toHex(cursor.head),
    validBytes: cursor.at,
    validEvents: cursor.events.length,
  };
  return problem === undefined ? reading : { ...reading, problem };
};

/**
 * Reads a trace strictly: chain, lengths, counts and the canonical form of every entry (XDV-034.2,
 * XDV-071.5). Never throws. On damage it returns every block before it and a problem that names
 * the place: TRACE_DAMAGED, TRACE_TRUNCATED if the file just ends too early, or FORMAT_UNKNOWN if
 * an intact header asks for another version. Time and memory are linear in the bytes.
 */
export const readTrace = (bytes: Uint8Array, hasher: Hasher): TraceReading => {
  const prelude = readPrelude(bytes, hasher);
  if ('problem' in prelude) {
    const { problem } = prelude;
    const nothing = { blocks: [], events: [], sealed: false, head: '' };
    return { header: undefined, ...nothing, validBytes: 0, validEvents: 0, problem };
  }
  const { end, head } = prelude;
  const cursor: Cursor = { bytes, hasher, blocks: [], events: [], at: end, head, sealed: false };
  return finish(cursor, prelude.header, readRest(cursor));
};
