import {
  checkNative,
  fail,
  ok,
  type CircuitOp,
  type DomainProvider,
  type ProjectRequest,
  type ProviderRequest,
  type ProviderResult,
  type QDeviceProfile,
  type QRun,
  type RegionId,
  type RegionRequest,
  type Result,
  type RunRequest,
} from '@xdv/domain-model';
import { createQSimulator, IDEAL_DEVICE } from '@xdv/q-provider-sim';

export const DEVICE = IDEAL_DEVICE.name;

type Answer = Result<ProviderResult | null>;
type Serve = (request: ProviderRequest) => Promise<Answer>;

/** Where a provider is changed: around every request, and in what else it offers. */
export type Around = (serve: Serve, request: ProviderRequest) => Promise<Answer>;

/** The provider with `around` about each request. */
export const wrapped = (provider: DomainProvider, around: Around): DomainProvider => {
  const via = (serve: Serve, request: unknown): Promise<never> =>
    around(serve, request as ProviderRequest) as Promise<never>;
  return {
    ...provider,
    requestResources: (asked) =>
      via((request) => provider.requestResources(request as RegionRequest), asked),
    execute: (asked) => via((request) => provider.execute(request as RunRequest), asked),
    project: (asked) => via((request) => provider.project(request as ProjectRequest), asked),
  };
};

const refusal = (): Promise<Answer> =>
  Promise.resolve(fail('ARGUMENT_INVALID', 'not plain data', 'Send plain data'));

/** Reads each request once, as a provider that lives elsewhere does. */
const fromAfar: Around = (serve, request) => {
  let copy: ProviderRequest;
  try {
    copy = structuredClone(request);
  } catch {
    return refusal();
  }
  return serve(copy);
};

/** A provider that keeps its port: mutants are this one with one thing wrong. */
export const correct = (devices: readonly QDeviceProfile[] = [IDEAL_DEVICE]): DomainProvider => {
  const provider = wrapped(createQSimulator({ devices }), fromAfar);
  return { ...provider, terminate: (region) => Promise.resolve(close(provider, region)) };
};

const close = (provider: DomainProvider, region: RegionId): Promise<Result<null>> =>
  typeof region === 'number' ? provider.terminate(region) : Promise.resolve(ok(null));

/** As `correct`, on a device without iswap whose qubits form a line. */
export const restricted = (checks = true): DomainProvider => {
  const device: QDeviceProfile = {
    ...IDEAL_DEVICE,
    gates: IDEAL_DEVICE.gates.filter((gate) => gate !== 'iswap'),
    couplings: Array.from({ length: IDEAL_DEVICE.qubits - 1 }, (_, q) => [q, q + 1] as const),
  };
  const provider = wrapped(correct(), (serve, request) => {
    const native = request.kind === 'q.run' ? checkNative(request.circuit, device) : ok(null);
    return native.ok || !checks ? serve(request) : Promise.resolve(native);
  });
  return { ...provider, profile: { ...provider.profile, resources: [device] } };
};

/** As `correct`, on a device that keeps no containers. */
export const jobsOnly = (checks = true): DomainProvider => {
  const provider = wrapped(correct(), async (serve, request) => {
    const answer = await serve(request);
    return checks && answer.ok && request.kind === 'q.allocate' ? refusal() : answer;
  });
  const device: QDeviceProfile = { ...IDEAL_DEVICE, containers: false };
  return { ...provider, profile: { ...provider.profile, resources: [device] } };
};

const PREDICTED = 0.1;

const TERM = {
  revision: 3,
  fromTick: 10,
  untilTick: 20,
  bounds: {
    gate1ErrorMax: 0,
    gate2ErrorMax: 0,
    readoutErrorMax: 0,
    t1MinNs: Infinity,
    t2MinNs: Infinity,
  },
};

interface Contract {
  readonly checksTerm: boolean;
  readonly checksErrors: boolean;
  readonly nextRevision: number;
}

const underContract = (request: QRun, { checksTerm, checksErrors }: Contract): Result<null> => {
  const { tick = 0, errorMax = 1 } = request;
  if (checksTerm && (tick < TERM.fromTick || tick >= TERM.untilTick)) {
    return fail('CALIBRATION_INVALID', `no calibration at tick ${tick}`, 'Calibrate first');
  }
  if (!checksErrors || errorMax >= PREDICTED) return ok(null);
  return fail('DECOHERENCE_EXCEEDED', 'too many errors', 'Allow more');
};

const withErrors = (answer: Answer): Answer => {
  if (!answer.ok || answer.value?.kind !== 'counts') return answer;
  const errors = { predicted: PREDICTED, budgetUsed: 0.1, revision: TERM.revision };
  return ok({ ...answer.value, errors });
};

/** As `correct`, on a device with a calibration contract. */
export const contracted = (parts: Partial<Contract> = {}): DomainProvider => {
  const contract = { checksTerm: true, checksErrors: true, nextRevision: 4, ...parts };
  const term = { ...TERM, revision: contract.nextRevision, untilTick: 30 };
  const couplings = [{ pair: [0, 26], ns: 300, error: 0 }] as const;
  const calibration = { ...IDEAL_DEVICE.calibration, couplings };
  const renewed = ok({ kind: 'calibration', contract: { calibration, term } } as const);
  const provider = wrapped(correct(), async (serve, request) => {
    if (request.kind === 'q.calibrate') return renewed;
    if (request.kind !== 'q.run') return serve(request);
    const allowed = underContract(request, contract);
    return allowed.ok ? withErrors(await serve(request)) : allowed;
  });
  const device = { ...IDEAL_DEVICE, term: TERM };
  return { ...provider, profile: { ...provider.profile, resources: [device] } };
};

export type Mutant = () => DomainProvider;

/** A correct provider whose requests are changed before they are served. */
export const hearing =
  (change: (request: Readonly<Record<string, unknown>>) => object): Mutant =>
  () =>
    wrapped(correct(), (serve, request) =>
      serve(change(request as unknown as Record<string, unknown>) as ProviderRequest),
    );

/** A correct provider whose answers are changed before they are given. */
export const saying =
  (change: (answer: Answer, request: ProviderRequest) => unknown): Mutant =>
  () =>
    wrapped(
      correct(),
      async (serve, request) => change(await serve(request), request) as Answer,
    );

/** A correct provider that performs other operations than it is asked to. */
export const performing = (change: (op: CircuitOp) => readonly CircuitOp[]): Mutant => {
  const changeAll = (ops: readonly CircuitOp[]): readonly CircuitOp[] =>
    ops.flatMap((op) => {
      if (op.kind === 'while') return change({ ...op, body: changeAll(op.body) });
      if (op.kind !== 'if') return change(op);
      return change({ ...op, then: changeAll(op.then), otherwise: changeAll(op.otherwise) });
    });
  return () =>
    wrapped(correct(), (serve, request) => {
      if (request.kind !== 'q.run' && request.kind !== 'q.apply') return serve(request);
      const { circuit } = request;
      return serve({ ...request, circuit: { ...circuit, ops: changeAll(circuit.ops) } });
    });
};
