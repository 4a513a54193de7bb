import {
  checkRegion,
  fail,
  ok,
  readRequest,
  show,
  type Failure,
  type FaultLog,
  type PhiApply,
  type PhiEvaluate,
  type PhiOpen,
  type PhiSolve,
  type ProviderResult,
  type RegionId,
  type Result,
} from '@xdv/domain-model';
import type { CoherenceDiagnostics } from '../coherence/index.ts';
import { openEnvelope } from './envelope.ts';
import { hardwareFailure } from './failures.ts';
import { History } from './history.ts';
import type { MachineSettings } from './model.ts';
import { at, refusedAt, type Submitted } from './refusal.ts';
import { bytesOf, createRegions, type Open, type Regions } from './regions.ts';
import { readContracted, readOnMachine, readReads, readTransform } from './requests.ts';
import { solve } from './solve.ts';

/** A machine with what it remembers. */
interface Simulated {
  readonly settings: MachineSettings;
  readonly history: History;
}

const submitSolve = (
  request: PhiSolve,
  { settings: machine, history }: Simulated,
  regions: Regions,
): Submitted<ProviderResult> => {
  const reads = at('receive', readReads(request));
  if (!reads.ok) return reads;
  const job = at('window', readOnMachine(request, machine));
  if (!job.ok) return job;
  const admitted = at('receive', regions.admit(job.value.problem));
  if (!admitted.ok) return admitted;
  const broken = hardwareFailure(machine.failures, request.job);
  return broken ? refusedAt('execute', broken) : solve(job.value, reads.value, machine, history);
};

const submitOpen = (
  request: PhiOpen,
  { settings: machine, history }: Simulated,
  regions: Regions,
): Submitted<null> => {
  const named = at('receive', checkRegion(request.region));
  if (!named.ok) return named;
  const vacant = at('envelope', regions.vacant(request.region, machine));
  if (!vacant.ok) return vacant;
  const transforms = at('transform', readContracted(request));
  if (!transforms.ok) return transforms;
  const job = at('window', readOnMachine(request, machine));
  if (!job.ok) return job;
  const { problem } = job.value;
  const admitted = at('receive', regions.admit(problem));
  if (!admitted.ok) return admitted;
  const broken = hardwareFailure(machine.failures, request.job);
  if (broken) return refusedAt('execute', broken);
  const envelope = at('receive', openEnvelope(job.value, machine, history));
  if (!envelope.ok) return envelope;
  const opened = { envelope: envelope.value, machine, transforms: transforms.value };
  regions.add(request.region, { ...opened, bytes: bytesOf(problem) });
  return ok(null);
};

const submitApply = (request: PhiApply, open: Open): Submitted<ProviderResult> => {
  const transform = at('transform', readTransform(request, open.transforms));
  return transform.ok ? open.envelope.apply(request.job, ...transform.value) : transform;
};

const submitEvaluate = (request: PhiEvaluate, open: Open): Submitted<ProviderResult> =>
  open.envelope.evaluate(request.job);

/** Hands requests to their machine or envelope, and reports what is refused (XDV-061.5). */
const createDesk = (
  machines: ReadonlyMap<string, Simulated>,
  regions: Regions,
  faults: FaultLog,
) => {
  const settle = <T>(
    done: Submitted<T>,
    request: unknown,
    resource?: MachineSettings,
  ): Result<T> => {
    if (done.ok) return done;
    const { fault, step } = done;
    faults.add({ fault, step, request, ...(resource && { resource }) });
    return { ok: false, fault };
  };

  return {
    /** A request that is of no kind that the method serves. */
    refuse: (failure: Failure, request: unknown): Result<never> =>
      settle(refusedAt('receive', failure), request),
    onMachine: <Request extends PhiOpen | PhiSolve, T>(
      request: Request,
      work: (request: Request, machine: Simulated, regions: Regions) => Submitted<T>,
    ): Result<T> => {
      const { resource } = request;
      const machine = machines.get(resource);
      if (machine !== undefined) {
        return settle(work(request, machine, regions), request, machine.settings);
      }
      const hint = `Use ${[...machines.keys()].join(', ')}`;
      const unknown = fail('ARGUMENT_INVALID', `no machine ${show(resource)}`, hint);
      return settle(refusedAt('receive', unknown), request);
    },
    onRegion: <Request extends PhiApply | PhiEvaluate, T>(
      request: Request,
      work: (request: Request, open: Open) => Submitted<T>,
    ): Result<T> => {
      const named = at('receive', checkRegion(request.region));
      if (!named.ok) return settle(named, request);
      const found = at('envelope', regions.find(request.region));
      if (!found.ok) return settle(found, request);
      return settle(work(request, found.value), request, found.value.machine);
    },
  };
};

/** The provider without its promises: every request is answered at once, in a fault if need be. */
export const createService = (
  settings: readonly MachineSettings[],
  memoryMaxBytes: number,
  faults: FaultLog,
) => {
  const regions = createRegions(memoryMaxBytes);
  const machines = new Map<string, Simulated>(
    settings.map((each) => [each.name, { settings: each, history: new History() }]),
  );
  const { refuse, onMachine, onRegion } = createDesk(machines, regions, faults);

  const request = (value: unknown): Result<null> => {
    const read = readRequest<PhiOpen>(value, ['phi.open']);
    return read.ok ? onMachine(read.value, submitOpen) : refuse(read, value);
  };

  const execute = (value: unknown): Result<ProviderResult> => {
    const read = readRequest<PhiSolve | PhiApply>(value, ['phi.solve', 'phi.apply']);
    if (!read.ok) return refuse(read, value);
    if (read.value.kind === 'phi.apply') return onRegion(read.value, submitApply);
    return onMachine(read.value, submitSolve);
  };

  const project = (value: unknown): Result<ProviderResult> => {
    const read = readRequest<PhiEvaluate>(value, ['phi.evaluate']);
    return read.ok ? onRegion(read.value, submitEvaluate) : refuse(read, value);
  };

  const close = (region: RegionId): Result<null> => {
    regions.close(region);
    return ok(null);
  };

  const diagnose = (name: string, confidence: number): CoherenceDiagnostics => {
    const machine = machines.get(name);
    if (machine !== undefined) return machine.history.diagnose(confidence);
    throw new RangeError(`machine must be one of ${[...machines.keys()].join(', ')}, got ${name}`);
  };

  return { request, execute, project, close, diagnose };
};
