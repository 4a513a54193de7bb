import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutValue, isingEnergy, isingProblem, maxCut } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createPhiSimulator, ENVELOPES_MAX, READS_MAX, stepsOf } from '../src/index.ts';
import {
  applyRequest,
  evaluateRequest,
  opened,
  openRequest,
  ready,
  region,
  samplesOf,
  solveRequest,
} from './jobs.ts';
import { complete, faultOf, karateClub } from './support.ts';

const code = async (answer: Promise<Parameters<typeof faultOf>[0]>): Promise<string> =>
  faultOf(await answer).code;

describe('the profile (XDV-061.1)', () => {
  it('declares one machine, its window, its times and its transforms', () => {
    const { id, domain, resources, version } = createPhiSimulator().profile;
    expect([id, domain]).toEqual(['phi-sim', 'Phi']);
    expect(resources).toHaveLength(1);
    expect(resources[0]).toMatchObject({
      domain: 'Phi',
      name: 'sbm',
      oscillators: 4096,
      windowMaxNs: 10_000_000,
      stepNs: 50,
      readoutNs: 1_000,
      transforms: [
        { name: 'evolve', ns: 5_000, params: [{ name: 'from' }, { name: 'to' }] },
        { name: 'kick', ns: 500, params: [{ name: 'amplitude', min: 0, max: 1 }] },
        { name: 'bias', ns: 500, params: [{ name: 'scale', min: -10, max: 10 }] },
      ],
    });
    const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
    expect(version).toBe((JSON.parse(manifest) as { version: string }).version);
  });

  it('is plain data, and changing it changes no machine', async () => {
    const provider = await ready();
    expect(structuredClone(provider.profile)).toEqual(provider.profile);
    const [machine] = provider.profile.resources;
    Object.assign(machine!, { oscillators: 1, readoutNs: 0 });
    expect((await samplesOf(provider.execute(solveRequest()))).stability.steps).toBe(3980);
    expect(createPhiSimulator().profile.resources[0]).toMatchObject({ oscillators: 4096 });
  });

  it('takes what the options say', () => {
    const { profile } = createPhiSimulator({ id: 'x', machine: 'y', oscillators: 9, stepNs: 20 });
    expect(profile).toMatchObject({
      id: 'x',
      resources: [{ name: 'y', oscillators: 9, stepNs: 20, transforms: [{ ns: 2_000 }, {}, {}] }],
    });
  });

  it.each([
    [{ oscillators: 0 }, RangeError, 'oscillators must be a whole number from 1 to 100000, got 0'],
    [{ oscillators: 1.5 }, RangeError, 'oscillators'],
    [{ stepNs: 0 }, RangeError, 'stepNs'],
    [{ readoutNs: -1 }, RangeError, 'readoutNs'],
    [{ lockLimit: 1.1 }, RangeError, 'lockLimit must be a number from 0 to 1, got 1.1'],
    [{ lockLimit: NaN }, RangeError, 'lockLimit'],
    [{ memoryMaxBytes: 0 }, RangeError, 'memoryMaxBytes'],
    [{ windowMaxNs: 1_049 }, RangeError, 'windowMaxNs must be at least stepNs + readoutNs = 1050'],
    [{ stepNs: '50' as never }, TypeError, 'stepNs'],
    [{ id: '' }, TypeError, 'id'],
    [{ machine: 7 as never }, TypeError, 'machine'],
  ])('refuses the options %j', (options, type, message) => {
    expect(() => createPhiSimulator(options)).toThrow(type);
    expect(() => createPhiSimulator(options)).toThrow(message);
  });
});

