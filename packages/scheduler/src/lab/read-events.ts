import { fail, ok, show, type AnyEvent, type Result } from '@xdv/domain-model';
import { K_LANES_MAX } from '../kernel/options.ts';
import { job, part, type Job } from '../model/job.ts';
import { resource, type Resource } from '../model/resource.ts';
import { WORKLOAD_LIMITS } from './workloads/limits.ts';
import type { RecordedWorkload } from './workloads/recorded.ts';

export interface ReadEventsOptions {
  readonly name: string;
  /** Modelled nanoseconds per tick, from the trace's header. */
  readonly tickNs: number;
  /** K lanes of the kernel, from the trace's header. 1 to 64, default 1. */
  readonly kLanes?: number;
}

/** Where a job comes from. */
export interface JobOrigin {
  /** Number of the process. */
  readonly process: number;
  /** Number of its contract; 0 for computing in K. */
  readonly contract: number;
}

/** A recorded run as a workload. */
export interface RecordedRun extends RecordedWorkload {
  /** In the order of `jobs`. */
  readonly origins: readonly JobOrigin[];
}

/** A stretch of work of a process. `end` is when it really ended. */
interface Work extends JobOrigin {
  readonly resource: number;
  readonly amount: number;
  readonly asked: number;
  readonly start: number;
  end: number;
  /** When it would have had to end. */
  latest: number;
  /** It never began. */
  void: boolean;
}

interface Reading {
  readonly resources: Resource[];
  /** Place of each resource by its number in the trace. */
  readonly places: Map<number, number>;
  readonly contracts: Map<number, Work>;
  /** The last stretch of computing of each process. */
  readonly computing: Map<number, Work>;
  readonly works: Work[];
}

const wrong = (seq: number, why: string) =>
  fail('TRACE_INCONSISTENT', `event ${seq}: ${why}`, 'Check the trace with xdv verify');

const addResource = (
  { resources, places }: Reading,
  { seq, domain, data: [number, provider, given, capacity] }: AnyEvent & {
    readonly kind: 'resource.attached';
  },
): Result<null> => {
  if (capacity < 1 || capacity > WORKLOAD_LIMITS.unitsMax) {
    return wrong(seq, `${given} has a capacity of ${capacity}`);
  }
  if (resources.length === WORKLOAD_LIMITS.resourcesMax) return wrong(seq, 'too many resources');
  const taken = resources.some(({ name }) => name === given);
  const name = (taken ? `${given} of ${provider}` : given).slice(0, WORKLOAD_LIMITS.nameMax);
  places.set(number, resources.length);
  resources.push(resource({ name, domain, capacity, sharing: 'exclusive' }));
  return ok(null);
};

const addWork = ({ works }: Reading, seq: number, work: Work): Result<null> => {
  if (work.end > WORKLOAD_LIMITS.ticksMax) return wrong(seq, `tick ${work.end} is too late`);
  if (works.length === WORKLOAD_LIMITS.jobsMax) return wrong(seq, 'too much work for a workload');
  works.push(work);
  return ok(null);
};

const addContract = (
  reading: Reading,
  { seq, tick, process, data }: AnyEvent & { readonly kind: 'contract.issued' },
): Result<null> => {
  const [contract, number, amount, start, end] = data;
  const place = reading.places.get(number);
  if (place === undefined) return wrong(seq, `there is no resource r${number}`);
  const { capacity, name } = reading.resources[place]!;
  if (amount < 1 || amount > capacity) return wrong(seq, `${amount} units of ${name}`);
  if (start < tick || end <= start) return wrong(seq, `an envelope from ${start} to ${end}`);
  const what = { process, contract, resource: place, amount, asked: tick, start };
  const work: Work = { ...what, end, latest: end, void: false };
  reading.contracts.set(contract, work);
  return addWork(reading, seq, work);
};

/** A slice of computing: one that begins where the process's last one ended goes on with it. */
const addComputing = (
  reading: Reading,
  { seq, tick, process, data: [ticks] }: AnyEvent & { readonly kind: 'k.computed' },
): Result<null> => {
  if (ticks === 0) return ok(null);
  const last = reading.computing.get(process);
  const end = tick + ticks;
  if (last?.end === tick && end <= WORKLOAD_LIMITS.ticksMax) {
    last.end = end;
    last.latest = end;
    return ok(null);
  }
  const what = { process, contract: 0, resource: 0, amount: 1, asked: tick, start: tick };
  const work: Work = { ...what, end, latest: end, void: false };
  reading.computing.set(process, work);
  return addWork(reading, seq, work);
};

