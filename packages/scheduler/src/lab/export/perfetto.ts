import { OUTCOME, type Schedule } from '../schedule.ts';
import { slicesOf, type Slice } from './slices.ts';

/** A change of a counter. */
interface Change {
  readonly tick: number;
  readonly by: number;
}

/** Process of the counter of the queue; resources are processes from 2 on. */
const QUEUE_PID = 1;
const FIRST_RESOURCE_PID = 2;

/** Thread of a resource's sessions; lanes are threads from 1 on. */
const SESSION_TID = 0;

const meta = (pid: number, name: string, args: object, tid = 0): object => ({
  ph: 'M',
  pid,
  tid,
  name,
  args,
});

/** The running sum of changes, a value per tick at which it changes. */
function* counter(
  changes: readonly Change[],
  event: (tick: number, value: number) => object,
): Generator<object, void, undefined> {
  const sorted = changes.toSorted((a, b) => a.tick - b.tick);
  let value = 0;
  for (let i = 0; i < sorted.length; i++) {
    value += sorted[i]!.by;
    if (sorted[i + 1]?.tick !== sorted[i]!.tick) yield event(sorted[i]!.tick, value);
  }
}

const queueChanges = ({ submitted, start, outcome }: Schedule): readonly Change[] =>
  Array.from(outcome.keys())
    .filter((i) => outcome[i] === OUTCOME.done)
    .flatMap((i) => [
      { tick: submitted[i]!, by: 1 },
      { tick: start[i]!, by: -1 },
    ]);

/** Makes events of ticks: the format counts microseconds. */
class Writer {
  readonly #schedule: Schedule;
  readonly #perTick: number;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#perTick = schedule.workload.tickNs / 1000;
  }

  slice({ job, row, start, end, amount, lane }: Slice, pid: number): object {
    const { id, tenant, priority } = job;
    const wait = this.#schedule.start[row]! - this.#schedule.submitted[row]!;
    const args = { amount, tenant, priority, waitTicks: wait };
    return this.span(pid, lane + 1, `job ${id}`, start, end, args);
  }

  span(pid: number, tid: number, name: string, start: number, end: number, args: object): object {
    const ts = start * this.#perTick;
    return { ph: 'X', pid, tid, name, ts, dur: (end - start) * this.#perTick, args };
  }

  count(pid: number, name: string, tick: number, value: number): object {
    return { ph: 'C', pid, tid: 0, name, ts: tick * this.#perTick, args: { [name]: value } };
  }
}

function* resourceEvents(
  schedule: Schedule,
  writer: Writer,
  index: number,
  slices: readonly Slice[],
): Generator<object, void, undefined> {
  const { resources, sessions } = schedule.workload;
  const { name } = resources[index]!;
  const pid = FIRST_RESOURCE_PID + index;
  yield meta(pid, 'process_name', { name });
  yield meta(pid, 'process_sort_index', { sort_index: pid });
  const lanes = slices.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
  for (let lane = 1; lane <= lanes; lane++) {
    yield meta(pid, 'thread_name', { name: `lane ${lane}` }, lane);
  }
  const own = new Set(sessions.filter(({ resource }) => resource === index).map(({ id }) => id));
  if (own.size > 0) yield meta(pid, 'thread_name', { name: 'sessions' }, SESSION_TID);
  for (const { id, start, end } of schedule.sessions) {
    if (own.has(id)) yield writer.span(pid, SESSION_TID, `session ${id}`, start, end, {});
  }
  for (const slice of slices) yield writer.slice(slice, pid);
  const changes = slices.flatMap(({ start, end, amount }) => [
    { tick: start, by: amount },
    { tick: end, by: -amount },
  ]);
  yield* counter(changes, (tick, value) => writer.count(pid, 'busy units', tick, value));
}

function* events(schedule: Schedule): Generator<object, void, undefined> {
  const writer = new Writer(schedule);
  yield meta(QUEUE_PID, 'process_name', { name: 'queue' });
  const waiting = queueChanges(schedule);
  yield* counter(waiting, (tick, value) => writer.count(QUEUE_PID, 'waiting jobs', tick, value));
  const slices = slicesOf(schedule);
  for (let index = 0; index < slices.length; index++) {
    yield* resourceEvents(schedule, writer, index, slices[index]!);
  }
}

/**
 * A schedule in the trace event format of Chrome, which Perfetto opens: JSON, a line per event
 * without its line end. A process per resource, with a thread per lane so that slices of one thread
 * never overlap, one for its sessions and a counter of busy units; a counter of the jobs that
 * wait and will run. Time O(n log n).
 */
export function* toPerfetto(schedule: Schedule): Generator<string, void, undefined> {
  yield '{"displayTimeUnit":"ms","traceEvents":[';
  let line = '';
  for (const event of events(schedule)) {
    if (line !== '') yield `${line},`;
    line = JSON.stringify(event);
  }
  yield line;
  yield ']}';
}