describe('phi.solve', () => {
  it('returns the reads in order with energies, steps and stability (XDV-061.3)', async () => {
    const provider = await ready();
    const { samples, stability } = await samplesOf(provider.execute(solveRequest({ reads: 8 })));
    expect(samples).toHaveLength(8);
    for (const { spins, energy } of samples) {
      expect(energy).toBe(isingEnergy(maxCut(karateClub()), spins));
    }
    const cuts = samples.map(({ spins }) => cutValue(karateClub(), spins));
    expect(Math.max(...cuts)).toBe(61);
    expect(stability).toEqual({ index: 1, locked: true, steps: 3_980 });
  });

  it('repeats itself from its seed, whatever ran before', async () => {
    const [one, other] = [await opened(), await ready()];
    await one.execute(solveRequest({ seed: 1 }));
    const first = await one.execute(solveRequest());
    expect(first).toEqual(await other.execute(solveRequest()));
    expect(first).not.toEqual(await other.execute(solveRequest({ seed: 8 })));
    const four = await samplesOf(one.execute(solveRequest()));
    const nine = await samplesOf(other.execute(solveRequest({ reads: 9 })));
    expect(nine.samples.slice(0, 4)).toEqual(four.samples);
  });

  it.each([
    [1_050, 1],
    [1_099, 1],
    [1_100, 2],
    [10_000_000, 199_980],
  ])('a window of %i ns holds %i steps beside the readout', async (windowNs, steps) => {
    const provider = await ready();
    const problem = maxCut(complete(3));
    const { stability } = await samplesOf(
      provider.execute(solveRequest({ windowNs, problem, reads: 1 })),
    );
    expect(stability.steps).toBe(steps);
    expect(stepsOf({ stepNs: 50, readoutNs: 1_000 }, windowNs)).toBe(steps);
  });

  it('refuses a window that holds no step, or is longer than the machine sustains', async () => {
    const provider = await ready();
    const short = faultOf(await provider.execute(solveRequest({ windowNs: 1_049 })));
    expect(short.code).toBe('COHERENCE_VIOLATION');
    expect(short.message).toBe(
      'a window of 1049 ns holds no step of 50 ns beside a readout of 1000 ns',
    );
    const long = faultOf(await provider.execute(solveRequest({ windowNs: 10_000_001 })));
    expect(long.code).toBe('COHERENCE_VIOLATION');
    expect(long.message).toContain('10000000 ns');
  });

  it('refuses one spin too many, and takes as many as there are', async () => {
    const provider = await ready({ oscillators: 5 });
    const answer = (n: number) =>
      provider.execute(solveRequest({ problem: maxCut(complete(n)), windowNs: 9_000 }));
    expect((await answer(5)).ok).toBe(true);
    const { code: found, message } = faultOf(await answer(6));
    expect(found).toBe('PROBLEM_TOO_LARGE');
    expect(message).toBe('the problem has 6 spins, the machine 5');
    const twice = isingProblem(2, Array.from({ length: 11 }, () => [0, 1, 1] as const));
    expect(faultOf(await provider.execute(solveRequest({ problem: twice }))).message).toBe(
      'the problem has 11 couplings, the machine 10',
    );
  });

  it('reports lost lock and leaves the verdict to the kernel (XDV-061.4)', async () => {
    const provider = await ready();
    const problem = isingProblem(30, []);
    const brief = await samplesOf(provider.execute(solveRequest({ problem, windowNs: 1_200 })));
    expect(brief.samples).toHaveLength(4);
    expect(brief.stability.locked).toBe(brief.stability.index >= 0.95);
    expect(brief.stability).toMatchObject({ locked: false, steps: 4 });
    const lenient = await ready({ lockLimit: 0 });
    const same = await samplesOf(lenient.execute(solveRequest({ problem, windowNs: 1_200 })));
    expect(same.stability).toEqual({ ...brief.stability, locked: true });
  });

  it('takes at most READS_MAX reads, and no more memory than it has', async () => {
    const provider = await ready();
    const problem = isingProblem(1, [], [1]);
    const answer = (reads: number) =>
      provider.execute(solveRequest({ problem, reads, windowNs: 1_050 }));
    expect((await samplesOf(answer(READS_MAX))).samples).toHaveLength(READS_MAX);
    expect(await code(answer(READS_MAX + 1))).toBe('ARGUMENT_INVALID');
    const tight = await ready({ memoryMaxBytes: 5_000 });
    expect(await code(tight.execute(solveRequest()))).toBe('RESOURCE_EXHAUSTED');
  });
});

