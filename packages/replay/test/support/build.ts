import { createHash } from 'node:crypto';
import {
  CborWriter,
  encodeValue,
  unwrap,
  writeEvent,
  type KernelEvent,
  type Value,
} from '@xdv/domain-model';
import { HEADER } from './trace.ts';

/**
 * A second writer of traces, made from FORMAT.md alone. It shares nothing with the one under test,
 * and its options write what that one never would.
 */
export interface BuildOptions {
  readonly magic?: string;
  readonly version?: number;
  readonly flags?: number;
  readonly header?: Value;
  /** The bytes of the header instead. */
  readonly headerBytes?: Uint8Array;
  /** The events of each block. */
  readonly blocks?: readonly (readonly KernelEvent[])[];
  /** The payload of each block instead, each counted as one event. */
  readonly payloads?: readonly Uint8Array[];
  /** Added to the counts of the trailer. */
  readonly miscount?: number;
  readonly trailer?: boolean;
}

const sha256 = (separator: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256').update(`XDV trace 1 ${separator}\0`, 'latin1');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

const u32 = (...values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setUint32(i * 4, value));
  return new Uint8Array(view.buffer);
};

export const payloadOf = (events: readonly KernelEvent[]): Uint8Array => {
  const writer = new CborWriter();
  for (const event of events) writeEvent(writer, event);
  return writer.finish();
};

export interface BuiltTrace {
  readonly bytes: Uint8Array;
  readonly blocksAt: readonly number[];
  readonly trailerAt: number;
}

/** A trace as FORMAT.md says, with where each part of it begins. */
export const buildTrace = (options: BuildOptions = {}): BuiltTrace => {
  const { magic = 'XDVTRACE', version = 1, flags = 0, header = HEADER, miscount = 0 } = options;
  const { blocks = [], payloads = blocks.map(payloadOf), trailer = true } = options;
  const body = options.headerBytes ?? unwrap(encodeValue(header));
  const start = [Buffer.from(magic, 'latin1'), u32(version * 65_536 + flags, body.length), body];
  let head = sha256('header', ...start);
  let bytes = Buffer.concat([...start, head]);
  const blocksAt: number[] = [];
  payloads.forEach((payload, i) => {
    const framed = [u32(payload.length, blocks[i]?.length ?? 1), payload];
    head = sha256('block', head, ...framed);
    blocksAt.push(bytes.length);
    bytes = Buffer.concat([bytes, ...framed, head]);
  });
  const trailerAt = bytes.length;
  const events = blocks.flat().length || payloads.length;
  const fields = u32(0, payloads.length + miscount, 0, events + miscount);
  if (trailer) bytes = Buffer.concat([bytes, fields, sha256('seal', head, fields)]);
  return { bytes: new Uint8Array(bytes), blocksAt, trailerAt };
};
