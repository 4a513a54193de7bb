import type { RandomStream } from '@xdv/domain-model';
import type { Machine, MachineKind, Observation } from '../machine.ts';
import { machineOf } from '../shell.ts';
import { createFlipHistory, type FlipHistory } from './flips.ts';
import type { Lanes } from './setup.ts';

/** What a kind of machine does with its lanes. */
export interface Dynamics {
  readonly kind: MachineKind;
  readonly spins: number;
  readonly lanes: Lanes;
  /** Steps that are performed in one go, at most. */
  readonly chunkSteps: number;
  /** Sign changes of each lane of a block since they were last set to 0. */
  flips(block: number): Int32Array;
  rest(replica: number, random: RandomStream): void;
  /** Sets the parameters of step k of the next chunk: where the schedule is then, 0 to 1. */
  schedule(k: number, share: number): void;
  /** Performs steps of the chunk on every block; `full` if that completes a chunk. */
  run(steps: number, full: boolean): void;
  /** Moves every oscillator of a replica by up to a distance between two states. */
  kick(replica: number, draw: () => number): void;
  bias(scale: number): void;
  /** Whether the spin is -1. */
  isDown(replica: number, spin: number): boolean;
  index(replica: number): number;
  observe(replica: number): Observation;
}

const collectFlips = (dynamics: Dynamics, history: FlipHistory, done: number): void => {
  const { blocks, width } = dynamics.lanes;
  for (let block = 0; block < blocks; block++) {
    const counts = dynamics.flips(block);
    history.add(counts, 4 * width * block);
    counts.fill(0);
  }
  history.mark(done);
};

const advanceAll = (
  dynamics: Dynamics,
  history: FlipHistory,
  [done, count, from, to]: readonly [done: number, steps: number, from: number, to: number],
): void => {
  const { chunkSteps } = dynamics;
  for (let first = 0; first < count;) {
    // chunks begin at the same steps however the run is divided
    const left = chunkSteps - ((done + first) % chunkSteps);
    const steps = Math.min(left, count - first);
    for (let k = 0; k < steps; k++) {
      dynamics.schedule(k, from + ((to - from) * (first + k)) / count);
    }
    dynamics.run(steps, steps === left);
    first += steps;
    collectFlips(dynamics, history, done + first);
  }
};

/** A machine of replicas in lanes, started with seed 0: its dynamics can be looked at as well. */
export const laneMachine = (dynamics: Dynamics): Machine => {
  const { kind, spins, lanes } = dynamics;
  const newHistory = (): FlipHistory => createFlipHistory(4 * lanes.blocks * lanes.width);
  let history = newHistory();
  const machine = machineOf({
    kind,
    count: lanes.replicas,
    stepsMax: Number.MAX_SAFE_INTEGER,
    rest: (noise) => {
      history = newHistory();
      for (const [r, random] of noise.entries()) dynamics.rest(r, random);
    },
    advance: (...stretch) => advanceAll(dynamics, history, stretch),
    kick: (_, amplitude, noise) => {
      for (const [r, random] of noise.entries()) {
        dynamics.kick(r, () => (2 * random.float() - 1) * amplitude);
      }
    },
    bias: (scale) => dynamics.bias(scale),
    read: (r) => Int8Array.from({ length: spins }, (_, i) => (dynamics.isDown(r, i) ? -1 : 1)),
    figures: (r, done) => ({
      index: dynamics.index(r),
      flipShare: history.rate(r, done) / spins,
    }),
    observe: (r) => dynamics.observe(r),
  });
  machine.start(0);
  return machine;
};
