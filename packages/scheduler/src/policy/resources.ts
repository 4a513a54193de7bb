import { house } from './house.ts';
import { weight } from './weight.ts';

/**
 * The tenant with the least dominant share first (Ghodsi et al., "Dominant Resource Fairness", NSDI
 * 2011), over its weight: see `createShares`. Dynamic, since shares change while requests wait.
 */
export const fairShare = house({
  name: 'fair-share',
  version: '1',
  dynamic: true,
  weigh: ({ share }) => weight(-share),
});

/**
 * Who loses most fidelity by waiting goes first: millionths lost to a million ticks. Requests that
 * lose nothing keep the order in which they came.
 */
export const fidelityFirst = house({
  name: 'fidelity-first',
  version: '1',
  weigh: ({ fading }) => weight(fading),
});

/** Cheap requests first, in thousandths of a unit of account: most are served per unit spent. */
export const costAware = house({
  name: 'cost-aware',
  version: '1',
  weigh: ({ cost }) => weight(-cost),
});

/** Requests that take little energy first, in millijoules. */
export const energyAware = house({
  name: 'energy-aware',
  version: '1',
  weigh: ({ energy }) => weight(-energy),
});