/** A contract is given back or taken away. */
const endContract = ({ contracts }: Reading, { tick, contract }: AnyEvent): void => {
  const work = contracts.get(contract);
  if (work === undefined) return;
  contracts.delete(contract);
  if (tick < work.start) work.void = true;
  else work.end = Math.min(work.end, Math.max(tick, work.start + 1));
};

const readEvent = (reading: Reading, event: AnyEvent): Result<null> => {
  switch (event.kind) {
    case 'resource.attached':
      return addResource(reading, event);
    case 'contract.issued':
      return addContract(reading, event);
    case 'k.computed':
      return addComputing(reading, event);
    case 'contract.released':
    case 'contract.expired':
    case 'contract.revoked':
      endContract(reading, event);
      return ok(null);
    default:
      return ok(null);
  }
};

/** The work of the same process that ended last before each was asked for: places, -1 for none. */
const predecessors = (works: readonly Work[]): Int32Array => {
  const found = new Int32Array(works.length).fill(-1);
  const byEnd = works.map((_, i) => i).sort((a, b) => works[a]!.end - works[b]!.end || a - b);
  const ended = new Map<number, number>();
  let next = 0;
  for (const [i, { asked, process }] of works.entries()) {
    for (; next < byEnd.length && works[byEnd[next]!]!.end <= asked; next++) {
      ended.set(works[byEnd[next]!]!.process, byEnd[next]!);
    }
    found[i] = ended.get(process) ?? -1;
  }
  return found;
};

const jobsOf = (works: readonly Work[]): readonly Job[] => {
  const before = predecessors(works);
  return works.map(({ process, resource: place, amount, asked, start, end, latest }, i) => {
    const previous = works[before[i]!];
    return job({
      id: i + 1,
      submit: asked,
      run: end - start,
      estimate: latest - start,
      parts: [part(place, amount)],
      tenant: process,
      after: before[i]! + 1,
      thinkTicks: previous === undefined ? 0 : asked - previous.end,
    });
  });
};

const NOTES: readonly string[] = [
  'open loop: what processes would have done differently at other times is not in it',
  'each request comes when it did, or as long after its process was done with the one before',
  'computing in K is whole, not in slices, and other calls take no time',
  'priorities, deadlines and latest starts are not in a trace',
];

const notesOf = (never: number): readonly string[] =>
  never === 0 ? NOTES : [...NOTES, `${never} contracts that ended before they began left out`];

const assemble = (
  { name, tickNs }: ReadEventsOptions,
  { works: all, resources }: Reading,
): RecordedRun => {
  const works = all.filter((work) => !work.void).sort((a, b) => a.asked - b.asked);
  return {
    name,
    tickNs,
    resources,
    jobs: jobsOf(works),
    sessions: [],
    reservations: [],
    notes: notesOf(all.length - works.length),
    recordedWait: Float64Array.from(works, ({ asked, start }) => start - asked),
    origins: works.map(({ process, contract }) => ({ process, contract })),
  };
};

const checkOptions = ({ tickNs, kLanes = 1 }: ReadEventsOptions): number => {
  if (!Number.isSafeInteger(tickNs) || tickNs < 1) {
    throw new RangeError(`tickNs must be an integer from 1, got ${show(tickNs)}`);
  }
  if (Number.isInteger(kLanes) && kLanes >= 1 && kLanes <= K_LANES_MAX) return kLanes;
  throw new RangeError(`kLanes must be an integer from 1 to ${K_LANES_MAX}, got ${show(kLanes)}`);
};

/**
 * The events of a recorded run as a workload: K lanes, an exclusive resource for each device, and a
 * job for each contract and each stretch of computing, with its process as tenant. `recordedWait`
 * says when each started: see `recordedSchedule`. What a job asks for is the length of its
 * envelope; it runs until the contract really ended. Its notes say what is approximated.
 *
 * TRACE_INCONSISTENT for events that no kernel writes, or that are beyond the limits of workloads;
 * RangeError for options. O(n log n) in the events.
 */
export const readEvents = (
  events: Iterable<AnyEvent>,
  options: ReadEventsOptions,
): Result<RecordedRun> => {
  const capacity = checkOptions(options);
  const lanes = resource({ name: 'K', domain: 'K', capacity });
  const reading: Reading = {
    resources: [lanes],
    places: new Map(),
    contracts: new Map(),
    computing: new Map(),
    works: [],
  };
  for (const event of events) {
    const read = readEvent(reading, event);
    if (!read.ok) return read;
  }
  return ok(assemble(options, reading));
};
