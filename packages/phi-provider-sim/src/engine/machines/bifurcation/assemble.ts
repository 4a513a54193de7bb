import type { RandomStream } from '@xdv/domain-model';
import type { IsingProgram } from '../../program.ts';
import type { Machine, MachineKind, Observation } from '../machine.ts';
import { machineOf } from '../shell.ts';
import { createFlipHistory, type FlipHistory } from './flip-history.ts';
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

const putToRest = ({ kernel, places, timeStep }: Replica, random: RandomStream): void => {
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

/** Performs steps while the pump follows the schedule, and adds up the sign changes. */
const advanceAll = (
  kernel: BifurcationKernel,
  histories: readonly FlipHistory[],
  { timeStep, pumpMax }: AssemblyOptions,
  [done, count, from, to]: readonly [done: number, steps: number, from: number, to: number],
): void => {
  const area = timeStep * timeStep;
  for (let first = 0; first < count; first += CHUNK_STEPS) {
    const length = Math.min(CHUNK_STEPS, count - first);
    const restore = Float32Array.from({ length }, (_, k) => {
      const place = from + ((to - from) * (first + k)) / count;
      return (pumpAt(place, pumpMax) - 1) * area;
    });
    const flips = kernel.run(restore, done + first);
    for (const [r, history] of histories.entries()) {
      for (let k = 0; k < length; k++) history.push(flips[r * CHUNK_STEPS + k]!);
    }
  }
};

/** The machine around a kernel. */
export const assembleMachine = (
  { spins, field }: IsingProgram,
  kernel: BifurcationKernel,
  options: AssemblyOptions,
): Machine => {
  const replicas = replicasOf(kernel, spins, options);
  let histories: readonly FlipHistory[] = [];
  return machineOf({
    kind: options.kind,
    count: replicas.length,
    stepsMax: STEPS_MAX,
    rest: (noise) => {
      histories = replicas.map(createFlipHistory);
      for (const [r, replica] of replicas.entries()) putToRest(replica, noise[r]!);
      kernel.refresh();
    },
    advance: (...stretch) => advanceAll(kernel, histories, options, stretch),
    kick: (done, amplitude, noise) => {
      for (const [r, replica] of replicas.entries()) shake(replica, noise[r]!, amplitude, done);
      kernel.refresh();
    },
    bias: (scale) => kernel.setField(field.map((h) => scale * h)),
    read: (r) => spinsOf(replicas[r]!),
    figures: (r, done) => {
      const since = done - Math.ceil(done / 10);
      const flipShare = histories[r]!.rateSince(since) / spins;
      return { index: keptShare(replicas[r]!, since), flipShare };
    },
    observe: (r) => observed(replicas[r]!),
  });
};
