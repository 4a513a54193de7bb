import { createRandom, graph } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createPulseNetwork,
  orderParameter,
  synchronize,
  type PulseNetwork,
} from '../../src/network/index.ts';
import { complete } from '../support.ts';

const synchrony = (network: PulseNetwork): number =>
  orderParameter(network.phases().map((phase) => 2 * Math.PI * phase)).r;

/** The state function of the paper and its inverse, with b = 3. */
const SCALE = Math.exp(3) - 1;
const stateOf = (phase: number): number => Math.log(1 + SCALE * phase) / 3;
const phaseOf = (state: number): number => (Math.exp(3 * state) - 1) / SCALE;

/** Mirollo and Strogatz as they write it: O(N²) per instant, by states instead of phases. */
const literally = (start: readonly number[], strength: number): (() => number) => {
  let phases = [...start];
  return () => {
    const wait = 1 - Math.max(...phases);
    phases = phases.map((phase) => phase + wait);
    const fired = new Set(Array.from(phases.keys()).filter((i) => phases[i]! >= 1 - 1e-12));
    for (let size = 0; size < fired.size; ) {
      size = fired.size;
      for (const [i, phase] of phases.entries()) {
        if (stateOf(phase) + size * strength >= 1) fired.add(i);
      }
    }
    phases = phases.map((phase, i) =>
      fired.has(i) ? 0 : phaseOf(stateOf(phase) + fired.size * strength),
    );
    return fired.size;
  };
};

describe('all-to-all pulse coupling (Mirollo and Strogatz 1990)', () => {
  it('synchronizes from almost every start, whatever the number and strength', () => {
    for (let seed = 0; seed < 150; seed++) {
      const oscillators = 2 + (seed % 50);
      const strength = [0.01, 0.05, 0.3][seed % 3]!;
      const network = createPulseNetwork({ oscillators, strength, seed });
      expect(synchronize(network, 100 * oscillators * oscillators)).not.toBeNull();
      expect(synchrony(network)).toBeCloseTo(1, 12);
      // and stays so
      expect(network.fire()).toBe(oscillators);
    }
  });

  it('fires the groups that the literal model fires', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const start = Array.from({ length: 12 }, () => random.float());
      const strength = 0.02;
      const phases = Float64Array.from(start);
      const network = createPulseNetwork({ oscillators: 12, strength, phases, seed });
      const literal = literally(start, strength);
      const sizes = Array.from({ length: 60 }, () => [network.fire(), literal()] as const);
      expect(sizes.map(([own]) => own)).toEqual(sizes.map(([, expected]) => expected));
    }
  });

  it('two oscillators follow the firing map of the paper', () => {
    const phases = Float64Array.of(0.3, 0.8);
    const network = createPulseNetwork({ oscillators: 2, strength: 0.01, phases, seed: 1 });
    expect(network.fire()).toBe(1);
    expect(network.time()).toBeCloseTo(0.2, 14);
    expect(Array.from(network.phases())).toEqual([
      expect.closeTo(phaseOf(stateOf(0.5) + 0.01), 13),
      0,
    ]);
  });

  it('keeps its precision over many instants: it moves as the graph engine does', () => {
    const options = { oscillators: 8, strength: 0.002, concavity: 1, seed: 5 };
    const mean = createPulseNetwork(options);
    const { a, b } = complete(8);
    const edges = Array.from(a, (i, k) => [i, b[k]!] as const);
    const single = createPulseNetwork({ ...options, graph: graph(8, edges) });
    for (let k = 0; k < 400; k++) expect(mean.fire()).toBe(single.fire());
    const expected = single.phases();
    for (const [i, phase] of mean.phases().entries()) expect(phase).toBeCloseTo(expected[i]!, 9);
    expect(mean.time()).toBeCloseTo(single.time(), 9);
  });

  it('tells when the instants did not suffice', () => {
    const phases = Float64Array.of(0, 0.5);
    const network = createPulseNetwork({ oscillators: 2, strength: 1e-6, phases, seed: 1 });
    expect(synchronize(network, 10)).toBeNull();
  });
});

describe('pulse coupling on a graph', () => {
  const grid = (side: number): ReturnType<typeof graph> => {
    const edges = Array.from({ length: side * side }, (_, i) => [
      ...(i % side < side - 1 ? [[i, i + 1] as const] : []),
      ...(i + side < side * side ? [[i, i + side] as const] : []),
    ]).flat();
    return graph(side * side, edges);
  };

  it('a lattice with open ends synchronizes', () => {
    const options = { oscillators: 36, strength: 0.2, graph: grid(6), seed: 3 };
    expect(synchronize(createPulseNetwork(options), 40_000)).not.toBeNull();
  });

  it('oscillators that nobody hears keep their own rates', () => {
    const rates = Float64Array.of(1, 2.5);
    const phases = Float64Array.of(0, 0);
    const alone = { oscillators: 2, strength: 0.5, graph: graph(2, []), rates, phases, seed: 1 };
    const network = createPulseNetwork(alone);
    const times = Array.from({ length: 6 }, () => [network.fire(), network.time()]);
    expect(times.map(([, time]) => time)).toEqual([0.4, 0.8, 1, 1.2, 1.6, 2].map(closeTo));
    expect(times.map(([fired]) => fired)).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it('a pulse arrives its delay later', () => {
    const phases = Float64Array.of(0.9, 0.2);
    const pair = { oscillators: 2, strength: 0.1, graph: graph(2, [[0, 1]]), phases, seed: 1 };
    const network = createPulseNetwork({ ...pair, delay: 0.25 });
    network.fire();
    expect(network.time()).toBeCloseTo(0.1, 12);
    network.fire();
    // at 0.35 the second is at 0.55 and lifted; it fires when it has risen the rest
    const lifted = phaseOf(stateOf(0.55) + 0.1);
    expect(network.time()).toBeCloseTo(0.35 + 1 - lifted, 12);
  });

  /** Phase difference of two, in cycles, after 2000 instants from one of `start`. */
  const settled = (weight: number, start: number): number => {
    const phases = Float64Array.of(0.3, 0.3 + start);
    const edges = graph(2, [[0, 1, weight]]);
    const setup = { oscillators: 2, strength: 0.1, phases, seed: 1, delay: 0.15 };
    const network = createPulseNetwork({ ...setup, graph: edges });
    for (let k = 0; k < 2000; k++) network.fire();
    const [first, second] = network.phases();
    const difference = Math.abs(first! - second!);
    return Math.min(difference, 1 - difference);
  };

  it('excitation with a delay holds two apart by the delay, from any start', () => {
    for (const start of [0.02, 0.1, 0.3, 0.45]) expect(settled(1, start)).toBeCloseTo(0.15, 9);
  });

  it('inhibition with a delay brings two into phase from starts within the delay', () => {
    for (const start of [0.02, 0.07, 0.12]) expect(settled(-1, start)).toBeCloseTo(0, 9);
    expect(settled(-1, 0.4)).toBeGreaterThan(0.3);
  });
});

const closeTo = (value: number): unknown => expect.closeTo(value, 12);
