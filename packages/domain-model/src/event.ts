import { EVENTS, type EventData, type EventKind } from './catalogue/events.ts';
import { FAULT_BY_NUMBER } from './catalogue/faults.ts';
import { DOMAIN_SYMBOL, type Domain } from './domain.ts';
import type { ContractId, Handle, ProcessId } from './ids.ts';

/**
 * A decision of the kernel: one entry of the trace (XDV-005.4, XDV-034.1). `seq` is the total
 * order. The class of fields is the same for every kind, and `data` holds the kind's own ones in
 * the order of its row in {@link EVENTS}.
 */
export interface KernelEvent<Kind extends EventKind = EventKind> {
  readonly kind: Kind;
  readonly seq: number;
  readonly tick: number;
  readonly microstep: number;
  readonly domain: Domain;
  /** The process concerned; 0 for the kernel itself. */
  readonly process: ProcessId;
  /** The capability used; 0 if none was needed. */
  readonly capability: Handle;
  /** The contract used; 0 if none was needed. */
  readonly contract: ContractId;
  /** 0 for success, else the wire number of a fault. */
  readonly outcome: number;
  readonly data: EventData<Kind>;
}

/** An event of any kind, as a union that `event.kind` narrows. */
export type AnyEvent = { readonly [Kind in EventKind]: KernelEvent<Kind> }[EventKind];

/** The own fields of an event by name. */
export const fieldsOf = (event: KernelEvent): Readonly<Record<string, unknown>> => {
  const data = event.data as readonly unknown[];
  return Object.fromEntries(EVENTS[event.kind].fields.map(([name], i) => [name, data[i]]));
};

/** Line breaks and terminal controls: what a process writes must not pass for a line of its own. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;

const escapeControl = (char: string): string =>
  `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

const showField = (value: unknown): string => {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value === null) return '';
  return String(value as string | number | boolean).replace(CONTROLS, escapeControl);
};

/** An event as one line for people: order, time, domain, process, what happened, outcome. */
export const formatEvent = (event: KernelEvent): string => {
  const fields = fieldsOf(event);
  const text = EVENTS[event.kind].line.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name];
    const domain = name === 'source' || name === 'target';
    return domain ? DOMAIN_SYMBOL[value as Domain] : showField(value);
  });
  const who = event.process === 0 ? 'kernel' : `p${event.process}`;
  const contract = event.contract === 0 ? '' : ` [c${event.contract}]`;
  const fault = FAULT_BY_NUMBER.get(event.outcome);
  const outcome = event.outcome === 0 ? '' : ` ✗ ${fault ?? event.outcome}`;
  const time = `${event.tick}:${event.microstep}`;
  const head = `${String(event.seq).padStart(6)} ${time.padStart(10)}`;
  const what = `${text.replace(/ +/g, ' ').trimEnd()}${contract}${outcome}`;
  return `${head} ${DOMAIN_SYMBOL[event.domain]} ${who.padEnd(6)} ${what}`;
};
