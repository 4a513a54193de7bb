import {
  EVENTS,
  fieldsOf,
  formatEvent,
  type Fault,
  type KernelEvent,
} from '@xdv/domain-model';
import { toHex } from './hash.ts';

/** One field that differs; undefined on the side whose kind of event does not have it. */
export interface FieldDifference {
  readonly name: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** The first event at which a replay leaves its record (XDV-071.5). */
export interface Divergence {
  /**
   * `wrong`: both have an event and they differ. `extra`: the replay has one after the record's
   * last. `missing`: the record has one that the replay never came to.
   */
  readonly kind: 'wrong' | 'extra' | 'missing';
  /** Where in the order it is: the number of events before it. */
  readonly seq: number;
  readonly recorded?: KernelEvent;
  readonly replayed?: KernelEvent;
  /** Every field that differs, common ones first, in wire order. Empty unless `wrong`. */
  readonly fields: readonly FieldDifference[];
  /** The last events before it on which both agree, oldest first. */
  readonly context: readonly KernelEvent[];
}

/** The fields that every event has, in the order in which they are compared and shown. */
export const COMMON_FIELDS = [
  'kind',
  'seq',
  'tick',
  'microstep',
  'domain',
  'process',
  'capability',
  'contract',
  'outcome',
] as const;

const BYTES_SHOWN = 24;

const showValue = (value: unknown): string => {
  if (value === undefined) return 'none';
  if (!(value instanceof Uint8Array)) return JSON.stringify(value);
  const more = value.length > BYTES_SHOWN ? '…' : '';
  return `${value.length} bytes ${toHex(value.subarray(0, BYTES_SHOWN))}${more}`;
};

const allFields = (event: KernelEvent): readonly string[] => [
  ...COMMON_FIELDS,
  ...EVENTS[event.kind].fields.map(([name]) => name),
];

const showEvent = (side: string, event: KernelEvent): readonly string[] => {
  const own = fieldsOf(event);
  const common = event as unknown as Readonly<Record<string, unknown>>;
  const rows = allFields(event).map((name) => {
    const value = Object.hasOwn(own, name) ? own[name] : common[name];
    return `            ${name}: ${showValue(value)}`;
  });
  return [`  ${side}  ${formatEvent(event)}`, ...rows];
};

const showWrong = (divergence: Divergence): readonly string[] => [
  `  recorded  ${formatEvent(divergence.recorded!)}`,
  `  replayed  ${formatEvent(divergence.replayed!)}`,
  ...divergence.fields.flatMap(({ name, recorded, replayed }) => [
    `    ${name}`,
    `      recorded  ${showValue(recorded)}`,
    `      replayed  ${showValue(replayed)}`,
  ]),
];

const showBody = (divergence: Divergence): readonly string[] => {
  switch (divergence.kind) {
    case 'wrong':
      return showWrong(divergence);
    case 'extra':
      return showEvent('replayed', divergence.replayed!);
    case 'missing':
      return showEvent('recorded', divergence.recorded!);
  }
};

/**
 * A divergence for people: a line `ok` for each event of the context, then WRONG with both sides
 * of every field that differs, EXTRA or MISSING with the event, then the place in the program's
 * source if it is known.
 */
export const formatDivergence = (
  divergence: Divergence,
  { position }: { readonly position?: string | undefined } = {},
): string => {
  const lines = divergence.context.map((event) => `ok      ${formatEvent(event)}`);
  lines.push(`${divergence.kind.toUpperCase().padEnd(7)} at seq ${divergence.seq}`);
  lines.push(...showBody(divergence));
  if (position !== undefined) lines.push(`  at ${position}`);
  return lines.join('\n');
};

const summary = ({ kind, recorded, replayed, fields }: Divergence): string => {
  if (kind === 'extra') return `the replay adds ${replayed!.kind}`;
  if (kind === 'missing') return `the replay lacks ${recorded!.kind}`;
  const names = fields.map(({ name }) => name).join(', ');
  return `${recorded!.kind} differs in ${names}`;
};

/** A divergence as the fault REPLAY_DIVERGED, naming the event and the fields. */
export const divergenceFault = (divergence: Divergence): Fault => ({
  code: 'REPLAY_DIVERGED',
  message: `at seq ${divergence.seq} ${summary(divergence)}`,
  hint: 'The program, its inputs or the kernel changed, or the program is not deterministic',
});
