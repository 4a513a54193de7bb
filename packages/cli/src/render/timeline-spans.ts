import { CALLS, type AnyEvent, type EventKind } from '@xdv/domain-model';

/** A stretch of logical time, in ticks: from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  end: number;
}

export interface JobSpan extends Span {
  readonly label: string;
  failed: boolean;
}

/** What happened on one resource. */
export interface ResourceRow {
  readonly domain: 'Q' | 'Phi';
  readonly name: string;
  readonly contracts: Map<number, Span>;
  readonly jobs: Map<number, JobSpan>;
}

/** What the events of a run say about who was busy when. */
export interface Spans {
  /** Activity in K, in order, merged where it touches. */
  readonly k: Span[];
  readonly resources: Map<number, ResourceRow>;
  /** The last tick that anything touches. */
  end: number;
}

/** Takes events one by one, so that no run is too long to be drawn. */
export interface SpanCollector {
  add(event: AnyEvent): void;
  readonly spans: Spans;
}

type EventOf<Kind extends EventKind> = Extract<AnyEvent, { readonly kind: Kind }>;

const ENDED: ReadonlySet<EventKind> = new Set([
  'contract.released',
  'contract.expired',
  'contract.revoked',
]);

/** Adds activity at the end; events come in order, so it touches at most the last span. */
const addActivity = (spans: Span[], start: number, end: number): void => {
  const last = spans.at(-1);
  if (last === undefined || start > last.end) spans.push({ start, end });
  else last.end = Math.max(last.end, end);
};

const isOpening = (call: number): boolean =>
  call === CALLS['q.allocate'] || call === CALLS['phi.open'];

const labelOf = (call: number, job: number): string => {
  if (isOpening(call)) return '';
  return call === CALLS['q.calibrate'] ? `j${job} calibration` : `j${job}`;
};

const startJob = (spans: Spans, { tick, data }: EventOf<'job.started'>): void => {
  const [job, call, resource, end] = data;
  const label = labelOf(call, job);
  spans.resources.get(resource)?.jobs.set(job, { start: tick, end, label, failed: false });
};

const endContract = ({ resources }: Spans, { tick, contract }: AnyEvent): void => {
  for (const { contracts } of resources.values()) {
    const span = contracts.get(contract);
    if (span) span.end = Math.max(span.start, Math.min(span.end, tick));
  }
};

const endJob = ({ resources }: Spans, { tick, outcome, data }: EventOf<'job.ended'>): void => {
  for (const { jobs } of resources.values()) {
    const job = jobs.get(data[0]);
    if (job === undefined) continue;
    job.end = Math.min(job.end, tick);
    job.failed = outcome !== 0;
  }
};

const add = (spans: Spans, event: AnyEvent): void => {
  const { resources } = spans;
  spans.end = Math.max(spans.end, event.tick);
  if (event.kind === 'resource.attached') {
    const [id, , name] = event.data;
    const domain = event.domain === 'Phi' ? 'Phi' : 'Q';
    resources.set(id, { domain, name, contracts: new Map(), jobs: new Map() });
  } else if (event.kind === 'contract.issued') {
    const [id, resource, , start, end] = event.data;
    resources.get(resource)?.contracts.set(id, { start, end });
  } else if (event.kind === 'job.started') startJob(spans, event);
  else if (event.kind === 'job.ended') endJob(spans, event);
  else if (ENDED.has(event.kind)) endContract(spans, event);
  if (event.domain !== 'K' || event.process === 0) return;
  const ticks = event.kind === 'k.computed' ? event.data[0] : 1;
  addActivity(spans.k, event.tick, event.tick + ticks);
};

export const collectSpans = (): SpanCollector => {
  const spans: Spans = { k: [], resources: new Map(), end: 0 };
  return { spans, add: (event) => add(spans, event) };
};
