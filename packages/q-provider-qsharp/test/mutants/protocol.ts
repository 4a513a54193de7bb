import {
  fail,
  ok,
  type CountsResult,
  type DomainProvider,
  type FaultCode,
  type ProviderRequest,
  type ProviderResult,
  type RegionId,
  type Result,
} from '@xdv/domain-model';
import {
  contracted,
  correct,
  DEVICE,
  hearing,
  jobsOnly,
  restricted,
  saying,
  wrapped,
  type Mutant,
} from './base.ts';

const DONE: Result<ProviderResult> = ok({ kind: 'done' });

/** Pretends to have done what must be refused with `code`. */
const forgiving = (code: FaultCode): Mutant =>
  saying((answer) => (!answer.ok && answer.fault.code === code ? DONE : answer));

/** Refuses with another code than it should. */
const miscoding = (from: FaultCode, to: FaultCode): Mutant =>
  saying((answer) => {
    if (answer.ok || answer.fault.code !== from) return answer;
    return fail(to, answer.fault.message, answer.fault.hint);
  });

const counting = (change: (counts: CountsResult['counts']) => CountsResult['counts']): Mutant =>
  saying((answer) => {
    if (!answer.ok || answer.value?.kind !== 'counts') return answer;
    return ok({ ...answer.value, counts: change(answer.value.counts) });
  });

const renaming = (change: (outcome: string) => string): Mutant =>
  counting((counts) => counts.map(([outcome, count]) => [change(outcome), count] as const));

/** A correct provider with some methods of its own. */
const withMethods =
  (methods: (provider: DomainProvider) => Partial<DomainProvider>): Mutant =>
  () => {
    const provider = correct();
    return { ...provider, ...methods(provider) };
  };

const tiresOfInit: Mutant = () => {
  const provider = correct();
  let starts = 0;
  const working = wrapped(provider, (serve, request) =>
    starts < 2 ? serve(request) : Promise.resolve(fail('PROVIDER_FAILED', 'tired', 'Rest')),
  );
  return { ...working, init: () => (starts++, provider.init()) };
};

const startsEarly: Mutant = () => {
  const provider = correct();
  void provider.init();
  return provider;
};

const remembers: Mutant = () => {
  let before: readonly unknown[] = [];
  return wrapped(correct(), (serve, request) => {
    if (request.kind !== 'q.run') return serve(request);
    const gates = request.circuit.ops.filter(({ kind }) => kind === 'gate');
    const ops = [...before, ...request.circuit.ops] as typeof request.circuit.ops;
    before = gates;
    return serve({ ...request, circuit: { ...request.circuit, ops } });
  });
};

const answersAlike: Mutant = () => {
  let pending: Promise<Result<ProviderResult | null>> | undefined;
  return wrapped(correct(), (serve, request) => {
    pending ??= serve(request).finally(() => (pending = undefined));
    return pending;
  });
};

const slowToEvolve: Mutant = () =>
  wrapped(correct(), async (serve, request) => {
    if (request.kind === 'q.apply') await Promise.resolve();
    return serve(request);
  });

const flipping: Mutant = () => {
  let times = 0;
  return wrapped(correct(), async (serve, request) => {
    const answer = await serve(request);
    if (!answer.ok || answer.value?.kind !== 'outcome' || times++ % 2 === 0) return answer;
    return ok({ ...answer.value, bits: answer.value.bits.map((bit) => (bit === 0 ? 1 : 0)) });
  });
};

const watching: Mutant = () => {
  const provider = correct();
  const watched = wrapped(provider, async (serve, request) => {
    const answer = await serve(request);
    if (request.kind !== 'q.apply') return answer;
    const { job, region, circuit } = request;
    const qubits = Array.from({ length: circuit.qubits }, (_, q) => q);
    await provider.project({ kind: 'q.measure', job, region, qubits });
    return answer;
  });
  return watched;
};

/** One container for all regions. */
const sharing: Mutant = () =>
  wrapped(correct(), async (serve, request) => {
    if (!('region' in request)) return serve(request);
    const answer = await serve({ ...request, region: 1 as RegionId });
    return request.kind === 'q.allocate' ? ok(null) : answer;
  });

const reopening: Mutant = () => {
  const provider = correct();
  return wrapped(provider, async (serve, request) => {
    if (request.kind === 'q.allocate') await provider.terminate(request.region);
    return serve(request);
  });
};

const AMPLITUDE = Math.cos(0.6);

const chatty = saying((answer) => {
  if (answer.ok) return answer;
  return fail(answer.fault.code, `amplitude ${AMPLITUDE}`, answer.fault.hint);
});

const open: Mutant = () => {
  const state = Float64Array.of(0, AMPLITUDE);
  return { ...correct(), state } as DomainProvider;
};

const openAfterRuns: Mutant = () => {
  const seen: { last?: number } = {};
  const provider = wrapped(correct(), (serve, request) => {
    if (request.kind === 'q.run') seen.last = AMPLITUDE ** 2;
    return serve(request);
  });
  return { ...provider, seen } as DomainProvider;
};

const rereading: Mutant = () =>
  wrapped(correct(), async (serve, request) => {
    const answer = await serve(request);
    if (!answer.ok || answer.value?.kind !== 'counts') return answer;
    return ok({ ...answer.value, shots: (request as { shots: number }).shots });
  });

