import { createRandom, graph } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createOscillatorNetwork,
  naturalFrequencies,
  orderParameter,
  type OscillatorNetworkOptions,
} from '../../src/network/index.ts';
import { complete, ring } from '../support.ts';

const FREQUENCIES = naturalFrequencies(40, { kind: 'gaussian', width: 1 }, 7);
const PHASES = FREQUENCIES.map((_, i) => ((i * 0.7) % 6) - 3);

const after = (options: Partial<OscillatorNetworkOptions>, steps: number): Float64Array => {
  const network = createOscillatorNetwork({
    frequencies: FREQUENCIES,
    coupling: { kind: 'all', strength: 1.3 },
    phases: PHASES,
    timeStepS: 0.05,
    seed: 3,
    ...options,
  });
  network.advance(steps);
  return network.unwrappedPhases();
};

const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** Rates of change from the defining double sum, by the host's sine. */
const naiveRates = (strength: (i: number, j: number) => number, lag: number): Float64Array =>
  FREQUENCIES.map((rate, i) => {
    let sum = rate;
    for (let j = 0; j < PHASES.length; j++) {
      sum += strength(i, j) * Math.sin(PHASES[j]! - PHASES[i]! - lag);
    }
    return sum;
  });

/** Rates that the engine applies, from a step too short to bend. */
const ratesOf = (options: Partial<OscillatorNetworkOptions>): Float64Array => {
  const h = 1e-6;
  return after({ ...options, timeStepS: h }, 1).map((phase, i) => (phase - PHASES[i]!) / h);
};

describe('the rates are those of the double sum', () => {
  it('for all-to-all coupling with a lag', () => {
    const naive = naiveRates(() => 1.3 / 40, 0.4);
    expect(distance(ratesOf({ lagRad: 0.4 }), naive)).toBeLessThan(1e-4);
  });

  it('for a weighted graph with a lag', () => {
    const random = createRandom(5);
    const edges = Array.from({ length: 90 }, (_, k) => {
      const i = k % 40;
      return [i, (i + 1 + (k % 13)) % 40, random.float() * 2 - 1] as const;
    });
    const weights = new Map<string, number>();
    for (const [i, j, w] of edges) {
      for (const key of [`${i},${j}`, `${j},${i}`]) weights.set(key, (weights.get(key) ?? 0) + w);
    }
    const coupling = { kind: 'graph', strength: 0.7, graph: graph(40, edges) } as const;
    const naive = naiveRates((i, j) => 0.7 * (weights.get(`${i},${j}`) ?? 0), -0.3);
    expect(distance(ratesOf({ coupling, lagRad: -0.3 }), naive)).toBeLessThan(1e-4);
  });

  it('for injection at the third harmonic', () => {
    const coupling = { kind: 'all', strength: 0 } as const;
    const rates = ratesOf({ coupling, injection: { strength: 0.8, harmonic: 3 } });
    const naive = FREQUENCIES.map((rate, i) => rate - 0.8 * Math.sin(3 * PHASES[i]!));
    expect(distance(rates, naive)).toBeLessThan(1e-4);
  });
});

describe('the integrators', () => {
  const exact = after({ timeStepS: 0.05 / 16 }, 20 * 16);

  it('converge at order 4 (rk4) and 2 (heun) in the step', () => {
    const error = (integrator: 'rk4' | 'heun', parts: number): number =>
      distance(after({ integrator, timeStepS: 0.2 / parts }, 5 * parts), exact);
    const fourth = Math.log2(error('rk4', 1) / error('rk4', 2));
    const second = Math.log2(error('heun', 2) / error('heun', 4));
    expect([Math.round(fourth), Math.round(second)]).toEqual([4, 2]);
  });

  it('give the same bits however the steps are divided into calls, with noise, too', () => {
    const make = (): ReturnType<typeof createOscillatorNetwork> =>
      createOscillatorNetwork({
        frequencies: FREQUENCIES,
        coupling: { kind: 'all', strength: 1 },
        noise: 0.3,
        seed: 11,
      });
    const [once, often] = [make(), make()];
    once.advance(60);
    for (const steps of [1, 0, 20, 39]) often.advance(steps);
    expect(often.unwrappedPhases()).toEqual(once.unwrappedPhases());
    expect(often.timeS()).toBe(once.timeS());
  });

  it('have these bits on every platform', () => {
    const phases = after({ noise: 0.2, injection: { strength: 0.4, harmonic: 2 } }, 100);
    // as IEEE 754 fixes every operation on the way
    expect(Array.from(phases.subarray(0, 3))).toEqual([
      -6.742095375155017, -4.085857314018034, 0.843457874808148,
    ]);
  });

  it('a complete graph of weight 1/N moves as all-to-all coupling does', () => {
    const { a, b } = complete(40);
    const edges = Array.from(a, (i, k) => [i, b[k]!, 1 / 40] as const);
    const coupling = { kind: 'graph', strength: 1.3, graph: graph(40, edges) } as const;
    expect(distance(after({ coupling }, 50), after({}, 50))).toBeLessThan(1e-9);
  });

  it('are stable up to the longest step, which wider coupling shortens', () => {
    const strong = { kind: 'all', strength: 50 } as const;
    const options = { frequencies: FREQUENCIES.map(() => 0), coupling: strong, seed: 1 };
    const { timeStepMaxS } = createOscillatorNetwork(options);
    expect(timeStepMaxS).toBeCloseTo(2.785 / 100, 12);
    const network = createOscillatorNetwork({ ...options, timeStepS: timeStepMaxS });
    network.advance(200);
    expect(network.orderParameter().r).toBeCloseTo(1, 9);
  });
});

