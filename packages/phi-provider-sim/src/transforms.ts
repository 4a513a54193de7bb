import type { PhiTransformProfile } from '@xdv/domain-model';
import { PUMP_MAX, type Bifurcation } from './engine/index.ts';

/** A named phase operation of an open envelope (XDV-033.2). */
export interface Transform {
  readonly name: string;
  /** Modelled time of one application, in steps of the machine: the same for all parameters. */
  readonly steps: number;
  readonly params: PhiTransformProfile['params'];
  /** Performs it with parameters already checked against `params`. */
  readonly perform: (machine: Bifurcation, params: readonly number[]) => void;
}

const EVOLVE_STEPS = 100;

/**
 * What a bifurcation machine can physically do to its oscillators while they run, and nothing else:
 *
 * - `evolve(from, to)` lets the dynamics run for 100 steps while the pump changes linearly from
 *   `from` to `to`. 0 is no pump, 1 the threshold. Rising from 0 to 1 over several applications
 *   and ending above 1 is an anneal; falling is a reverse anneal.
 * - `kick(amplitude)` is a pulse of noise: every position and momentum moves by up to `amplitude`
 *   (the walls are at 1), which frees a state that is stuck.
 * - `bias(scale)` reprograms the field drivers to `scale` times the problem's fields. The energy
 *   that an evaluation reports remains that of the problem as opened.
 */
export const TRANSFORMS: readonly Transform[] = [
  {
    name: 'evolve',
    steps: EVOLVE_STEPS,
    params: [
      { name: 'from', min: 0, max: PUMP_MAX },
      { name: 'to', min: 0, max: PUMP_MAX },
    ],
    perform: (machine, [from, to]) => machine.advance(EVOLVE_STEPS, from!, to!),
  },
  {
    name: 'kick',
    steps: 10,
    params: [{ name: 'amplitude', min: 0, max: 1 }],
    perform: (machine, [amplitude]) => machine.kick(amplitude!),
  },
  {
    name: 'bias',
    steps: 10,
    params: [{ name: 'scale', min: -10, max: 10 }],
    perform: (machine, [scale]) => machine.bias(scale!),
  },
];
