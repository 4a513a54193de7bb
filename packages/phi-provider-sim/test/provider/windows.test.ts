import {
  decodeFaultReport,
  encodeFaultReport,
  isingProblem,
  maxCut,
  STABILITY_POINTS_MAX,
  unwrap,
  type SamplesResult,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createPhiSimulator, type MachineModel } from '../../src/index.ts';
import { quantize } from '../../src/provider/quantize.ts';
import {
  applyRequest,
  evaluateRequest,
  opened,
  openRequest,
  ready,
  region,
  samplesOf,
  solveRequest,
} from '../jobs.ts';
import { faultOf, karateClub } from '../support.ts';

const codeOf = async (answer: Promise<Parameters<typeof faultOf>[0]>): Promise<string> =>
  faultOf(await answer).code;

/** A line so wide that a phase walks 0.5 rad in some microseconds. */
const NOISY: Partial<MachineModel> = {
  stabilityMin: 0,
  reportNs: 1_000,
  windowMaxNs: 12_000,
  coherence: { linewidthHz: 3_000, toleranceRad: 0.5 },
};

const CALM: Partial<MachineModel> = {
  reportNs: 20_000,
  windowMaxNs: 400_000,
  coherence: { linewidthHz: 1, driftHzPerS: 1_000, toleranceRad: 0.5 },
};

describe('stability reports (XDV-061.4)', () => {
  const reportsOf = ({ stability }: SamplesResult) => stability.reports!.map(({ atNs }) => atNs);

  it('are made at the declared interval and at the readout', async () => {
    const provider = await ready({ reportNs: 50_000 });
    const answer = await samplesOf(provider.execute(solveRequest({ windowNs: 200_000 })));
    expect(reportsOf(answer)).toEqual([50_000, 100_000, 150_000, 200_000]);
    expect(Object.keys(answer.stability.reports![0]!)).toEqual([
      'atNs',
      'index',
      'noiseGradient',
      'driftHz',
    ]);
  });

  it('are at most STABILITY_POINTS_MAX, farther apart if need be', async () => {
    const provider = await ready({ reportNs: 1 });
    const answer = await samplesOf(provider.execute(solveRequest({ windowNs: 200_000, reads: 1 })));
    expect(reportsOf(answer).length).toBeLessThanOrEqual(STABILITY_POINTS_MAX);
    expect(reportsOf(answer).length).toBeGreaterThan(STABILITY_POINTS_MAX / 4);
  });

  it('of an envelope come at the end of the operation in which they are due', async () => {
    const provider = await opened({}, { reportNs: 8_000, stabilityMin: 0 });
    for (let k = 0; k < 4; k++) {
      await provider.execute(applyRequest('evolve', [k / 4, (k + 1) / 4]));
    }
    const answer = await samplesOf(provider.project(evaluateRequest()));
    expect(reportsOf(answer)).toEqual([10_000, 20_000, 21_000]);
  });

  it('tell noise and drift of the reference', async () => {
    const provider = await ready(CALM);
    const { stability } = await samplesOf(
      provider.execute(solveRequest({ windowNs: 400_000, reads: 1 })),
    );
    const last = stability.reports!.at(-1)!;
    expect(last.noiseGradient).toBeGreaterThan(0);
    expect(last.noiseGradient).toBeLessThan(10 * 2 * Math.PI);
    expect(last.driftHz).not.toBe(0);
  });
});