describe('closed forms', () => {
  it('a lag slows identical oscillators to ω - K sin(lag) when they move as one', () => {
    const options = { frequencies: new Float64Array(20).fill(2), lagRad: 0.6, seed: 2 };
    const coupling = { kind: 'all', strength: 1.5 } as const;
    const network = createOscillatorNetwork({ ...options, coupling, timeStepS: 0.05 });
    network.advance(2000);
    expect(network.orderParameter().r).toBeCloseTo(1, 9);
    const before = network.unwrappedPhases()[0]!;
    network.advance(100);
    const rate = (network.unwrappedPhases()[0]! - before) / 5;
    expect(rate).toBeCloseTo(2 - 1.5 * Math.sin(0.6), 9);
  });

  it('noise spreads free phases by 2Dt', () => {
    const network = createOscillatorNetwork({
      frequencies: new Float64Array(4000),
      coupling: { kind: 'all', strength: 0 },
      phases: new Float64Array(4000),
      noise: 0.5,
      timeStepS: 0.05,
      seed: 9,
    });
    network.advance(40);
    const variance = network.unwrappedPhases().reduce((sum, x) => sum + x * x, 0) / 4000;
    // relative standard error √(2/N) = 0.022
    expect(Math.abs(variance / (2 * 0.5 * 2) - 1)).toBeLessThan(0.09);
  });

  it('noise D and coupling K hold identical oscillators at r = I1(Kr/D) / I0(Kr/D)', () => {
    const network = createOscillatorNetwork({
      frequencies: new Float64Array(3000),
      coupling: { kind: 'all', strength: 2 },
      phases: new Float64Array(3000),
      noise: 0.5,
      timeStepS: 0.05,
      seed: 4,
    });
    network.advance(200);
    let r = 0;
    for (let k = 0; k < 40; k++) {
      network.advance(10);
      r += network.orderParameter().r / 40;
    }
    expect(Math.abs(r - selfConsistent(2 / 0.5))).toBeLessThan(0.01);
  });

  it('second-harmonic injection makes two states: r2 is near 1 while r1 is not', () => {
    const network = createOscillatorNetwork({
      frequencies: new Float64Array(200),
      coupling: { kind: 'graph', strength: -0.3, graph: ring(200) },
      injection: { strength: 1, harmonic: 2 },
      seed: 6,
    });
    network.advance(3000);
    expect(network.orderParameter(2).r).toBeGreaterThan(0.999);
    expect(network.orderParameter(1).r).toBeLessThan(0.3);
  });

  it('the order parameter is the mean of unit vectors', () => {
    const phases = Float64Array.of(0.2, 0.2 + Math.PI);
    expect(orderParameter(phases).r).toBeCloseTo(0, 15);
    expect(orderParameter(phases, 2)).toEqual({
      r: expect.closeTo(1, 14),
      psi: expect.closeTo(0.4, 14),
    });
  });
});

/** I1(x) / I0(x) by their power series. */
const besselRatio = (x: number): number => {
  let [zero, one, term] = [0, 0, 1];
  for (let k = 0; k < 60; k++) {
    zero += term;
    one += (term * (x / 2)) / (k + 1);
    term *= (x * x) / 4 / ((k + 1) * (k + 1));
  }
  return one / zero;
};

const selfConsistent = (ratio: number): number => {
  let r = 1;
  for (let k = 0; k < 200; k++) r = besselRatio(ratio * r);
  return r;
};
