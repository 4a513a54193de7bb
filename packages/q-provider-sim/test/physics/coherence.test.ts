import { circuit, type Circuit, type QubitCalibration } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { bitOf, hits, type Counts } from './support/counts.ts';
import {
  bestStart,
  estimatePoint,
  fitCurve,
  grid,
  sharePoint,
  type Fit,
  type Model,
  type Point,
} from './support/fit.ts';
import { createLab, type Lab } from './support/lab.ts';
import { combine, correlation, deviation, distance, SIGMAS } from './support/statistics.ts';

const ones = (counts: Counts, bit: number): number =>
  hits(counts, (outcome) => bitOf(outcome, bit) === 1);

/** Points of the share of ones of every bit, from one circuit per x. */
const sweep = async (
  lab: Lab,
  xs: readonly number[],
  program: (x: number) => Circuit,
  shots: number,
): Promise<readonly (readonly Point[])[]> => {
  const rows: Counts[] = [];
  for (const x of xs) rows.push(await lab.run(program(x), shots));
  return Array.from({ length: program(xs[0]!).bits }, (_, bit) =>
    rows.map((counts, k) => sharePoint(xs[k]!, ones(counts, bit), shots)),
  );
};

/** What a fit must be to be believed: the curve describes the points, and the time is theirs. */
const expectTime = (fit: Fit, index: number, timeUs: number): void => {
  expect(fit.deviation).toBeLessThan(SIGMAS);
  const { value, error } = fit.params[index]!;
  expect(distance({ value, error }, timeUs)).toBeLessThan(SIGMAS);
  // as the acceptance asks, and with an error small enough to say so
  expect(Math.abs(value / timeUs - 1)).toBeLessThan(0.05);
  expect(error / timeUs).toBeLessThan(0.01);
};

describe('relaxation', () => {
  // Krantz et al., Applied Physics Reviews 6, 021318 (2019), section III: P(1) = e^{-t/T1}
  const qubits: readonly Partial<QubitCalibration>[] = [
    { t1Ns: 20_000, t2Ns: 40_000 },
    { t1Ns: 45_000, t2Ns: 10_000 },
    { t1Ns: 80_000, t2Ns: 80_000, read1Given0: 0.04, read0Given1: 0.09 },
  ];
  const decay: Model = (us, [t1 = 0, contrast = 0, floor = 0]) =>
    floor + contrast * Math.exp(-us / t1);

  it('T1 from the fit is that of each qubit within 5 % (XDV-072.1)', async () => {
    const lab = await createLab(400, 3, { qubit: (q) => qubits[q]!, gate1Ns: 40, measureNs: 700 });
    const program = (us: number): Circuit => {
      const builder = circuit(3);
      for (const q of [0, 1, 2]) builder.x(q).delay(us * 1000, q);
      return builder.measureAll().build();
    };
    const points = await sweep(lab, [0, 6, 12, 20, 30, 45, 70, 110, 180, 400], program, 24_000);
    for (const [q, { t1Ns = 0, read1Given0 = 0, read0Given1 = 0 }] of qubits.entries()) {
      const fit = fitCurve(points[q]!, decay, [50, 0.9, 0.02]);
      expectTime(fit, 0, t1Ns / 1000);
      expect(distance(fit.params[2]!, read1Given0)).toBeLessThan(SIGMAS);
      // the qubit also decays during its pulse of 40 ns
      const contrast = (1 - read1Given0 - read0Given1) * Math.exp(-40 / t1Ns);
      expect(distance(fit.params[1]!, contrast)).toBeLessThan(SIGMAS);
    }
  });

  it('in a container goes on only while it is worked on', async () => {
    const lab = await createLab(401, 1, { qubit: { t1Ns: 50_000, t2Ns: 50_000 } });
    let alive = 0;
    const rounds = 600;
    for (let k = 0; k < rounds; k++) {
      const container = await lab.open(1);
      await container.apply(circuit(1).x(0).build());
      for (let part = 0; part < 4; part++) {
        await container.apply(circuit(1).delay(5_000, 0).build());
      }
      alive += (await container.measure(0))[0]!;
      await container.close();
    }
    expect(deviation(alive, rounds, Math.exp(-20_000 / 50_000))).toBeLessThan(SIGMAS);
  });
});

/** P(1) after π/2, a wait with a detuning in turns per µs, π/2. */
const fringe: Model = (us, [t2 = 0, contrast = 0, detuning = 0]) =>
  (1 - contrast * Math.exp(-us / t2) * Math.cos(2 * Math.PI * detuning * us)) / 2;
const envelope: Model = (us, [t2 = 0, contrast = 0]) => fringe(us, [t2, contrast, 0]);

