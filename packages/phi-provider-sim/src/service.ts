import {
  fail,
  ok,
  type IsingProblem,
  type ProviderResult,
  type RegionId,
  type Result,
  type SamplesResult,
} from '@xdv/domain-model';
import { solveIsing } from './engine/index.ts';
import { judge, openEnvelope, type Envelope } from './envelope.ts';
import { stepsOf, type MachineSettings } from './machine.ts';
import {
  readFields,
  readOnMachine,
  readReads,
  readRegion,
  readTransform,
  type Fields,
} from './requests.ts';

/** The most envelopes open at a time. */
export const ENVELOPES_MAX = 4096;

/** Memory of a problem, its program and one run, rounded up. */
const bytesOf = ({ spins, a }: IsingProblem): number => 40 * a.length + 64 * spins;

const exhausted = (why: string): Result<never> =>
  fail('RESOURCE_EXHAUSTED', why, 'Terminate envelopes that are no longer needed');

/** The open envelopes of one machine. */
const createRegions = (memoryMaxBytes: number) => {
  const open = new Map<RegionId, { readonly envelope: Envelope; readonly bytes: number }>();
  let used = 0;
  return {
    /** Whether `bytes` more fit beside what is open. */
    admit: (bytes: number): Result<null> => {
      if (used + bytes <= memoryMaxBytes) return ok(null);
      return exhausted(`${bytes} bytes beside ${used} in use exceed ${memoryMaxBytes}`);
    },
    /** Whether one more envelope may be opened under this id. */
    vacant: (region: RegionId): Result<null> => {
      if (open.has(region)) {
        return fail('ARGUMENT_INVALID', `envelope ${region} is open`, 'Use a new region id');
      }
      if (open.size < ENVELOPES_MAX) return ok(null);
      return exhausted(`${ENVELOPES_MAX} envelopes are open`);
    },
    add: (region: RegionId, envelope: Envelope, bytes: number): void => {
      open.set(region, { envelope, bytes });
      used += bytes;
    },
    find: (region: RegionId): Result<Envelope> => {
      const found = open.get(region);
      if (found !== undefined) return ok(found.envelope);
      return fail('REGION_UNKNOWN', `no envelope ${region}`, 'Open it first');
    },
    close: (region: RegionId): void => {
      used -= open.get(region)?.bytes ?? 0;
      open.delete(region);
    },
  };
};

type Regions = ReturnType<typeof createRegions>;

const solve = (
  fields: Fields,
  settings: MachineSettings,
  regions: Regions,
): Result<SamplesResult> => {
  const reads = readReads(fields);
  if (!reads.ok) return reads;
  const job = readOnMachine(fields, settings);
  if (!job.ok) return job;
  const { problem, windowNs, seed } = job.value;
  const admitted = regions.admit(bytesOf(problem));
  if (!admitted.ok) return admitted;
  const steps = stepsOf(settings, windowNs);
  const solved = solveIsing(problem, { steps, reads: reads.value, seed });
  if (!solved.ok) return solved;
  const samples = solved.value.map(({ spins, energy }) => ({ spins, energy }));
  const index = solved.value.reduce((least, read) => Math.min(least, read.index), 1);
  return ok({ kind: 'samples', samples, stability: judge({ index, steps }, settings.lockLimit) });
};

const open = (fields: Fields, settings: MachineSettings, regions: Regions): Result<null> => {
  const region = readRegion(fields);
  if (!region.ok) return region;
  const vacant = regions.vacant(region.value);
  if (!vacant.ok) return vacant;
  const job = readOnMachine(fields, settings);
  if (!job.ok) return job;
  const bytes = bytesOf(job.value.problem);
  const admitted = regions.admit(bytes);
  if (!admitted.ok) return admitted;
  const envelope = openEnvelope(job.value, settings);
  if (!envelope.ok) return envelope;
  regions.add(region.value, envelope.value, bytes);
  return ok(null);
};

/** The provider without its promises: every request is answered at once, in a fault if need be. */
export const createService = (settings: MachineSettings) => {
  const regions = createRegions(settings.memoryMaxBytes);

  const find = (fields: Fields): Result<Envelope> => {
    const region = readRegion(fields);
    return region.ok ? regions.find(region.value) : region;
  };

  const apply = (fields: Fields): Result<ProviderResult> => {
    const envelope = find(fields);
    if (!envelope.ok) return envelope;
    const transform = readTransform(fields);
    return transform.ok ? envelope.value.apply(...transform.value) : transform;
  };

  const request = (value: unknown): Result<null> => {
    const fields = readFields(value, ['phi.open']);
    return fields.ok ? open(fields.value, settings, regions) : fields;
  };

  const execute = (value: unknown): Result<ProviderResult> => {
    const fields = readFields(value, ['phi.solve', 'phi.apply']);
    if (!fields.ok) return fields;
    const oneShot = fields.value.kind === 'phi.solve';
    return oneShot ? solve(fields.value, settings, regions) : apply(fields.value);
  };

  const project = (value: unknown): Result<ProviderResult> => {
    const fields = readFields(value, ['phi.evaluate']);
    if (!fields.ok) return fields;
    const envelope = find(fields.value);
    return envelope.ok ? envelope.value.evaluate() : envelope;
  };

  const close = (region: RegionId): Result<null> => {
    regions.close(region);
    return ok(null);
  };

  return { request, execute, project, close };
};
