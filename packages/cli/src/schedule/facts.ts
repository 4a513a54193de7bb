import type { EstimateModel, Resource, Workload } from '@xdv/scheduler/lab';
import { showNumber } from '../plot/style.ts';
import { plainText } from '../render/plain-text.ts';
import { spanText } from './time-text.ts';

/** What a comparison was made with. */
export interface Setting {
  readonly load: number;
  readonly estimates: EstimateModel;
  /** Infinity: none. */
  readonly agingTicks: number;
  readonly boundTicks: number;
  /** The first seed, and how many there are. */
  readonly seed: number;
  readonly seeds: number;
}

/** Resources beyond so many are counted, not named. */
const NAMED_MAX = 4;

const symbol = ({ domain }: Resource): string => (domain === 'Phi' ? 'Φ' : domain);

const resourceText = (resource: Resource): string => {
  const { name, capacity, sharing } = resource;
  const number = capacity === 1 ? '1 unit' : `${capacity.toLocaleString('en-US')} units`;
  const units = sharing === 'exclusive' ? 'exclusive' : number;
  return `${name} (${symbol(resource)}, ${units})`;
};

const resourcesText = (resources: readonly Resource[]): string => {
  if (resources.length <= NAMED_MAX) return resources.map(resourceText).join(', ');
  const domains = [...new Set(resources.map(symbol))];
  const counts = domains.map((domain) => {
    return `${resources.filter((one) => symbol(one) === domain).length} ${domain}`;
  });
  return `${resources.length} resources (${counts.join(', ')})`;
};

/** What was simulated, in a line. */
export const workloadText = ({ name, jobs, resources, tickNs }: Workload): string => {
  const first = jobs[0]?.submit ?? 0;
  const span = ((jobs.at(-1)?.submit ?? 0) - first) * tickNs;
  const number = jobs.length === 1 ? '1 job' : `${showNumber(jobs.length)} jobs`;
  const over = span > 0 ? `, submitted over ${spanText(span)}` : '';
  return plainText(`${name}: ${number} on ${resourcesText(resources)}${over}`);
};

const estimatesText = (estimates: EstimateModel): string =>
  estimates.kind === 'factor'
    ? `estimates up to ${estimates.factor} times the run`
    : `${estimates.kind} estimates`;

/** How it was simulated, in a line. */
export const settingText = (setting: Setting, tickNs: number): string => {
  const { load, estimates, agingTicks, boundTicks, seed, seeds } = setting;
  const last = seed + seeds - 1;
  return [
    estimatesText(estimates),
    ...(load === 1 ? [] : [`load × ${load}`]),
    ...(agingTicks === Infinity ? [] : [`aging every ${spanText(agingTicks * tickNs)}`]),
    `slow-down bounded at ${spanText(boundTicks * tickNs)}`,
    seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${last}, 95 % confidence`,
  ].join(' · ');
};
