import type { PhiMachineProfile } from '@xdv/domain-model';
import { TRANSFORMS } from './transforms.ts';

/** What may be chosen about a simulated Φ machine. Every number is a whole number unless noted. */
export interface PhiSimulatorOptions {
  /** Id of the provider. 'phi-sim' by default. */
  readonly id?: string;
  /** Name of its one machine. 'sbm' (simulated bifurcation machine) by default. */
  readonly machine?: string;
  /** Spins of the largest problem: 1 to 100,000; 4,096 by default. */
  readonly oscillators?: number;
  /** The longest coherence window: at least one step and a readout; 10,000,000 (10 ms). */
  readonly windowMaxNs?: number;
  /** Modelled time of one step of the dynamics: 1 to 1,000,000; 50 by default. */
  readonly stepNs?: number;
  /** Modelled time of a readout: 0 to 1,000,000,000; 1,000 by default. */
  readonly readoutNs?: number;
  /** The least stability index that counts as locked: 0 to 1, not only whole; 0.95 by default. */
  readonly lockLimit?: number;
  /** Memory that jobs and open envelopes may take together: from 1; 1 GiB by default. */
  readonly memoryMaxBytes?: number;
}

export type MachineSettings = Required<PhiSimulatorOptions>;

/** Range and default of each numeric option. */
const NUMBERS = {
  oscillators: { min: 1, max: 100_000, standard: 4_096, whole: true },
  stepNs: { min: 1, max: 1_000_000, standard: 50, whole: true },
  readoutNs: { min: 0, max: 1_000_000_000, standard: 1_000, whole: true },
  windowMaxNs: { min: 1, max: 1_000_000_000_000, standard: 10_000_000, whole: true },
  lockLimit: { min: 0, max: 1, standard: 0.95, whole: false },
  memoryMaxBytes: { min: 1, max: Number.MAX_SAFE_INTEGER, standard: 2 ** 30, whole: true },
} as const;

const numberOption = (options: PhiSimulatorOptions, name: keyof typeof NUMBERS): number => {
  const { min, max, standard, whole } = NUMBERS[name];
  const value: unknown = options[name] ?? standard;
  const what = `${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`;
  if (typeof value !== 'number') throw new TypeError(`${what}, got ${typeof value}`);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new RangeError(`${what}, got ${value}`);
};

const nameOption = (what: string, value: unknown, standard: string): string => {
  if (value === undefined) return standard;
  if (typeof value === 'string' && value.length >= 1 && value.length <= 64) return value;
  throw new TypeError(`${what} must be a text of 1 to 64 characters`);
};

/** Options with every gap filled. Throws TypeError or RangeError naming the option. */
export const machineSettings = (options: PhiSimulatorOptions): MachineSettings => {
  const number = (name: keyof typeof NUMBERS): number => numberOption(options, name);
  const settings = {
    id: nameOption('id', options.id, 'phi-sim'),
    machine: nameOption('machine', options.machine, 'sbm'),
    oscillators: number('oscillators'),
    windowMaxNs: number('windowMaxNs'),
    stepNs: number('stepNs'),
    readoutNs: number('readoutNs'),
    lockLimit: number('lockLimit'),
    memoryMaxBytes: number('memoryMaxBytes'),
  };
  const least = settings.stepNs + settings.readoutNs;
  if (settings.windowMaxNs >= least) return settings;
  throw new RangeError(
    `windowMaxNs must be at least stepNs + readoutNs = ${least}, got ${settings.windowMaxNs}`,
  );
};

/** The machine as it is declared to the kernel (XDV-061.1). */
export const machineProfile = (settings: MachineSettings): PhiMachineProfile => {
  const { machine, oscillators, windowMaxNs, stepNs, readoutNs } = settings;
  const transforms = TRANSFORMS.map(({ name, steps, params }) => ({
    name,
    ns: steps * stepNs,
    params: params.map((range) => ({ ...range })),
  }));
  return { domain: 'Phi', name: machine, oscillators, windowMaxNs, stepNs, readoutNs, transforms };
};

/** Couplers of the machine: one for each pair of oscillators. */
export const couplersOf = (oscillators: number): number => (oscillators * (oscillators - 1)) / 2;

/**
 * Steps that fit a coherence window beside the readout, per read:
 * floor((windowNs - readoutNs) / stepNs), never below 0.
 */
export const stepsOf = (
  { stepNs, readoutNs }: Pick<PhiMachineProfile, 'stepNs' | 'readoutNs'>,
  windowNs: number,
): number => Math.max(0, Math.floor((windowNs - readoutNs) / stepNs));