describe('Ramsey', () => {
  // Ramsey (1950); Krantz et al. (2019), section III: 1/T2 = 1/(2 T1) + 1/Tφ
  const qubits = [
    { t1Ns: 30_000, t2Ns: 60_000 },
    { t1Ns: 60_000, t2Ns: 25_000 },
    { t1Ns: Infinity, t2Ns: 40_000 },
  ];

  it('T2 from the fit is that of each qubit within 5 % (XDV-072.1)', async () => {
    const lab = await createLab(410, 3, { qubit: (q) => qubits[q]! });
    const program = (us: number): Circuit => {
      const builder = circuit(3);
      for (const q of [0, 1, 2]) builder.h(q).delay(us * 1000, q).h(q);
      return builder.measureAll().build();
    };
    const points = await sweep(lab, [0, 5, 10, 16, 22, 30, 40, 52, 70, 100], program, 20_000);
    for (const [q, { t2Ns }] of qubits.entries()) {
      const fit = fitCurve(points[q]!, envelope, [30, 0.9]);
      expectTime(fit, 0, t2Ns / 1000);
      expect(distance(fit.params[1]!, 1)).toBeLessThan(SIGMAS);
    }
  });

  it('detuned recovers the detuning, and T2 as well', async () => {
    const detuning = 0.137;
    const lab = await createLab(411, 1, { qubit: { t1Ns: 50_000, t2Ns: 30_000 } });
    const program = (us: number): Circuit =>
      circuit(1)
        .h(0)
        .delay(us * 1000, 0)
        .rz(2 * Math.PI * detuning * us, 0)
        .h(0)
        .measure(0)
        .build();
    const [points] = await sweep(lab, grid(0, 60, 41), program, 10_000);
    const starts = grid(0.01, 0.3, 88).map((frequency) => [20, 0.9, frequency]);
    const fit = fitCurve(points!, fringe, bestStart(points!, fringe, starts));
    expectTime(fit, 0, 30);
    expect(distance(fit.params[2]!, detuning)).toBeLessThan(SIGMAS);
    expect(fit.params[2]!.error).toBeLessThan(1e-3);
  });
});

describe('Hahn echo', () => {
  // Hahn (1950); Krantz et al. (2019), section III. A detuning that stays the same within a shot
  // and differs between shots, normal with spread σ, adds e^{-(σt)²/2} to Ramsey fringes (hence
  // T2* < T2) and nothing to the echo, whose second half undoes the first.
  const T2_US = 60;
  const SIGMA = 0.05; // radians per µs
  // ∫ φ(z) f(z) dz by the trapezoid rule, which is exact to 1e-6 for these f
  const NODES = grid(-3.6, 3.6, 13).map((z) => ({
    detuning: SIGMA * z,
    weight: (0.6 * Math.exp(-(z ** 2) / 2)) / Math.sqrt(2 * Math.PI),
  }));

  const ensemble = async (
    lab: Lab,
    us: number,
    program: (us: number, detuning: number) => Circuit,
  ): Promise<Point> => {
    const terms = [];
    for (const { detuning, weight } of NODES) {
      const shots = Math.ceil(20_000 * weight) + 200;
      const counts = await lab.run(program(us, detuning), shots);
      terms.push([weight, correlation(counts, 1)] as const);
    }
    return estimatePoint(us, combine(...terms));
  };

  const ramsey = (us: number, detuning: number): Circuit =>
    circuit(1).h(0).delay(us * 1000, 0).rz(detuning * us, 0).h(0).measure(0).build();

  const echo = (us: number, detuning: number): Circuit => {
    const builder = circuit(1).h(0);
    const half = (): unknown => builder.delay(us * 500, 0).rz((detuning * us) / 2, 0);
    half();
    builder.x(0);
    half();
    return builder.h(0).measure(0).build();
  };

  const gaussian: Model = (us, [sigma = 0, contrast = 0]) =>
    contrast * Math.exp(-us / T2_US - (sigma * us) ** 2 / 2);
  const exponential: Model = (us, [t2 = 0, contrast = 0]) => contrast * Math.exp(-us / t2);

  const curve = async (program: typeof ramsey, seed: number): Promise<readonly Point[]> => {
    const lab = await createLab(seed, 1, { qubit: { t2Ns: T2_US * 1000 } });
    const points: Point[] = [];
    for (const us of [2, 6, 12, 18, 24, 32, 40, 56]) points.push(await ensemble(lab, us, program));
    return points;
  };

  it('Ramsey fringes die with the spread of the detuning: T2*', async () => {
    const fit = fitCurve(await curve(ramsey, 420), gaussian, [0.1, 0.9]);
    expect(fit.deviation).toBeLessThan(SIGMAS);
    expect(distance(fit.params[0]!, SIGMA)).toBeLessThan(SIGMAS);
    expect(fit.params[0]!.error / SIGMA).toBeLessThan(0.025);
  });

  it('the echo does not see it and recovers T2', async () => {
    const fit = fitCurve(await curve(echo, 421), exponential, [30, 0.9]);
    expectTime(fit, 0, T2_US);
    expect(distance(fit.params[1]!, 1)).toBeLessThan(SIGMAS);
  });
});

