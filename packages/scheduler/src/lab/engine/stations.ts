import type { Reservation, Workload } from '../../model/workload.ts';
import { createPlacer } from '../../placement/create-placer.ts';
import type { PlacementKind } from '../../placement/placer.ts';
import type { Context } from './context.ts';
import { Station } from './station.ts';

/** Resources that share a queue, by their indices in the workload. */
export interface StationPlan {
  /** Station of each resource, numbered from 0 in the order of their first resources. */
  readonly stationOf: Int32Array;
  /** Place of each resource within its station. */
  readonly placeOf: Int32Array;
  /** The resources of each station, in order. */
  readonly members: readonly (readonly number[])[];
  /** True if some job of the resource's station has alternatives. */
  readonly chooses: (resource: number) => boolean;
}

const rootOf = (parent: Int32Array, resource: number): number => {
  let root = resource;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!; // path halving
    root = parent[root]!;
  }
  return root;
};

/** The smaller root stays: stations then come in the order of their first resources. */
const unite = (parent: Int32Array, a: number, b: number): void => {
  const first = rootOf(parent, a);
  const second = rootOf(parent, b);
  parent[Math.max(first, second)] = Math.min(first, second);
};

/**
 * Splits the resources of a workload into stations: two share a queue if some job wants both, or
 * could do with either. What has no job in common never waits for each other (XDV-023.3).
 */
export const planStations = ({ resources, jobs }: Workload): StationPlan => {
  const parent = Int32Array.from(resources, (_, i) => i);
  for (const { parts, alternatives } of jobs) {
    const first = parts[0]!.resource;
    for (let i = 1; i < parts.length; i++) unite(parent, first, parts[i]!.resource);
    for (const other of alternatives) unite(parent, first, other);
  }
  const stationOf = new Int32Array(resources.length);
  const placeOf = new Int32Array(resources.length);
  const members: number[][] = [];
  resources.forEach((_, resource) => {
    const root = rootOf(parent, resource);
    const station = root === resource ? members.push([]) - 1 : stationOf[root]!;
    stationOf[resource] = station;
    placeOf[resource] = members[station]!.push(resource) - 1;
  });
  const choosing = new Set<number>();
  for (const { parts, alternatives } of jobs) {
    if (alternatives.length > 0) choosing.add(stationOf[parts[0]!.resource]!);
  }
  const chooses = (resource: number): boolean => choosing.has(stationOf[resource]!);
  return { stationOf, placeOf, members, chooses };
};

/** The reservations of each resource. */
export const reservationsOf = ({ resources, reservations }: Workload): readonly Reservation[][] => {
  const lists = resources.map((): Reservation[] => []);
  for (const one of reservations) lists[one.resource]!.push(one);
  return lists;
};

/** The stations of a simulation, each with its own queue. */
export const createStations = (
  context: Context,
  { placeOf, members }: StationPlan,
  placement: PlacementKind,
): readonly Station[] => {
  const { workload, ranks } = context;
  const reserved = reservationsOf(workload);
  return members.map((own, index) => {
    const resources = own.map((resource) => workload.resources[resource]!);
    const reservations = own.flatMap((resource, place) =>
      reserved[resource]!.map((one) => ({ ...one, resource: place })),
    );
    const options = { rankWidth: ranks.width, reservations };
    const placer = createPlacer(placement, resources, options);
    return new Station(context, { index, placer, placeOf });
  });
};