describe('a breach (XDV-033.4, XDV-061.4)', () => {
  /** An envelope that is kicked until its window is over, and what it answered. */
  const wornOut = async (seed: number) => {
    const provider = await opened({ windowNs: 12_000, seed }, NOISY);
    const codes: string[] = [];
    for (let k = 0; k < 22; k++) {
      const answer = await provider.execute(applyRequest('kick', [0]));
      codes.push(answer.ok ? 'ok' : answer.fault.code);
    }
    return { provider, codes };
  };

  it('halts an envelope, voids it for ever, and is reported', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, seed) => wornOut(seed)));
    const broken = all.filter(({ codes }) => codes.includes('STABILITY_BREACH'));
    expect(broken.length).toBeGreaterThan(3);
    expect(broken.length).toBeLessThan(17);
    for (const { provider, codes } of broken) {
      const first = codes.indexOf('STABILITY_BREACH');
      expect(first).toBeGreaterThan(0);
      expect(new Set(codes.slice(first))).toEqual(new Set(['STABILITY_BREACH']));
      expect(await codeOf(provider.project(evaluateRequest()))).toBe('STABILITY_BREACH');
      const [report, later] = provider.takeFaultReports();
      expect(report).toMatchObject({ device: 'sbm', step: 'stability', code: 'STABILITY_BREACH' });
      expect(report!.message).toBe('the phase error went beyond the tolerance');
      expect(later).toMatchObject({ step: 'envelope' });
      expect(decodeFaultReport(encodeFaultReport(report!))).toEqual({ ok: true, value: report });
    }
  });

  it('of one envelope leaves the others alone (XDV-024.2)', async () => {
    const others = async (beside: boolean) => {
      const provider = await opened({ windowNs: 12_000, seed: 3 }, NOISY);
      if (beside) {
        await provider.requestResources(openRequest({ region: region(2), windowNs: 12_000 }));
        for (let k = 0; k < 20; k++) await provider.execute(applyRequest('kick', [0], 2));
      }
      await provider.execute(applyRequest('evolve', [0, 1]));
      return provider.project(evaluateRequest());
    };
    expect(await others(true)).toEqual(await others(false));
  });

  it('happens as often as diffusion says', async () => {
    // 2DT = 2π · 3000 · 12 µs: the phase error at the end has 0.476 rad in the mean square
    const provider = await ready(NOISY);
    const request = solveRequest({ windowNs: 12_000, reads: 2_000 });
    const { samples } = await samplesOf(provider.execute(request));
    // a walk leaves ±0.5 in twelve looks: about 2 P(|x| > 0.5), somewhat less as it is looked at
    const voided = 1 - samples.length / 2_000;
    expect(voided).toBeGreaterThan(0.3);
    expect(voided).toBeLessThan(0.6);
  });

  it('repeats itself from the seed', async () => {
    const request = solveRequest({ windowNs: 12_000, reads: 50 });
    const [one, other] = [await ready(NOISY), await ready(NOISY)];
    const first = await one.execute(request);
    expect(await other.execute(request)).toEqual(first);
    expect(await other.execute({ ...request, seed: 8 })).not.toEqual(first);
  });
});

describe('a transform (XDV-033.2)', () => {
  it.each(['evolve', 'kick', 'bias'])('%s that goes wrong is found, and voids', async (name) => {
    const failures = { seed: 1, transform: 1 };
    const provider = await opened({}, { failures });
    const params = name === 'evolve' ? [0, 0.5] : [0.25];
    expect(await codeOf(provider.execute(applyRequest(name, params)))).toBe('TRANSFORM_CORRUPTED');
    expect(await codeOf(provider.project(evaluateRequest()))).toBe('TRANSFORM_CORRUPTED');
    const steps = provider.takeFaultReports().map(({ step }) => step);
    expect(steps).toEqual(['transform', 'envelope']);
  });

  it.each([
    ['evolve', [0, 1]],
    ['kick', [1]],
    ['bias', [-10]],
  ])('%s that does what it says is never taken for another', async (name, params) => {
    const kinds = ['asb', 'bsb', 'dsb', 'cac', 'oim'] as const;
    for (const kind of kinds) {
      const provider = await opened({ windowNs: 60_000 }, { kind, stabilityMin: 0 });
      for (let k = 0; k < 10; k++) {
        expect(await provider.execute(applyRequest(name, params))).toMatchObject({ ok: true });
      }
    }
  });

  it('that the contract does not list is refused, and changes nothing', async () => {
    const model = { stabilityMin: 0 };
    const provider = await opened({ transforms: ['kick'] }, model);
    const fault = faultOf(await provider.execute(applyRequest('evolve', [0, 1])));
    expect(fault).toMatchObject({ code: 'TRANSFORM_UNSUPPORTED', hint: 'It has kick' });
    const untouched = await opened({}, model);
    for (const one of [provider, untouched]) await one.execute(applyRequest('kick', [0.5]));
    expect(await provider.project(evaluateRequest())).toEqual(
      await untouched.project(evaluateRequest()),
    );
  });

  it.each([['melt'], 'kick', [7], [[]], ['kick', 'kick', 'kick', 'kick']])(
    'is contracted by name only: %j',
    async (transforms) => {
      const request = openRequest({ transforms: transforms as readonly string[] });
      const found = await codeOf((await ready()).requestResources(request));
      expect(['ARGUMENT_INVALID', 'TRANSFORM_UNSUPPORTED']).toContain(found);
    },
  );
});

describe('hardware that fails (XDV-061.5)', () => {
  it('fails the jobs that its seed says, each for itself', async () => {
    const provider = await ready({ failures: { seed: 5, hardware: 0.5 } });
    const outcomes = async () => {
      const codes: string[] = [];
      for (let job = 1; job <= 20; job++) {
        const request = solveRequest({ job: job as never, windowNs: 20_000, reads: 1 });
        const answer = await provider.execute(request);
        codes.push(answer.ok ? 'ok' : answer.fault.code);
      }
      return codes;
    };
    const first = await outcomes();
    expect(new Set(first)).toEqual(new Set(['ok', 'PROVIDER_FAILED']));
    expect(await outcomes()).toEqual(first);
  });
});