describe('Rabi', () => {
  // Nielsen and Chuang, section 7.6.1 and box 7.1; Krantz et al. (2019), section IV

  it('oscillations of a pulse train recover frequency and error per pulse', async () => {
    const angle = 0.37;
    const gate1Error = 0.006;
    const lab = await createLab(430, 1, { gate1Ns: 20, gate1Error });
    // each pulse turns by `angle` and shrinks the Bloch vector by 1 - 4p/3
    const model: Model = (pulses, [turn = 0, kept = 0]) =>
      (1 - kept ** pulses * Math.cos(turn * pulses)) / 2;
    const program = (pulses: number): Circuit => {
      const builder = circuit(1);
      for (let k = 0; k < pulses; k++) builder.rx(angle, 0);
      return builder.measure(0).build();
    };
    const [points] = await sweep(lab, grid(0, 110, 56), program, 400);
    const starts = grid(0.05, 1.5, 291).map((turn) => [turn, 0.98]);
    const fit = fitCurve(points!, model, bestStart(points!, model, starts));
    expect(fit.deviation).toBeLessThan(SIGMAS);
    expect(distance(fit.params[0]!, angle)).toBeLessThan(SIGMAS);
    expect(fit.params[0]!.error).toBeLessThan(1e-3);
    expect(distance(fit.params[1]!, 1 - (4 * gate1Error) / 3)).toBeLessThan(SIGMAS);
    expect(fit.params[1]!.error).toBeLessThan(1e-3);
  });

  it.each([0, 0.2, 0.5])('detuned by %d per step: faster and shallower', async (detuning) => {
    // A step is a turn Ω about x, then Δ about z: together a turn A about an axis with
    // cos(A/2) = cos(Ω/2) cos(Δ/2) whose part across z is sin(Ω/2) / sin(A/2); for small steps
    // Rabi's formula, A = √(Ω² + Δ²) and depth Ω²/A².
    const drive = 0.3;
    const lab = await createLab(431, 1);
    const model: Model = (steps, [turn = 0, depth = 0]) =>
      depth * Math.sin((turn * steps) / 2) ** 2;
    const program = (steps: number): Circuit => {
      const builder = circuit(1);
      for (let k = 0; k < steps; k++) builder.rx(drive, 0).rz(detuning, 0);
      return builder.measure(0).build();
    };
    const [points] = await sweep(lab, grid(0, 60, 31), program, 1000);
    const starts = grid(0.05, 1.5, 291).map((turn) => [turn, 0.7]);
    const fit = fitCurve(points!, model, bestStart(points!, model, starts));
    const turn = 2 * Math.acos(Math.cos(drive / 2) * Math.cos(detuning / 2));
    const depth = (Math.sin(drive / 2) / Math.sin(turn / 2)) ** 2;
    expect(fit.deviation).toBeLessThan(SIGMAS);
    expect(distance(fit.params[0]!, turn)).toBeLessThan(SIGMAS);
    expect(distance(fit.params[1]!, depth)).toBeLessThan(SIGMAS);
    expect(fit.params[0]!.error).toBeLessThan(2e-3);
  });
});

describe('quantum Zeno effect', () => {
  // Misra and Sudarshan (1977); Itano et al., Physical Review A 41, 2295 (1990): a half turn
  // watched N times is never seen to leave with chance cos^{2N}(π/2N) → 1
  const stays = (looks: number): number => Math.cos(Math.PI / 2 / looks) ** (2 * looks);

  it.each([1, 2, 4, 8, 16])('%d looks during a π pulse', async (looks) => {
    const lab = await createLab(440 + looks, 1);
    const builder = circuit(1, looks);
    for (let k = 0; k < looks; k++) builder.rx(Math.PI / looks, 0).measure(0, k);
    const counts = await lab.run(builder.build(), 4000);
    const stayed = hits(counts, (outcome) => outcome === 0);
    expect(deviation(stayed, counts.shots, stays(looks))).toBeLessThan(SIGMAS);
  });

  it('also when the client looks, at a container', async () => {
    const lab = await createLab(450, 1);
    const rounds = 400;
    let stayed = 0;
    for (let round = 0; round < rounds; round++) {
      const container = await lab.open(1);
      let left = 0;
      for (let k = 0; k < 4; k++) {
        await container.apply(circuit(1).rx(Math.PI / 4, 0).build());
        left |= (await container.measure(0))[0]!;
      }
      stayed += 1 - left;
      await container.close();
    }
    expect(deviation(stayed, rounds, stays(4))).toBeLessThan(SIGMAS);
  });
});
