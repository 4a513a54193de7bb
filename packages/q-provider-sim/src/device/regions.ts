import { fail, ok, type Failure, type RegionId, type Result } from '@xdv/domain-model';
import type { Container } from '../container.ts';
import { estimateMemory } from '../engine/memory.ts';
import type { LiveDevice } from './live.ts';

/** Containers that may be open at once. */
export const CONTAINERS_MAX = 4096;

const exhausted = (why: string): Failure =>
  fail('RESOURCE_EXHAUSTED', why, 'Terminate containers that are no longer needed');

/** A container and where it lives. */
export interface Open {
  readonly container: Container;
  readonly device: LiveDevice;
}

/** The live containers of one simulator. */
export interface Regions {
  /** REGION_UNKNOWN if it is not open. */
  find(region: RegionId): Result<Open>;
  has(region: RegionId): boolean;
  /** RESOURCE_EXHAUSTED unless there is room for a container of `qubits` qubits on `device`. */
  room(qubits: number, device: LiveDevice): Result<null>;
  add(region: RegionId, open: Open): void;
  /** Memory that the states of all containers take. */
  bytes(): number;
  close(region: RegionId): void;
}

export const createRegions = (memoryMaxBytes: number): Regions => {
  const live = new Map<RegionId, Open>();
  let bytes = 0;

  /** On a device with a topology, containers start at qubit 0, and no two share a qubit. */
  const occupant = (device: LiveDevice): RegionId | undefined => {
    if (device.profile.couplings === undefined) return undefined;
    for (const [region, open] of live) if (open.device === device) return region;
    return undefined;
  };

  return {
    find: (region: RegionId): Result<Open> => {
      const open = live.get(region);
      if (open !== undefined) return ok(open);
      const shown = typeof region === 'number' ? region : typeof region;
      return fail('REGION_UNKNOWN', `no container ${shown}`, 'Allocate it first');
    },
    room: (qubits: number, device: LiveDevice): Result<null> => {
      const needed = estimateMemory(qubits);
      if (live.size >= CONTAINERS_MAX) return exhausted(`${CONTAINERS_MAX} containers are open`);
      if (bytes + needed > memoryMaxBytes) {
        return exhausted(`${needed} bytes more than ${bytes} exceed ${memoryMaxBytes}`);
      }
      const other = occupant(device);
      if (other === undefined) return ok(null);
      return exhausted(`container ${other} holds qubits of ${device.profile.name}`);
    },
    has: (region: RegionId): boolean => live.has(region),
    add: (region: RegionId, open: Open): void => {
      live.set(region, open);
      bytes += open.container.bytes;
    },
    bytes: () => bytes,
    close: (region: RegionId): void => {
      bytes -= live.get(region)?.container.bytes ?? 0;
      live.delete(region);
    },
  };
};
