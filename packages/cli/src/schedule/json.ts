import { pairedDifference } from '@xdv/scheduler/lab';
import { nameOf, reportFigures, type Report } from './report.ts';

type Json = Readonly<Record<string, unknown>>;

/** Values by the names of their figures, those that apply. */
const byKey = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(entries);

const rowsOf = ({ results }: Report): readonly Json[] => {
  const figures = reportFigures({ results });
  return results.map(({ of, metrics, first }, row) => {
    const own = figures.flatMap(({ metric, summaries }) => {
      const summary = summaries[row]!;
      return Number.isNaN(summary.mean) ? [] : [[metric.key, summary] as const];
    });
    const intervals = own.map(([key, { low, high }]) => [key, [low, high]] as const);
    const { decisions, quarantine } = first;
    return {
      ...of,
      metrics: byKey(own.map(([key, { mean }]) => [key, mean] as const)),
      ...(metrics.length > 1 && { intervals: byKey(intervals) }),
      decisions,
      ...(quarantine && { quarantine }),
    };
  });
};

/** Every figure of every row against the first row, seed by seed. */
const differencesOf = ({ results }: Report): readonly Json[] => {
  const [base, ...others] = results;
  if (base === undefined || base.metrics.length < 2) return [];
  const figures = reportFigures({ results });
  return others.map(({ of, metrics }) => {
    const entries = figures.flatMap(({ metric }) => {
      const values = metrics.map((one) => metric.of(one));
      const baseline = base.metrics.map((one) => metric.of(one));
      const { mean, low, high } = pairedDifference(values, baseline);
      return Number.isNaN(mean) ? [] : [[metric.key, { mean, low, high }] as const];
    });
    const names = { label: of.label, placement: of.placement };
    return { ...names, against: nameOf(base, results), metrics: byKey(entries) };
  });
};

/** A comparison as one JSON document. What differs from run to run is under `real`. */
export const reportToJson = (report: Report): Json => {
  const { workload, setting, notes, written, interrupted, realMs } = report;
  const { name, tickNs, jobs, resources } = workload;
  const differences = differencesOf(report);
  const { agingTicks, ...terms } = setting;
  return {
    ok: true,
    workload: {
      name,
      tickNs,
      jobs: jobs.length,
      resources: resources.map((one) => {
        return { name: one.name, domain: one.domain, capacity: one.capacity, sharing: one.sharing };
      }),
    },
    ...terms,
    ...(agingTicks !== Infinity && { agingTicks }),
    rows: rowsOf(report),
    ...(differences.length > 0 && { differences }),
    notes,
    files: byKey(written.map((place) => [place.flag.slice(2), place.name] as const)),
    ...(interrupted && { stopped: 'interrupted' }),
    real: { ms: Math.round(realMs * 1000) / 1000 },
  };
};
