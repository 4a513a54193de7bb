import { DOMAINS, EVENTS, type AnyEvent, type EventKind, type FieldType } from '@xdv/domain-model';
import fc from 'fast-check';

const uint = fc.oneof(fc.nat({ max: 30 }), fc.maxSafeNat());

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((some) => some.isWellFormed());
const bytes = fc.uint8Array({ maxLength: 300 });

const FIELD: Readonly<Record<FieldType, fc.Arbitrary<unknown>>> = {
  uint,
  text,
  bytes,
  domain: fc.constantFrom(...DOMAINS),
  stand: fc.oneof(fc.constant(null), fc.boolean(), uint, fc.double(), text, bytes),
};

const ofKind = (kind: EventKind): fc.Arbitrary<AnyEvent> =>
  fc
    .record({
      kind: fc.constant(kind),
      seq: uint,
      tick: uint,
      microstep: fc.nat({ max: 0xffff_ffff }),
      domain: fc.constantFrom(...DOMAINS),
      process: uint,
      capability: uint,
      contract: uint,
      outcome: uint,
      data: fc.tuple(...EVENTS[kind].fields.map(([, type]) => FIELD[type])),
    })
    .map((event) => event as unknown as AnyEvent);

/** Any event of any kind that can be written, legal in a run or not. */
export const anyEvent: fc.Arbitrary<AnyEvent> = fc.oneof(
  ...(Object.keys(EVENTS) as EventKind[]).map(ofKind),
);
