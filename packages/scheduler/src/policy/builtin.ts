import type { Candidate } from '@xdv/domain-model';
import { house } from './house.ts';
import { weight } from './weight.ts';

/** Every request weighs the same: who came first goes first. The default. */
export const firstComeFirstServed = house({
  name: 'first-come-first-served',
  version: '1',
  weigh: () => 0,
});

/** High priority first. With aging, one level is worth `agingTicks` of waiting (XDV-012.2). */
export const highestPriority = house({
  name: 'priority',
  version: '1',
  weigh: ({ priority }) => weight(priority),
});

/** Ticks that a request takes, its crossings between domains included (XDV-012.9). */
export const ticksOf = ({ length, crossing }: Candidate): number => length + crossing;

/** Short requests first; K slices, which have no length, are not affected. */
export const shortestFirst = house({
  name: 'shortest-first',
  version: '1',
  weigh: (candidate) => weight(-ticksOf(candidate)),
});

/**
 * Small areas, units · ticks, first (Carastan-Santos et al., "One can only gain by replacing EASY
 * backfilling", CCGrid 2019). Areas of 2^40 and more weigh alike.
 */
export const smallestAreaFirst = house({
  name: 'smallest-area-first',
  version: '1',
  weigh: (candidate) => weight(-candidate.amount * ticksOf(candidate)),
});
