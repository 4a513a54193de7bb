import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CborReader,
  CborWriter,
  EncodingError,
  readEvent,
  writeEvent,
  type AnyEvent,
  type ContractId,
  type Handle,
  type KernelEvent,
  type ProcessId,
} from '../src/index.ts';
import { bytesOf, events, eventsOf, hex, KINDS } from './support.ts';

const sent: KernelEvent<'k.sent'> = {
  kind: 'k.sent',
  seq: 300,
  tick: 70_000,
  microstep: 2,
  domain: 'Q',
  process: 7 as ProcessId,
  capability: 24 as Handle,
  contract: 0 as ContractId,
  outcome: 0,
  data: [8, 1, Uint8Array.of(1, 2, 255)],
};

/** The event above, head by head: code 15, seq, tick, microstep, domain, ids, outcome, data. */
const SENT = '8c 0f 19012c 1a00011170 02 01 07 1818 00 00 08 01 430102ff';

const encode = (event: KernelEvent): Uint8Array => {
  const writer = new CborWriter(1);
  writeEvent(writer, event);
  return writer.finish();
};

const decode = (bytes: Uint8Array): AnyEvent => {
  const reader = new CborReader(bytes);
  const event = readEvent(reader);
  reader.end();
  return event;
};

describe('an encoded event', () => {
  it('is these bytes for ever (XDV-034.1)', () => {
    expect(hex(encode(sent))).toBe(SENT.replaceAll(' ', ''));
    expect(decode(bytesOf(SENT))).toEqual(sent);
  });

  it.each(KINDS)('of kind %s decodes to itself', (kind) => {
    fc.assert(
      fc.property(eventsOf(kind), (event) => {
        expect(decode(encode(event))).toEqual(event);
      }),
      { numRuns: 25 },
    );
  });

  it('is followed by the next: events need no separator', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (list) => {
        const writer = new CborWriter(1);
        for (const event of list) writeEvent(writer, event);
        const reader = new CborReader(writer.finish());
        expect(list.map(() => readEvent(reader))).toEqual(list);
        expect(reader.done).toBe(true);
      }),
    );
  });
});

describe('a damaged event', () => {
  it.each([
    ['no array', '0f', 'expected an array at byte 0'],
    ['no code', '80', 'unexpected end at byte 1'],
    ['code as text', '8c 610f', 'expected an unsigned integer at byte 1'],
    ['unknown kind', '89 1903e7 00 00 00 00 00 00 00 00', 'unknown event kind at byte 0'],
    ['a field too few', SENT.replace('8c', '8b'), 'wrong length of k.sent at byte 0'],
    ['a field too many', `${SENT.replace('8c', '8d')} 00`, 'wrong length of k.sent at byte 0'],
    ['unknown domain', SENT.replace('02 01 07', '02 03 07'), 'unknown domain at byte 11'],
    ['number as text', SENT.replace('19012c', '6161'), 'expected an unsigned integer at byte 2'],
    ['negative number', SENT.replace('19012c', '20'), 'expected an unsigned integer at byte 2'],
    ['text as bytes', `8b 182c ${'00'.repeat(8)} 01 6161`, 'expected a byte string at byte 12'],
    ['list as scalar', SENT.replace('430102ff', '8101'), 'expected a scalar or bytes at byte 19'],
    ['number not shortest', SENT.replace('1818', '1807'), 'not in its shortest form at byte 13'],
    ['bytes too short', SENT.replace('430102ff', '430102'), 'unexpected end at byte 20'],
    ['bytes after it', `${SENT} 00`, 'bytes after the end at byte 23'],
    [
      'microstep beyond 32 bits',
      SENT.replace('70 02', '70 1b0000000100000000'),
      'microstep beyond 2^32 - 1 at byte 0',
    ],
  ])('is refused: %s', (_what, bytes, message) => {
    expect(() => decode(bytesOf(bytes))).toThrow(EncodingError);
    expect(() => decode(bytesOf(bytes))).toThrow(message);
  });

  it('is refused, or is another event written canonically', () => {
    fc.assert(
      fc.property(events, fc.nat(), fc.nat({ max: 255 }), (event, at, byte) => {
        const bytes = encode(event);
        bytes[at % bytes.length] = byte;
        let decoded: AnyEvent;
        try {
          decoded = decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(EncodingError);
          return;
        }
        expect(hex(encode(decoded))).toBe(hex(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
