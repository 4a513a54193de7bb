import { CANDIDATE, type Candidate, type ProcessId } from '@xdv/domain-model';
import type { Job } from '../../model/job.ts';
import type { Resource } from '../../model/resource.ts';
import type { AskPart } from '../../placement/placer.ts';
import { fadingOf, fidelityAt } from './fidelity.ts';
import type { Layout } from './layout.ts';

/** A figure of a candidate: a safe integer. */
const bounded = (value: number): number => Math.min(value, Number.MAX_SAFE_INTEGER);

const priced = (
  resources: readonly Resource[],
  parts: readonly AskPart[],
  rate: 'price' | 'power',
): number => {
  let sum = 0;
  for (const { resource, amount, ticks } of parts) {
    sum += resources[resource]![rate] * amount * ticks;
  }
  return bounded(sum);
};

/** The part whose fidelity counts: the first on a device that is calibrated, or else the first. */
const fadesOn = (resources: readonly Resource[], { parts }: Layout): Resource => {
  const fading = parts.find(({ resource }) => resources[resource]!.calibration);
  return resources[(fading ?? parts[0]!).resource]!;
};

/**
 * What a policy sees of a job that was submitted at `since` and asks for `layout`. Domain and
 * amount are those of its first part; `length` leaves the crossings out, price and energy count
 * all that it would hold.
 */
export const candidateOf = (
  resources: readonly Resource[],
  job: Job,
  layout: Layout,
  { since, now, share }: { readonly since: number; readonly now: number; readonly share: number },
): Candidate => {
  const device = fadesOn(resources, layout);
  return {
    domain: resources[layout.parts[0]!.resource]!.domain,
    process: job.id as ProcessId,
    since,
    now,
    length: job.estimate,
    amount: job.parts[0]!.amount,
    priority: job.priority,
    deadline: job.deadline,
    period: job.period,
    tenant: job.tenant,
    share,
    fidelity: job.error === 0 ? CANDIDATE.fidelity : fidelityAt(device, job.error, now),
    fading: fadingOf(device, job.error),
    cost: priced(resources, layout.parts, 'price'),
    energy: priced(resources, layout.parts, 'power'),
    crossing: layout.length - job.estimate,
  };
};
