import { graph, type Graph } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  beatFrequency,
  createOscillatorNetwork,
  createPulseNetwork,
  criticalCoupling,
  lockedPhase,
  naturalFrequencies,
  orderParameter,
  synchronize,
} from '../../src/network/index.ts';

const BASE = {
  frequencies: Float64Array.of(0, 1, 2),
  coupling: { kind: 'all', strength: 1 },
  seed: 1,
} as const;
const TRIANGLE = graph(3, [[0, 1], [1, 2], [0, 2]]);

/** Options as JavaScript callers may pass them. */
const make = (options: object) => (): unknown =>
  createOscillatorNetwork({ ...BASE, ...options } as never);
const pulses = (options: object) => (): unknown =>
  createPulseNetwork({ oscillators: 3, strength: 0.1, seed: 1, ...options } as never);

describe('a network refuses', () => {
  it.each<[string, object]>([
    ['frequencies', { frequencies: [0, 1] }],
    ['frequencies', { frequencies: new Float64Array(0) }],
    ['frequencies[1]', { frequencies: Float64Array.of(0, NaN) }],
    ['frequencies', { frequencies: new Float64Array(1_000_001) }],
    ['coupling strength', { coupling: { kind: 'all', strength: Infinity } }],
    ['coupling kind', { coupling: { kind: 'some', strength: 1 } }],
    ['3 vertices', { coupling: { kind: 'graph', strength: 1, graph: graph(2, []) } }],
    ['lagRad', { lagRad: 4 }],
    ['lagRad', { lagRad: NaN }],
    ['injection strength', { injection: { strength: NaN, harmonic: 1 } }],
    ['injection harmonic', { injection: { strength: 1, harmonic: 65 } }],
    ['injection harmonic', { injection: { strength: 1, harmonic: 1.5 } }],
    ['noise', { noise: -1 }],
    ['integrator', { integrator: 'euler' }],
    ['integrator must be heun with noise', { noise: 1, integrator: 'rk4' }],
    ['phases', { phases: Float64Array.of(1, 2) }],
    ['phases[0]', { phases: Float64Array.of(1e7, 0, 0) }],
    ['seed', { seed: 0.5 }],
  ])('%s', (name, options) => {
    expect(make(options)).toThrow(RangeError);
    expect(make(options)).toThrow(name);
  });

  it('a step above the stable one, above what the noise or the fastest allow, or none', () => {
    expect(make({ timeStepS: 2.785 / 2 })).not.toThrow();
    expect(make({ timeStepS: 1.393 })).toThrow(/timeStepS must be above 0 and at most 1.3925/);
    expect(make({ integrator: 'heun', timeStepS: 1.01 })).toThrow(/at most 1,/);
    expect(make({ noise: 1, timeStepS: 0.51 })).toThrow(/at most 0.5,/);
    expect(make({ frequencies: Float64Array.of(1e9), timeStepS: 1e-3 })).toThrow(/at most 0.0001,/);
    expect(make({ timeStepS: 0 })).toThrow(RangeError);
    const uncoupled = { coupling: { kind: 'all', strength: 0 } };
    expect(make({ ...uncoupled, frequencies: Float64Array.of(0) })).toThrow(/timeStepS/);
    expect(make({ ...uncoupled, timeStepS: 1 })).not.toThrow();
  });

  it('a malformed graph, with PROBLEM_INVALID', () => {
    const bad: Graph = { ...TRIANGLE, b: Int32Array.of(1, 2, 7) };
    expect(make({ coupling: { kind: 'graph', strength: 1, graph: bad } })).toThrow(
      expect.objectContaining({ code: 'PROBLEM_INVALID' }),
    );
  });

  it('numbers of steps that are negative, fractional or endless', () => {
    const network = createOscillatorNetwork(BASE);
    for (const steps of [-1, 0.5, Infinity, NaN]) {
      expect(() => network.advance(steps)).toThrow(/steps must be 0 to/);
    }
  });
});

it('a network does not see later changes of the arrays that it was given', () => {
  const [frequencies, phases] = [Float64Array.of(0, 1, 2), Float64Array.of(0.1, 0.2, 0.3)];
  const network = createOscillatorNetwork({ ...BASE, frequencies, phases });
  const twin = createOscillatorNetwork({ ...BASE, frequencies, phases });
  twin.advance(50);
  frequencies.fill(9);
  phases.fill(9);
  network.phases().fill(9);
  network.advance(50);
  expect(network.phases()).toEqual(twin.phases());
});

