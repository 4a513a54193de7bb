export { laneWaitBound, type LaneLoad } from './kernel/bound.ts';
export { createScheduler } from './kernel/scheduler.ts';
export { K_LANES_MAX, LEVELS_MAX, type SchedulerOptions } from './kernel/options.ts';
export {
  firstComeFirstServed,
  highestPriority,
  shortestFirst,
  smallestAreaFirst,
} from './policy/builtin.ts';
export {
  findPolicy,
  POLICIES,
  POLICY_CATALOGUE,
  type CatalogueEntry,
} from './policy/catalogue.ts';
export { compose, formatPolicy, POLICY_PARTS_MAX, policyParts } from './policy/compose.ts';
export {
  deadlineMonotonic,
  earliestDeadlineFirst,
  leastLaxityFirst,
  rateMonotonic,
} from './policy/deadlines.ts';
export { readPolicy } from './policy/read.ts';
export { costAware, energyAware, fairShare, fidelityFirst } from './policy/resources.ts';
export {
  overtakingBound,
  waitingBound,
  type OvertakingOptions,
  type WaitingOptions,
} from './policy/starvation.ts';
export { f1, highestResponseRatio, unicef, wfp3 } from './policy/waiting.ts';
export { createShares, type Shares, type SharesOptions } from './policy/shares.ts';
export {
  admitFlows,
  formatAdmission,
  type Admission,
  type AdmissionOptions,
  type Overuse,
} from './flows/admission.ts';
export { flowClosures } from './flows/closures.ts';
export type { Overload, Undecided } from './flows/demand.ts';
export { responseTimes, type FixedPriority, type FlowResponse } from './flows/fixed-priority.ts';
export { flow, FLOW_PERIOD_MAX, FLOWS_MAX, type Flow } from './flows/flow.ts';
export {
  FLOW_HORIZON_MAX,
  hyperperiodOf,
  periodicReleases,
  RELEASES_MAX,
  type FlowRelease,
} from './flows/releases.ts';
export {
  createFlowServer,
  type FlowServer,
  type FlowServerOptions,
  type WakeRule,
} from './flows/server.ts';
export {
  simulateFlows,
  type FlowJob,
  type FlowReport,
  type FlowSchedule,
  type FlowSimulationOptions,
  type FlowWindow,
} from './flows/simulate-flows.ts';
export {
  compareUtilization,
  rateMonotonicBound,
  utilization,
  withinHyperbolicBound,
  withinRateMonotonicBound,
} from './flows/utilization.ts';
export { createPlacer, type PlacerOptions } from './placement/create-placer.ts';
export {
  PLACEMENTS,
  type Ask,
  type AskPart,
  type Placed,
  type PlacementKind,
  type Placer,
} from './placement/placer.ts';
export { resource, unitsHeld, type Resource } from './model/resource.ts';
