import { fail, ok, type IsingProblem, type RegionId, type Result } from '@xdv/domain-model';
import type { Envelope } from './envelope.ts';
import type { MachineSettings } from './model.ts';
import { BATCH } from './solve.ts';
import type { Transform } from './transforms.ts';

/** An envelope that is open. */
export interface Open {
  readonly envelope: Envelope;
  readonly machine: MachineSettings;
  readonly transforms: readonly Transform[];
  readonly bytes: number;
}

/** Memory of a problem, its program and a batch of windows, rounded up. */
export const bytesOf = ({ spins, a }: IsingProblem): number => 40 * a.length + 64 * BATCH * spins;

const exhausted = (why: string): Result<never> =>
  fail('RESOURCE_EXHAUSTED', why, 'Terminate envelopes that are no longer needed');

/** The open envelopes of a provider: each its own, none under two names (XDV-033.5). */
export const createRegions = (memoryMaxBytes: number) => {
  const open = new Map<RegionId, Open>();
  let used = 0;
  const openOn = ({ name, envelopesMax }: MachineSettings): Result<null> => {
    let count = 0;
    for (const { machine } of open.values()) if (machine.name === name) count++;
    if (count < envelopesMax) return ok(null);
    return exhausted(`${envelopesMax} envelopes are open on ${name}`);
  };
  return {
    /** Whether a problem fits the memory that is left. */
    admit: (problem: IsingProblem): Result<null> => {
      const bytes = bytesOf(problem);
      if (used + bytes <= memoryMaxBytes) return ok(null);
      return exhausted(`${bytes} bytes beside ${used} in use exceed ${memoryMaxBytes}`);
    },
    /** Whether one more envelope may be opened on a machine under this id. */
    vacant: (region: RegionId, machine: MachineSettings): Result<null> => {
      if (!open.has(region)) return openOn(machine);
      return fail('ENVELOPE_INVALID', `envelope ${region} is open`, 'Use a new region id');
    },
    add: (region: RegionId, opened: Open): void => {
      open.set(region, opened);
      used += opened.bytes;
    },
    find: (region: RegionId): Result<Open> => {
      const found = open.get(region);
      if (found !== undefined) return ok(found);
      return fail('ENVELOPE_INVALID', `envelope ${region} is not open`, 'Open it first');
    },
    close: (region: RegionId): void => {
      const found = open.get(region);
      if (found === undefined) return;
      found.envelope.stop();
      used -= found.bytes;
      open.delete(region);
    },
  };
};

export type Regions = ReturnType<typeof createRegions>;