const quoting: Mutant = () => {
  const provider = correct();
  return wrapped(provider, (serve, request) => {
    try {
      void request?.kind;
    } catch (error) {
      const why = (error as Error).message;
      return Promise.resolve(fail('PROVIDER_FAILED', `failed: ${why}`, 'Send plain data'));
    }
    return serve(request);
  });
};

const integer = (value: unknown, otherwise: number): number =>
  Number.isSafeInteger(value) ? (value as number) : otherwise;

const orderly = (request: ProviderRequest): ProviderRequest => {
  if (request.kind !== 'q.apply') return request;
  const ops = request.circuit?.ops?.filter?.((op) => op?.kind !== 'measure') ?? [];
  return { ...request, circuit: { ...request.circuit, ops } };
};

const KINDS = ['q.run', 'q.apply', 'q.allocate', 'q.measure'];

/** Mutants that break a promise of the port, by the case that is meant to notice. */
export const PROTOCOL_MUTANTS: Readonly<Record<string, Mutant>> = {
  'profile-valid': withMethods(({ profile }) => ({ profile: { ...profile, version: '' } })),
  'init-twice': tiresOfInit,
  'before-init': startsEarly,
  'terminate-unknown': withMethods(() => ({
    terminate: () => Promise.resolve(fail('REGION_UNKNOWN', 'no such region', 'Open it')),
  })),
  'report-fault': withMethods(() => ({ reportFault: () => undefined as never })),
  'calibration-term': () => contracted({ checksTerm: false }),
  'calibration-new': () => contracted({ nextRevision: 3 }),
  'request-not-an-object': () =>
    wrapped(correct(), (serve, request) =>
      typeof request === 'string' ? Promise.resolve(DONE) : serve(request),
    ),
  'request-kind': hearing((request) => ({
    ...request,
    kind: KINDS.includes(String(request?.['kind'])) ? request['kind'] : 'q.run',
  })),
  'request-job': hearing((request) => ({ ...request, job: integer(request['job'], 1) })),
  'request-device': hearing((request) => ({ ...request, resource: DEVICE })),
  'request-seed': hearing((request) => ({ ...request, seed: integer(request['seed'], 1) })),
  'run-shots': hearing((request) => ({ ...request, shots: integer(request['shots'], 1) })),
  'run-circuit': forgiving('CIRCUIT_INVALID'),
  'allocate-malformed': hearing((request) => {
    const region = integer(request['region'], 1);
    return { ...request, region };
  }),
  'apply-malformed': () => wrapped(correct(), (serve, request) => serve(orderly(request))),
  'measure-malformed': hearing((request) => {
    const { qubits } = request;
    return Array.isArray(qubits) ? { ...request, qubits: [...new Set(qubits)] } : request;
  }),
  'hostile-getters': () => wrapped(correct(), (serve, request) => serve({ ...request })),
  'hostile-circuit': () =>
    wrapped(correct(), (serve, request) => {
      JSON.stringify((request as { circuit?: unknown }).circuit);
      return serve(request);
    }),
  'hostile-throws': quoting,
  'hostile-changes': rereading,
  'hostile-lengths': forgiving('CIRCUIT_INVALID'),
  'hostile-terminate': withMethods((provider) => ({
    terminate: (region) => provider.terminate(Number(region.toFixed()) as RegionId),
  })),
  'too-many-qubits': miscoding('CIRCUIT_TOO_LARGE', 'CIRCUIT_INVALID'),
  'container-too-large': miscoding('CIRCUIT_TOO_LARGE', 'ARGUMENT_INVALID'),
  'shot-too-long': forgiving('DECOHERENCE_EXCEEDED'),
  'gate-unsupported': () => restricted(false),
  'qubits-uncoupled': () => restricted(false),
  'containers-refused': () => jobsOnly(false),
  'containers-limited': forgiving('RESOURCE_EXHAUSTED'),
  'counts-ordered': counting((counts) => counts.toReversed()),
  'counts-uniform': renaming((outcome) => outcome.replace('111', '110')),
  'bit-0-rightmost': renaming((outcome) => [...outcome].toReversed().join('')),
  'bits-start-at-0': renaming((outcome) => outcome.replace(/^0/, '1')),
  'no-bits': renaming((outcome) => outcome || '0'),
  'jobs-isolated': remembers,
  'jobs-at-once': answersAlike,
  'seed-repeats': hearing((request) => ({ ...request, seed: 1 })),
  'error-budget': () => contracted({ checksErrors: false }),
  'while-bounded': miscoding('DECOHERENCE_EXCEEDED', 'PROVIDER_FAILED'),
  'container-starts': saying((answer) => {
    if (!answer.ok || answer.value?.kind !== 'outcome') return answer;
    return ok({ ...answer.value, bits: answer.value.bits.toReversed() });
  }),
  'container-coherent': watching,
  'container-collapse': flipping,
  'region-order': slowToEvolve,
  'containers-isolated': sharing,
  'container-ends': withMethods(() => ({ terminate: () => Promise.resolve(ok(null)) })),
  'region-taken': reopening,
  'region-unknown': sharing,
  'apply-too-wide': miscoding('CIRCUIT_TOO_LARGE', 'CIRCUIT_INVALID'),
  'container-budget': forgiving('DECOHERENCE_EXCEEDED'),
  'answers-silent': chatty,
  'state-hidden': open,
  'counts-silent': openAfterRuns,
};
