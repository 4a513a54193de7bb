import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTraces, nobleHasher, readTrace, verifyTrace } from '../src/index.ts';
import { anyEvent } from './support/arbitrary.ts';
import { buildTrace } from './support/build.ts';
import { LEGAL_RUN, number } from './support/run.ts';
import { writeTrace } from './support/trace.ts';

const SMALL = buildTrace({ blocks: [number(LEGAL_RUN).slice(0, 3), number(LEGAL_RUN).slice(3)] });

/** What no trace may do to its reader. */
const survives = (bytes: Uint8Array): void => {
  const reading = readTrace(bytes, nobleHasher);
  expect(reading.validBytes).toBeLessThanOrEqual(bytes.length);
  expect(reading.events).toHaveLength(reading.validEvents);
  expect(reading.sealed || reading.problem !== undefined).toBe(true);
  expect(verifyTrace(bytes, nobleHasher).validBytes).toBe(reading.validBytes);
};

describe('a trace', () => {
  it('reads back as the events that were written, of every kind (XDV-071.1)', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const { bytes, seal } = writeTrace(events);
        const reading = readTrace(bytes, nobleHasher);
        expect(reading.problem).toBeUndefined();
        expect(reading.events).toEqual(events);
        expect(reading).toMatchObject({ head: seal.head, validEvents: seal.events });
        expect(diffTraces(events, reading.events)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('cannot make its reader throw: any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        survives(bytes);
        survives(new Uint8Array([...SMALL.bytes.subarray(0, SMALL.blocksAt[0]), ...bytes]));
      }),
      { numRuns: 300 },
    );
  });

  it('cannot make its reader throw: mutated, and chained anew', () => {
    const edit = fc.tuple(fc.nat(SMALL.bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.nat(40), (edits, cut) => {
        const bytes = SMALL.bytes.slice(0, SMALL.bytes.length - cut);
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
        survives(bytes);
        const [from, to] = [SMALL.blocksAt[1]! + 8, SMALL.trailerAt - 32];
        survives(buildTrace({ payloads: [bytes.subarray(from, to)] }).bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('cannot make its auditor throw: any events in any order', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        survives(writeTrace(events).bytes);
      }),
      { numRuns: 150 },
    );
  });
});
