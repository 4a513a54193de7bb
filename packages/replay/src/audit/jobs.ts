import type { AnyEvent } from '@xdv/domain-model';
import type { Book } from './book.ts';
import { rule, type AuditRule } from './rule.ts';

const OF_JOB = ['result.part', 'job.ended'] as const;

export const JOB_RULES: readonly AuditRule[] = [
  rule('job-started-once', 'XDV-011.5', ['job.started'], ({ data: [job] }, book) =>
    job > 0 && !book.jobs.has(job) ? undefined : `j${job} exists already`,
  ),

  rule('job-contract', 'XDV-023.1', ['job.started'], (event, book) => {
    const { contract, process } = event;
    const [job, , resource] = event.data;
    const entry = book.contracts.get(contract);
    if (entry?.state !== 'active') return `j${job} starts without an active contract`;
    if (entry.process !== process) return `j${job} of p${process} uses c${contract} of another`;
    return entry.resource === resource ? undefined : `j${job} runs on r${resource} under another's`;
  }),

  rule('job-envelope', 'XDV-023.3', ['job.started'], ({ tick, contract, data }, book) => {
    const [job, , , end] = data;
    const entry = book.contracts.get(contract);
    if (entry === undefined) return undefined;
    if (tick >= entry.start && tick <= end && end <= entry.end) return undefined;
    return `j${job} takes ticks ${tick} to ${end}, outside ${entry.start} to ${entry.end}`;
  }),

  rule('job-running', 'XDV-011.5', OF_JOB, ({ process, contract, data: [job] }, book) => {
    const entry = book.jobs.get(job);
    if (entry === undefined) return `j${job} was not started`;
    if (entry.ended) return `j${job} ended before`;
    if (entry.process !== process) return `j${job} belongs to p${entry.process}`;
    return entry.contract === contract ? undefined : `j${job} runs under c${entry.contract}`;
  }),

  rule('job-ends-on-time', 'XDV-012.3', ['job.ended'], ({ tick, outcome, data: [job] }, book) => {
    const end = book.jobs.get(job)?.end ?? tick;
    // only a failure may come before the tick that was announced
    if (tick === end || (tick < end && outcome !== 0)) return undefined;
    return `j${job} ends at tick ${tick}, announced for ${end}`;
  }),

  rule('job-ends-covered', 'XDV-053.5', ['job.ended'], ({ outcome, contract, data }, book) => {
    if (outcome !== 0 || book.contracts.get(contract)?.state === 'active') return undefined;
    return `j${data[0]} succeeds though its contract is not active`;
  }),
];

export const recordJob = (event: AnyEvent, book: Book): void => {
  if (event.kind === 'job.started') {
    const [job, , , end] = event.data;
    if (book.jobs.has(job)) return;
    const { process, contract } = event;
    book.jobs.set(job, { process, contract, end, ended: false });
    book.live.jobs++;
  } else if (event.kind === 'job.ended') {
    const entry = book.jobs.get(event.data[0]);
    if (entry === undefined || entry.ended) return;
    entry.ended = true;
    book.live.jobs--;
  }
};
