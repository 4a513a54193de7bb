import { EVENT_BY_CODE, EVENTS, type FieldType } from '../catalogue/events.ts';
import { DOMAIN_CODE, DOMAINS, type Domain } from '../domain.ts';
import type { AnyEvent, KernelEvent } from '../event.ts';
import type { ContractId, Handle, ProcessId } from '../ids.ts';
import { MICROSTEP_MAX } from '../time.ts';
import type { CborReader } from './reader.ts';
import type { CborWriter } from './writer.ts';

/**
 * An event is one positional array:
 * [code, seq, tick, microstep, domain, process, capability, contract, outcome, ...data].
 */
const COMMON_FIELDS = 9;

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
  }
};

/** Appends the canonical encoding of an event: the bytes that the trace's chain runs over. */
export const writeEvent = (writer: CborWriter, event: KernelEvent): void => {
  const { code, fields } = EVENTS[event.kind];
  const data = event.data as readonly unknown[];
  writer.array(COMMON_FIELDS + fields.length);
  writer.uint(code);
  writer.uint(event.seq);
  writer.uint(event.tick);
  writer.uint(event.microstep);
  writer.uint(DOMAIN_CODE[event.domain]);
  writer.uint(event.process);
  writer.uint(event.capability);
  writer.uint(event.contract);
  writer.uint(event.outcome);
  for (let i = 0; i < fields.length; i++) writeField(writer, fields[i]![1], data[i]);
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
