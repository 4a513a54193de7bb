import type { Job } from '../../model/job.ts';
import { Heap } from '../../structures/heap.ts';
import { heldLayout } from '../engine/layout.ts';
import { OUTCOME, type Schedule } from '../schedule.ts';

/** A part of a job as it ran: [start, end) on a lane of a resource. */
export interface Slice {
  readonly job: Job;
  readonly row: number;
  readonly resource: number;
  readonly amount: number;
  readonly start: number;
  readonly end: number;
  /** From 0: slices of one lane of one resource never overlap. */
  readonly lane: number;
}

type Held = Omit<Slice, 'lane'>;

/** What each job held, by resource, in the order in which it began. */
const heldByResource = (schedule: Schedule): readonly Held[][] => {
  const { workload, start, end, outcome, resource } = schedule;
  const lists: Held[][] = workload.resources.map(() => []);
  workload.jobs.forEach((job, row) => {
    if (outcome[row] !== OUTCOME.done) return;
    const length = end[row]! - start[row]!;
    for (const held of heldLayout(workload.resources, job, resource[row]!, length)) {
      const from = start[row]! + held.offset;
      const { resource: index, amount, ticks } = held;
      const span = { start: from, end: from + ticks };
      lists[index]!.push({ job, row, resource: index, amount, ...span });
    }
  });
  for (const list of lists) list.sort((a, b) => a.start - b.start || a.row - b.row);
  return lists;
};

/** Puts each on the lowest lane that is free: as few lanes as overlap at most. */
const packed = (list: readonly Held[]): readonly Slice[] => {
  const free = new Heap(64, 1);
  const busy = new Heap(64, 2);
  let lanes = 0;
  return list.map((held) => {
    while (busy.size > 0 && busy.top(0) <= held.start) {
      free.insert([busy.top(1)]);
      busy.pop();
    }
    const reused = free.size > 0;
    const lane = reused ? free.top(0) : lanes++;
    if (reused) free.pop();
    busy.insert([held.end, lane]);
    return { ...held, lane };
  });
};

/** Every part of every job that ran, by resource, in order of start. Time O(n log n). */
export const slicesOf = (schedule: Schedule): readonly (readonly Slice[])[] =>
  heldByResource(schedule).map(packed);
