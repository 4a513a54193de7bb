// Sampling and feed-forward: how fast shots come once there is a state, and what a measurement in
// the middle of a circuit costs. Prints rates, growth with the number of shots, and ratios to
// sampling a Bell pair in the same run.
//   node --conditions=@xdv/source packages/q-provider-sim/bench/shots.bench.ts [--quick]
import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { simulate } from '@xdv/q-provider-sim/engine';
import { benchCircuit } from './circuits.ts';
import { threadCpuMs } from './clock.ts';
import { digits, fittedExponent, table } from './figures.ts';
import { machine } from './header.ts';

const quick = process.argv.includes('--quick');
const ROUNDS = 3;
/** A case that takes longer than this is not asked for more shots. */
const LIMIT_MS = 20_000;
const SHOTS = quick ? [1e4, 1e5] : [1e4, 1e5, 1e6, 1e7];
const CONTROLLED_SHOTS = quick ? [1e4, 1e5] : [1e4, 1e5, 1e6];

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();

const sampled = (name: 'rqc' | 'vqe', n: number): Circuit =>
  circuit(n).append(benchCircuit(name, n)).measureAll().build();

const teleportation = (): Circuit =>
  circuit(3)
    .u(1.1, 0.4, 0.7, 0)
    .h(1)
    .cx(1, 2)
    .cx(0, 1)
    .h(0)
    .measure(0)
    .measure(1)
    .if(1, (then) => then.x(2))
    .if(0, (then) => then.z(2))
    .u(-1.1, -0.7, -0.4, 2)
    .measure(2)
    .build();

/** Iterative phase estimation: one qubit measured `bits` times, turned by what is known. */
const phaseEstimation = (bits: number): Circuit => {
  const phase = 2 * Math.PI * 0.3141;
  const into = circuit(2, bits).x(1);
  for (let k = bits - 1; k >= 0; k--) {
    into.h(0).cp(2 ** k * phase, 0, 1);
    for (let known = k + 1; known < bits; known++) {
      into.if(known, (then) => then.p(-Math.PI / 2 ** (known - k), 0));
    }
    into.h(0).measure(0, k).reset(0);
  }
  return into.build();
};

/** Three data qubits, two ancillas: each round errs by rotations and corrects by the syndrome. */
const bitFlipCode = (rounds: number): Circuit => {
  const into = circuit(5, 2 * rounds + 3);
  for (let round = 0; round < rounds; round++) {
    const [low, high] = [2 * round, 2 * round + 1];
    into.rx(0.3, 0).rx(0.4, 1).rx(0.5, 2);
    into.cx(0, 3).cx(1, 3).cx(1, 4).cx(2, 4).measure(3, low).measure(4, high).reset(3).reset(4);
    const both = (qubit: number, values: readonly [0 | 1, 0 | 1]): void =>
      void into.if(low, (outer) => outer.if(high, (then) => then.x(qubit), { value: values[1] }), {
        value: values[0],
      });
    both(0, [1, 0]);
    both(1, [1, 1]);
    both(2, [0, 1]);
  }
  for (let q = 0; q < 3; q++) into.measure(q, 2 * rounds + q);
  return into.build();
};

/** A layer on ten qubits, a measurement, a reset by hand, again: 2^rounds branches. */
const scramble = (rounds: number): Circuit => {
  const n = 10;
  const into = circuit(n, rounds + n);
  for (let round = 0; round < rounds; round++) {
    for (let q = 0; q < n; q++) into.ry(0.3 + 0.1 * round + 0.2 * q, q);
    for (let q = 0; q + 1 < n; q++) into.cx(q, q + 1);
    const measured = round % n;
    into.measure(measured, round).if(round, (then) => then.x(measured));
  }
  for (let q = 0; q < n; q++) into.measure(q, rounds + q);
  return into.build();
};

const fast = { engine: 'state-vector', arithmetic: 'fused' } as const;

/** The best of some rounds after one that plans and compiles. */
const bestMs = (measured: Circuit, shots: number): number => {
  unwrap(simulate(measured, { ...fast, shots: 1, seed: 0 }));
  let best = Infinity;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const start = threadCpuMs();
    unwrap(simulate(measured, { ...fast, shots, seed }));
    best = Math.min(best, threadCpuMs() - start);
  }
  return best;
};

/** Milliseconds for each number of shots, as far as the limit lets it. */
const growth = (measured: Circuit, counts: readonly number[]): (readonly [number, number])[] => {
  const points: (readonly [number, number])[] = [];
  for (const shots of counts) {
    if ((points.at(-1)?.[1] ?? 0) * 10 > LIMIT_MS) break;
    points.push([shots, bestMs(measured, shots)]);
  }
  return points;
};

const rate = ([shots, ms]: readonly [number, number]): number => shots / ms / 1000;

const samplingRow = (label: string, measured: Circuit): readonly string[] => {
  const alone = bestMs(measured, 1);
  // what is left without the evolution, where that is enough to tell
  const net = growth(measured, SHOTS)
    .filter(([, ms]) => ms > 1.2 * alone)
    .map(([shots, ms]) => [shots, ms - alone] as const);
  const rates = SHOTS.map((shots) => {
    const point = net.find(([count]) => count === shots);
    return point === undefined ? '-' : digits(rate(point));
  });
  return [label, digits(alone), ...rates, digits(fittedExponent(net))];
};

const controlledRow = (label: string, measured: Circuit, reference: number): readonly string[] => {
  const points = growth(measured, CONTROLLED_SHOTS);
  const rates = CONTROLLED_SHOTS.map((_, k) =>
    points[k] === undefined ? '-' : digits(rate(points[k])),
  );
  const last = points.at(-1)!;
  return [label, ...rates, digits(fittedExponent(points)), digits(rate(last) / reference)];
};

const heads = (counts: readonly number[]): string[] =>
  counts.map((shots) => `10^${Math.log10(shots)}`);

console.log(machine());
console.log('\nM shots/s by number of shots, evolution taken off; exponent of the time in shots');
console.log(
  table([
    ['terminal measurement', 'evolve ms', ...heads(SHOTS), 'exponent'],
    samplingRow('bell', bell),
    samplingRow('vqe_16', sampled('vqe', 16)),
    samplingRow('rqc_20', sampled('rqc', 20)),
  ]),
);
const reference = rate([CONTROLLED_SHOTS.at(-1)!, bestMs(bell, CONTROLLED_SHOTS.at(-1)!)]);
console.log('\nM shots/s by number of shots, all included; last column: to sampling a Bell pair');
console.log(
  table([
    ['measured midway', ...heads(CONTROLLED_SHOTS), 'exponent', 'ratio'],
    controlledRow('teleportation', teleportation(), reference),
    controlledRow('phase estimation, 8 bits', phaseEstimation(8), reference),
    controlledRow('bit-flip code, 3 rounds', bitFlipCode(3), reference),
    controlledRow('scramble 10 qubits, 12 rounds', scramble(12), reference),
  ]),
);
