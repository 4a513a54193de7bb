import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';
import type { Fault, ProviderProfile, QRun } from '@xdv/domain-model';
import {
  circuit,
  graph,
  maxCut,
  portableParts,
  process,
  run,
  simulatedParts,
  us,
} from 'xdv-kernel';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWorkerProvider, type WorkerProvider } from '../src/index.ts';
import { workerProviders } from '../src/platform/parts.ts';
import type * as Providers from './fixtures/providers.ts';

const FIXTURES = pathToFileURL(join(import.meta.dirname, 'fixtures', 'providers.ts')).href;
const PROFILE: ProviderProfile = { id: 'test', version: '1', domain: 'Q', resources: [] };
const REQUEST = { kind: 'q.run', job: 1 } as unknown as QRun;

const closing = <P extends WorkerProvider>(provider: P): P => {
  onTestFinished(() => provider.close());
  return provider;
};

type Factory = keyof typeof Providers | 'createNothing';

const provider = (factory: Factory, options: unknown = {}): WorkerProvider =>
  closing(createWorkerProvider({ module: FIXTURES, factory, options }, PROFILE));

const everything = process({ domains: ['K', 'Q', 'Phi'] }, function* everything(sys) {
  const bell = circuit(2).h(0).cx(0, 1).build();
  const counts = yield* sys.q.run(circuit(2).append(bell).measureAll().build(), {
    shots: 100,
    budget: us(80),
  });
  const container = yield* sys.q.allocate(2, { budget: us(60) });
  yield* sys.q.apply(container, bell);
  const bits = yield* sys.q.measure(container, [0, 1]);
  yield* sys.q.release(container);
  const square = maxCut(graph(4, [[0, 1], [1, 2], [2, 3], [3, 0]]));
  const { samples } = yield* sys.phi.solve(square, { window: us(100), reads: 3 });
  const envelope = yield* sys.phi.open(square, { window: us(100) });
  yield* sys.phi.apply(envelope, 'evolve', [0, 1]);
  const { sample } = yield* sys.phi.evaluate(envelope);
  yield* sys.phi.close(envelope);
  const energies = [...samples, sample].map(({ energy }) => energy);
  return { counts: counts.counts, bits: [...bits], energies };
});

describe('providers in workers', () => {
  it('give the trace that they give in the same thread (XDV-003.5)', async () => {
    const providers = workerProviders().map(closing);
    const apart = await run(everything, null, { ...portableParts(), providers }, { seed: 5 });
    const here = await run(everything, null, simulatedParts(), { seed: 5 });
    expect(apart.result.ok).toBe(true);
    expect(apart.head).toBe(here.head);
    expect(apart.trace).toEqual(here.trace);
  });

  it('have the profiles that they have in the same thread', () => {
    const profiles = simulatedParts().providers.map(({ profile }) => profile);
    expect(workerProviders().map(({ profile }) => profile)).toEqual(profiles);
  });

  it('live in a thread of their own and answer in order', async () => {
    const echo = provider('createEcho');
    const jobs = [1, 2, 3].map((job) => echo.execute({ ...REQUEST, job } as never));
    const answers = (await Promise.all(jobs)).map((answer) => answer.ok && answer.value);
    const echoes = answers as unknown as { threadId: number; request: QRun }[];
    expect(echoes.map(({ request }) => request.job)).toEqual([1, 2, 3]);
    expect(echoes[0]!.threadId).not.toBe(threadId);
  });

  it('work at the same time (XDV-004.6)', async () => {
    const options = { shared: new SharedArrayBuffer(4), expected: 2 };
    const both = [provider('createMeeting', options), provider('createMeeting', options)];
    // each answers only once both are at work
    const answers = await Promise.all(both.map((each) => each.execute(REQUEST)));
    expect(answers).toEqual([
      { ok: true, value: 'met' },
      { ok: true, value: 'met' },
    ]);
  });

  it.each([
    ['exits', 'createCrashing', { how: 'exit' }, 'exit code 3'],
    ['throws outside of a call', 'createCrashing', { how: 'throw' }, 'out of luck'],
    ['does not start', 'createBroken', {}, 'does not start'],
    ['is not there', 'createNothing', {}, 'does not export createNothing'],
  ] as const)('fail every request if the worker %s (XDV-024.2)', async (...row) => {
    const [, factory, options, why] = row;
    const crashing = provider(factory, options);
    const faults: Fault[] = [];
    crashing.reportFault((fault) => faults.push(fault));
    const answers = await Promise.all([crashing.execute(REQUEST), crashing.execute(REQUEST)]);
    answers.push(await crashing.execute(REQUEST));
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, fault: { code: 'PROVIDER_FAILED' } });
      expect(!answer.ok && answer.fault.message).toContain(why);
    }
    expect(faults).toHaveLength(1);
  });

  it('answer for a provider that rejects', async () => {
    const answer = await provider('createCrashing', { how: 'reject' }).execute(REQUEST);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'PROVIDER_FAILED' } });
  });

  it('pass on faults that no request caused, until nobody listens', async () => {
    const reporting = provider('createReporting');
    const { promise, resolve } = Promise.withResolvers<Fault>();
    reporting.reportFault(() => expect.unreachable('no longer listens'))();
    reporting.reportFault(resolve);
    await reporting.execute(REQUEST);
    expect((await promise).code).toBe('STABILITY_BREACH');
  });

  it('start at the first request, and not for one to terminate', async () => {
    const broken = provider('createBroken');
    expect(await broken.init()).toEqual({ ok: true, value: null });
    expect(await broken.terminate(1 as never)).toEqual({ ok: true, value: null });
    expect((await broken.execute(REQUEST)).ok).toBe(false);
  });

  it('fail what is under way when they are closed', async () => {
    const options = { shared: new SharedArrayBuffer(4), expected: 2 };
    const alone = provider('createMeeting', options);
    const answer = alone.execute(REQUEST);
    await alone.close();
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'PROVIDER_FAILED' } });
  });
});
