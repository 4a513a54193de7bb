import { show } from '@xdv/domain-model';
import type { Closure } from '../model/resource.ts';
import type { FlowSchedule } from './simulate-flows.ts';

/**
 * The windows of flows as closures of their machine's calendar, so that batch jobs are placed
 * around them. Windows that touch are one. `every`, at least the schedule's horizon, repeats them
 * for ever: take the least common multiple of the periods for both. 0: once.
 * RangeError otherwise.
 */
export const flowClosures = (
  { windows, horizon }: Pick<FlowSchedule, 'windows' | 'horizon'>,
  every = 0,
): readonly Closure[] => {
  if (every !== 0 && !(Number.isSafeInteger(every) && every >= horizon)) {
    throw new RangeError(`every must be 0 or an integer from ${horizon}, got ${show(every)}`);
  }
  const closures: { start: number; ticks: number; every: number }[] = [];
  for (const { start, end } of windows) {
    const last = closures.at(-1);
    if (last !== undefined && last.start + last.ticks === start) last.ticks += end - start;
    else closures.push({ start, ticks: end - start, every });
  }
  return closures;
};
