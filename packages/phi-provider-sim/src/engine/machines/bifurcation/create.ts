import type { IsingProgram } from '../../program.ts';
import { requireStepShare, requireWhole } from '../checks.ts';
import { REPLICAS_MAX, type Machine, type MachineSetup } from '../machine.ts';
import { assembleMachine } from './assemble.ts';
import { planContinuous, type ContinuousPlan } from './continuous-plan.ts';
import { createContinuousScript } from './continuous-script.ts';
import { createContinuousWasm } from './continuous-wasm.ts';
import { planDiscrete, type DiscretePlan } from './discrete-plan.ts';
import { createDiscreteScript } from './discrete-script.ts';
import { createDiscreteWasm } from './discrete-wasm.ts';
import { kernelOptionsOf, type BifurcationKernel, type KernelOptions } from './kernel.ts';
import { ADIABATIC_PUMP_MAX, PUMP_MAX } from './schedule.ts';

/** Adiabatic, ballistic and discrete simulated bifurcation. */
export type BifurcationKind = 'asb' | 'bsb' | 'dsb';

/**
 * Parts of the stability limit that the integrators use by default. For `dsb` a larger one costs
 * more time, as more signs change, than it gains in cuts.
 */
const STEP_SHARE = { asb: 0.65, bsb: 0.8, dsb: 0.65 } as const;

/** Where the walls stand, and the pump at the end of a schedule. */
const SHAPE = {
  // its cubic term confines positions by itself; the wall bounds how stiff that term may become
  asb: { wall: Math.fround(Math.SQRT2), pumpMax: ADIABATIC_PUMP_MAX },
  bsb: { wall: 1, pumpMax: PUMP_MAX },
  dsb: { wall: 1, pumpMax: PUMP_MAX },
} as const;

/** The largest stable Δt: for the adiabatic machine that of oscillators at its walls. */
const limitOf = ({ timeStepLimit }: IsingProgram, kind: BifurcationKind): number => {
  if (kind !== 'asb') return timeStepLimit;
  const stiffness = 4 / (timeStepLimit * timeStepLimit);
  return 2 / Math.sqrt(stiffness + 3 * SHAPE.asb.wall * SHAPE.asb.wall);
};

const createDiscreteKernel = (plan: DiscretePlan, options: KernelOptions): BifurcationKernel =>
  createDiscreteWasm(plan, options) ?? createDiscreteScript(plan, options);

const createContinuousKernel = (plan: ContinuousPlan, options: KernelOptions): BifurcationKernel =>
  createContinuousWasm(plan, options) ?? createContinuousScript(plan, options);

const continuousPlan = (
  program: IsingProgram,
  kind: 'asb' | 'bsb',
  { replicas }: KernelOptions,
): ContinuousPlan =>
  planContinuous(program, { replicas, cubic: kind === 'asb', wall: SHAPE[kind].wall });

const createKernel = (
  program: IsingProgram,
  kind: BifurcationKind,
  options: KernelOptions,
): BifurcationKernel =>
  kind === 'dsb'
    ? createDiscreteKernel(planDiscrete(program), options)
    : createContinuousKernel(continuousPlan(program, kind, options), options);

const requireKind = (kind: BifurcationKind): void => {
  if (Object.hasOwn(SHAPE, kind)) return;
  throw new RangeError(`kind must be asb, bsb or dsb, got ${String(kind)}`);
};

/**
 * A simulated bifurcation machine: adiabatic (`asb`; Goto, Tatsumura and Dixon, Science Advances 5,
 * eaav2372, 2019), ballistic (`bsb`) or discrete (`dsb`; Goto et al., Science Advances 7, eabe7953,
 * 2021). In the last two, what an oscillator did can act on others within the same step, as pulses
 * pass the feedback of a loop, so that even a triangle settles. In the papers all move at once.
 *
 * Runs in WebAssembly with SIMD where the host has it, else in plain script, with equal results.
 * Throws RangeError for a kind, a setup or arguments out of range, naming them. Complexity of a
 * step per replica: for `dsb` O(spins + couplings of the spins that flip), else
 * O(spins + couplings).
 */
export const createBifurcationMachine = (
  program: IsingProgram,
  kind: BifurcationKind,
  { replicas = 1, stepShare = STEP_SHARE[kind] }: MachineSetup = {},
): Machine => {
  requireKind(kind);
  requireWhole('replicas', replicas, 1, REPLICAS_MAX);
  requireStepShare(stepShare);
  const timeStep = stepShare * limitOf(program, kind);
  const kernel = createKernel(program, kind, kernelOptionsOf(program, timeStep, replicas));
  return assembleMachine(program, kernel, { kind, replicas, timeStep, ...SHAPE[kind] });
};
