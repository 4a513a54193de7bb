import { show } from '@xdv/domain-model';
import { MACHINE_KINDS, type MachineKind } from '../machines/machine.ts';

/** Where an anytime search stands: given after every slice of work that bettered the best. */
export interface Progress {
  /** Best energy so far, in the units of the problem. */
  readonly energy: number;
  /** Best energy that a machine read out by itself, before any polish. */
  readonly machineEnergy: number;
  /** Sweeps so far: visits of as many spins as the problem has. */
  readonly work: number;
  /** The machine that read out that energy. */
  readonly machine: MachineKind;
  /** Machine rounds so far. */
  readonly round: number;
}

export interface PortfolioOptions {
  /** Safe integer. */
  readonly seed: number;
  /**
   * Stop after so many sweeps (visits of as many spins as the problem has), over by one slice at
   * most. At least one of `work` and `until` must be given.
   */
  readonly work?: number;
  /** Asked before and after every slice of work: true stops. The only way in for a clock. */
  readonly until?: () => boolean;
  /** Stop at this energy or below, in the units of the problem. */
  readonly target?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Kinds to choose from; those that suit the problem by default. */
  readonly machines?: readonly MachineKind[];
  /** False: nothing but machine reads. */
  readonly polish?: boolean;
  /** States the polish begins with, such as the elite of another search; at most STARTS_MAX. */
  readonly starts?: readonly Int8Array[];
}

export const STARTS_MAX = 64;

const requireOption = (holds: boolean, name: string, value: unknown, range: string): void => {
  if (!holds) throw new RangeError(`${name} must be ${range}, got ${show(value)}`);
};

const isState = (value: unknown, spins: number): boolean =>
  value instanceof Int8Array &&
  value.length === spins &&
  value.every((spin) => spin === 1 || spin === -1);

const checkLists = ({ machines, starts }: PortfolioOptions, spins: number): void => {
  if (machines !== undefined) {
    const fits =
      Array.isArray(machines) &&
      machines.length > 0 &&
      machines.length <= MACHINE_KINDS.length &&
      machines.every((kind) => MACHINE_KINDS.includes(kind));
    requireOption(fits, 'machines', machines, `a list of ${MACHINE_KINDS.join(', ')}`);
  }
  if (starts === undefined) return;
  requireOption(
    Array.isArray(starts) && starts.length <= STARTS_MAX,
    'starts',
    starts,
    `a list of at most ${STARTS_MAX} states`,
  );
  for (const start of starts) {
    requireOption(isState(start, spins), 'starts', start, `Int8Arrays of ${spins} spins ±1`);
  }
};

const isAbsentOr = (value: unknown, type: 'function' | 'boolean' | 'number'): boolean =>
  value === undefined || typeof value === type;

/** Throws RangeError for wrong options, naming the first. */
export const checkOptions = (options: PortfolioOptions, spins: number): void => {
  const given = typeof options === 'object' && options !== null;
  requireOption(given, 'options', options, 'an object');
  const { seed, work, until, target, onProgress, polish } = options;
  requireOption(Number.isSafeInteger(seed), 'seed', seed, 'a safe integer');
  requireOption(work === undefined || work > 0, 'work', work, 'a number above 0');
  requireOption(isAbsentOr(work, 'number'), 'work', work, 'a number above 0');
  requireOption(isAbsentOr(until, 'function'), 'until', until, 'a function');
  const bounded = (work !== undefined && work < Infinity) || until !== undefined;
  requireOption(bounded, 'work', work, 'finite where until is left out');
  const aim = isAbsentOr(target, 'number') && !Number.isNaN(target);
  requireOption(aim, 'target', target, 'a number');
  requireOption(isAbsentOr(onProgress, 'function'), 'onProgress', onProgress, 'a function');
  requireOption(isAbsentOr(polish, 'boolean'), 'polish', polish, 'a boolean');
  checkLists(options, spins);
};