describe('an envelope', () => {
  it('anneals by transforms and is read by evaluation (XDV-033.2)', async () => {
    const provider = await opened();
    for (let k = 0; k < 20; k++) {
      const params = [k / 20, (k + 1) / 20];
      expect(await provider.execute(applyRequest('evolve', params))).toEqual({
        ok: true,
        value: { kind: 'done' },
      });
    }
    await provider.execute(applyRequest('evolve', [1, 1.1]));
    await provider.execute(applyRequest('evolve', [1.1, 1.1]));
    await provider.execute(applyRequest('evolve', [1.1, 1.1]));
    const { samples, stability } = await samplesOf(provider.project(evaluateRequest()));
    expect(samples).toHaveLength(1);
    expect(cutValue(karateClub(), samples[0]!.spins)).toBeGreaterThanOrEqual(58);
    expect(samples[0]!.energy).toBe(isingEnergy(maxCut(karateClub()), samples[0]!.spins));
    expect(stability).toEqual({ index: 1, locked: true, steps: 2_300 });
  });

  it('starts at rest: nothing is locked before it has evolved', async () => {
    const provider = await opened();
    const { samples, stability } = await samplesOf(provider.project(evaluateRequest()));
    expect(samples[0]!.spins).toHaveLength(34);
    expect(stability).toEqual({ index: 0, locked: false, steps: 0 });
  });

  it('depends on its own seed and transforms alone', async () => {
    const history = async (others: boolean) => {
      const provider = await opened();
      if (others) await provider.requestResources(openRequest({ region: region(2), seed: 99 }));
      for (let k = 0; k < 5; k++) {
        await provider.execute(applyRequest('evolve', [k / 5, (k + 1) / 5]));
        if (others) await provider.execute(applyRequest('kick', [1], 2));
        await provider.execute(applyRequest('kick', [0.3]));
      }
      return samplesOf(provider.project(evaluateRequest()));
    };
    expect(await history(true)).toEqual(await history(false));
  });

  it('bias turns the fields over; the energy stays that of the problem as opened', async () => {
    const problem = isingProblem(2, [], [1, 2]);
    const provider = await opened({ problem });
    await provider.execute(applyRequest('bias', [-1]));
    for (let k = 0; k < 5; k++) await provider.execute(applyRequest('evolve', [0.5, 1.1]));
    const { samples } = await samplesOf(provider.project(evaluateRequest()));
    expect([...samples[0]!.spins]).toEqual([-1, -1]);
    expect(samples[0]!.energy).toBe(3);
  });

  it('refuses a transform that the profile does not list (XDV-033.2)', async () => {
    const provider = await opened();
    for (const name of ['rotate', '', 'EVOLVE', '__proto__', 'toString']) {
      const fault = faultOf(await provider.execute(applyRequest(name, [])));
      expect(fault.code).toBe('TRANSFORM_UNSUPPORTED');
      expect(fault.hint).toContain('evolve, kick, bias');
    }
  });

  it.each([
    ['evolve', [-0.1, 1]],
    ['evolve', [0, 1.11]],
    ['evolve', [0, NaN]],
    ['evolve', [0]],
    ['evolve', [0, 1, 1]],
    ['kick', [1.5]],
    ['kick', []],
    ['bias', [-11]],
    ['bias', [Infinity]],
    ['bias', ['1' as never]],
  ])('refuses %s with params %j, and changes nothing', async (transform, params) => {
    const provider = await opened();
    expect(await code(provider.execute(applyRequest(transform, params)))).toBe('ARGUMENT_INVALID');
    const untouched = await opened();
    expect(await provider.project(evaluateRequest())).toEqual(
      await untouched.project(evaluateRequest()),
    );
  });

  it('ends with its window: what does not fit is refused with figures (XDV-061.2)', async () => {
    const provider = await opened({ windowNs: 11_000 });
    const evolve = () => provider.execute(applyRequest('evolve', [0, 1]));
    expect((await evolve()).ok).toBe(true);
    expect((await evolve()).ok).toBe(true);
    const fault = faultOf(await evolve());
    expect(fault.code).toBe('COHERENCE_VIOLATION');
    expect(fault.message).toBe(
      'evolve takes 5000 ns and the readout after it 1000 ns; 1000 of 11000 ns are left',
    );
    expect(await code(provider.execute(applyRequest('kick', [0])))).toBe('COHERENCE_VIOLATION');
    // the readout was kept free
    expect((await samplesOf(provider.project(evaluateRequest()))).stability.steps).toBe(200);
    expect(await code(provider.project(evaluateRequest()))).toBe('COHERENCE_VIOLATION');
  });

  it('a readout takes its time from the window', async () => {
    const provider = await opened({ windowNs: 7_000 });
    expect((await provider.project(evaluateRequest())).ok).toBe(true);
    expect((await provider.execute(applyRequest('evolve', [0, 1]))).ok).toBe(true);
    const later = await opened({ windowNs: 7_000 });
    await later.project(evaluateRequest());
    await later.project(evaluateRequest());
    expect(await code(later.execute(applyRequest('evolve', [0, 1])))).toBe('COHERENCE_VIOLATION');
  });

  it('is gone after terminate, which may be repeated; its id may be used again', async () => {
    const provider = await opened();
    expect(await provider.terminate(region(1))).toEqual({ ok: true, value: null });
    expect(await provider.terminate(region(1))).toEqual({ ok: true, value: null });
    expect(await provider.terminate(region(12))).toEqual({ ok: true, value: null });
    expect(await code(provider.project(evaluateRequest()))).toBe('REGION_UNKNOWN');
    expect(await code(provider.execute(applyRequest('kick', [0])))).toBe('REGION_UNKNOWN');
    expect((await provider.requestResources(openRequest())).ok).toBe(true);
  });

  it('is never aliased: a second one under its id is refused (XDV-033.5)', async () => {
    const provider = await opened();
    await provider.execute(applyRequest('evolve', [0, 1]));
    const again = provider.requestResources(openRequest({ seed: 8 }));
    expect(await code(again)).toBe('ARGUMENT_INVALID');
    expect((await samplesOf(provider.project(evaluateRequest()))).stability.steps).toBe(100);
  });

  it('keeps its own problem: changing the arrays afterwards changes nothing', async () => {
    const problem = maxCut(karateClub());
    const provider = await opened({ problem });
    problem.coupling.fill(1);
    problem.a.fill(0);
    const untouched = await opened();
    for (const one of [provider, untouched]) await one.execute(applyRequest('evolve', [0, 1]));
    expect(await provider.project(evaluateRequest())).toEqual(
      await untouched.project(evaluateRequest()),
    );
  });

  it('is one of at most ENVELOPES_MAX, within the memory', async () => {
    const problem = isingProblem(1, []);
    const open = (provider: Awaited<ReturnType<typeof ready>>, id: number) =>
      provider.requestResources(openRequest({ problem, region: region(id), windowNs: 1_050 }));
    const roomy = await ready();
    for (let id = 1; id <= ENVELOPES_MAX; id++) await open(roomy, id);
    expect(await code(open(roomy, ENVELOPES_MAX + 1))).toBe('RESOURCE_EXHAUSTED');
    await roomy.terminate(region(3));
    expect((await open(roomy, ENVELOPES_MAX + 1)).ok).toBe(true);
    const tight = await ready({ memoryMaxBytes: 128 });
    expect((await open(tight, 1)).ok).toBe(true);
    expect((await open(tight, 2)).ok).toBe(true);
    expect(await code(open(tight, 3))).toBe('RESOURCE_EXHAUSTED');
    await tight.terminate(region(1));
    expect((await open(tight, 3)).ok).toBe(true);
  });
});

