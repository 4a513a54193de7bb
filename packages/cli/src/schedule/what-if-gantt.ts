import {
  job,
  OUTCOME,
  part,
  resource,
  type Resource,
  type Schedule,
  type Workload,
} from '@xdv/scheduler/lab';
import { renderGantt } from './gantt/gantt.ts';
import { writePlace, type Place } from './place.ts';
import type { RequestPair } from './what-if-compare.ts';
import type { Request } from './what-if-history.ts';
import type { WhatIf } from './what-if-print.ts';

/** The devices that were used in one of the runs, and the place of each by name. */
const devicesOf = (pairs: readonly RequestPair[]) => {
  const resources: Resource[] = [];
  const places = new Map<string, number>();
  for (const request of pairs.flatMap(({ before, after }) => [before, after])) {
    if (request?.start === undefined || places.has(request.resource)) continue;
    const { resource: name, domain } = request;
    places.set(name, resources.length);
    resources.push(resource({ name, domain, capacity: 1, sharing: 'exclusive' }));
  }
  return { resources, places };
};

/** Both runs as schedules of one workload, so that a request looks the same in both. */
const schedulesOf = ({ comparison, tickNs, trace, ...how }: WhatIf) => {
  const pairs = comparison.requests;
  const { resources, places } = devicesOf(pairs);
  const placeOf = (request: Request | undefined): number =>
    places.get(request?.resource ?? '') ?? 0;
  const jobs = pairs.map(({ before, after }, i) => {
    const { process: tenant, asked: submit, start = submit, end } = (before ?? after)!;
    const parts = [part(placeOf(before ?? after), 1)];
    return job({ id: i + 1, submit, run: Math.max(1, end - start), parts, tenant });
  });
  const none = { sessions: [], reservations: [], notes: [] };
  const workload: Workload = { name: trace, tickNs, resources, jobs, ...none };
  const scheduleOf = (side: 'before' | 'after', { policy, placement }: WhatIf['whatIf']) => {
    const requests = pairs.map((pair) => pair[side]);
    const ran = (request: Request | undefined): boolean => request?.start !== undefined;
    return {
      workload,
      policy,
      placement,
      seed: 1,
      submitted: Float64Array.from(requests, (one, i) => one?.asked ?? jobs[i]!.submit),
      start: Float64Array.from(requests, (one) => one?.start ?? -1),
      end: Float64Array.from(requests, (one) => (ran(one) ? one!.end : -1)),
      resource: Uint32Array.from(requests, placeOf),
      outcome: Uint8Array.from(requests, (one) => (ran(one) ? OUTCOME.done : OUTCOME.refused)),
      sessions: [],
      quarantine: undefined,
      decisions: 0,
    } satisfies Schedule;
  };
  return [scheduleOf('before', how.recorded), scheduleOf('after', how.whatIf)] as const;
};

/**
 * Draws who had which device in both runs, one below the other; a tenant is a process. Throws
 * ARGUMENT_INVALID if that cannot be written.
 */
export const drawWhatIf = (place: Place, whatIf: WhatIf): void => {
  const nameOf = ({ policy, placement }: Schedule): string => `${policy}, ${placement}`;
  const [before, after] = schedulesOf(whatIf);
  const named = [
    { name: `recorded: ${nameOf(before)}`, schedule: before },
    { name: `what if: ${nameOf(after)}`, schedule: after },
  ];
  writePlace(place, [renderGantt(`What if of ${whatIf.trace}: tenants are processes`, named)]);
};
