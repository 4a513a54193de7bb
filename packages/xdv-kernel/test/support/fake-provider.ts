import {
  GATE_NAMES,
  deriveSeed,
  isingEnergy,
  ok,
  perfectCalibration,
  type CalibrationBounds,
  type CalibrationContract,
  type DomainProvider,
  type Fault,
  type JobId,
  type PhiMachineProfile,
  type ProviderProfile,
  type ProviderRequest,
  type QDeviceProfile,
  type RegionId,
} from '@xdv/domain-model';

/** Round times, so that tests can compute ticks: one shot of one gate and a measurement is 2 µs. */
export const FAKE_DEVICE: QDeviceProfile = {
  domain: 'Q',
  name: 'qf',
  qubits: 20,
  gates: GATE_NAMES,
  calibration: perfectCalibration(20, {
    gate1Ns: 1000,
    gate2Ns: 2000,
    measureNs: 1000,
    resetNs: 1000,
    feedForwardNs: 1000,
  }),
  budgetMaxNs: 200_000,
};

export const FAKE_MACHINE: PhiMachineProfile = {
  domain: 'Phi',
  name: 'pf',
  oscillators: 64,
  windowMaxNs: 200_000,
  stepNs: 1000,
  readoutNs: 2000,
  transforms: [{ name: 'turn', ns: 3000, params: [{ name: 'angle', min: -1, max: 1 }] }],
};

/** No figure of {@link FAKE_DEVICE} is worse than this. */
export const FAKE_BOUNDS: CalibrationBounds = {
  gate1ErrorMax: 0,
  gate2ErrorMax: 0,
  readoutErrorMax: 0,
  t1MinNs: 1,
  t2MinNs: 1,
};

/** The device as it was, for a million ticks from `tick` on. */
export const freshContract = (revision: number, tick: number): CalibrationContract => ({
  calibration: FAKE_DEVICE.calibration,
  term: { revision, fromTick: tick, untilTick: tick + 1_000_000, bounds: FAKE_BOUNDS },
});

const PROFILES: Readonly<Record<'Q' | 'Phi', ProviderProfile>> = {
  Q: { id: 'q-fake', version: '1', domain: 'Q', resources: [FAKE_DEVICE] },
  Phi: { id: 'phi-fake', version: '1', domain: 'Phi', resources: [FAKE_MACHINE] },
};

export interface FakeScript {
  /** Settles when the answer may go out; undefined for at once. */
  readonly delay?: (request: ProviderRequest) => Promise<void> | undefined;
  /** What to answer in place of the standard answer: anything, right or wrong. May throw. */
  readonly answer?: (request: ProviderRequest) => unknown;
  readonly profile?: Partial<ProviderProfile>;
}

export interface FakeProvider extends DomainProvider {
  readonly requests: readonly ProviderRequest[];
  readonly terminated: readonly RegionId[];
  /** Requests not answered yet. */
  readonly inFlight: number;
  /** The most requests that were ever in flight together. */
  readonly inFlightMost: number;
  /** Reports a fault that no request caused. */
  breakDown(fault: Fault): void;
}

const draw = (seed: number, index: number, sides: number): number =>
  deriveSeed(seed, index) % sides;

const countsOf = (seed: number, bits: number, shots: number) => {
  const outcome = (index: number) =>
    draw(seed, index, 2 ** bits).toString(2).padStart(bits, '0').slice(-bits || Infinity);
  if (bits === 0) return [['', shots]];
  const [a, b] = [outcome(1), outcome(2)].sort();
  if (shots === 1 || a === b) return [[a, shots]];
  const first = 1 + draw(seed, 3, shots - 1);
  return [
    [a, first],
    [b, shots - first],
  ];
};

const samplesOf = (
  seed: number,
  spins: number,
  reads: number,
  energy: (spins: Int8Array) => number,
) => ({
  kind: 'samples',
  samples: Array.from({ length: reads }, (_, read) => {
    const list = Int8Array.from({ length: spins }, (_spin, i) =>
      draw(seed, read * spins + i, 2) === 0 ? -1 : 1,
    );
    return { spins: list, energy: energy(list) };
  }),
  stability: { index: 1, locked: true, steps: 10 },
});

/** Answers that are right in form and a function of the request alone. */
export const standardAnswer = (
  request: ProviderRequest,
  spinsOf: Map<RegionId, number>,
): unknown => {
  switch (request.kind) {
    case 'q.allocate':
      return null;
    case 'phi.open':
      spinsOf.set(request.region, request.problem.spins);
      return null;
    case 'q.apply':
    case 'phi.apply':
      return { kind: 'done' };
    case 'q.run': {
      const { seed, circuit, shots } = request;
      return { kind: 'counts', shots, counts: countsOf(seed, circuit.bits, shots) };
    }
    case 'q.calibrate':
      return { kind: 'calibration', contract: freshContract(request.job, request.tick ?? 0) };
    case 'q.measure':
      return { kind: 'outcome', bits: request.qubits.map((q) => draw(request.job, q, 2)) };
    case 'phi.solve': {
      const { seed, problem, reads } = request;
      return samplesOf(seed, problem.spins, reads, (spins) => isingEnergy(problem, spins));
    }
    case 'phi.evaluate':
      return samplesOf(request.job, spinsOf.get(request.region) ?? 1, 1, () => 0.5);
  }
};

/** A scripted provider of one domain: right answers at once, unless the script says otherwise. */
export const createFake = (domain: 'Q' | 'Phi', script: FakeScript = {}): FakeProvider => {
  const requests: ProviderRequest[] = [];
  const terminated: RegionId[] = [];
  const listeners = new Set<(fault: Fault) => void>();
  const spinsOf = new Map<RegionId, number>();
  let inFlight = 0;
  let inFlightMost = 0;

  const serve = async (request: ProviderRequest): Promise<never> => {
    requests.push(request);
    inFlightMost = Math.max(inFlightMost, ++inFlight);
    try {
      await script.delay?.(request);
      const given = script.answer?.(request);
      return (given ?? ok(standardAnswer(request, spinsOf))) as never;
    } finally {
      inFlight--;
    }
  };

  return {
    profile: { ...PROFILES[domain], ...script.profile },
    requests,
    terminated,
    get inFlight() {
      return inFlight;
    },
    get inFlightMost() {
      return inFlightMost;
    },
    init: () => Promise.resolve(ok(null)),
    requestResources: serve,
    execute: serve,
    project: serve,
    terminate(region) {
      terminated.push(region);
      return Promise.resolve(ok(null));
    },
    reportFault(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    breakDown(fault) {
      for (const listener of listeners) listener(fault);
    },
  };
};

/** Holds answers back until they are let go, one by one or all. */
export interface Gate {
  readonly delay: (request: ProviderRequest) => Promise<void>;
  /** Jobs that wait for their answer, in order of request. */
  readonly waiting: readonly JobId[];
  open(job: JobId | number): void;
  openAll(): void;
}

export const createGate = (): Gate => {
  const held = new Map<number, () => void>();
  const open = (job: number): void => {
    held.get(job)?.();
    held.delete(job);
  };
  return {
    delay: ({ job }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(job, resolve);
      return promise;
    },
    get waiting() {
      return [...held.keys()] as JobId[];
    },
    open,
    openAll() {
      for (const job of held.keys()) open(job);
    },
  };
};