describe('the port (XDV-011.1)', () => {
  it('serves nothing before init', async () => {
    const provider = createPhiSimulator();
    expect(await code(provider.execute(solveRequest()))).toBe('PROVIDER_UNAVAILABLE');
    expect(await code(provider.requestResources(openRequest()))).toBe('PROVIDER_UNAVAILABLE');
    expect(await code(provider.project(evaluateRequest()))).toBe('PROVIDER_UNAVAILABLE');
    expect(await provider.init()).toEqual({ ok: true, value: null });
    expect((await provider.execute(solveRequest())).ok).toBe(true);
  });

  it('performs requests in the order they were made, awaited or not', async () => {
    const eager = await ready();
    const answers = await Promise.all([
      eager.requestResources(openRequest()),
      eager.execute(applyRequest('evolve', [0, 1])),
      eager.project(evaluateRequest()),
      eager.terminate(region(1)),
      eager.project(evaluateRequest()),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    const patient = await opened();
    await patient.execute(applyRequest('evolve', [0, 1]));
    expect(answers[2]).toEqual(await patient.project(evaluateRequest()));
  });

  it('takes listeners for faults that no request caused, and has none to tell', async () => {
    const provider = await ready();
    let heard = 0;
    const unregister = provider.reportFault(() => heard++);
    await provider.execute(solveRequest({ windowNs: 1 }));
    unregister();
    unregister();
    expect(heard).toBe(0);
  });
});
