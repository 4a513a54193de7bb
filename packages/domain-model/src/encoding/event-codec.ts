import { EVENT_BY_CODE, EVENTS, type FieldType, type Stand } from '../catalogue/events.ts';
import { DOMAIN_CODE, DOMAINS, type Domain } from '../domain.ts';
import type { AnyEvent, KernelEvent } from '../event.ts';
import type { ContractId, Handle, ProcessId } from '../ids.ts';
import { invariant } from '../invariant.ts';
import { MICROSTEP_MAX } from '../time.ts';
import { readValue } from './decode-value.ts';
import { writeValue } from './encode-value.ts';
import type { CborReader } from './reader.ts';
import type { CborWriter } from './writer.ts';

/**
 * An event is one positional array:
 * [code, seq, tick, microstep, domain, process, capability, contract, outcome, ...data].
 */
const COMMON_FIELDS = 9;

/** Bytes that the common fields take at most: nine heads of up to nine bytes, and one more. */
const COMMON_BYTES_MAX = 96;

/** Writes an unsigned integer at `at`, for which there is room; returns where it ends. */
const put = (buffer: Uint8Array, at: number, value: number): number => {
  if (value < 24) {
    buffer[at] = value;
    return at + 1;
  }
  if (value < 0x100) {
    buffer[at] = 24;
    buffer[at + 1] = value;
    return at + 2;
  }
  if (value < 0x1_0000) {
    buffer[at] = 25;
    buffer[at + 1] = value >>> 8;
    buffer[at + 2] = value;
    return at + 3;
  }
  const wide = value >= 0x1_0000_0000;
  buffer[at] = wide ? 27 : 26;
  let end = at + 1;
  if (wide) end = putWord(buffer, end, Math.floor(value / 0x1_0000_0000));
  return putWord(buffer, end, value);
};

const putWord = (buffer: Uint8Array, at: number, value: number): number => {
  buffer[at] = value >>> 24;
  buffer[at + 1] = value >>> 16;
  buffer[at + 2] = value >>> 8;
  buffer[at + 3] = value;
  return at + 4;
};

const writeField = (writer: CborWriter, type: FieldType, value: unknown): void => {
  switch (type) {
    case 'uint':
      return writer.uint(value as number);
    case 'text':
      return writer.text(value as string);
    case 'bytes':
      return writer.bytes(value as Uint8Array);
    case 'domain':
      return writer.uint(DOMAIN_CODE[value as Domain]);
    case 'stand':
      invariant(writeValue(writer, value).ok, 'an event records what cannot be written');
  }
};

/** Appends the canonical encoding of an event: the bytes that the trace's chain runs over. */
export const writeEvent = (writer: CborWriter, event: KernelEvent): void => {
  const { code, fields } = EVENTS[event.kind];
  const data = event.data as readonly unknown[];
  const { length } = fields;
  writer.reserve(COMMON_BYTES_MAX);
  const { buffer } = writer;
  let at = writer.at;
  buffer[at++] = 0x80 | (COMMON_FIELDS + length); // an array of fewer than 24 items
  at = put(buffer, at, code);
  at = put(buffer, at, event.seq);
  at = put(buffer, at, event.tick);
  at = put(buffer, at, event.microstep);
  at = put(buffer, at, DOMAIN_CODE[event.domain]);
  at = put(buffer, at, event.process);
  at = put(buffer, at, event.capability);
  at = put(buffer, at, event.contract);
  writer.at = put(buffer, at, event.outcome);
  for (let i = 0; i < length; i++) writeField(writer, fields[i]![1], data[i]);
};

const readStand = (reader: CborReader): Stand => {
  const start = reader.at;
  const value = readValue(reader);
  const scalar = typeof value !== 'object' || value === null || value instanceof Uint8Array;
  return scalar ? value : reader.refuse('expected a scalar or bytes', start);
};

const readDomain = (reader: CborReader): Domain => {
  const start = reader.at;
  return DOMAINS[reader.uint()] ?? reader.refuse('unknown domain', start);
};

const readField = (reader: CborReader, type: FieldType): unknown => {
  switch (type) {
    case 'uint':
      return reader.uint();
    case 'text':
      return reader.text();
    case 'bytes':
      return reader.byteString();
    case 'domain':
      return readDomain(reader);
    case 'stand':
      return readStand(reader);
  }
};

/**
 * Reads one event where the reader stands. Throws EncodingError for an unknown kind, a wrong
 * number of fields, or any form that {@link writeEvent} does not write.
 */
export const readEvent = (reader: CborReader): AnyEvent => {
  const start = reader.at;
  const length = reader.array();
  const kind = EVENT_BY_CODE.get(reader.uint()) ?? reader.refuse('unknown event kind', start);
  const { fields } = EVENTS[kind];
  if (length !== COMMON_FIELDS + fields.length) reader.refuse(`wrong length of ${kind}`, start);
  const seq = reader.uint();
  const tick = reader.uint();
  const microstep = reader.uint();
  if (microstep > MICROSTEP_MAX) reader.refuse('microstep beyond 2^32 - 1', start);
  const event = {
    kind,
    seq,
    tick,
    microstep,
    domain: readDomain(reader),
    process: reader.uint() as ProcessId,
    capability: reader.uint() as Handle,
    contract: reader.uint() as ContractId,
    outcome: reader.uint(),
    data: fields.map(([, type]) => readField(reader, type)),
  };
  // the row of `kind` fixed the types of `data` field by field
  return event as unknown as AnyEvent;
};
