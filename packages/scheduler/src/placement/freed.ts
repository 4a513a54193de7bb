import type { AskPart } from './placer.ts';
import type { Request } from './request.ts';

/** Spans kept of one resource: more are joined, which makes a search longer and no less right. */
const SPANS_MAX = 32;

/** Units became free within [from, to), most recently at step `step`. */
interface Span {
  from: number;
  to: number;
  step: number;
}

/**
 * Where units were given back since each promise was last made or tried, so that it is tried again
 * only where it may gain: a start that did not suit it before does only if what it holds would
 * reach into such a span. A round of trials reaches all promises, so spans are kept for two. What
 * a promise costs here is bounded: by SPANS_MAX spans for each of its parts.
 */
export class Freed {
  #spans: readonly Span[][];
  /** Counts how often something was given back. */
  #step = 0;
  /** Step at which the last round began. */
  #round = 0;

  constructor(resources: number) {
    this.#spans = Array.from({ length: resources }, () => []);
  }

  /** A round of trials begins: what nobody can have missed in the last one is forgotten. */
  begin(): void {
    for (const spans of this.#spans) {
      const kept = spans.filter(({ step }) => step > this.#round);
      spans.splice(0, spans.length, ...kept);
    }
    this.#round = this.#step;
  }

  /** Step of a promise that is made or tried now. */
  get step(): number {
    return this.#step;
  }

  /** What the parts hold if they start at `start` is given back from `from` on. */
  give(parts: readonly AskPart[], start: number, from: number): void {
    this.#step++;
    for (const { resource, offset, ticks } of parts) {
      const to = start + offset + ticks;
      if (from < to) this.#add(this.#spans[resource]!, Math.max(from, start + offset), to);
    }
  }

  /** A promise was moved forward: its parts leave what they do not hold now. */
  move(parts: readonly AskPart[], before: number, after: number): void {
    this.#step++;
    for (const { resource, offset, ticks } of parts) {
      const from = Math.max(before, after + ticks) + offset;
      this.#add(this.#spans[resource]!, from, before + offset + ticks);
    }
  }

  /** The first and last start at which a promise may gain, if there is any. */
  reach({ parts, start, tried }: Request, from: number): readonly [number, number] | undefined {
    let first = Infinity;
    let last = -1;
    for (const { resource, offset, ticks } of parts) {
      for (const span of this.#spans[resource]!) {
        if (span.step <= tried) continue;
        const low = Math.max(from, span.from - offset - ticks + 1);
        const high = Math.min(start - 1, span.to - offset - 1);
        if (low > high) continue;
        first = Math.min(first, low);
        last = Math.max(last, high);
      }
    }
    return last < 0 ? undefined : [first, last];
  }

  fork(): Freed {
    const copy = new Freed(0);
    copy.#spans = this.#spans.map((spans) => spans.map((span) => ({ ...span })));
    copy.#step = this.#step;
    copy.#round = this.#round;
    return copy;
  }

  #add(spans: Span[], from: number, to: number): void {
    const last = spans.at(-1);
    const joins = last && (spans.length === SPANS_MAX || (from <= last.to && to >= last.from));
    if (joins) {
      last.from = Math.min(last.from, from);
      last.to = Math.max(last.to, to);
      last.step = this.#step;
    } else spans.push({ from, to, step: this.#step });
  }
}
