import type { Job, Part } from '../../model/job.ts';
import { unitsHeld, type Resource } from '../../model/resource.ts';
import type { Session } from '../../model/workload.ts';
import type { AskPart } from '../../placement/placer.ts';

/** What a job holds, from its start on, and how long it takes. */
export interface Layout {
  readonly parts: readonly AskPart[];
  /** Ticks from its start to its end, crossings included. */
  readonly length: number;
}

/** The part of a job as it is before crossings are counted: [start, end). */
interface Span {
  readonly part: Part;
  readonly start: number;
  readonly end: number;
}

/** The parts of a job that takes `ticks`, the first of them on `resource`, as far as it gets. */
const spansOf = ({ parts }: Job, resource: number, ticks: number): readonly Span[] => {
  const spans: Span[] = [];
  for (let i = 0; i < parts.length; i++) {
    const { offset, ticks: own } = parts[i]!;
    if (offset >= ticks) continue;
    const end = own === 0 ? ticks : Math.min(offset + own, ticks);
    spans.push({ part: i === 0 ? { ...parts[0]!, resource } : parts[i]!, start: offset, end });
  }
  return spans;
};

/** Ticks to cross to and from each part: none within K, and none for a job that has no K part. */
const crossingsOf = (
  resources: readonly Resource[],
  spans: readonly Span[],
): readonly number[] => {
  const anchored = spans.some(({ part }) => resources[part.resource]!.domain === 'K');
  return spans.map(({ part }) => {
    const { domain, crossingTicks } = resources[part.resource]!;
    return anchored && domain !== 'K' ? crossingTicks : 0;
  });
};

const raise = (most: Map<number, number>, at: number, ticks: number): void => {
  if (ticks >= (most.get(at) ?? 0)) most.set(at, ticks);
};

/**
 * When each tick of a job comes once its crossings are counted, for the ticks at which parts begin
 * and end, and in all: everything waits while a part crosses. What crosses at one tick does so side
 * by side, back to K first; a part holds its units while it crosses to them and back.
 */
const stretched = (spans: readonly Span[], crossings: readonly number[]) => {
  const before = new Map<number, number>();
  const behind = new Map<number, number>();
  spans.forEach(({ start, end }, i) => {
    raise(before, start, crossings[i]!);
    raise(behind, end, crossings[i]!);
  });
  const ticks = [...new Set([...before.keys(), ...behind.keys()])].sort((a, b) => a - b);
  const at = new Map<number, number>();
  let added = 0;
  for (const tick of ticks) {
    added += behind.get(tick) ?? 0;
    at.set(tick, tick + added);
    added += before.get(tick) ?? 0;
  }
  return { at, added };
};

/** The only part of a job, which crosses nothing: nearly all jobs of logs are of this kind. */
const wholePart = (
  resources: readonly Resource[],
  { parts }: Job,
  resource: number,
  ticks: number,
): AskPart => {
  const { amount, ticks: own } = parts[0]!;
  const held = own === 0 ? ticks : Math.min(own, ticks);
  return { resource, amount: unitsHeld(resources[resource]!, amount), offset: 0, ticks: held };
};

/** What a job that takes `ticks` without its crossings holds, its first part on `resource`. */
const layoutOf = (
  resources: readonly Resource[],
  job: Job,
  resource: number,
  ticks: number,
): Layout => {
  if (job.parts.length === 1) {
    return { parts: [wholePart(resources, job, resource, ticks)], length: ticks };
  }
  const spans = spansOf(job, resource, ticks);
  const crossings = crossingsOf(resources, spans);
  const crosses = crossings.some((crossing) => crossing > 0);
  const { at, added } = crosses ? stretched(spans, crossings) : STRAIGHT;
  const parts = spans.map(({ part, start, end }): AskPart => {
    const offset = at.get(start) ?? start;
    const amount = unitsHeld(resources[part.resource]!, part.amount);
    return { resource: part.resource, amount, offset, ticks: (at.get(end) ?? end) - offset };
  });
  return { parts, length: ticks + added };
};

const STRAIGHT = { at: new Map<number, number>(), added: 0 };

/**
 * What a job asks for if its first part is on `resource`: each part for as long as its estimate
 * has it, and longer by the crossings (XDV-012.9). Time O(n log n) in its parts.
 */
export const askedLayout = (resources: readonly Resource[], job: Job, resource: number): Layout =>
  layoutOf(resources, job, resource, job.estimate);

/**
 * Ticks that a job really takes if its first part is on `resource`, crossings included: at most
 * the length of what it asks for.
 */
export const realLength = (resources: readonly Resource[], job: Job, resource: number): number =>
  layoutOf(resources, job, resource, job.run).length;

/**
 * What a job really held from its start on, if it took `ticks` in all with its first part on
 * `resource`: what it asked for, cut off at its end. Parts that it did not live to see are left
 * out.
 */
export const heldLayout = (
  resources: readonly Resource[],
  job: Job,
  resource: number,
  ticks: number,
): readonly AskPart[] =>
  askedLayout(resources, job, resource)
    .parts.filter(({ offset }) => offset < ticks)
    .map((part) => ({ ...part, ticks: Math.min(part.ticks, ticks - part.offset) }));

/** What a session asks for: its resource as a whole, for as long as it may last. */
export const wholeSession = (resources: readonly Resource[], session: Session): Layout => {
  const { resource, maxTicks } = session;
  const part = { resource, amount: resources[resource]!.capacity, offset: 0, ticks: maxTicks };
  return { parts: [part], length: maxTicks };
};
