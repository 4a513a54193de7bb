import type { Closure } from '@xdv/scheduler/lab';
import type { Span } from '../holds.ts';

/** A span in which a resource takes no work, for `share` of the time. */
export interface Closed extends Span {
  readonly share: number;
}

/** The part of a span that lies in a window; undefined if none does. */
export const within = ({ from, to }: Span, window: Span): Span | undefined => {
  const cut = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
  return cut.from < cut.to ? cut : undefined;
};

/** What one closure covers. Repetitions closer than `gap` ticks become one span of their share. */
function* repetitions(
  { start, ticks, every }: Closure,
  window: Span,
  gap: number,
): Generator<Closed> {
  if (every === 0) return yield { from: start, to: start + ticks, share: 1 };
  if (every <= ticks) return yield { from: start, to: window.to, share: 1 };
  if (every < gap) return yield { from: start, to: window.to, share: ticks / every };
  const first = Math.max(0, Math.floor((window.from - start - ticks) / every));
  for (let from = start + first * every; from < window.to; from += every) {
    yield { from, to: from + ticks, share: 1 };
  }
}

/**
 * When a resource is closed within a window, in order; what is less than `gap` ticks apart is
 * drawn as one. Time ∝ closures + window / gap.
 */
export const closedSpans = (
  closures: readonly Closure[],
  window: Span,
  gap: number,
): readonly Closed[] => {
  const spans: Closed[] = [];
  for (const closure of closures) {
    for (const { share, ...span } of repetitions(closure, window, gap)) {
      const cut = within(span, window);
      if (cut) spans.push({ ...cut, share });
    }
  }
  const merged: { from: number; to: number; share: number }[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    const joins = last && span.from < last.to + gap / 4 && span.share === last.share;
    if (joins) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
};
