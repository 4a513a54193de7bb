import type { PhiMachineProfile } from '@xdv/domain-model';
import { createCoherence, type Coherence, type CoherenceOptions } from '../coherence/index.ts';
import { MACHINE_KINDS, type MachineKind } from '../engine/machines/machine.ts';
import { checkFailures, type FailureOptions } from './failures.ts';
import { TRANSFORMS } from './transforms.ts';

/** How long the phases of a machine hold: one figure of its line, drift and tolerance. */
export type MachineCoherence = Omit<CoherenceOptions, 'seed'>;

/** A machine to simulate. Numbers are whole unless noted. */
export interface MachineModel {
  /** 1 to 64 characters, different for each machine of a provider. */
  readonly name: string;
  readonly kind: MachineKind;
  /** Spins of the largest problem: 1 to 100,000; 4,096 by default. */
  readonly oscillators?: number;
  /** The longest coherence window: at least one step and a readout; 10,000,000 (10 ms). */
  readonly windowMaxNs?: number;
  /** Modelled time of one step of the dynamics, a round trip: 1 to 1,000,000; 50 by default. */
  readonly stepNs?: number;
  /** Modelled time of a readout: 0 to 1,000,000,000; 1,000 by default. */
  readonly readoutNs?: number;
  /** The least stability index that counts as locked: 0 to 1, not only whole; 0.95 by default. */
  readonly stabilityMin?: number;
  /** Modelled time between two stability reports: from 1; 100,000 (100 µs) by default. */
  readonly reportNs?: number;
  /** Envelopes that may be open at a time: 1 to 4,096, the default. */
  readonly envelopesMax?: number;
  /** Couplings and fields are rounded to this many bits, sign included: 2 to 53, the default. */
  readonly phaseBits?: number;
  /** Absent: phases hold for as long as any window lasts. */
  readonly coherence?: MachineCoherence;
  /** Failures on purpose. None by default. */
  readonly failures?: FailureOptions;
}

/** A model with every gap filled but for what may stay absent. */
export interface MachineSettings extends Required<Omit<MachineModel, 'coherence' | 'failures'>> {
  readonly coherence: MachineCoherence | undefined;
  readonly failures: FailureOptions | undefined;
}

/** Range and default of each numeric option. */
const NUMBERS = {
  oscillators: { min: 1, max: 100_000, standard: 4_096, whole: true },
  windowMaxNs: { min: 1, max: 1_000_000_000_000, standard: 10_000_000, whole: true },
  stepNs: { min: 1, max: 1_000_000, standard: 50, whole: true },
  readoutNs: { min: 0, max: 1_000_000_000, standard: 1_000, whole: true },
  stabilityMin: { min: 0, max: 1, standard: 0.95, whole: false },
  reportNs: { min: 1, max: 1_000_000_000_000, standard: 100_000, whole: true },
  envelopesMax: { min: 1, max: 4_096, standard: 4_096, whole: true },
  phaseBits: { min: 2, max: 53, standard: 53, whole: true },
} as const;

type NumberName = keyof typeof NUMBERS;

const numberOption = (model: MachineModel, name: NumberName): number => {
  const { min, max, standard, whole } = NUMBERS[name];
  const value: unknown = model[name] ?? standard;
  const what = `${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`;
  if (typeof value !== 'number') throw new TypeError(`${what}, got ${typeof value}`);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new RangeError(`${what}, got ${value}`);
};

/** A text of 1 to 64 characters, or a TypeError that names it. */
export const checkName = (what: string, value: unknown): string => {
  if (typeof value === 'string' && value.length >= 1 && value.length <= 64) return value;
  throw new TypeError(`${what} must be a text of 1 to 64 characters`);
};

/** The phase reference of a window: its noise follows from `seed`. */
export const coherenceOf = (coherence: MachineCoherence, seed: number): Coherence =>
  createCoherence({ ...coherence, seed } as CoherenceOptions);

const checkWindow = ({ name, windowMaxNs, stepNs, readoutNs, coherence }: MachineSettings) => {
  const least = stepNs + readoutNs;
  if (windowMaxNs < least) {
    throw new RangeError(
      `windowMaxNs of ${name} must be at least stepNs + readoutNs = ${least}, got ${windowMaxNs}`,
    );
  }
  if (coherence === undefined) return;
  const most = coherenceOf(coherence, 0).windowMaxNs;
  if (windowMaxNs <= most) return;
  throw new RangeError(
    `windowMaxNs of ${name} must be at most ${most}, where its phase error reaches ` +
      `${coherence.toleranceRad} rad, got ${windowMaxNs}`,
  );
};

/** A model with every gap filled. Throws TypeError or RangeError naming the option. */
export const machineSettings = (model: MachineModel): MachineSettings => {
  const { kind, coherence, failures } = model;
  if (!MACHINE_KINDS.includes(kind)) {
    throw new RangeError(`kind must be one of ${MACHINE_KINDS.join(', ')}, got ${String(kind)}`);
  }
  if (failures !== undefined) checkFailures(failures);
  const number = (name: NumberName): number => numberOption(model, name);
  const settings = {
    name: checkName('name of a machine', model.name),
    kind,
    oscillators: number('oscillators'),
    windowMaxNs: number('windowMaxNs'),
    stepNs: number('stepNs'),
    readoutNs: number('readoutNs'),
    stabilityMin: number('stabilityMin'),
    reportNs: number('reportNs'),
    envelopesMax: number('envelopesMax'),
    phaseBits: number('phaseBits'),
    coherence,
    failures,
  };
  checkWindow(settings);
  return settings;
};

/** The machine as it is declared to the kernel (XDV-061.1). */
export const machineProfile = (settings: MachineSettings): PhiMachineProfile => {
  const { name, oscillators, windowMaxNs, stepNs, readoutNs, coherence } = settings;
  const { stabilityMin, reportNs, envelopesMax, phaseBits } = settings;
  const transforms = TRANSFORMS.map(({ name: transform, steps, params }) => ({
    name: transform,
    ns: steps * stepNs,
    params: params.map((range) => ({ ...range })),
  }));
  const limits = { stabilityMin, reportNs, envelopesMax, phaseBits };
  const base = { name, oscillators, windowMaxNs, stepNs, readoutNs, transforms, ...limits };
  if (coherence === undefined) return { domain: 'Phi', ...base };
  const { coherenceTimeNs } = coherenceOf(coherence, 0);
  const { driftHzPerS = 0, toleranceRad } = coherence;
  return { domain: 'Phi', ...base, coherence: { coherenceTimeNs, driftHzPerS, toleranceRad } };
};

/** Couplers of a machine: one for each pair of oscillators. */
export const couplersOf = (oscillators: number): number => (oscillators * (oscillators - 1)) / 2;

/**
 * Steps that fit a coherence window beside the readout, per read:
 * floor((windowNs - readoutNs) / stepNs), never below 0.
 */
export const stepsOf = (
  { stepNs, readoutNs }: Pick<PhiMachineProfile, 'stepNs' | 'readoutNs'>,
  windowNs: number,
): number => Math.max(0, Math.floor((windowNs - readoutNs) / stepNs));
