import type { Domain } from '../domain.ts';

/**
 * How one field of an event is written: unsigned safe integer, text, bytes, domain, or what stands
 * for a value that a process made ({@link Stand}).
 */
export type FieldType = 'uint' | 'text' | 'bytes' | 'domain' | 'stand';

/**
 * What an event records of a value: a scalar as it is, a short structure as its encoding, a long
 * one as the SHA-256 of its encoding.
 */
export type Stand = null | boolean | number | string | Uint8Array;

interface FieldValues {
  readonly uint: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly domain: Domain;
  readonly stand: Stand;
}

export interface EventRow {
  /** Wire code: stable for ever, never reused. */
  readonly code: number;
  /** Fields in wire order: name and type. */
  readonly fields: readonly (readonly [name: string, type: FieldType])[];
  /** How the event reads in a listing; {name} stands for a field. */
  readonly line: string;
}

const row = <const Fields extends EventRow['fields']>(
  code: number,
  fields: Fields,
  line: string,
): { readonly code: number; readonly fields: Fields; readonly line: string } => ({
  code,
  fields,
  line,
});

/**
 * Every event (XDV-005.3): its wire code, its own fields after the common ones, and its line.
 * Adding a kind is adding a row; encoder, decoder, printer and JSON form follow from it.
 */
