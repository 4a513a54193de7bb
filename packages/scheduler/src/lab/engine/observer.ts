/**
 * Told of every step of a simulation as it happens, in the order in which things happen. Jobs,
 * resources and sessions are indices in the workload. What an observer throws ends the simulation.
 */
export interface SimulationObserver {
  submitted?(tick: number, job: number): void;
  /** The job starts, the first of its parts on this resource. */
  started?(tick: number, job: number, resource: number): void;
  ended?(tick: number, job: number): void;
  /** The job will never start; `outcome` is OUTCOME.refused or OUTCOME.infeasible. */
  refused?(tick: number, job: number, outcome: number): void;
  /** A session takes its resource. */
  opened?(tick: number, session: number): void;
  closed?(tick: number, session: number): void;
  /** Nothing more will happen. */
  over?(): void;
}
