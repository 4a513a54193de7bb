import { createHash } from 'node:crypto';
import { InvariantError, XdvError, type Hasher } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_PAYLOAD_MAX,
  createMemoryStore,
  createTraceWriter,
  nobleHasher,
  readTrace,
  toHex,
  type TraceHeader,
} from '../src/index.ts';
import { buildTrace, payloadOf } from './support/build.ts';
import { LEGAL_RUN, number } from './support/run.ts';
import { bulky, HEADER, writeTrace } from './support/trace.ts';

const nodeHasher: Hasher = {
  sha256(...parts) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
};

/** The first two events of a run, byte by byte: a change here is a change of the format. */
const GOLDEN: readonly (readonly [part: string, hex: string])[] = [
  ['magic', '5844565452414345'],
  ['version', '0001'],
  ['flags', '0000'],
  ['length of the header', '000000f5'],
  [
    'header',
    'a864736565642666666f726d617401666b65726e656ca3646e616d656378647665666c616773820104677665' +
      '7273696f6e65302e312e30667469636b4e731903e8676f7074696f6e73a16b6275646765744d61784e73f97c' +
      '006770726f6772616da56461726773f6646b696e64666d6f64756c65646e616d656462656c6c68636f646548' +
      '61736860697265666572656e6365692e2f62656c6c2e74736970726f766964657273806b6f7074696f6e7348' +
      '6173687840616261626162616261626162616261626162616261626162616261626162616261626162616261' +
      '62616261626162616261626162616261626162616261626162',
  ],
  ['head 0', '4a9cd584bd0b2194323aac06b8a0f18514159fcacf907766948b08eeaed0f0c7'],
  ['length', '0000002c'],
  ['count', '00000002'],
  [
    'payload',
    '8a010000000000000000019014010001000000000018640018ff1901ff1a7fffffff001b001fffffffffffff',
  ],
  ['head 1', '3a6a0959027b436cb9b9582141c3a907e78be9f4bce3d7214e1f3778889ef580'],
  ['zero', '00000000'],
  ['blocks', '00000001'],
  ['events', '0000000000000002'],
  ['head of the trace', '3ad828dfdc3b63552ece2085c36bd199f69660d69878af3d61b53729bf5859d1'],
];

describe('createTraceWriter', () => {
  it('writes these bytes and no others: the format is stable (XDV-071.1)', () => {
    const { bytes, seal } = writeTrace(number(LEGAL_RUN).slice(0, 2));
    expect(toHex(bytes)).toBe(GOLDEN.map(([, hex]) => hex).join(''));
    expect(seal.head).toBe(toHex(bytes.slice(-32)));
  });

  it('writes what a writer made from FORMAT.md alone writes (XDV-071.1)', () => {
    const events = number(LEGAL_RUN);
    expect(writeTrace(events).bytes).toEqual(buildTrace({ blocks: [events] }).bytes);
    expect(writeTrace([]).bytes).toEqual(buildTrace().bytes);
  });

  it('has the same heads with portable and platform hashing (XDV-003.5)', () => {
    const heads = [nobleHasher, nodeHasher].map((hasher) => {
      const writer = createTraceWriter({ header: HEADER, store: createMemoryStore(), hasher });
      for (let seq = 0; seq < 40; seq++) writer.append(bulky(seq, 5000));
      const open = writer.head;
      return [open, writer.seal().head];
    });
    expect(heads[0]).toEqual(heads[1]);
  });

  it('closes a block when the next entry would not fit, and not before', () => {
    const one = bulky(0, 30_000);
    const size = payloadOf([one]).length;
    const rest = BLOCK_PAYLOAD_MAX - size;
    const overhead = payloadOf([bulky(1, 30_000)]).length - 30_000;
    const fits = writeTrace([one, bulky(1, rest - overhead)]);
    expect(fits.seal).toMatchObject({ blocks: 1, events: 2 });
    expect(readTrace(fits.bytes, nobleHasher).blocks[0]!.length).toBe(BLOCK_PAYLOAD_MAX + 40);
    const over = writeTrace([one, bulky(1, rest - overhead + 1)]);
    expect(over.seal).toMatchObject({ blocks: 2, events: 2 });
    const { blocks } = readTrace(over.bytes, nobleHasher);
    expect(blocks.map(({ firstSeq }) => firstSeq)).toEqual([0, 1]);
  });

  it('writes an entry of 65,535 bytes and halts at a longer one', () => {
    const overhead = payloadOf([bulky(0, 60_000)]).length - 60_000;
    const longest = bulky(0, BLOCK_PAYLOAD_MAX - overhead);
    expect(readTrace(writeTrace([longest]).bytes, nobleHasher).events).toEqual([longest]);
    const tooLong = bulky(0, BLOCK_PAYLOAD_MAX - overhead + 1);
    expect(() => writeTrace([tooLong])).toThrow(InvariantError);
  });

  it('hands each block to the store when it is full, as bytes of its own', () => {
    const chunks: Uint8Array[] = [];
    const store = { write: (bytes: Uint8Array) => void chunks.push(bytes) };
    const writer = createTraceWriter({ header: HEADER, store, hasher: nobleHasher });
    expect(chunks).toHaveLength(1);
    for (let seq = 0; seq < 3; seq++) writer.append(bulky(seq, 40_000));
    expect(chunks).toHaveLength(3);
    expect(writer.head).toBe(toHex(chunks[2]!.slice(-32)));
    writer.seal();
    const all = Buffer.concat(chunks);
    expect(readTrace(new Uint8Array(all), nobleHasher).validEvents).toBe(3);
  });

  it('takes nothing after it was sealed', () => {
    const store = createMemoryStore();
    const writer = createTraceWriter({ header: HEADER, store, hasher: nobleHasher });
    writer.seal();
    expect(() => writer.append(bulky(0, 1))).toThrow(InvariantError);
    expect(() => writer.seal()).toThrow(InvariantError);
  });

  it.each([
    [{ format: 2 }, 'header.format'],
    [{ seed: 0.5 }, 'header.seed'],
    [{ tickNs: 0 }, 'header.tickNs'],
    [{ optionsHash: 'AB' }, 'header.optionsHash'],
    [{ kernel: { name: 'xdv', version: '1', flags: [2, 1] } }, 'header.kernel.flags'],
    [{ kernel: { name: 'xdv', version: 1, flags: [] } }, 'header.kernel.version'],
    [{ program: { ...HEADER.program, codeHash: 'x' } }, 'header.program.codeHash'],
    [{ program: null }, 'header.program'],
    [{ extra: 1 }, 'header.extra'],
  ])('refuses a header that no reader would accept: %j', (patch, field) => {
    const header = { ...HEADER, ...patch } as TraceHeader;
    const start = () =>
      createTraceWriter({ header, store: createMemoryStore(), hasher: nobleHasher });
    expect(start).toThrow(TypeError);
    expect(start).toThrow(field);
  });

  it('refuses arguments that are not plain data', () => {
    const args = new Map() as unknown as null;
    const header = { ...HEADER, program: { ...HEADER.program, args } };
    const start = () =>
      createTraceWriter({ header, store: createMemoryStore(), hasher: nobleHasher });
    expect(start).toThrow(XdvError);
  });
});

describe('nobleHasher', () => {
  it('is SHA-256 (FIPS 180-4) over the concatenation of its parts', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(toHex(nobleHasher.sha256(new Uint8Array([97]), new Uint8Array([98, 99])))).toBe(abc);
  });
});