export const EVENTS = {
  'machine.created': row(1, [['machine', 'uint']], 'machine {machine} created'),
  'resource.attached': row(
    2,
    [
      ['resource', 'uint'],
      ['provider', 'text'],
      ['name', 'text'],
      ['capacity', 'uint'],
    ],
    'resource r{resource}: {name} of {provider}, capacity {capacity}',
  ),
  'process.created': row(
    3,
    [
      ['child', 'uint'],
      ['program', 'text'],
      ['machine', 'uint'],
      ['args', 'stand'],
    ],
    'created p{child} running {program}',
  ),
  'process.bound': row(4, [], 'bound'),
  'process.started': row(5, [], 'started'),
  'process.terminated': row(
    6,
    [
      ['value', 'stand'],
      ['message', 'text'],
    ],
    'terminated {value} {message}',
  ),
  'process.released': row(7, [], 'released'),
  'process.joined': row(8, [['child', 'uint']], 'joined p{child}'),
  'call.refused': row(
    9,
    [
      ['call', 'uint'],
      ['message', 'text'],
    ],
    'call {call} refused: {message}',
  ),

  'k.computed': row(10, [['ticks', 'uint']], 'computed for {ticks} ticks'),
  'k.slept': row(11, [['until', 'uint']], 'sleeps until tick {until}'),
  'k.time': row(12, [], 'read the time'),
  'k.random': row(13, [['draw', 'uint']], 'drew {draw}'),
  'k.logged': row(14, [['text', 'text']], 'log: {text}'),
  'k.sent': row(
    15,
    [
      ['receiver', 'uint'],
      ['message', 'uint'],
      ['payload', 'stand'],
    ],
    'sent message {message} to p{receiver}: {payload}',
  ),
  'k.received': row(
    16,
    [
      ['sender', 'uint'],
      ['message', 'uint'],
    ],
    'received message {message} from p{sender}',
  ),
  'memory.grown': row(17, [['bytes', 'uint']], 'memory grown to {bytes} bytes'),
  'memory.read': row(
    18,
    [
      ['address', 'uint'],
      ['length', 'uint'],
    ],
    'read {length} bytes at {address}',
  ),
  'memory.written': row(
    19,
    [
      ['address', 'uint'],
      ['payload', 'stand'],
    ],
    'wrote at {address}',
  ),

  'capability.granted': row(
    20,
    [
      ['handle', 'uint'],
      ['holder', 'uint'],
      ['permissions', 'uint'],
      ['crossings', 'uint'],
      ['resources', 'uint'],
      ['from', 'uint'],
      ['until', 'uint'],
    ],
    'capability {handle} granted to p{holder}, permissions {permissions}',
  ),
  'capability.revoked': row(
    21,
    [
      ['handle', 'uint'],
      ['count', 'uint'],
    ],
    'capability {handle} and what derives from it revoked: {count} in all',
  ),

  'contract.issued': row(
    30,
    [
      ['id', 'uint'],
      ['resource', 'uint'],
      ['amount', 'uint'],
      ['start', 'uint'],
      ['end', 'uint'],
      ['revision', 'uint'],
    ],
    'contract c{id} issued: {amount} of r{resource} for ticks {start} to {end}',
  ),
  'contract.activated': row(31, [], 'contract active'),
  'contract.released': row(32, [], 'contract released'),
  'contract.expired': row(33, [], 'contract expired'),
  'contract.revoked': row(34, [], 'contract revoked'),

  'transition.committed': row(
    40,
    [
      ['id', 'uint'],
      ['source', 'domain'],
      ['target', 'domain'],
    ],
    'transition {id}: {source} → {target}',
  ),
  'transition.rolledback': row(
    41,
    [
      ['id', 'uint'],
      ['source', 'domain'],
      ['target', 'domain'],
      ['phase', 'uint'],
    ],
    'transition {id}: {source} → {target} rolled back in phase {phase}',
  ),
  'job.started': row(
    42,
    [
      ['job', 'uint'],
      ['call', 'uint'],
      ['resource', 'uint'],
      ['end', 'uint'],
      ['descriptor', 'bytes'],
    ],
    'job j{job} started on r{resource}, ends at tick {end}',
  ),
  'result.part': row(
    43,
    [
      ['job', 'uint'],
      ['bytes', 'bytes'],
    ],
    'part of the result of job j{job}',
  ),
  'job.ended': row(
    44,
    [
      ['job', 'uint'],
      ['result', 'bytes'],
    ],
    'job j{job} ended',
  ),
  'resource.calibrated': row(
    45,
    [
      ['resource', 'uint'],
      ['revision', 'uint'],
      ['from', 'uint'],
      ['until', 'uint'],
    ],
    'r{resource} calibrated: revision {revision} for ticks {from} to {until}',
  ),

  'container.allocated': row(
    50,
    [
      ['region', 'uint'],
      ['qubits', 'uint'],
    ],
    'container {region} allocated with {qubits} qubits',
  ),
  'container.released': row(51, [['region', 'uint']], 'container {region} released'),
  'container.voided': row(52, [['region', 'uint']], 'container {region} void'),
  'envelope.opened': row(
    53,
    [
      ['region', 'uint'],
      ['oscillators', 'uint'],
    ],
    'envelope {region} opened with {oscillators} oscillators',
  ),
  'envelope.closed': row(54, [['region', 'uint']], 'envelope {region} closed'),
  'envelope.voided': row(55, [['region', 'uint']], 'envelope {region} void'),

  'policy.quarantined': row(
    60,
    [
      ['policy', 'text'],
      ['message', 'text'],
    ],
    'policy {policy} quarantined: {message}',
  ),
  'operator.halted': row(
    61,
    [
      ['reason', 'text'],
      ['inputs', 'uint'],
    ],
    'operator halted the run after {inputs} inputs: {reason}',
  ),
  'run.ended': row(62, [['processes', 'uint']], 'run ended after {processes} processes'),
} as const satisfies Record<string, EventRow>;

export type EventKind = keyof typeof EVENTS;

type FieldsOf<Kind extends EventKind> = (typeof EVENTS)[Kind]['fields'];

type DataOf<Fields extends readonly unknown[]> = {
  readonly [Index in keyof Fields]: Fields[Index] extends readonly [
    string,
    infer Type extends FieldType,
  ]
    ? FieldValues[Type]
    : never;
};

/** The own fields of an event kind, as a tuple in wire order. */
export type EventData<Kind extends EventKind> = DataOf<FieldsOf<Kind>>;

/** The event kind of each wire code. */
export const EVENT_BY_CODE: ReadonlyMap<number, EventKind> = new Map(
  (Object.keys(EVENTS) as EventKind[]).map((kind) => [EVENTS[kind].code, kind]),
);
