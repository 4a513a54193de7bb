import type { AnyEvent } from '@xdv/domain-model';
import type { Book } from './book.ts';
import { rule, ruleOfAll, type AuditRule } from './rule.ts';

const countLive = ({ live, halted }: Book): string => {
  const parts: readonly (readonly [number, string])[] = [
    // the operator stops jobs without waiting for them
    [halted ? 0 : live.jobs, 'jobs'],
    [live.contracts, 'contracts'],
    [live.regions, 'regions'],
    [live.processes, 'processes'],
  ];
  const left = parts.filter(([count]) => count > 0);
  return left.map(([count, what]) => `${count} ${what}`).join(', ');
};

export const RUN_RULES: readonly AuditRule[] = [
  ruleOfAll('run-ended-last', 'XDV-005.3', ({ kind }, book) =>
    book.ended ? `${kind} after the end of the run` : undefined,
  ),

  rule('run-releases-all', 'XDV-013.6', ['run.ended'], (_, book) => {
    const left = countLive(book);
    return left === '' ? undefined : `the run ends with ${left} not released`;
  }),

  rule('run-counts-processes', 'XDV-034.5', ['run.ended'], ({ data: [processes] }, book) => {
    const { size } = book.processes;
    return processes === size ? undefined : `${processes} processes, but ${size} were created`;
  }),
];

export const recordRun = (event: AnyEvent, book: Book): void => {
  if (event.kind === 'operator.halted') book.halted = true;
  if (event.kind === 'run.ended') book.ended = true;
};
