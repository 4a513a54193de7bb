import { show } from '@xdv/domain-model';
import type { Flow } from './flow.ts';

/** Work that a flow asks for at a tick. */
export interface FlowRelease {
  /** Id of the flow. */
  readonly flow: number;
  readonly tick: number;
  /** Ticks of work that it really takes: more than the flow's `ticks` is an overrun. */
  readonly ticks: number;
}

/** Releases of one simulation. */
export const RELEASES_MAX = 2 ** 22;

/** The last tick of a simulation. */
export const FLOW_HORIZON_MAX = 2 ** 50;

const check = (name: string, value: number, min: number): void => {
  if (Number.isSafeInteger(value) && value >= min && value <= FLOW_HORIZON_MAX) return;
  const range = `an integer from ${min} to ${FLOW_HORIZON_MAX}`;
  throw new RangeError(`${name} must be ${range}, got ${show(value)}`);
};

export const checkHorizon = (horizon: number): void => check('horizon', horizon, 1);

const greatestDivisor = (a: number, b: number): number => {
  let [divisor, rest] = [a, b];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
};

/**
 * The least common multiple of the periods: released together at 0, flows are so again for the
 * first time. 1 without flows; past FLOW_HORIZON_MAX, Infinity.
 */
export const hyperperiodOf = (flows: readonly Pick<Flow, 'period'>[]): number => {
  let multiple = 1;
  for (const { period } of flows) {
    multiple *= period / greatestDivisor(multiple, period);
    if (multiple > FLOW_HORIZON_MAX) return Infinity;
  }
  return multiple;
};

/** Releases of all flows before `horizon` if all start at 0. */
export const releasesIn = (flows: readonly Pick<Flow, 'period'>[], horizon: number): number =>
  flows.reduce((sum, { period }) => sum + Math.ceil(horizon / period), 0);

/**
 * Every release of every flow before `horizon` if all start at 0, by tick, then in the order
 * of flows, each with the work that the flow may ask for. The worst case of earliest deadline first
 * and of fixed priorities alike; change it with `map` for jitter or other demands. RangeError for
 * more than 4 million releases.
 */
export const periodicReleases = (
  flows: readonly Flow[],
  horizon: number,
): readonly FlowRelease[] => {
  checkHorizon(horizon);
  const count = releasesIn(flows, horizon);
  if (count > RELEASES_MAX) {
    throw new RangeError(`horizon must give ${RELEASES_MAX} releases at most, gives ${count}`);
  }
  const releases: FlowRelease[] = [];
  for (const { id, period, ticks } of flows) {
    for (let tick = 0; tick < horizon; tick += period) releases.push({ flow: id, tick, ticks });
  }
  return releases.sort((a, b) => a.tick - b.tick);
};

/**
 * Releases before the horizon by tick, flow and work, so that how they are listed does not matter,
 * and the place of each one's flow. RangeError.
 */
export const orderReleases = (
  flows: readonly Flow[],
  releases: readonly FlowRelease[],
  horizon: number,
): { readonly ordered: readonly FlowRelease[]; readonly places: Uint16Array } => {
  if (releases.length > RELEASES_MAX) {
    throw new RangeError(`releases must be ${RELEASES_MAX} at most, got ${releases.length}`);
  }
  const placeOf = new Map(flows.map(({ id }, place) => [id, place]));
  for (const { flow, tick, ticks } of releases) {
    if (!placeOf.has(flow)) {
      throw new RangeError(`release of flow ${show(flow)}, which is not there`);
    }
    check(`tick of a release of flow ${flow}`, tick, 0);
    check(`ticks of a release of flow ${flow}`, ticks, 1);
  }
  const rank = ({ flow }: FlowRelease): number => placeOf.get(flow)!;
  const ordered = releases
    .filter(({ tick }) => tick < horizon)
    .sort((a, b) => a.tick - b.tick || rank(a) - rank(b) || a.ticks - b.ticks);
  return { ordered, places: Uint16Array.from(ordered, rank) };
};
