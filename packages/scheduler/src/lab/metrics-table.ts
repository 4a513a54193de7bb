import type { Metrics } from './metrics.ts';

/** Unit of a figure: `ticks` become time by the workload's `tickNs`; `share` is a part of 1. */
export type MetricUnit = 'ticks' | 'ratio' | 'share' | 'count' | 'per hour' | 'account' | 'joule';

/** One figure of a report. */
export interface Metric {
  /** Stable name, as in exports. */
  readonly key: string;
  /** Name for people. */
  readonly label: string;
  readonly unit: MetricUnit;
  /** Which values are better. */
  readonly better: 'less' | 'more' | 'neither';
  /** Its value; NaN where it does not apply. */
  readonly of: (metrics: Metrics) => number;
}

const less = (key: string, label: string, unit: MetricUnit, of: Metric['of']): Metric => ({
  key,
  label,
  unit,
  better: 'less',
  of,
});

const more = (key: string, label: string, unit: MetricUnit, of: Metric['of']): Metric => ({
  ...less(key, label, unit, of),
  better: 'more',
});

/** The figures of {@link Metrics} as a list, in the order of a report. */
export const METRICS: readonly Metric[] = [
  less('waitMean', 'mean wait', 'ticks', ({ waiting }) => waiting.mean),
  less('waitMedian', 'median wait', 'ticks', ({ waiting }) => waiting.median),
  less('waitP95', '95 % wait', 'ticks', ({ waiting }) => waiting.p95),
  less('waitP99', '99 % wait', 'ticks', ({ waiting }) => waiting.p99),
  less('waitMax', 'longest wait', 'ticks', ({ waiting }) => waiting.max),
  less('slowdownMean', 'mean bounded slow-down', 'ratio', ({ slowdown }) => slowdown.mean),
  less('slowdownMedian', 'median bounded slow-down', 'ratio', ({ slowdown }) => slowdown.median),
  less('slowdownP95', '95 % bounded slow-down', 'ratio', ({ slowdown }) => slowdown.p95),
  less('slowdownMax', 'worst bounded slow-down', 'ratio', ({ slowdown }) => slowdown.max),
  more('utilizationK', 'utilization of K', 'share', ({ utilization }) => utilization.domains.K),
  more('utilizationQ', 'utilization of Q', 'share', ({ utilization }) => utilization.domains.Q),
  more('utilizationPhi', 'utilization of Φ', 'share', ({ utilization }) => utilization.domains.Phi),
  less('makespan', 'makespan', 'ticks', ({ makespan }) => makespan),
  more('throughput', 'throughput', 'per hour', ({ throughput }) => throughput),
  less('refused', 'refused', 'count', ({ refused }) => refused),
  { ...less('infeasible', 'infeasible', 'count', (m) => m.infeasible), better: 'neither' },
  less('deadlineMisses', 'deadlines missed', 'share', ({ deadlines }) => deadlines.rate),
  less('lateness', 'mean lateness', 'ticks', ({ deadlines }) => deadlines.meanLateness),
  more('fairnessTenants', 'fairness among tenants', 'share', ({ fairness }) => fairness.tenants),
  more('fairnessJobs', 'fairness among jobs', 'share', ({ fairness }) => fairness.jobs),
  less('fidelityLost', 'fidelity lost to waiting', 'share', ({ fidelityLost }) => fidelityLost),
  less('decoherenceWaste', 'decoherence waste', 'share', (m) => m.decoherenceWaste),
  less('sessionIdle', 'idle in sessions', 'share', ({ sessionIdle }) => sessionIdle),
  less('cost', 'cost', 'account', ({ cost }) => cost),
  less('energy', 'energy', 'joule', ({ energy }) => energy),
];