describe('pulse coupling refuses', () => {
  it.each<[string, object]>([
    ['oscillators', { oscillators: 0 }],
    ['oscillators', { oscillators: 2.5 }],
    ['strength', { strength: 0 }],
    ['strength', { strength: 1.1 }],
    ['concavity', { concavity: 0 }],
    ['concavity', { concavity: 21 }],
    ['phases', { phases: Float64Array.of(0, 0.5) }],
    ['phases', { phases: Float64Array.of(0, 0.5, 1) }],
    ['phases', { phases: Float64Array.of(0, 0.5, -0.1) }],
    ['need a graph', { delay: 0.1 }],
    ['need a graph', { rates: Float64Array.of(1, 1, 1) }],
    ['3 vertices', { graph: graph(4, []) }],
    ['delay', { graph: TRIANGLE, delay: 11 }],
    ['delay', { graph: TRIANGLE, delay: NaN }],
    ['rates', { graph: TRIANGLE, rates: Float64Array.of(1, 0, 1) }],
    ['rates', { graph: TRIANGLE, rates: Float64Array.of(1, 1) }],
    ['seed', { seed: NaN }],
  ])('%s', (name, options) => {
    expect(pulses(options)).toThrow(RangeError);
    expect(pulses(options)).toThrow(name);
  });

  it('a search for synchrony without an end', () => {
    const network = createPulseNetwork({ oscillators: 2, strength: 0.1, seed: 1 });
    expect(() => synchronize(network, Infinity)).toThrow(/instantsMax must be 1 to/);
  });
});

describe('natural frequencies', () => {
  it('without a seed are the quantiles, symmetric about the center', () => {
    for (const kind of ['lorentzian', 'gaussian', 'uniform'] as const) {
      const rates = naturalFrequencies(101, { kind, center: 3, width: 2 });
      expect(rates[50]).toBeCloseTo(3, 12);
      for (let i = 0; i < 50; i++) {
        expect(rates[i]! + rates[100 - i]!).toBeCloseTo(6, 9);
        expect(rates[i]!).toBeLessThan(rates[i + 1]!);
      }
    }
    const rates = naturalFrequencies(2, { kind: 'lorentzian', width: 2 });
    expect(Array.from(rates)).toEqual([expect.closeTo(-2, 12), expect.closeTo(2, 12)]);
  });

  it('with a seed are draws of the distribution', () => {
    const count = 4000;
    for (const [kind, half] of [
      ['lorentzian', 1],
      ['gaussian', 0.6744897501960817],
      ['uniform', 0.5],
    ] as const) {
      const rates = naturalFrequencies(count, { kind, width: 1 }, 12);
      const inner = rates.filter((rate) => Math.abs(rate) <= half).length / count;
      // standard error 0.008
      expect(Math.abs(inner - 0.5)).toBeLessThan(0.032);
      expect(naturalFrequencies(count, { kind, width: 1 }, 12)).toEqual(rates);
      expect(naturalFrequencies(count, { kind, width: 1 }, 13)).not.toEqual(rates);
    }
  });

  it('refuse what is out of range', () => {
    const draw = (count: number, distribution: object, seed?: number) => (): unknown =>
      naturalFrequencies(count, { kind: 'gaussian', width: 1, ...distribution }, seed);
    expect(draw(0, {})).toThrow(/oscillators must be 1 to/);
    expect(draw(1, { kind: 'toString' })).toThrow(/distribution kind/);
    expect(draw(1, { width: -1 })).toThrow(/distribution width/);
    expect(draw(1, { center: NaN })).toThrow(/distribution center/);
    expect(draw(1, {}, 0.5)).toThrow(/seed/);
    expect(() => criticalCoupling({ kind: 'uniform', width: NaN })).toThrow(RangeError);
  });
});

it('figures refuse what is out of range', () => {
  const phases = Float64Array.of(0);
  for (const harmonic of [0, 1.5, 1001]) {
    expect(() => orderParameter(phases, harmonic)).toThrow(/harmonic must be 1 to/);
  }
  expect(() => orderParameter(new Float64Array(0))).toThrow(/phases/);
  expect(() => lockedPhase(1, 0)).toThrow(/strength/);
  expect(() => lockedPhase(NaN, 1)).toThrow(/detuning/);
  expect(() => beatFrequency(1, Infinity)).toThrow(/strength/);
});
