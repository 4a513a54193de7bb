import fc from 'fast-check';
import {
  DOMAINS,
  EVENTS,
  unwrap,
  encodeValue,
  type AnyEvent,
  type EventKind,
  type FaultCode,
  type FieldType,
  type Result,
  type Value,
} from '../src/index.ts';

export const KINDS = Object.keys(EVENTS) as readonly EventKind[];

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Bytes of a hexadecimal string; spaces are for people. */
export const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export const encodedHex = (value: Value): string => hex(unwrap(encodeValue(value)));

export const codeOf = (result: Result<unknown>): FaultCode | undefined =>
  result.ok ? undefined : result.fault.code;

export const messageOf = (result: Result<unknown>): string | undefined =>
  result.ok ? undefined : result.fault.message;

/** Any string that UTF-8 can hold: every code point but the surrogates. */
export const texts: fc.Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 30 });

export const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.maxSafeInteger(),
  fc.double(),
  fc.float(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 0.5, 65504, 1e300),
);

const leaves: fc.Arbitrary<Value> = fc.oneof(
  numbers,
  fc.boolean(),
  fc.constant(null),
  texts,
  fc.uint8Array({ maxLength: 40 }),
);

/** Everything that may cross a process boundary, nested up to five deep. */
export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** Unsigned integers with those at which the length of an encoding changes. */
const uint: fc.Arbitrary<number> = fc.oneof(
  fc.nat(30),
  fc.maxSafeNat(),
  fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
);

const FIELDS: Readonly<Record<FieldType, fc.Arbitrary<unknown>>> = {
  uint,
  text: texts,
  bytes: fc.uint8Array({ maxLength: 40 }),
  domain: fc.constantFrom(...DOMAINS),
  stand: leaves,
};

/** Every event that a row of the catalogue allows. */
export const eventsOf = (kind: EventKind): fc.Arbitrary<AnyEvent> =>
  fc.record({
    kind: fc.constant(kind),
    seq: uint,
    tick: uint,
    microstep: fc.nat({ max: 0xffff_ffff }),
    domain: fc.constantFrom(...DOMAINS),
    process: uint,
    capability: uint,
    contract: uint,
    outcome: fc.oneof(fc.constant(0), uint),
    data: fc.tuple(...EVENTS[kind].fields.map(([, type]) => FIELDS[type])),
    // the row of `kind` gave every field its type
  }) as unknown as fc.Arbitrary<AnyEvent>;

export const events: fc.Arbitrary<AnyEvent> = fc.constantFrom(...KINDS).chain(eventsOf);
