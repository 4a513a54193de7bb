import { compareTags, formatTag } from '@xdv/domain-model';
import { ruleOfAll, type AuditRule } from './rule.ts';

/** Every event has its place in one total order (XDV-005.1). */
export const ORDER_RULES: readonly AuditRule[] = [
  ruleOfAll('sequence', 'XDV-005.1', (event, book) =>
    event.seq === book.count ? undefined : `its number is ${event.seq}, not ${book.count}`,
  ),

  ruleOfAll('time-advances', 'XDV-005.2', (event, { last }) => {
    if (last === undefined || compareTags(last, event) < 0) return undefined;
    return `its tag ${formatTag(event)} does not come after ${formatTag(last)}`;
  }),
];
