import { show } from '@xdv/domain-model';
import { Effort, findOverload, type Overload, type Undecided } from './demand.ts';
import { checkFlows, type Flow } from './flow.ts';
import { compareUtilization, utilization } from './utilization.ts';

export interface AdmissionOptions {
  /**
   * Most of the machine that flows may use together, in millionths. Less than a million keeps
   * time for batch jobs; Linux, for one, reserves 50,000. 1 to 1,000,000, default 1,000,000.
   */
  readonly boundMillionths?: number;
}

/** The flows ask for more of the machine than they may use. */
export interface Overuse {
  readonly kind: 'utilization';
  /** The first flow, in the order given, with which the sum is above the bound. */
  readonly flow: number;
}

/** Whether flows can share a machine, and if not, why. */
export type Admission = {
  /** ΣC/T, rounded to a double; the verdict does not rest on it. */
  readonly utilization: number;
  /** The bound on ΣC/T. */
  readonly bound: number;
  /** Evaluations of the demand that it took. */
  readonly steps: number;
} & (
  | { readonly admitted: true }
  | { readonly admitted: false; readonly refusal: Overuse | Overload | Undecided }
);

const MILLION = 1_000_000;

const checkBound = (bound: number): number => {
  if (Number.isInteger(bound) && bound >= 1 && bound <= MILLION) return bound;
  const range = `an integer from 1 to ${MILLION}`;
  throw new RangeError(`boundMillionths must be ${range}, got ${show(bound)}`);
};

/** The flow that takes the sum over the bound: sums grow, so it is searched by halves. */
const firstOver = (flows: readonly Flow[], bound: number): Flow => {
  let low = 0;
  let high = flows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareUtilization(flows.slice(0, middle + 1), bound, MILLION) > 0) high = middle;
    else low = middle + 1;
  }
  return flows[low]!;
};

/**
 * Decides whether all flows meet all deadlines on one machine under earliest deadline first,
 * whenever they are released (XDV-012.3). Exact, in integers:
 *
 * - ΣC/T ≤ bound, and that is all where deadlines are periods and work is preempted at any tick
 *   (Liu and Layland 1973);
 * - otherwise the processor-demand criterion (Baruah, Rosier and Howell 1990) with the blocking
 *   of windows (Jeffay, Stanat and Martel 1991), by Zhang and Burns's quick analysis (2009).
 *
 * A flow that is served by a constant-bandwidth server counts with the server's budget and period.
 * A verdict that would take too long is a refusal of kind `effort`. RangeError for what is no flow.
 * Cost: flows × `steps`.
 */
export const admitFlows = (
  flows: readonly Flow[],
  { boundMillionths = MILLION }: AdmissionOptions = {},
): Admission => {
  checkFlows(flows);
  const part = checkBound(boundMillionths);
  const facts = { utilization: utilization(flows), bound: part / MILLION };
  if (compareUtilization(flows, part, MILLION) > 0) {
    const refusal: Overuse = { kind: 'utilization', flow: firstOver(flows, part).id };
    return { admitted: false, ...facts, steps: 0, refusal };
  }
  const effort = new Effort(flows.length);
  const refusal = findOverload(flows, effort);
  const { steps } = effort;
  if (refusal === undefined) return { admitted: true, ...facts, steps };
  return { admitted: false, ...facts, steps, refusal };
};

/** An admission as a sentence for people; `nameOf` says what a flow is called by its id. */
export const formatAdmission = (
  admission: Admission,
  nameOf: (flow: number) => string = (id) => `flow ${id}`,
): string => {
  const used = `${(admission.utilization * 100).toFixed(2)} % of the machine`;
  if (admission.admitted) return `admitted: ${used}`;
  const { refusal } = admission;
  if (refusal.kind === 'utilization') {
    const most = `${Number((admission.bound * 100).toFixed(4))} %`;
    return `refused: ${used} is more than ${most}, from ${nameOf(refusal.flow)} on`;
  }
  if (refusal.kind === 'effort') {
    return `refused: no verdict within ${refusal.steps} steps, at ${used}`;
  }
  const { tick, demand, blocking, blockedBy } = refusal;
  const due = `${demand} ticks of work are due within ${tick}`;
  if (blocking === 0) return `refused: ${due}`;
  return `refused: ${due}, after ${blocking} ticks of a window of ${nameOf(blockedBy)}`;
};
