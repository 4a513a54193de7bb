import { createRandom, deriveSeed, namedSeed, type RandomStream } from '@xdv/domain-model';
import type { LockFigures, Machine, MachineKind, Observation } from '../machine.ts';
import { createFlipHistory, type FlipHistory } from './flips.ts';
import {
  requireFinite,
  requireReplica,
  requireSeed,
  requireShare,
  requireSteps,
  type Lanes,
} from './setup.ts';

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

/** Everything of a machine that is not its dynamics. */
interface Run {
  readonly history: FlipHistory;
  readonly kicks: readonly RandomStream[];
  steps: number;
}

const beginRun = (dynamics: Dynamics, seed: number): Run => {
  const { blocks, width, replicas } = dynamics.lanes;
  const seeds = Array.from({ length: replicas }, (_, r) => deriveSeed(seed, r));
  for (const [r, each] of seeds.entries()) {
    dynamics.rest(r, createRandom(namedSeed(each, 'rest')));
  }
  const kicks = seeds.map((each) => createRandom(namedSeed(each, 'kick')));
  dynamics.bias(1);
  return { history: createFlipHistory(4 * blocks * width), kicks, steps: 0 };
};

const collectFlips = (dynamics: Dynamics, { history, steps }: Run): void => {
  const { blocks, width } = dynamics.lanes;
  for (let block = 0; block < blocks; block++) {
    const counts = dynamics.flips(block);
    history.add(counts, 4 * width * block);
    counts.fill(0);
  }
  history.mark(steps);
};

const advanceRun = (
  dynamics: Dynamics,
  run: Run,
  count: number,
  from: number,
  to: number,
): void => {
  const { chunkSteps } = dynamics;
  for (let done = 0; done < count;) {
    // chunks begin at the same steps however the run is divided
    const left = chunkSteps - (run.steps % chunkSteps);
    const steps = Math.min(left, count - done);
    for (let k = 0; k < steps; k++) {
      dynamics.schedule(k, from + ((to - from) * (done + k)) / count);
    }
    dynamics.run(steps, steps === left);
    done += steps;
    run.steps += steps;
    collectFlips(dynamics, run);
  }
};

const figuresOf = (dynamics: Dynamics, run: Run, replica: number): LockFigures => {
  const { history, steps } = run;
  const index = steps === 0 ? 0 : dynamics.index(replica);
  return { index, flipShare: history.rate(replica, steps) / dynamics.spins, steps };
};

/** A machine of replicas in lanes, started with seed 0. */
export const machineOf = (dynamics: Dynamics): Machine => {
  const { kind, spins, lanes } = dynamics;
  let run = beginRun(dynamics, 0);
  return {
    kind,
    replicas: lanes.replicas,
    start: (seed) => {
      requireSeed(seed);
      run = beginRun(dynamics, seed);
    },
    advance: (steps, from, to) => {
      requireSteps(steps);
      requireShare('from', from);
      requireShare('to', to);
      advanceRun(dynamics, run, steps, from, to);
    },
    kick: (amplitude) => {
      requireShare('amplitude', amplitude);
      for (const [r, random] of run.kicks.entries()) {
        dynamics.kick(r, () => (2 * random.float() - 1) * amplitude);
      }
    },
    bias: (scale) => {
      requireFinite('scale', scale);
      dynamics.bias(scale);
    },
    read: (replica) => {
      requireReplica(replica, lanes.replicas);
      return Int8Array.from({ length: spins }, (_, i) => (dynamics.isDown(replica, i) ? -1 : 1));
    },
    figures: (replica) => {
      requireReplica(replica, lanes.replicas);
      return figuresOf(dynamics, run, replica);
    },
    observe: (replica) => {
      requireReplica(replica, lanes.replicas);
      return dynamics.observe(replica);
    },
  };
};
