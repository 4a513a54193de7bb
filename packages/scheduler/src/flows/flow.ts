import { show } from '@xdv/domain-model';

/**
 * A periodic or sporadic demand for one Φ machine (XDV-012.3): at most `ticks` of work every
 * `period`, done within `deadline` of its release. Liu and Layland's C, T and D.
 */
export interface Flow {
  /** From 1; unique among the flows of its machine. */
  readonly id: number;
  /** Most ticks of work in one release (C); the budget of its server (Q). */
  readonly ticks: number;
  /** Least ticks from one release to the next (T). */
  readonly period: number;
  /** Ticks from a release to when its work must have ended (D), at most the period. */
  readonly deadline: number;
  /** Length of its windows: work that has begun one is not preempted within it. At most `ticks`. */
  readonly section: number;
}

/** Flows of one machine. */
export const FLOWS_MAX = 4096;

/** Longest period of a flow: 2^40 ticks, twelve days of microseconds. */
export const FLOW_PERIOD_MAX = 2 ** 40;

/** A flow with everything left out as usual: due at its next release, preempted at any tick. */
export const flow = (
  given: Pick<Flow, 'id' | 'ticks' | 'period'> & Partial<Flow>,
): Flow => ({ deadline: given.period, section: 1, ...given });

const check = (name: string, value: number, max: number): void => {
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return;
  throw new RangeError(`${name} must be an integer from 1 to ${max}, got ${show(value)}`);
};

/** Throws RangeError naming the flow, the field, its value and its range. */
export const checkFlows = (flows: readonly Flow[]): void => {
  if (flows.length > FLOWS_MAX) {
    throw new RangeError(`flows must be ${FLOWS_MAX} at most, got ${flows.length}`);
  }
  const ids = new Set<number>();
  for (const { id, ticks, period, deadline, section } of flows) {
    check('id of a flow', id, Number.MAX_SAFE_INTEGER);
    if (ids.has(id)) throw new RangeError(`id of a flow must be unique, got ${id} twice`);
    ids.add(id);
    check(`period of flow ${id}`, period, FLOW_PERIOD_MAX);
    check(`ticks of flow ${id}`, ticks, period);
    check(`deadline of flow ${id}`, deadline, period);
    check(`section of flow ${id}`, section, ticks);
  }
};
