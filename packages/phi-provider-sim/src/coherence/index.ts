export { estimateAllanDeviation } from './allan.ts';
export { createCoherence, type Coherence } from './coherence.ts';
export {
  diagnoseCoherence,
  DIAGNOSIS_LIMITS,
  type CoherenceDiagnostics,
  type CoherenceRecord,
  type TransformRecord,
} from './diagnose.ts';
export type { Estimate } from './estimate.ts';
export type { LockState } from '../network/lock-detector.ts';
export type { CoherenceOptions, Linewidth } from './options.ts';
export {
  createStabilityMonitor,
  type StabilityMonitor,
  type StabilityMonitorOptions,
  type StabilityReport,
} from './stability-monitor.ts';