describe('the resolution of a machine (XDV-061.1)', () => {
  it('rounds couplings and fields to its levels', () => {
    const problem = isingProblem(3, [[0, 1, 1], [1, 2, -0.3], [0, 2, 0.004]], [0.5, 0, 0]);
    const { coupling, field } = quantize(problem, 3);
    expect([...coupling]).toEqual([1, -1 / 3, 0]);
    expect(field[0]).toBeCloseTo(2 / 3, 12);
    expect(quantize(problem, 53)).toBe(problem);
    const zero = isingProblem(2, [[0, 1, 0]]);
    expect([...quantize(zero, 2).coupling]).toEqual([0]);
    const tiny = isingProblem(2, [[0, 1, Number.MIN_VALUE]]);
    expect([...quantize(tiny, 8).coupling]).toEqual([Number.MIN_VALUE]);
  });

  it('leaves the energy that of the problem as asked', async () => {
    const graph = karateClub();
    const problem = maxCut({ ...graph, weight: graph.weight.map((w, k) => w + k / 99) });
    const provider = await ready({ phaseBits: 2 });
    const { samples } = await samplesOf(provider.execute(solveRequest({ problem, reads: 1 })));
    const { a, b, coupling } = problem;
    const { spins, energy } = samples[0]!;
    const direct = coupling.reduce((sum, j, k) => sum - j * spins[a[k]!]! * spins[b[k]!]!, 0);
    expect(energy).toBeCloseTo(direct, 9);
  });
});

describe('fault reports (XDV-061.5)', () => {
  it('say who, what, at which step, and are taken once', async () => {
    const provider = await ready();
    await provider.execute(solveRequest({ windowNs: 1 }));
    await provider.execute(solveRequest({ resource: 'abacus' }));
    await provider.project(evaluateRequest(9));
    await provider.execute(applyRequest('melt', [], 1));
    expect(provider.takeFaultReports()).toMatchObject([
      { device: 'sbm', step: 'window', code: 'COHERENCE_VIOLATION', job: 1 },
      { device: '', step: 'receive', code: 'ARGUMENT_INVALID' },
      { device: '', step: 'envelope', code: 'ENVELOPE_INVALID' },
      { device: '', step: 'envelope', code: 'ENVELOPE_INVALID' },
    ]);
    expect(provider.takeFaultReports()).toEqual([]);
    unwrap(await provider.requestResources(openRequest()));
    expect(provider.takeFaultReports()).toEqual([]);
  });
});

describe('diagnostics (XDV-072.1)', () => {
  it('estimate noise, drift and compliance from windows, with their confidence', async () => {
    const provider = await ready({ ...CALM, coherence: { linewidthHz: 40, toleranceRad: 1 } });
    await provider.execute(solveRequest({ windowNs: 400_000, reads: 64, seed: 1 }));
    const { noiseGradient, drift, windowCompliance, stabilityIndex } = provider.diagnose('sbm');
    const { low, high, samples } = noiseGradient!;
    expect(samples).toBe(64 * 19);
    expect(low).toBeLessThan(2 * Math.PI * 40);
    expect(high).toBeGreaterThan(2 * Math.PI * 40);
    expect(drift!.low).toBeLessThan(0);
    expect(drift!.high).toBeGreaterThan(0);
    expect(windowCompliance).toMatchObject({ value: 1, samples: 64, confidence: 0.95 });
    expect(stabilityIndex!.value).toBeGreaterThan(0.95);
  });

  it('tell what transforms did, and change nothing (XDV-072.2)', async () => {
    const history = async (looks: boolean) => {
      const provider = await opened({}, { stabilityMin: 0 });
      for (let k = 0; k < 5; k++) {
        await provider.execute(applyRequest('evolve', [k / 5, (k + 1) / 5]));
        if (looks) expect(provider.diagnose('sbm', 0.9).transformImpact!.samples).toBe(k + 1);
      }
      return provider.project(evaluateRequest());
    };
    expect(await history(true)).toEqual(await history(false));
    expect(() => createPhiSimulator().diagnose('abacus')).toThrow('one of sbm, cim, oim');
    expect(createPhiSimulator().diagnose('oim').stabilityIndex).toBeNull();
  });

  it('count breaches', async () => {
    const provider = await ready(NOISY);
    await provider.execute(solveRequest({ windowNs: 12_000, reads: 100 }));
    const { value, samples } = provider.diagnose('sbm').windowCompliance!;
    expect(samples).toBe(100);
    expect(value).toBeGreaterThan(0.3);
    expect(value).toBeLessThan(0.8);
  });
});
