import type { MachineSetup } from '../machine.ts';

const REPLICAS_MAX = 64;
/** Replicas times spins that a machine has room for. */
const LANES_MAX = 2 ** 24;

/** Replicas side by side: blocks of `width` vectors of four. The last lanes may be spare. */
export interface Lanes {
  readonly replicas: number;
  readonly blocks: number;
  readonly width: number;
}

const requireRange = (name: string, value: number, inRange: boolean, range: string): void => {
  if (!inRange) throw new RangeError(`${name} must be ${range}, got ${value}`);
};

/** Throws RangeError unless `replicas` is 1 to 64 and fits the problem. */
export const lanesOf = ({ replicas = 1 }: MachineSetup, spins: number, widthMax: number): Lanes => {
  const most = Math.min(REPLICAS_MAX, Math.floor(LANES_MAX / spins));
  const inRange = Number.isInteger(replicas) && replicas >= 1 && replicas <= most;
  requireRange('replicas', replicas, inRange, `a whole number from 1 to ${most}`);
  const vectors = Math.ceil(replicas / 4);
  const blocks = Math.ceil(vectors / widthMax);
  return { replicas, blocks, width: Math.ceil(vectors / blocks) };
};

/** Throws RangeError unless `stepShare` is above 0 and at most 1. */
export const stepShareOf = ({ stepShare }: MachineSetup, fallback: number): number => {
  const share = stepShare ?? fallback;
  requireRange('stepShare', share, share > 0 && share <= 1, 'above 0 and at most 1');
  return share;
};

export const requireSteps = (steps: number): void => {
  const inRange = Number.isSafeInteger(steps) && steps >= 0;
  requireRange('steps', steps, inRange, 'a whole number of at least 0');
};

export const requireShare = (name: string, value: number): void => {
  requireRange(name, value, value >= 0 && value <= 1, '0 to 1');
};

export const requireSeed = (seed: number): void => {
  requireRange('seed', seed, Number.isSafeInteger(seed), 'a safe integer');
};

export const requireFinite = (name: string, value: number): void => {
  requireRange(name, value, Number.isFinite(value), 'finite');
};

export const requireReplica = (replica: number, replicas: number): void => {
  const inRange = Number.isInteger(replica) && replica >= 0 && replica < replicas;
  requireRange('replica', replica, inRange, `0 to ${replicas - 1}`);
};
