import {
  fail,
  ok,
  STABILITY_POINTS_MAX,
  type Result,
  type StabilityPoint,
  type StabilityReport,
  type Value,
} from '@xdv/domain-model';
import { isCount, isObject, no } from './invalid-result.ts';

const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1;

const checkPoint = (raw: unknown): StabilityPoint | undefined => {
  if (!isObject(raw)) return undefined;
  const { atNs, index, noiseGradient, driftHz } = raw;
  if (!isCount(atNs, Number.MAX_SAFE_INTEGER) || !isIndex(index)) return undefined;
  if (typeof noiseGradient !== 'number' || !Number.isFinite(noiseGradient)) return undefined;
  if (typeof driftHz !== 'number' || !Number.isFinite(driftHz)) return undefined;
  return { atNs, index, noiseGradient, driftHz };
};

/** Reports in the order of their times; absent for none. */
const checkPoints = (raw: unknown): Result<readonly StabilityPoint[]> => {
  const list = (raw ?? []) as unknown;
  if (!Array.isArray(list) || list.length > STABILITY_POINTS_MAX) return no('stability reports');
  const points: StabilityPoint[] = [];
  for (const entry of list as unknown[]) {
    const point = checkPoint(entry);
    if (!point || point.atNs < (points.at(-1)?.atNs ?? 0)) return no('a stability report');
    points.push(point);
  }
  return ok(points);
};

/** A report on a window that held: one on a window that did not is the fault STABILITY_BREACH. */
export const checkStability = (raw: unknown): Result<StabilityReport> => {
  if (!isObject(raw)) return no('stability is missing');
  const { index, locked, steps, voided = 0 } = raw;
  if (!isIndex(index)) return no('stability index');
  if (typeof locked !== 'boolean' || !isCount(steps, 1e12)) return no('stability report');
  if (!isCount(voided, 1e9)) return no('voided windows');
  const points = checkPoints(raw['reports']);
  if (!points.ok) return points;
  const reports = points.value;
  if (!locked) {
    const message = `the stability index ended at ${index}`;
    return fail('STABILITY_BREACH', message, 'Open a longer window, or demand less of it');
  }
  const extra = { ...(voided > 0 && { voided }), ...(reports.length > 0 && { reports }) };
  return ok({ index, locked, steps, ...extra });
};

/** Only of windows that have more to tell: the others are recorded as ever. */
export const stabilityValue = ({ voided = 0, reports = [] }: StabilityReport): readonly Value[] => {
  if (voided === 0 && reports.length === 0) return [];
  return [
    voided,
    reports.map(({ atNs, index, noiseGradient, driftHz }) => [
      atNs,
      index,
      noiseGradient,
      driftHz,
    ]),
  ];
};

/** Recorded stability reports. What is malformed becomes a report that no check accepts. */
export const unpackReports = (reports: unknown): unknown => {
  if (!Array.isArray(reports)) return reports;
  return (reports as unknown[]).map((row) => {
    const [atNs, index, noiseGradient, driftHz] = Array.isArray(row) ? (row as unknown[]) : [];
    return { atNs, index, noiseGradient, driftHz };
  });
};
