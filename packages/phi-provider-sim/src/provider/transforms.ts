import type { PhiTransformProfile } from '@xdv/domain-model';
import type { Machine, Observation } from '../engine/machines/machine.ts';

/** What is compared before and after a transform. */
interface Snapshot {
  readonly steps: number;
  readonly oscillators: Observation;
}

/** A named phase operation of an open envelope (XDV-033.2). */
export interface Transform {
  readonly name: string;
  /** Modelled time of one application, in steps of the machine: the same for all parameters. */
  readonly steps: number;
  readonly params: PhiTransformProfile['params'];
  /** Performs it with parameters already checked against `params`. */
  readonly perform: (machine: Machine, params: readonly number[]) => void;
  /** Does something that the transform must not do, for its integrity check to find. */
  readonly corrupt: (machine: Machine) => void;
  /** Whether no phase was moved that the transform may not move. */
  readonly intact: (before: Snapshot, after: Snapshot) => boolean;
}

const EVOLVE_STEPS = 100;

const isFinite = ({ x, y }: Observation): boolean =>
  x.every(Number.isFinite) && y.every(Number.isFinite);

const isUnmoved = (before: Observation, after: Observation): boolean =>
  before.x.every((value, i) => value === after.x[i]) &&
  before.y.every((value, i) => value === after.y[i]);

/**
 * What a coherent machine can physically do to its oscillators while they run, and nothing else:
 *
 * - `evolve(from, to)` lets the dynamics run for 100 steps while the schedule goes linearly from
 *   `from` to `to`. Rising from 0 to 1 over several applications is an anneal; falling is a reverse
 *   anneal.
 * - `kick(amplitude)` is a pulse of noise: every oscillator moves by up to `amplitude` of the
 *   distance between its two states, which frees a state that is stuck. No time of the dynamics
 *   passes.
 * - `bias(scale)` reprograms the field drivers to `scale` times the problem's fields and moves no
 *   oscillator. The energy that an evaluation reports remains that of the problem as opened.
 */
export const TRANSFORMS: readonly Transform[] = [
  {
    name: 'evolve',
    steps: EVOLVE_STEPS,
    params: [
      { name: 'from', min: 0, max: 1 },
      { name: 'to', min: 0, max: 1 },
    ],
    perform: (machine, [from, to]) => machine.advance(EVOLVE_STEPS, from!, to!),
    corrupt: (machine) => machine.advance(1, 0, 0),
    intact: (before, after) =>
      after.steps === before.steps + EVOLVE_STEPS && isFinite(after.oscillators),
  },
  {
    name: 'kick',
    steps: 10,
    params: [{ name: 'amplitude', min: 0, max: 1 }],
    perform: (machine, [amplitude]) => machine.kick(amplitude!),
    corrupt: (machine) => machine.advance(1, 0, 0),
    intact: (before, after) => after.steps === before.steps && isFinite(after.oscillators),
  },
  {
    name: 'bias',
    steps: 10,
    params: [{ name: 'scale', min: -10, max: 10 }],
    perform: (machine, [scale]) => machine.bias(scale!),
    corrupt: (machine) => machine.kick(0.1),
    intact: (before, after) =>
      after.steps === before.steps && isUnmoved(before.oscillators, after.oscillators),
  },
];

const snapshot = (machine: Machine): Snapshot => ({
  steps: machine.figures(0).steps,
  oscillators: machine.observe(0),
});

/**
 * Performs a transform on the one replica of a machine, and says whether it did what it may do and
 * nothing else. O(oscillators) besides the transform itself.
 */
export const performChecked = (
  machine: Machine,
  transform: Transform,
  params: readonly number[],
  corrupted: boolean,
): boolean => {
  const before = snapshot(machine);
  transform.perform(machine, params);
  if (corrupted) transform.corrupt(machine);
  return transform.intact(before, snapshot(machine));
};
