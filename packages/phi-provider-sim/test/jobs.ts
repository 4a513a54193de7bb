import {
  maxCut,
  unwrap,
  type DomainProvider,
  type JobId,
  type PhiApply,
  type PhiEvaluate,
  type PhiOpen,
  type PhiSolve,
  type RegionId,
  type SamplesResult,
} from '@xdv/domain-model';
import {
  createPhiSimulator,
  type MachineModel,
  type PhiSimulator,
  type PhiSimulatorOptions,
} from '../src/index.ts';
import { karateClub } from './support.ts';

const job = 1 as JobId;
export const region = (id: number): RegionId => id as RegionId;

export const solveRequest = (change: Partial<PhiSolve> = {}): PhiSolve => ({
  kind: 'phi.solve',
  job,
  resource: 'sbm',
  seed: 7,
  problem: maxCut(karateClub()),
  windowNs: 200_000,
  reads: 4,
  ...change,
});

export const openRequest = (change: Partial<PhiOpen> = {}): PhiOpen => ({
  kind: 'phi.open',
  job,
  resource: 'sbm',
  seed: 7,
  region: region(1),
  problem: maxCut(karateClub()),
  windowNs: 200_000,
  ...change,
});

export const applyRequest = (
  transform: string,
  params: readonly number[],
  id = 1,
): PhiApply => ({ kind: 'phi.apply', job, region: region(id), transform, params });

export const evaluateRequest = (id = 1): PhiEvaluate => ({
  kind: 'phi.evaluate',
  job,
  region: region(id),
});

/** A provider of one machine, `sbm`, that has been initialized. */
export const ready = async (
  model: Partial<MachineModel> = {},
  options: PhiSimulatorOptions = {},
): Promise<PhiSimulator> => {
  const machines = [{ name: 'sbm', kind: 'dsb', ...model } as const];
  const provider = createPhiSimulator({ machines, ...options });
  unwrap(await provider.init());
  return provider;
};

/** One, with envelope 1 open. */
export const opened = async (
  change: Partial<PhiOpen> = {},
  model: Partial<MachineModel> = {},
): Promise<PhiSimulator> => {
  const provider = await ready(model);
  unwrap(await provider.requestResources(openRequest(change)));
  return provider;
};

/** The samples of an answer that must hold some. */
export const samplesOf = async (
  answer: ReturnType<DomainProvider['execute']>,
): Promise<SamplesResult> => {
  const result = unwrap(await answer);
  if (result.kind === 'samples') return result;
  throw new Error(`expected samples, got ${result.kind}`);
};
