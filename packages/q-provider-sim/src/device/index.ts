export { FALCON27, FALCON_COUPLINGS, TRANSMON_GATES } from './falcon.ts';
export type { DeviceModel } from './live.ts';
export { steady, type DeviceTruth } from './truth.ts';
export {
  drifting,
  TRANSMON_DRIFT,
  type Defect,
  type DriftOptions,
  type Wander,
} from './drift.ts';
export { estimateErrors, type ErrorEstimate } from './errors.ts';
export type { FailureOptions } from './failures.ts';
export { diagnose, type DiagnoseOptions, type Diagnosis } from './diagnose.ts';
export type { Metric } from './interval.ts';
export type { PairDiagnosis } from './measure-pair.ts';
export type { QubitDiagnosis } from './measure-qubit.ts';
export {
  readCalibrationSeries,
  recordedDevice,
  replaying,
  SERIES_LIMITS,
  type CalibrationEntry,
  type CalibrationSeries,
  type SeriesTimes,
} from './series.ts';
export {
  CLOUD_SERVICE,
  jobCost,
  meanWaitMs,
  queueWaitMs,
  serviceTimeMs,
  type PricedJob,
  type Pricing,
  type ServiceModel,
  type Traffic,
  type Workload,
} from './cost.ts';
export { regionOf } from './region.ts';
export { runTogether, type Crosstalk, type SharedJob, type SharedOptions } from './together.ts';
