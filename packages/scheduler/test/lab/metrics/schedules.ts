import {
  OUTCOME,
  resource,
  type Job,
  type Resource,
  type Schedule,
  type Workload,
} from '../../../src/lab/index.ts';

/** A workload with ticks of a second on 4 processors, unless stated otherwise. */
export const workloadOf = (jobs: readonly Job[], more: Partial<Workload> = {}): Workload => ({
  name: 'by hand',
  tickNs: 1e9,
  resources: [resource({ name: 'cpu', domain: 'K', capacity: 4 })],
  jobs,
  sessions: [],
  reservations: [],
  notes: [],
  ...more,
});

/** A schedule written down: [start, end] of each job; none for one that was refused. */
export const scheduleOf = (
  workload: Workload,
  spans: readonly (readonly [start: number, end: number] | undefined)[],
  more: Partial<Schedule> = {},
): Schedule => ({
  workload,
  policy: 'by hand',
  placement: 'by hand',
  seed: 1,
  submitted: Float64Array.from(workload.jobs, ({ submit }) => submit),
  start: Float64Array.from(spans, (span) => span?.[0] ?? -1),
  end: Float64Array.from(spans, (span) => span?.[1] ?? -1),
  resource: Uint32Array.from(workload.jobs, ({ parts }) => parts[0]!.resource),
  outcome: Uint8Array.from(spans, (span) => (span ? OUTCOME.done : OUTCOME.refused)),
  sessions: [],
  quarantine: undefined,
  decisions: 0,
  ...more,
});

/** A Q device of 10 qubits, with what else is stated. */
export const qpu = (more: Partial<Resource> = {}): Resource =>
  resource({ name: 'qpu', domain: 'Q', capacity: 10, ...more });
