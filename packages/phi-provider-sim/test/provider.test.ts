import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutValue, isingEnergy, isingProblem, maxCut } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createPhiSimulator, READS_MAX, stepsOf, type MachineModel } from '../src/index.ts';
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
  it('declares machines, their windows, times, transforms and limits', () => {
    const { id, domain, resources, version } = createPhiSimulator().profile;
    expect([id, domain]).toEqual(['phi-sim', 'Phi']);
    expect(resources.map(({ name }) => name)).toEqual(['sbm', 'cim', 'oim']);
    expect(resources[0]).toMatchObject({
      domain: 'Phi',
      name: 'sbm',
      oscillators: 4096,
      windowMaxNs: 10_000_000,
      stepNs: 50,
      readoutNs: 1_000,
      stabilityMin: 0.95,
      reportNs: 100_000,
      envelopesMax: 4_096,
      phaseBits: 53,
      transforms: [
        { name: 'evolve', ns: 5_000, params: [{ name: 'from' }, { name: 'to' }] },
        { name: 'kick', ns: 500, params: [{ name: 'amplitude', min: 0, max: 1 }] },
        { name: 'bias', ns: 500, params: [{ name: 'scale', min: -10, max: 10 }] },
      ],
    });
    expect(resources[1]).toMatchObject({ coherence: { driftHzPerS: 0, toleranceRad: 0.5 } });
    expect(resources[2]).toMatchObject({ phaseBits: 8 });
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
    const machines = [{ name: 'y', kind: 'bsb', oscillators: 9, stepNs: 20 }] as const;
    const { profile } = createPhiSimulator({ id: 'x', machines });
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
    [{ stabilityMin: 1.1 }, RangeError, 'stabilityMin must be a number from 0 to 1, got 1.1'],
    [{ stabilityMin: NaN }, RangeError, 'stabilityMin'],
    [{ reportNs: 0 }, RangeError, 'reportNs'],
    [{ envelopesMax: 4_097 }, RangeError, 'envelopesMax'],
    [{ phaseBits: 1 }, RangeError, 'phaseBits'],
    [{ kind: 'abacus' as never }, RangeError, 'kind must be one of asb, bsb, dsb, cac, oim'],
    [{ windowMaxNs: 1_049 }, RangeError, 'must be at least stepNs + readoutNs = 1050'],
    [{ coherence: { linewidthHz: 10, toleranceRad: 0.5 } }, RangeError, 'must be at most 3978873'],
    [{ coherence: { linewidthHz: -1, toleranceRad: 0.5 } }, RangeError, 'linewidthHz'],
    [{ coherence: { toleranceRad: 0.5 } as never }, RangeError, 'exactly one of'],
    [{ failures: { seed: 0.5 } }, RangeError, 'failures seed'],
    [{ failures: { seed: 1, hardware: 2 } }, RangeError, 'failures hardware must be 0 to 1'],
    [{ failures: { seed: 1, transform: NaN } }, RangeError, 'failures transform'],
    [{ stepNs: '50' as never }, TypeError, 'stepNs'],
    [{ name: '' }, TypeError, 'name of a machine'],
    [{ name: 7 as never }, TypeError, 'name of a machine'],
  ] as readonly [Partial<MachineModel>, ErrorConstructor, string][])(
    'refuses the model %j',
    (model, type, message) => {
      const machines = [{ name: 'm', kind: 'dsb', ...model } as const];
      expect(() => createPhiSimulator({ machines })).toThrow(type);
      expect(() => createPhiSimulator({ machines })).toThrow(message);
    },
  );

  it.each([
    [{ id: '' }, 'id'],
    [{ memoryMaxBytes: 0 }, 'memoryMaxBytes'],
    [{ machines: [] }, 'at least one machine'],
    [{ machines: [1, 2].map(() => ({ name: 'a', kind: 'dsb' }) as const) }, 'different names'],
  ])('refuses the options %j', (options, message) => {
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
    expect(stability).toMatchObject({ index: 1, locked: true, steps: 3_980 });
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
    const provider = await ready({ stabilityMin: 0 });
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

  it('gives no sample of a window that lost lock (XDV-033.5, XDV-061.4)', async () => {
    const problem = isingProblem(30, []);
    const brief = solveRequest({ problem, windowNs: 1_200, reads: 40 });
    const lenient = await samplesOf((await ready({ stabilityMin: 0 })).execute(brief));
    expect(lenient.samples).toHaveLength(40);
    expect(lenient.stability).toMatchObject({ locked: true, steps: 4 });
    const { index } = lenient.stability;
    expect(index).toBeLessThan(0.95);
    const picky = await samplesOf((await ready({ stabilityMin: index + 1e-9 })).execute(brief));
    expect(picky.samples.length + picky.stability.voided!).toBe(40);
    expect(picky.stability.voided).toBeGreaterThan(0);
    expect(lenient.samples).toEqual(expect.arrayContaining([...picky.samples]));
  });

  it('ends with a breach if no window held lock, also by demand of the contract', async () => {
    const problem = isingProblem(30, []);
    const brief = solveRequest({ problem, windowNs: 1_200, stabilityMin: 1 });
    const provider = await ready({ stabilityMin: 0 });
    const fault = faultOf(await provider.execute({ ...brief, reads: 1 }));
    expect(fault.code).toBe('STABILITY_BREACH');
    expect(fault.message).toMatch(/index is 0\.\d+, asked for is 1/);
    expect(await code(provider.execute({ ...brief, stabilityMin: 2 }))).toBe('ARGUMENT_INVALID');
  });

  it('takes at most READS_MAX reads, and no more memory than it has', async () => {
    const provider = await ready({ stabilityMin: 0 });
    const problem = isingProblem(1, [], [1]);
    const answer = (reads: number) =>
      provider.execute(solveRequest({ problem, reads, windowNs: 1_050 }));
    expect((await samplesOf(answer(READS_MAX))).samples).toHaveLength(READS_MAX);
    expect(await code(answer(READS_MAX + 1))).toBe('ARGUMENT_INVALID');
    const tight = await ready({}, { memoryMaxBytes: 5_000 });
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
    for (let k = 0; k < 3; k++) await provider.execute(applyRequest('evolve', [1, 1]));
    const { samples, stability } = await samplesOf(provider.project(evaluateRequest()));
    expect(samples).toHaveLength(1);
    expect(cutValue(karateClub(), samples[0]!.spins)).toBeGreaterThanOrEqual(58);
    expect(samples[0]!.energy).toBe(isingEnergy(maxCut(karateClub()), samples[0]!.spins));
    expect(stability).toMatchObject({ index: 1, locked: true, steps: 2_300 });
  });

  it('starts at rest: nothing is locked before it has evolved', async () => {
    const provider = await opened();
    const fault = faultOf(await provider.project(evaluateRequest()));
    expect(fault.code).toBe('STABILITY_BREACH');
    expect(fault.message).toBe('the stability index is 0, asked for is 0.95');
    const lenient = await opened({}, { stabilityMin: 0 });
    const { samples, stability } = await samplesOf(lenient.project(evaluateRequest()));
    expect(samples[0]!.spins).toHaveLength(34);
    expect(stability).toMatchObject({ index: 0, locked: true, steps: 0 });
  });

  it('depends on its own seed and transforms alone', async () => {
    const history = async (others: boolean) => {
      const provider = await opened({}, { stabilityMin: 0 });
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
    for (let k = 0; k < 5; k++) await provider.execute(applyRequest('evolve', [0.5, 1]));
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
    ['evolve', [0, 1.01]],
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
    const provider = await opened({ windowNs: 11_000 }, { stabilityMin: 0 });
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
    const provider = await opened({ windowNs: 7_000 }, { stabilityMin: 0 });
    expect((await provider.project(evaluateRequest())).ok).toBe(true);
    expect((await provider.execute(applyRequest('evolve', [0, 1]))).ok).toBe(true);
    const later = await opened({ windowNs: 7_000 }, { stabilityMin: 0 });
    await later.project(evaluateRequest());
    await later.project(evaluateRequest());
    expect(await code(later.execute(applyRequest('evolve', [0, 1])))).toBe('COHERENCE_VIOLATION');
  });

  it('is gone after terminate, which may be repeated; its id may be used again', async () => {
    const provider = await opened();
    expect(await provider.terminate(region(1))).toEqual({ ok: true, value: null });
    expect(await provider.terminate(region(1))).toEqual({ ok: true, value: null });
    expect(await provider.terminate(region(12))).toEqual({ ok: true, value: null });
    expect(await code(provider.project(evaluateRequest()))).toBe('ENVELOPE_INVALID');
    expect(await code(provider.execute(applyRequest('kick', [0])))).toBe('ENVELOPE_INVALID');
    expect((await provider.requestResources(openRequest())).ok).toBe(true);
  });

  it('is never aliased: a second one under its id is refused (XDV-033.5)', async () => {
    const provider = await opened({}, { stabilityMin: 0 });
    await provider.execute(applyRequest('evolve', [0, 1]));
    const again = provider.requestResources(openRequest({ seed: 8 }));
    expect(await code(again)).toBe('ENVELOPE_INVALID');
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

  it('is one of at most envelopesMax, within the memory', async () => {
    const problem = isingProblem(1, []);
    const open = (provider: Awaited<ReturnType<typeof ready>>, id: number) =>
      provider.requestResources(openRequest({ problem, region: region(id), windowNs: 1_050 }));
    const roomy = await ready({ envelopesMax: 7 });
    for (let id = 1; id <= 7; id++) await open(roomy, id);
    expect(await code(open(roomy, 8))).toBe('RESOURCE_EXHAUSTED');
    await roomy.terminate(region(3));
    expect((await open(roomy, 8)).ok).toBe(true);
    const tight = await ready({}, { memoryMaxBytes: 2_048 });
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
    const eager = await ready({ stabilityMin: 0 });
    const answers = await Promise.all([
      eager.requestResources(openRequest()),
      eager.execute(applyRequest('evolve', [0, 1])),
      eager.project(evaluateRequest()),
      eager.terminate(region(1)),
      eager.project(evaluateRequest()),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    const patient = await opened({}, { stabilityMin: 0 });
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
