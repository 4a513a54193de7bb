/**
 * Run with: node --conditions=@xdv/source bench/stabilizer.bench.ts [distances]
 * Rotated surface-code memory, as many rounds as the distance, 1e-3 of each kind of noise, one
 * thread. The sampler of error models against a geometric sampler, in turns in one run; a ratio
 * to Stim follows from the geometric sampler's own, measured before on another machine.
 */
import { circuit, unwrap } from '@xdv/domain-model';
import {
  createErrorModelSampler,
  detectorErrorModel,
  sampleDetectors,
  simulateStabilizer,
  surfaceCode,
  type DetectorErrorModel,
} from '../src/stabilizer/index.ts';
import { createGeometricSampler } from './peers/geometric-sampler.ts';

const P = 1e-3;
const NOISE = { gate1: P, gate2: P, measure: P, reset: P, idle: P };
/** Many short rounds: the best of them has met no other work on a shared machine. */
const ROUNDS = 40;
const ROUND_MS = 12;

/** How many times as fast as `stim detect` the geometric sampler was, by distance. */
const PEER_OVER_STIM: Readonly<Record<number, number>> = {
  3: 8.2, 5: 2.5, 7: 1.66, 11: 1.25, 15: 1.18, 21: 1.28, 25: 1.07,
};

/** One candidate: draws some shots and says how many. */
type Draw = () => number;

const rate = (draw: Draw): number => {
  let shots = 0;
  const start = performance.now();
  let now = start;
  while (now - start < ROUND_MS) {
    shots += draw();
    now = performance.now();
  }
  return (1000 * shots) / (now - start);
};

/** The best rate of each in shots per second, in turns so that all meet the same weather. */
const rates = (draws: readonly Draw[]): readonly number[] => {
  const best = draws.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [k, draw] of draws.entries()) best[k] = Math.max(best[k]!, rate(draw));
  }
  return best;
};

const ownDraw = (model: DetectorErrorModel, options: { readonly engine?: 'javascript' }): Draw => {
  const sampler = unwrap(createErrorModelSampler(model, { seed: 1, ...options }));
  let index = 0;
  return () => {
    sampler.batch(index++);
    return sampler.batchShots;
  };
};

/** Set bits per shot: both samplers must tell the same story. */
const flipsPerShot = (bytes: Uint8Array, shots: number): number => {
  let ones = 0;
  for (let byte of bytes) for (; byte !== 0; byte &= byte - 1) ones++;
  return ones / shots;
};

const compare = (distance: number): void => {
  const start = performance.now();
  const code = surfaceCode({ distance, rounds: distance, basis: 'z' });
  const built = performance.now();
  const model = unwrap(detectorErrorModel(code, NOISE));
  const analysed = performance.now();
  const hits = model.probabilities.reduce((sum, p) => sum + p, 0);
  const logs = [6, 8, 10, 12];
  const peer = createGeometricSampler(model, 12);
  const peers = logs.map((log): Draw => () => (peer.draw(log), 2 ** log));
  const [own = 0, plain = 0, ...others] = rates([
    ownDraw(model, {}),
    ownDraw(model, { engine: 'javascript' }),
    ...peers,
  ]);
  const other = Math.max(...others); // with the batch that suits it best
  const shots = 4096;
  const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 2 })).sample(shots));
  const flips = flipsPerShot(new Uint8Array(table.words.buffer), shots).toFixed(2);
  const peerFlips = flipsPerShot(peer.draw(12), shots).toFixed(2);
  const perHit = (shotsPerSecond: number): string => (1e9 / shotsPerSecond / hits).toFixed(1);
  const cells = [
    String(distance).padStart(2),
    `${(built - start).toFixed(0)} + ${(analysed - built).toFixed(0)} ms`.padStart(13),
    `${(own / 1e6).toPrecision(3)} M/s`.padStart(10),
    `${perHit(own)} ns/hit`.padStart(11),
    `peer ${(other / 1e6).toPrecision(3)} M/s ${perHit(other)} ns/hit`.padStart(27),
    `ratio ${(own / other).toFixed(2)}`,
    `over Stim ${((own / other) * PEER_OVER_STIM[distance]!).toFixed(1)}`,
    `JavaScript ${(plain / 1e6).toPrecision(3)} M/s`,
    `flips/shot ${flips} and ${peerFlips}`,
  ];
  console.log(cells.join(' | '));
};

const once = (name: string, run: () => void): void => {
  const start = performance.now();
  run();
  console.log(`${name}: ${(performance.now() - start).toFixed(0)} ms`);
};

console.log('d | circuit + analysis | shots of the error model');
const asked = process.argv.slice(2).map(Number);
for (const distance of asked.length > 0 ? asked : [3, 5, 7, 11, 15, 21, 25]) compare(distance);

const chain = circuit(1000).h(0);
for (let q = 1; q < 1000; q++) chain.cx(q - 1, q);
const ghz = chain.measureAll().build();
once('GHZ of 1000 qubits, one shot', () => void simulateStabilizer(ghz, { shots: 1, seed: 1 }));
once('GHZ of 1000 qubits, 10000 shots', () => {
  unwrap(simulateStabilizer(ghz, { shots: 10_000, seed: 1 }));
});
once('frames of d = 11, 10000 shots', () => {
  const code = surfaceCode({ distance: 11, rounds: 11, basis: 'z' });
  unwrap(sampleDetectors(code, { shots: 10_000, seed: 1, noise: NOISE }));
});
