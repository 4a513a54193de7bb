import { requireStepShare, requireWhole } from '../checks.ts';
import { REPLICAS_MAX, type MachineSetup } from '../machine.ts';

/** Replicas times spins that a machine has room for. */
const LANES_MAX = 2 ** 24;

/** Replicas side by side: blocks of `width` vectors of four. The last lanes may be spare. */
export interface Lanes {
  readonly replicas: number;
  readonly blocks: number;
  readonly width: number;
}

/** Throws RangeError unless `replicas` is 1 to 64 and fits the problem. */
export const lanesOf = ({ replicas = 1 }: MachineSetup, spins: number, widthMax: number): Lanes => {
  const most = Math.min(REPLICAS_MAX, Math.floor(LANES_MAX / spins));
  requireWhole('replicas', replicas, 1, most);
  const vectors = Math.ceil(replicas / 4);
  const blocks = Math.ceil(vectors / widthMax);
  return { replicas, blocks, width: Math.ceil(vectors / blocks) };
};

/** Throws RangeError unless `stepShare` is above 0 and at most 1. */
export const stepShareOf = ({ stepShare }: MachineSetup, fallback: number): number => {
  const share = stepShare ?? fallback;
  requireStepShare(share);
  return share;
};
