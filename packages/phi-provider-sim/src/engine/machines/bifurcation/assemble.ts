import { createRandom, deriveSeed, namedSeed, type RandomStream } from '@xdv/domain-model';
import type { IsingProgram } from '../../program.ts';
import type { LockFigures, Machine, MachineKind, Observation } from '../machine.ts';
import { requireBetween, requireFinite, requireSeed, requireWhole } from './checks.ts';
import { createFlipHistory } from './flip-history.ts';
import { CHUNK_STEPS, type BifurcationKernel } from './kernel.ts';
import { pumpAt } from './schedule.ts';

/** Steps since a start: the step of the last flip is a 32-bit integer. */
const STEPS_MAX = 2 ** 31 - 1;

/** Positions and momenta start at rest but for noise in [-0.1, 0.1), as in the papers. */
const REST_NOISE = 0.1;

/** The distance between the two states of an oscillator. */
const STATE_DISTANCE = 2;

interface AssemblyOptions {
  readonly kind: MachineKind;
  readonly replicas: number;
  /** Δt: momenta are stored times this. */
  readonly timeStep: number;
  readonly wall: number;
  /** The pump at the end of a schedule. */
  readonly pumpMax: number;
}

/** The oscillators of one replica of a kernel. */
interface Replica {
  readonly kernel: BifurcationKernel;
  /** Where they lie in the arrays of the kernel. */
  readonly places: Int32Array;
  readonly timeStep: number;
  readonly wall: number;
}

const signed = (random: RandomStream, amplitude: number): number =>
  (2 * random.float() - 1) * amplitude;

const putToRest = ({ kernel, places, timeStep }: Replica, seed: number): void => {
  const random = createRandom(namedSeed(seed, 'rest'));
  for (const at of places) {
    kernel.x[at] = signed(random, REST_NOISE);
    kernel.y[at] = timeStep * signed(random, REST_NOISE);
    kernel.flippedAt[at] = 0;
  }
};

const shake = (
  { kernel: { x, y, flippedAt }, places, timeStep, wall }: Replica,
  noise: RandomStream,
  amplitude: number,
  steps: number,
): void => {
  for (const at of places) {
    const before = x[at]!;
    const to = before + signed(noise, amplitude * STATE_DISTANCE);
    // + 0: what is too small for 32 bits does not become -0
    x[at] = Math.fround(to > wall ? wall : to < -wall ? -wall : to) + 0;
    y[at]! += timeStep * signed(noise, amplitude * STATE_DISTANCE);
    if (before < 0 !== x[at]! < 0) flippedAt[at] = steps;
  }
};

const keptShare = ({ kernel: { flippedAt }, places }: Replica, since: number): number => {
  let kept = 0;
  for (const at of places) if (flippedAt[at]! <= since) kept++;
  return kept / places.length;
};

const observed = ({ kernel: { x, y }, places, timeStep }: Replica): Observation => ({
  x: Float64Array.from(places, (at) => x[at]!),
  y: Float64Array.from(places, (at) => y[at]! / timeStep),
});

const spinsOf = ({ kernel: { x }, places }: Replica): Int8Array =>
  Int8Array.from(places, (at) => (x[at]! < 0 ? -1 : 1));

const replicasOf = (
  kernel: BifurcationKernel,
  spins: number,
  { replicas, timeStep, wall }: AssemblyOptions,
): readonly Replica[] =>
  Array.from({ length: replicas }, (_, r) => {
    const places = Int32Array.from({ length: spins }, (__, i) => kernel.place(r, i));
    return { kernel, places, timeStep, wall };
  });

/** The replicas of a machine since a start: how far they have run. */
const createRun = (
  kernel: BifurcationKernel,
  replicas: readonly Replica[],
  seed: number,
  { timeStep, pumpMax }: AssemblyOptions,
) => {
  const seeds = replicas.map((_, r) => deriveSeed(seed, r));
  const noises = seeds.map((each) => createRandom(namedSeed(each, 'kick')));
  const histories = replicas.map(createFlipHistory);
  let steps = 0;
  for (const [r, replica] of replicas.entries()) putToRest(replica, seeds[r]!);
  kernel.refresh();

  const chunk = (count: number, pump: (k: number) => number): void => {
    const area = timeStep * timeStep;
    const restore = Float32Array.from({ length: count }, (_, k) => (pump(k) - 1) * area);
    const flips = kernel.run(restore, steps);
    for (const [r, history] of histories.entries()) {
      for (let k = 0; k < count; k++) history.push(flips[r * CHUNK_STEPS + k]!);
    }
    steps += count;
  };

  const advance = (count: number, from: number, to: number): void => {
    for (let done = 0; done < count; done += CHUNK_STEPS) {
      const place = (k: number): number => from + ((to - from) * (done + k)) / count;
      chunk(Math.min(CHUNK_STEPS, count - done), (k) => pumpAt(place(k), pumpMax));
    }
  };

  const kick = (amplitude: number): void => {
    for (const [r, replica] of replicas.entries()) shake(replica, noises[r]!, amplitude, steps);
    kernel.refresh();
  };

  const figures = (r: number): LockFigures => {
    if (steps === 0) return { index: 0, flipShare: 0, steps };
    const replica = replicas[r]!;
    const since = steps - Math.ceil(steps / 10);
    const flipShare = histories[r]!.rateSince(since) / replica.places.length;
    return { index: keptShare(replica, since), flipShare, steps };
  };

  return { advance, kick, figures, steps: () => steps };
};

/** The machine around a kernel. */
export const assembleMachine = (
  { spins, field }: IsingProgram,
  kernel: BifurcationKernel,
  options: AssemblyOptions,
): Machine => {
  const { kind } = options;
  const replicas = replicasOf(kernel, spins, options);
  let run: ReturnType<typeof createRun> | null = null;

  const setBias = (scale: number): void => kernel.setField(field.map((h) => scale * h));

  const begin = (seed: number) => {
    setBias(1);
    return createRun(kernel, replicas, seed, options);
  };

  const start = (seed: number): void => {
    requireSeed(seed);
    run = begin(seed);
  };

  /** A machine that was not started is started with 0. */
  const started = () => (run ??= begin(0));

  const advance = (steps: number, from: number, to: number): void => {
    requireWhole('steps', steps, 0, STEPS_MAX - started().steps());
    requireBetween('from', from, 0, 1);
    requireBetween('to', to, 0, 1);
    started().advance(steps, from, to);
  };

  const kick = (amplitude: number): void => {
    requireBetween('amplitude', amplitude, 0, 1);
    started().kick(amplitude);
  };

  const bias = (scale: number): void => {
    requireFinite('scale', scale);
    started();
    setBias(scale);
  };

  const figures = (replica: number): LockFigures => {
    requireWhole('replica', replica, 0, replicas.length - 1);
    return started().figures(replica);
  };

  const find = (replica: number): Replica => {
    requireWhole('replica', replica, 0, replicas.length - 1);
    started();
    return replicas[replica]!;
  };

  const read = (replica: number): Int8Array => spinsOf(find(replica));
  const observe = (replica: number): Observation => observed(find(replica));
  return { kind, replicas: replicas.length, start, advance, kick, bias, read, figures, observe };
};
