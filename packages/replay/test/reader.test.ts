import { encodeValue, unwrap, type Value } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES_MAX, nobleHasher, readTrace, toHex } from '../src/index.ts';
import { buildTrace, payloadOf } from './support/build.ts';
import { LEGAL_RUN, number } from './support/run.ts';
import { HEADER, writeTrace } from './support/trace.ts';

const EVENTS = number(LEGAL_RUN).slice(0, 8);
const BLOCKS = [EVENTS.slice(0, 2), EVENTS.slice(2, 7), EVENTS.slice(7)];
const TRACE = buildTrace({ blocks: BLOCKS });
const read = (bytes: Uint8Array) => readTrace(bytes, nobleHasher);

/** The name of the part of TRACE that holds a byte, as a problem's message begins. */
const partOf = (offset: number): string => {
  const { bytes, blocksAt, trailerAt } = TRACE;
  if (offset < 8) return 'magic: ';
  if (offset < 10) return 'version: ';
  if (offset < 12) return 'flags: ';
  if (offset < blocksAt[0]!) return 'header: ';
  if (offset >= trailerAt) return offset < bytes.length ? 'trailer: ' : 'after the trailer: ';
  return `block ${blocksAt.findLastIndex((at) => at <= offset)} (bytes `;
};

/** Events in the blocks that end at or before a byte. */
const eventsBefore = (offset: number): number => {
  const ends = [...TRACE.blocksAt.slice(1), TRACE.trailerAt];
  return BLOCKS.filter((_, i) => ends[i]! <= offset).flat().length;
};

