import { DOMAINS } from '@xdv/domain-model';
import type { CalibrationCycle, Closure, Resource } from '../../model/resource.ts';
import type { Reservation, Session } from '../../model/workload.ts';
import { Fields, type List } from './fields.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { FlowReader } from './read-flows.ts';

const { ticksMax, unitsMax, nameMax, listMax, resourcesMax, spansMax } = WORKLOAD_LIMITS;

const RESOURCE = new Set([
  'name',
  'domain',
  'capacity',
  'sharing',
  'closures',
  'flows',
  'calibration',
  'crossingTicks',
  'price',
  'power',
]);
const CLOSURE = new Set(['start', 'ticks', 'every']);
const CALIBRATION = new Set(['firstTick', 'everyTicks', 'validTicks', 'drift']);
const SESSION = new Set(['id', 'resource', 'maxTicks', 'idleTicks']);
const RESERVATION = new Set(['resource', 'amount', 'start', 'end']);

/** Reads every object of a list. */
export const readEach = <T>(
  list: List,
  known: Set<string>,
  read: (fields: Fields, index: number) => T,
): T[] => list.values.map((value, i) => read(new Fields(value, list, i, known), i));

const readClosure = (fields: Fields): Closure => {
  const every = fields.integer('every', 0, ticksMax, 0);
  const most = every === 0 ? ticksMax : every - 1;
  return {
    start: fields.integer('start', 0, ticksMax),
    ticks: fields.integer('ticks', 1, most),
    every,
  };
};

const readCalibration = (fields: Fields): CalibrationCycle => {
  const everyTicks = fields.integer('everyTicks', 1, ticksMax);
  return {
    firstTick: fields.integer('firstTick', 0, ticksMax, 0),
    everyTicks,
    validTicks: fields.integer('validTicks', 1, ticksMax, everyTicks),
    drift: fields.integer('drift', 0, unitsMax, 0),
  };
};

const readResource = (fields: Fields): Resource => {
  const resource: Resource = {
    name: fields.text('name', nameMax),
    domain: fields.word('domain', DOMAINS),
    capacity: fields.integer('capacity', 1, unitsMax),
    sharing: fields.word('sharing', ['shared', 'exclusive'], 'shared'),
    closures: readEach(fields.list('closures', listMax), CLOSURE, readClosure),
    crossingTicks: fields.integer('crossingTicks', 0, ticksMax, 0),
    price: fields.integer('price', 0, unitsMax, 0),
    power: fields.integer('power', 0, unitsMax, 0),
  };
  if (!fields.has('calibration')) return resource;
  return { ...resource, calibration: readCalibration(fields.object('calibration', CALIBRATION)) };
};

/** Flows have a machine to themselves, and at any time: else nothing could be promised. */
const checkFlowMachine = (fields: Fields, resource: Resource): void => {
  const { sharing, closures, calibration } = resource;
  if (sharing !== 'exclusive') throw fields.wrong('flows', 'need sharing "exclusive"');
  if (closures.length > 0) {
    throw fields.wrong('flows', 'do not go with closures: make one that repeats a flow');
  }
  if (calibration === undefined || calibration.validTicks >= calibration.everyTicks) return;
  throw fields.wrong('flows', 'need a calibration that is valid until the next');
};

/** Index of each resource by its name. */
export type Names = ReadonlyMap<string, number>;

/** The resources of a workload, and how to find them. */
export interface Machines {
  readonly resources: readonly Resource[];
  readonly names: Names;
  /** What was admitted, of each resource that has flows. */
  readonly flowNotes: ReadonlyMap<number, string>;
}

/** The resources of a workload: at least one, each with a name of its own. */
export const readResources = (document: Fields): Machines => {
  const list = document.list('resources', resourcesMax);
  if (list.values.length === 0) throw document.wrong('resources', 'has no resource');
  const names = new Map<string, number>();
  const flowNotes = new Map<number, string>();
  const flowReader = new FlowReader();
  const resources = readEach(list, RESOURCE, (fields, i) => {
    const resource = readResource(fields);
    if (names.has(resource.name)) throw fields.wrong('name', 'is that of another resource');
    names.set(resource.name, i);
    const flows = flowReader.read(fields, resource.name);
    if (flows === undefined) return resource;
    checkFlowMachine(fields, resource);
    flowNotes.set(i, flows.note);
    return { ...resource, closures: flows.closures };
  });
  return { resources, names, flowNotes };
};

/** Index of the resource that a field names. */
export const readReference = (fields: Fields, name: string, names: Names): number => {
  const index = names.get(fields.text(name, nameMax));
  if (index === undefined) throw fields.wrong(name, 'names no resource');
  return index;
};

/** Sessions, each with an id of its own. */
export const readSessions = (document: Fields, names: Names): readonly Session[] => {
  const ids = new Set<number>();
  return readEach(document.list('sessions', spansMax), SESSION, (fields) => {
    const id = fields.integer('id', 1, Number.MAX_SAFE_INTEGER);
    if (ids.has(id)) throw fields.wrong('id', 'is that of another session');
    ids.add(id);
    return {
      id,
      resource: readReference(fields, 'resource', names),
      maxTicks: fields.integer('maxTicks', 1, ticksMax),
      idleTicks: fields.integer('idleTicks', 0, ticksMax),
    };
  });
};

const readReservation = (fields: Fields, { names, flowNotes }: Machines): Reservation => {
  const resource = readReference(fields, 'resource', names);
  if (flowNotes.has(resource)) throw fields.wrong('resource', 'has flows, at any time');
  const start = fields.integer('start', 0, ticksMax - 1);
  return {
    resource,
    amount: fields.integer('amount', 1, unitsMax),
    start,
    end: fields.integer('end', start + 1, ticksMax),
  };
};

export const readReservations = (document: Fields, machines: Machines): readonly Reservation[] =>
  readEach(document.list('reservations', spansMax), RESERVATION, (fields) =>
    readReservation(fields, machines),
  );
