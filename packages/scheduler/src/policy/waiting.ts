import { WEIGHT_MAX, type Candidate } from '@xdv/domain-model';
import { ticksOf } from './builtin.ts';
import { house } from './house.ts';
import { LOG2_ONE, log2Fixed } from './log2.ts';
import { weight } from './weight.ts';

/** At least one tick: a K slice states no length. */
const logTicks = (candidate: Candidate): number => log2Fixed(Math.max(1, ticksOf(candidate)));

/**
 * F1 of Carastan-Santos and de Camargo (SC17), learned from simulations: the least of
 * n · log r + 870 · log s first, for n units, r ticks and a request at tick s. Made for logs whose
 * ticks are seconds: unlike the others here, it orders differently in another unit. Logarithms in
 * base 2 (the order is the same) and in steps of 2^-16.
 */
export const f1 = house({
  name: 'f1',
  version: '1',
  weigh: (candidate) => {
    const submitted = log2Fixed(Math.max(1, candidate.since));
    return weight(-(candidate.amount * logTicks(candidate) + 870 * submitted));
  },
});

/** What has not waited loses to all that has. */
const waited = ({ now, since }: Candidate, weigh: (logWait: number) => number): number =>
  now > since ? weight(weigh(log2Fixed(now - since))) : -WEIGHT_MAX;

/**
 * WFP3 (Tang et al., "Fault-aware, utility-based job scheduling on Blue Gene/P systems", Cluster
 * 2009): greatest (wait / length)³ · units first, compared by its logarithm in steps of 2^-16.
 */
export const wfp3 = house({
  name: 'wfp3',
  version: '1',
  dynamic: true,
  weigh: (candidate) =>
    waited(
      candidate,
      (logWait) => 3 * (logWait - logTicks(candidate)) + log2Fixed(Math.max(1, candidate.amount)),
    ),
});

/**
 * UNICEF (Tang et al. 2009): greatest wait / (log₂ units · length) first, compared by its logarithm
 * in steps of 2^-16. One unit counts as two, whose logarithm is 1.
 */
export const unicef = house({
  name: 'unicef',
  version: '1',
  dynamic: true,
  weigh: (candidate) =>
    waited(candidate, (logWait) => {
      const logUnits = log2Fixed(Math.max(2, candidate.amount));
      return logWait - logTicks(candidate) - (log2Fixed(logUnits) - log2Fixed(LOG2_ONE));
    }),
});

/**
 * Highest response ratio next (Brinch Hansen 1971), also called largest expansion factor: greatest
 * (wait + length) / length first, compared by its logarithm in steps of 2^-16.
 */
export const highestResponseRatio = house({
  name: 'highest-response-ratio',
  version: '1',
  dynamic: true,
  weigh: (candidate) => {
    const { now, since } = candidate;
    const ticks = Math.max(1, ticksOf(candidate));
    return weight(log2Fixed(Math.max(0, now - since) + ticks) - log2Fixed(ticks));
  },
});
