// Oscillator networks: oscillators · steps per second of CPU time, beside the double sum of sines
// that the model is written as, in the same run.
//   node --conditions=@xdv/source packages/phi-provider-sim/bench/network.bench.ts [--quick]
import { createRandom, graph, type Graph } from '@xdv/domain-model';
import {
  createOscillatorNetwork,
  createPulseNetwork,
  naturalFrequencies,
  type OscillatorNetwork,
} from '../src/network/index.ts';

const quick = process.argv.includes('--quick');
const SIZES = quick ? [500, 2000] : [500, 2000, 8000];
const ROUND_MS = quick ? 60 : 250;
const ROUNDS = 3;
const STEP_S = 0.05;
const DEGREE = 10;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Times per second of CPU time, the best of some rounds: others share the machine. */
const rateOf = (work: () => void): number => {
  let best = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = cpuMs();
    let times = 0;
    let spent = 0;
    while (spent < ROUND_MS || times === 0) {
      work();
      times++;
      spent = cpuMs() - start;
    }
    // the first round warms up
    if (round > 0) best = Math.max(best, (1000 * times) / spent);
  }
  return best;
};

const randomGraph = (vertices: number): Graph => {
  const random = createRandom(1);
  const edges = Array.from({ length: (vertices * DEGREE) / 2 }, (_, k) => {
    const i = k % vertices;
    return [i, (i + 1 + random.below(vertices - 1)) % vertices] as const;
  });
  return graph(vertices, edges);
};

const frequenciesOf = (oscillators: number): Float64Array =>
  naturalFrequencies(oscillators, { kind: 'gaussian', width: 1 });

/** The model as it is written, by the same Runge–Kutta method and the host's sine. */
const naive = (oscillators: number): (() => void) => {
  const frequencies = frequenciesOf(oscillators);
  const phases = frequencies.map((_, i) => i % 6);
  const rates = (at: Float64Array): Float64Array =>
    frequencies.map((rate, i) => {
      let sum = 0;
      for (let j = 0; j < oscillators; j++) sum += Math.sin(at[j]! - at[i]!);
      return rate + (2 / oscillators) * sum;
    });
  const moved = (h: number, k: Float64Array): Float64Array => phases.map((x, i) => x + h * k[i]!);
  return () => {
    const k1 = rates(phases);
    const k2 = rates(moved(STEP_S / 2, k1));
    const k3 = rates(moved(STEP_S / 2, k2));
    const k4 = rates(moved(STEP_S, k3));
    for (let i = 0; i < oscillators; i++) {
      phases[i]! += (STEP_S / 6) * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
    }
  };
};

const network = (oscillators: number, sparse: boolean): OscillatorNetwork =>
  createOscillatorNetwork({
    frequencies: frequenciesOf(oscillators),
    coupling: sparse
      ? { kind: 'graph', strength: 0.2, graph: randomGraph(oscillators) }
      : { kind: 'all', strength: 2 },
    timeStepS: STEP_S,
    seed: 1,
  });

const millions = (rate: number): string => (rate / 1e6).toPrecision(3).padStart(10);

console.log('Runge–Kutta steps, millions of oscillator steps per second of CPU time');
console.log('    N   all-to-all   degree 10   double sum   ratio');
for (const oscillators of SIZES) {
  const [all, sparse] = [network(oscillators, false), network(oscillators, true)];
  const own = 10 * oscillators * rateOf(() => all.advance(10));
  const edges = 10 * oscillators * rateOf(() => sparse.advance(10));
  const sum = oscillators * rateOf(naive(oscillators));
  const cells = [own, edges, sum].map(millions).join('   ');
  console.log(`${String(oscillators).padStart(5)}   ${cells}   ${(own / sum).toFixed(0)}`);
}

console.log('pulse coupling, thousands of instants per second of CPU time, from a random start');
for (const oscillators of SIZES) {
  let seed = 0;
  const rate = rateOf(() => {
    const pulses = createPulseNetwork({ oscillators, strength: 1e-5, seed: seed++ });
    for (let k = 0; k < 10_000; k++) pulses.fire();
  });
  console.log(`${String(oscillators).padStart(5)}   ${(10 * rate).toFixed(0).padStart(6)}`);
}
