import { job, type Job, type Part } from '../../model/job.ts';
import type { Closure, Resource } from '../../model/resource.ts';
import type { Reservation, Session, Workload } from '../../model/workload.ts';
import { WORKLOAD_FORMAT } from './read-workload.ts';

/** An object without the fields that are as usual. */
const without = <T extends object>(given: T, usual: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(given).filter(([name, value]) => usual[name as keyof T] !== value),
  ) as Partial<T>;

const writeClosure = (closure: Closure): object => without(closure, { every: 0 });

const writeResource = (given: Resource): object => {
  const { closures, ...rest } = given;
  const { name, domain, capacity } = given;
  const fields = without(rest, { sharing: 'shared', crossingTicks: 0, price: 0, power: 0 });
  const list = closures.length === 0 ? {} : { closures: closures.map(writeClosure) };
  return { name, domain, capacity, ...fields, ...list };
};

const writePart = ({ resource: index, amount, offset, ticks }: Part, names: Names): object => ({
  resource: names[index],
  ...without({ amount, offset, ticks }, { amount: 1, offset: 0, ticks: 0 }),
});

type Names = readonly string[];

const USUAL = job({ id: 0, submit: 0, run: 1, parts: [] });

const writeJob = (given: Job, names: Names): object => {
  const { id, submit, run, estimate, parts, alternatives, ...rest } = given;
  return {
    id,
    submit,
    duration: run === estimate ? run : { run, estimate },
    parts: parts.map((entry) => writePart(entry, names)),
    ...(alternatives.length === 0 ? {} : { alternatives: alternatives.map((i) => names[i]) }),
    ...without(rest, USUAL),
  };
};

const named = (given: Session | Reservation, names: Names): object => ({
  ...given,
  resource: names[given.resource],
});

/** `"name": [` and a line per object. */
const lines = (name: string, objects: readonly object[]): readonly string[] =>
  objects.length === 0
    ? []
    : [`"${name}": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]`];

/**
 * A workload in this project's JSON format, a line per job, ending in a line feed; the same text
 * for the same workload. `readWorkload` gives the workload back as it was, if it lies within
 * WORKLOAD_LIMITS; flows that it was read from are closures by then. Throws RangeError where two
 * resources have one name: jobs name them.
 */
export const writeWorkload = (workload: Workload): string => {
  const names = workload.resources.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new RangeError('two resources have one name');
  const head = { format: WORKLOAD_FORMAT, name: workload.name, tickNs: workload.tickNs };
  const fields = Object.entries(head).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  const { notes } = workload;
  return `{
${[
  ...fields,
  ...(notes.length === 0 ? [] : [`"notes": ${JSON.stringify(notes)}`]),
  ...lines('resources', workload.resources.map(writeResource)),
  ...lines('sessions', workload.sessions.map((session) => named(session, names))),
  ...lines('reservations', workload.reservations.map((entry) => named(entry, names))),
  ...lines('jobs', workload.jobs.map((entry) => writeJob(entry, names))),
].join(',\n')}
}
`;
};
