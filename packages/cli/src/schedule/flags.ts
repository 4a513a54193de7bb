import { InvalidArgumentError } from 'commander';
import { PLACEMENTS, type EstimateModel, type PlacementKind } from '@xdv/scheduler/lab';

/** A span of modelled time as it was written: in ticks if `unitNs` is null. */
export interface SpanFlag {
  readonly value: number;
  readonly unitNs: number | null;
}

const NS_OF: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

const SPAN_MAX_NS = 1e21;

/** Reads a span such as 10s, 2h or 30d; a bare number is in ticks of the workload. */
export const span = (text: string): SpanFlag => {
  const [, figure, unit] = /^(\d{1,15}(?:\.\d{1,9})?)(ns|us|µs|ms|s|min|h|d)?$/.exec(text) ?? [];
  const value = Number(figure);
  const unitNs = unit === undefined ? null : NS_OF[unit]!;
  const whole = unitNs === null ? Number.isSafeInteger(value) : value * unitNs <= SPAN_MAX_NS;
  if (figure !== undefined && whole) return { value, unitNs };
  throw new InvalidArgumentError(
    'Expected a span such as 500ms, 10s, 15min, 2h or 30d, or a whole number of ticks.',
  );
};

/** A span in ticks that last `tickNs`, rounded. */
export const ticksOf = ({ value, unitNs }: SpanFlag, tickNs: number): number =>
  unitNs === null ? value : Math.round((value * unitNs) / tickNs);

/** Reads what estimates are made of: two words, or a factor. */
export const estimates = (text: string): EstimateModel => {
  if (text === 'perfect' || text === 'recorded') return { kind: text };
  const factor = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && factor >= 1 && factor <= 1000) {
    return { kind: 'factor', factor };
  }
  throw new InvalidArgumentError('Expected perfect, recorded, or a factor from 1 to 1000.');
};

const listOf = (text: string): readonly string[] => {
  const words = text.split(',').map((word) => word.trim());
  if (words.every((word) => word !== '')) return [...new Set(words)];
  throw new InvalidArgumentError('Expected names separated by commas.');
};

/** Rows of a comparison, at most. */
const LIST_MAX = 50;

/** Reads names separated by commas, each once. */
export const names = (text: string): readonly string[] => {
  const words = listOf(text);
  if (words.length <= LIST_MAX) return words;
  throw new InvalidArgumentError(`Expected up to ${LIST_MAX} names.`);
};

/** A placement as it was written: `easy:sjf` backfills in an order of its own. */
export interface PlacementFlag {
  readonly text: string;
  readonly kind: PlacementKind;
  /** Policy of the order in which others may start before the first in the queue. */
  readonly backfill: string | undefined;
}

const placement = (text: string): PlacementFlag => {
  const at = text.indexOf(':');
  const word = at < 0 ? text : text.slice(0, at);
  const backfill = at < 0 ? undefined : text.slice(at + 1);
  const kind = PLACEMENTS.find((one) => one === word);
  const right = backfill === undefined || (kind === 'easy' && backfill !== '');
  if (kind !== undefined && right) return { text, kind, backfill };
  throw new InvalidArgumentError(`Expected ${PLACEMENTS.join(', ')}, all, or easy:POLICY.`);
};

/** Reads placements separated by commas, each once; `all` stands for every kind. */
export const placements = (text: string): readonly PlacementFlag[] => {
  const words = names(text).flatMap((word) => (word === 'all' ? PLACEMENTS : [word]));
  return [...new Set(words)].map(placement);
};

/** Units of a resource, the only one if it has no name here. */
export interface CapacityFlag {
  readonly name: string | undefined;
  readonly units: number;
}

const UNITS_MAX = 2 ** 20;

/** Reads UNITS, or NAME=UNITS. */
export const capacity = (text: string): CapacityFlag => {
  const at = text.lastIndexOf('=');
  const units = Number(text.slice(at + 1));
  const right = /^\d{1,7}$/.test(text.slice(at + 1)) && units >= 1 && units <= UNITS_MAX;
  if (right && at !== 0) return { name: at < 0 ? undefined : text.slice(0, at), units };
  throw new InvalidArgumentError(`Expected a number from 1 to ${UNITS_MAX}, or NAME=NUMBER.`);
};

/** Reads the name of a file with one of these endings. */
export const fileEnding =
  (what: string, ...endings: readonly string[]) =>
  (text: string): string => {
    if (endings.some((ending) => text.toLowerCase().endsWith(ending))) return text;
    const list = endings.join(' or ');
    throw new InvalidArgumentError(`Expected the name of ${what}, ending in ${list}.`);
  };
