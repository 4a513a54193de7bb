import type { Circuit } from '../circuit/circuit.ts';
import type { FaultCode } from '../catalogue/faults.ts';
import { ok, type Result } from '../fault.ts';
import type { JobId, RegionId } from '../ids.ts';
import type { QDeviceProfile } from '../ports/profile.ts';
import type {
  DomainProvider,
  ProjectRequest,
  ProviderResult,
  QAllocate,
  QApply,
  QCalibrate,
  QMeasure,
  QRun,
  RegionRequest,
  RunRequest,
} from '../ports/provider.ts';
import { answerOf } from './answer.ts';
import {
  check,
  failed,
  providerCase,
  type CaseContext,
  type CaseFacts,
  type ProviderCase,
} from './case.ts';

/** Where requests go: the methods of the port that answer with a result of work. */
type Method = 'requestResources' | 'execute' | 'project';

const JOB = 1 as JobId;

/** The region that cases open where they need one. */
export const REGION = 1 as RegionId;

/** An initialised provider and its device, with every answer checked on the way. */
export interface Subject {
  readonly provider: DomainProvider;
  readonly device: QDeviceProfile;
  /** The circuit of a job as the device performs it. */
  readonly prepare: (circuit: Circuit) => Result<Circuit>;
  /** Any request at all: the port's types say what it should be. */
  readonly ask: (method: Method, request: unknown) => Promise<Result<ProviderResult | null>>;
  readonly terminate: (region: RegionId) => Promise<Result<null>>;
  readonly run: (circuit: Circuit, shots: number, seed?: number) => QRun;
  readonly calibrate: () => QCalibrate;
  readonly allocate: (qubits: number, region?: RegionId, seed?: number) => QAllocate;
  readonly apply: (circuit: Circuit, region?: RegionId) => QApply;
  readonly measure: (qubits: readonly number[], region?: RegionId) => QMeasure;
}

const requests = ({ name, term }: QDeviceProfile) => {
  // within the term of the calibration, where it has one
  const at = { job: JOB, resource: name, ...(term && { tick: term.fromTick }) };
  return {
    run: (circuit: Circuit, shots: number, seed = 1): QRun => ({
      ...at,
      kind: 'q.run',
      seed,
      circuit,
      shots,
    }),
    calibrate: (): QCalibrate => ({ ...at, kind: 'q.calibrate', seed: 1 }),
    allocate: (qubits: number, region = REGION, seed = 1): QAllocate => ({
      ...at,
      kind: 'q.allocate',
      seed,
      region,
      qubits,
    }),
    apply: (circuit: Circuit, region = REGION): QApply => ({
      kind: 'q.apply',
      job: JOB,
      region,
      circuit,
    }),
    measure: (qubits: readonly number[], region = REGION): QMeasure => ({
      kind: 'q.measure',
      job: JOB,
      region,
      qubits,
    }),
  };
};

const deviceOf = ({ profile }: DomainProvider, name: string): QDeviceProfile => {
  const found = profile.resources.find((resource) => resource.name === name);
  if (found?.domain === 'Q') return found;
  return failed(`the profile has no Q device ${name}`);
};

/** A new provider of `context` that has not been initialised. */
export const subjectOf = (context: CaseContext): Subject => {
  const provider = context.create();
  const device = deviceOf(provider, context.device);
  return {
    provider,
    device,
    prepare: (circuit) => context.prepare?.(circuit, device) ?? ok(circuit),
    ask: (method, request) =>
      answerOf<ProviderResult | null>(context, () => {
        if (method === 'execute') return provider.execute(request as RunRequest);
        if (method === 'project') return provider.project(request as ProjectRequest);
        return provider.requestResources(request as RegionRequest);
      }),
    terminate: (region) => answerOf(context, () => provider.terminate(region)),
    ...requests(device),
  };
};

/** A new provider of `context` that has been initialised. */
export const initialised = async (context: CaseContext): Promise<Subject> => {
  const subject = subjectOf(context);
  const ready = await answerOf(context, () => subject.provider.init());
  check(ready.ok, 'init failed');
  return subject;
};

/** A case about one initialised provider. */
export const subjectCase = (
  facts: CaseFacts,
  body: (subject: Subject) => Promise<void>,
): ProviderCase => providerCase(facts, async (context) => body(await initialised(context)));

/** What an answer says, for comparison: its code, or 'ok'. */
export const codeOf = (answer: Result<unknown>): string => (answer.ok ? 'ok' : answer.fault.code);

/** Fails unless the request is answered with a fault of one of `codes`. */
export const refuses = async (
  subject: Subject,
  method: Method,
  what: string,
  request: unknown,
  ...codes: readonly FaultCode[]
): Promise<void> => {
  const code = codeOf(await subject.ask(method, request));
  const wanted: readonly string[] = codes;
  check(wanted.includes(code), `${what}: answered ${code}, not ${codes.join(' or ')}`);
};

/** Fails unless the request succeeds; its result. */
export const succeeds = async (
  subject: Subject,
  method: Method,
  request: unknown,
): Promise<ProviderResult | null> => {
  const answer = await subject.ask(method, request);
  return answer.ok ? answer.value : failed(`${answer.fault.code}: ${answer.fault.message}`);
};
