import { show, unwrap } from '@xdv/domain-model';
import { validateWorkload } from '../model/validate.ts';
import type { Workload } from '../model/workload.ts';
import { simulateOptions, type SimulateOptions } from './engine/options.ts';
import { Simulation as Engine } from './engine/simulation.ts';
import type { Schedule } from './schedule.ts';

/** A simulation that goes on step by step. */
export interface Simulation {
  /**
   * Goes on until `events` more events have happened (submissions, ends, and looks that the
   * placement asks for), and to the end of that tick. True if it is over.
   */
  advance(events: number): boolean;
  /** Jobs that are over: done, refused or infeasible. */
  readonly ended: number;
  /** What was decided. Throws RangeError before the simulation is over. */
  schedule(): Schedule;
}

/**
 * Simulates a workload under a placement and a policy, tick by tick of what happens (XDV-012).
 *
 * - Of one tick, ends come before submissions, and these before decisions: what is submitted
 *   together is decided together. The rows of a workload may be in any order.
 * - Resources that no job connects, through a gang or alternatives, have queues of their own.
 * - Jobs are placed by estimate and leave at their real end. Crossings are part of what they hold
 *   (XDV-012.9), and all parts of a gang begin together, each at its offset.
 * - A job that fits nowhere is infeasible; one that cannot start by its `latestStart` is refused,
 *   and so is one whose predecessor never ran. They block nobody.
 * - With alternatives, a job takes the resource that would start it first when it is submitted (see
 *   `Choice`), the first of them if several would; the policy has no say in this.
 * - A session takes its resource as a whole, in the place of the first of its jobs that wait, and
 *   gives it back when it is over (see `Desk`). It opens where it could last for `maxTicks`. A gang
 *   in a session waits there for its other parts; one for which a session was opened in vain is
 *   refused.
 * - A policy that fails is in quarantine from then on, and those that wait get the default order.
 *
 * The same inputs give the same schedule (XDV-012.10). Throws XdvError with the fault of
 * `validateWorkload`, RangeError for an option out of range. An event costs O(log n) in the jobs
 * that wait or run; with a dynamic policy a decision costs O(n log n) in those that wait.
 */
export const createSimulation = (
  workload: Workload,
  options: SimulateOptions = {},
): Simulation => {
  const engine = new Engine(unwrap(validateWorkload(workload)), simulateOptions(options));
  return {
    advance(events) {
      if (Number.isSafeInteger(events) && events >= 1) return engine.advance(events);
      throw new RangeError(`events must be an integer from 1 on, got ${show(events)}`);
    },
    get ended() {
      return engine.ended;
    },
    schedule() {
      if (engine.isOver) return engine.schedule();
      throw new RangeError('schedule() comes when the simulation is over: advance it until then');
    },
  };
};

/** The schedule of a workload: `createSimulation`, to its end. */
export const simulate = (workload: Workload, options: SimulateOptions = {}): Schedule => {
  const simulation = createSimulation(workload, options);
  simulation.advance(Number.MAX_SAFE_INTEGER);
  return simulation.schedule();
};
