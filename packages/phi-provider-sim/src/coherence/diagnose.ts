import { show } from '@xdv/domain-model';
import { meanOf, shareOf, studentErrors, varianceOf, type Estimate } from './estimate.ts';
import type { StabilityReport } from './stability-monitor.ts';

/** The stability index just before and just after a transform was performed. */
export interface TransformRecord {
  readonly before: number;
  readonly after: number;
}

/** What was observed of a coherent machine: reports and records, no state (XDV-072.2). */
export interface CoherenceRecord {
  /** The reports of each window, in their order; windows without reports are not counted. */
  readonly windows: readonly (readonly StabilityReport[])[];
  readonly transforms: readonly TransformRecord[];
}

/** The figures of XDV-072.1, each with sample size and confidence; null where nothing tells. */
export interface CoherenceDiagnostics {
  /** Mean index at the last report of a window. */
  readonly stabilityIndex: Estimate | null;
  /** Rate of growth of the phase variance, in rad²/s: estimates 2D. Samples: intervals less one. */
  readonly noiseGradient: Estimate | null;
  /** Mean frequency error over all windows, in Hz. */
  readonly drift: Estimate | null;
  /** Mean index after less index before a transform, -1 to 1. */
  readonly transformImpact: Estimate | null;
  /** Share of windows that ended without a breach. */
  readonly windowCompliance: Estimate | null;
}

/** Bounds of what is diagnosed at once. */
export const DIAGNOSIS_LIMITS = {
  windowsMax: 1_000_000,
  /** Of one window. */
  reportsMax: 1_000_000,
  transformsMax: 1_000_000,
} as const;

const checkList = (name: string, list: unknown, max: number): void => {
  if (Array.isArray(list) && list.length <= max) return;
  throw new RangeError(`${name} must be a list of at most ${max}, got ${show(list)}`);
};

const checkNumber = (name: string, value: unknown, min: number, max: number): number => {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be ${min} to ${max}, got ${show(value)}`);
};

/** A window as its last report tells it, with the number of its reports. */
interface Ending {
  readonly last: StabilityReport;
  readonly reports: number;
}

const endingOf = (reports: readonly StabilityReport[]): Ending[] => {
  checkList('reports', reports, DIAGNOSIS_LIMITS.reportsMax);
  const last = reports.at(-1);
  if (last === undefined) return [];
  checkNumber('report atNs', last.atNs, 1, Number.MAX_SAFE_INTEGER);
  checkNumber('report index', last.index, 0, 1);
  checkNumber('report noiseGradient', last.noiseGradient, 0, Number.MAX_VALUE);
  checkNumber('report drift', last.drift, -Number.MAX_VALUE, Number.MAX_VALUE);
  return [{ last, reports: reports.length }];
};

const sumOf = <T>(list: readonly T[], value: (item: T) => number): number =>
  list.reduce((sum, item) => sum + value(item), 0);

/** The gradients of all windows, weighted by the degrees of freedom that each rests on. */
const gradientOf = (endings: readonly Ending[], confidence: number): Estimate | null => {
  const freedom = sumOf(endings, ({ reports }) => reports - 1);
  const total = sumOf(endings, ({ last, reports }) => last.noiseGradient * (reports - 1));
  return varianceOf(freedom > 0 ? total / freedom : 0, freedom, confidence);
};

/**
 * Mean of the windows' drifts, weighted by their lengths T: of a random walk of gradient g, it has
 * standard error √(g / ΣT) / 2π.
 */
const driftOf = (
  endings: readonly Ending[],
  gradient: Estimate | null,
  confidence: number,
): Estimate | null => {
  if (gradient === null) return null;
  const seconds = sumOf(endings, ({ last }) => last.atNs / 1e9);
  const value = sumOf(endings, ({ last }) => last.drift * (last.atNs / 1e9)) / seconds;
  const error = Math.sqrt(gradient.value / seconds) / (2 * Math.PI);
  const half = studentErrors(confidence, gradient.samples) * error;
  const samples = endings.length;
  return { value, low: value - half, high: value + half, confidence, samples };
};

/**
 * The state of a coherent machine from what it reported (XDV-072.1): a pure function of the record.
 * `confidence` is above 0 and at most 0.9999, 0.95 by default. RangeError for a record out of
 * range. Time ∝ windows and transforms.
 */
export const diagnoseCoherence = (
  record: CoherenceRecord,
  options: { readonly confidence?: number } = {},
): CoherenceDiagnostics => {
  const { confidence = 0.95 } = options;
  checkNumber('diagnosis confidence', confidence, Number.EPSILON, 0.9999);
  checkList('windows', record.windows, DIAGNOSIS_LIMITS.windowsMax);
  checkList('transforms', record.transforms, DIAGNOSIS_LIMITS.transformsMax);
  const endings = record.windows.flatMap(endingOf);
  const impacts = record.transforms.map(
    ({ before, after }) =>
      checkNumber('transform after', after, 0, 1) - checkNumber('transform before', before, 0, 1),
  );
  const kept = endings.filter(({ last }) => !last.breached).length;
  const noiseGradient = gradientOf(endings, confidence);
  const indices = endings.map(({ last }) => last.index);
  return {
    stabilityIndex: meanOf(indices, { min: 0, max: 1 }, confidence),
    noiseGradient,
    drift: driftOf(endings, noiseGradient, confidence),
    transformImpact: meanOf(impacts, { min: -1, max: 1 }, confidence),
    windowCompliance: shareOf(kept, endings.length, confidence),
  };
};
