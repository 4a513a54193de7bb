import type { Resource } from '../model/resource.ts';
import type { Reservation } from '../model/workload.ts';
import { RankQueue } from '../structures/rank-queue.ts';
import { ConservativePlacer } from './conservative-placer.ts';
import { Ledger } from './ledger.ts';
import { PLACEMENTS, type Placer, type PlacementKind } from './placer.ts';
import { QueuePlacer } from './queue-placer.ts';

export interface PlacerOptions {
  /** Numbers in the rank of a request, at least 1. */
  readonly rankWidth: number;
  /** Starts are told at once, for good; of no effect but on `conservative`. Default false. */
  readonly binding?: boolean;
  /** What is held on the resources from the outset. */
  readonly reservations?: readonly Reservation[];
}

/**
 * A placer of the given kind over `resources`, idle at tick 0 but for the reservations. See
 * `QueuePlacer` and `ConservativePlacer` for what each guarantees and costs.
 *
 * Who uses one calls `decide` after the submissions and releases of a tick, and at each tick that
 * `wakeAt` names. A request is known until it is refused, withdrawn or released, or until a
 * decision after its end. An unknown id, an id submitted twice, a part without ticks or units, and
 * time that goes back are the caller's mistakes (invariants); a request that can never fit is
 * refused at the next decision. What a request says is kept as it is, except its rank, which is
 * copied.
 *
 * @throws RangeError for a kind, width, resource or reservation out of range.
 */
export const createPlacer = (
  kind: PlacementKind,
  resources: readonly Resource[],
  { rankWidth, binding = false, reservations = [] }: PlacerOptions,
): Placer => {
  check(kind, resources.length, rankWidth, reservations);
  const ledger = Ledger.of(resources, reservations, rankWidth);
  if (kind === 'conservative') {
    const [fresh, queue] = [new RankQueue(rankWidth, 1), new RankQueue(rankWidth, 1)];
    return new ConservativePlacer(ledger, fresh, queue, binding);
  }
  return new QueuePlacer(ledger, new RankQueue(rankWidth, resources.length), kind === 'easy');
};

const check = (
  kind: PlacementKind,
  resources: number,
  rankWidth: number,
  reservations: readonly Reservation[],
): void => {
  if (!PLACEMENTS.includes(kind)) {
    throw new RangeError(`kind must be one of ${PLACEMENTS.join(', ')}, not ${kind}`);
  }
  if (resources === 0) throw new RangeError('resources must be at least 1, not 0');
  if (!Number.isInteger(rankWidth) || rankWidth < 1) {
    throw new RangeError(`rankWidth must be a positive integer, not ${rankWidth}`);
  }
  for (const { resource } of reservations) {
    if (Number.isInteger(resource) && resource >= 0 && resource < resources) continue;
    throw new RangeError(`a reservation's resource must be 0 to ${resources - 1}, not ${resource}`);
  }
};
