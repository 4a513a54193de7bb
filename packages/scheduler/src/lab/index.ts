export { job, part, type Job, type Part } from '../model/job.ts';
export {
  resource,
  unitsHeld,
  type CalibrationCycle,
  type Closure,
  type Resource,
} from '../model/resource.ts';
export type { Reservation, Session, Workload } from '../model/workload.ts';
export { PLACEMENTS, type PlacementKind } from '../placement/placer.ts';
export { heldLayout } from './engine/layout.ts';
export { OUTCOME, type Schedule } from './schedule.ts';
export { createSimulation, simulate, type Simulation } from './simulate.ts';
export type { SimulateOptions } from './engine/options.ts';
export type { SimulationObserver } from './engine/observer.ts';
export { validateWorkload } from '../model/validate.ts';
export { recordedSchedule, type RecordedWorkload } from './workloads/recorded.ts';
export { scaleLoad } from './workloads/scale-load.ts';
export { readSwf, type SwfOptions } from './workloads/swf.ts';
export { WORKLOAD_LIMITS } from './workloads/limits.ts';
export type { ReadOptions } from './workloads/text.ts';
export { withEstimates, type EstimateModel } from './workloads/estimates.ts';
export { head } from './workloads/head.ts';
export { generateLublin, type LublinOptions } from './workloads/lublin.ts';
export { readQuantumCloud, type QuantumCloudOptions } from './workloads/quantum-cloud.ts';
export { resample, type ResampleOptions } from './workloads/resample.ts';
export { readWorkload, WORKLOAD_FORMAT, type WorkloadOptions } from './workloads/read-workload.ts';
export { writeWorkload } from './workloads/write-workload.ts';
export {
  readEvents,
  type JobOrigin,
  type ReadEventsOptions,
  type RecordedRun,
} from './read-events.ts';
export {
  compareRuns,
  type CompareOptions,
  type ComparedFigure,
  type ComparedRow,
  type ComparedRun,
  type Comparison,
} from './compare.ts';
export { toCsv } from './export/csv.ts';
export { toPerfetto } from './export/perfetto.ts';
export type { Distribution } from './metrics-distribution.ts';
export { METRICS, type Metric, type MetricUnit } from './metrics-table.ts';
export type { Deadlines, Fairness } from './metrics-waiting.ts';
export { measure, type MeasureOptions, type Metrics } from './metrics.ts';
export { pairedDifference, summarize, type Interval, type Summary } from './statistics.ts';
export { generateHybrid, type HybridOptions } from './workloads/hybrid.ts';