describe('readTrace', () => {
  it('gives back header, events, blocks and head (XDV-071.1)', () => {
    const reading = read(TRACE.bytes);
    expect(reading).toMatchObject({
      header: HEADER,
      events: EVENTS,
      sealed: true,
      head: toHex(TRACE.bytes.slice(-32)),
      validBytes: TRACE.bytes.length,
      validEvents: EVENTS.length,
    });
    expect(reading.problem).toBeUndefined();
    expect(reading.blocks.map(({ offset }) => offset)).toEqual(TRACE.blocksAt);
    expect(reading.blocks.map(({ firstSeq, events }) => [firstSeq, events])).toEqual([
      [0, 2],
      [2, 5],
      [7, 1],
    ]);
  });

  it('finds every change of a single byte and names its place (XDV-034.2)', () => {
    const wrong: string[] = [];
    const copy = TRACE.bytes.slice();
    for (let offset = 0; offset < copy.length; offset++) {
      for (const mask of [1, 0x80, 0xff]) {
        copy[offset]! ^= mask;
        const { problem, validEvents, sealed } = read(copy);
        copy[offset]! ^= mask;
        const named = problem?.message.startsWith(partOf(offset)) ?? false;
        const prefix = validEvents === eventsBefore(offset);
        if (problem?.code !== 'TRACE_DAMAGED' || !named || !prefix || sealed) {
          wrong.push(`byte ${offset} ^ ${mask}: ${problem?.code} ${problem?.message}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('finds every truncation and keeps the blocks before it (XDV-034.2)', () => {
    const wrong: string[] = [];
    for (let length = 0; length < TRACE.bytes.length; length++) {
      const reading = read(TRACE.bytes.subarray(0, length));
      const blocks = reading.blocks.length;
      const end = [...TRACE.blocksAt, TRACE.trailerAt][blocks]!;
      const right =
        reading.problem?.code === 'TRACE_TRUNCATED' &&
        reading.validEvents === eventsBefore(length) &&
        reading.validBytes === (reading.header === undefined ? 0 : end) &&
        (reading.header !== undefined) === length >= TRACE.blocksAt[0]!;
      if (!right) wrong.push(`${length} bytes: ${reading.problem?.message}`);
    }
    expect(wrong).toEqual([]);
  });

  it('reports a trace without a seal with its whole prefix and the head so far', () => {
    const reading = read(TRACE.bytes.subarray(0, TRACE.trailerAt));
    expect(reading).toMatchObject({ sealed: false, events: EVENTS });
    expect(reading.head).toBe(reading.blocks[2]!.head);
    expect(reading.problem).toMatchObject({ place: 'trailer', offset: TRACE.trailerAt });
  });

  it('names the block, its bytes and the first event that is lost', () => {
    const [, from, to] = TRACE.blocksAt;
    const bytes = TRACE.bytes.slice();
    bytes[from! + 20]! ^= 4;
    expect(read(bytes).problem).toMatchObject({ place: 'block', block: 1, offset: from! });
    const place = `block 1 (bytes ${from!} to ${to! - 1}, events from seq 2)`;
    expect(read(bytes).problem!.message).toContain(place);
  });

  it('refuses bytes after the trailer, and keeps what is before them', () => {
    const reading = read(new Uint8Array([...TRACE.bytes, 0]));
    expect(reading.problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'after the trailer' });
    expect(reading).toMatchObject({ sealed: true, validBytes: TRACE.bytes.length });
  });

  it('finds blocks that were removed, repeated, swapped or taken from another run', () => {
    const [one, two, three] = TRACE.blocksAt as [number, number, number];
    const cut = (from: number, to?: number) => [...TRACE.bytes.subarray(from, to)];
    const start = cut(0, one);
    const end = cut(TRACE.trailerAt);
    const [a, b, c] = [cut(one, two), cut(two, three), cut(three, TRACE.trailerAt)];
    const other = [...writeTrace(EVENTS, { ...HEADER, seed: 1 }).bytes];
    const forged = [
      [...start, ...b, ...c, ...end],
      [...start, ...a, ...c, ...end],
      [...start, ...a, ...b, ...end],
      [...start, ...a, ...a, ...b, ...c, ...end],
      [...start, ...b, ...a, ...c, ...end],
      [...start, ...other.slice(start.length)],
    ];
    const blocks = forged.map((bytes) => read(new Uint8Array(bytes)));
    expect(blocks.map(({ problem }) => problem?.code)).toEqual(forged.map(() => 'TRACE_DAMAGED'));
    expect(blocks.map(({ validEvents }) => validEvents)).toEqual([0, 2, 7, 2, 0, 0]);
  });

  it('reads a later version as FORMAT_UNKNOWN if the chain vouches for it (XDV-071.1)', () => {
    const problem = (options: Parameters<typeof buildTrace>[0]) =>
      read(buildTrace(options).bytes).problem;
    expect(problem({ version: 2 })).toMatchObject({ code: 'FORMAT_UNKNOWN', place: 'version' });
    expect(problem({ flags: 1 })).toMatchObject({ code: 'FORMAT_UNKNOWN', place: 'flags' });
  });

  it('refuses what is chained rightly but is not in canonical form', () => {
    const event = payloadOf(EVENTS.slice(0, 1));
    const payloads = {
      'unknown kind': event.with(2, 99),
      'long integer': new Uint8Array([event[0]!, 24, 1, ...event.subarray(2)]),
      'cut event': event.subarray(0, -1),
      'no event': new Uint8Array(9),
      'two events': new Uint8Array([...event, ...event]),
    };
    for (const payload of Object.values(payloads)) {
      const { problem } = read(buildTrace({ payloads: [payload] }).bytes);
      expect(problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'block', block: 0 });
    }
    expect(read(buildTrace({ payloads: [event] }).bytes).problem).toBeUndefined();
  });

  it('refuses a block of more than 65,535 bytes, whatever its chain says', () => {
    const { problem } = read(buildTrace({ payloads: [new Uint8Array(65_536)] }).bytes);
    expect(problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'block' });
  });

  it('refuses a trailer that counts other blocks or events', () => {
    const { problem } = read(buildTrace({ blocks: BLOCKS, miscount: 1 }).bytes);
    expect(problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'trailer' });
  });

  it('refuses a header that is no header, naming the field', () => {
    const problem = (header: Value) => read(buildTrace({ header }).bytes).problem!;
    expect(problem({ ...HEADER, seed: 'x' }).message).toContain('header.seed');
    expect(problem([]).message).toContain('header must be a map');
    expect(problem({ format: 1 })).toMatchObject({ code: 'TRACE_DAMAGED', place: 'header' });
    const headerBytes = new Uint8Array([...unwrap(encodeValue(HEADER)), 0]);
    expect(read(buildTrace({ headerBytes }).bytes).problem).toMatchObject({ place: 'header' });
  });

  it('allocates nothing for a length that lies', () => {
    const bytes = TRACE.bytes.slice(0, 60);
    bytes.set([0xff, 0xff, 0xff, 0xff], 12);
    expect(read(bytes).problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'header' });
    new DataView(bytes.buffer).setUint32(12, HEADER_BYTES_MAX);
    expect(read(bytes).problem).toMatchObject({ code: 'TRACE_TRUNCATED', place: 'header' });
  });
});
