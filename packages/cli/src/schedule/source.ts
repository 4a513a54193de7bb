import {
  generateHybrid,
  generateLublin,
  head,
  resample,
  scaleLoad,
  withEstimates,
  type EstimateModel,
  type Workload,
} from '@xdv/scheduler/lab';
import type { FileName } from '../platform/file-name.ts';
import type { CapacityFlag } from './flags.ts';
import { plainText } from '../render/plain-text.ts';
import { readWorkloadFile } from './read-workload.ts';
import { wrongCommand } from './wrong-command.ts';

/** Where a workload comes from, and what is made of it. */
export interface SourceTerms {
  /** A file; else a generator. */
  readonly file: FileName | undefined;
  readonly generate: GeneratorName | undefined;
  readonly jobs: number | undefined;
  readonly capacity: CapacityFlag | undefined;
  readonly load: number;
  readonly estimates: EstimateModel;
}

/** Models that make up workloads. */
export const GENERATORS = ['lublin', 'hybrid'] as const;
export type GeneratorName = (typeof GENERATORS)[number];

/** Jobs that are made up if nobody says how many. */
export const GENERATED_JOBS = 5000;

/** What the laboratory refuses because of an option, as a fault of the command. */
const checked = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw wrongCommand(error.message, 'See what there is with xdv schedule simulate --help');
  }
};

/** The index of the resource whose capacity is to change. */
const chosen = ({ resources }: Workload, name: string | undefined): number => {
  const names = resources.map((one) => one.name);
  if (name === undefined && resources.length === 1) return 0;
  const at = name === undefined ? -1 : names.indexOf(name);
  if (at >= 0) return at;
  const list = plainText(names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : ''));
  const message =
    name === undefined
      ? `--capacity does not say of which of ${names.length} resources`
      : `there is no resource ${name}`;
  throw wrongCommand(message, `Write --capacity NAME=UNITS, with one of ${list}`);
};

const withCapacity = (workload: Workload, { name, units }: CapacityFlag): Workload => {
  const at = chosen(workload, name);
  const resources = workload.resources.map((one, i) => {
    return i === at ? { ...one, capacity: units } : one;
  });
  // jobs that are made up may suit it already
  if (workload.resources[at]!.capacity === units) return workload;
  const note = `${resources[at]!.name} has ${units} units, not ${workload.resources[at]!.capacity}`;
  return { ...workload, resources, notes: [...workload.notes, note] };
};

const sameRuns = (a: Workload, b: Workload): boolean =>
  a.jobs.length === b.jobs.length && a.jobs.every(({ run }, i) => run === b.jobs[i]!.run);

/**
 * The workload of each seed: what its file leaves open is drawn. If nothing is, seed 1 has the
 * workload as it is, and others resample it.
 */
const fileSource = (file: FileName): ((seed: number) => Workload) => {
  const read = readWorkloadFile(file);
  const base = read(1);
  let drawn: boolean | undefined;
  return (seed) => {
    if (seed === 1) return base;
    drawn ??= !sameRuns(base, read(2));
    return drawn ? read(seed) : resample(base, seed);
  };
};

const generatorSource = ({ generate, jobs = GENERATED_JOBS, capacity }: SourceTerms) =>
  generate === 'lublin'
    ? (seed: number): Workload => generateLublin({ jobs, nodes: capacity?.units ?? 128, seed })
    : (seed: number): Workload => generateHybrid({ jobs, seed });

/**
 * How to get the workload of a seed: what is made up or drawn differs, and a log is resampled in
 * blocks for other seeds than 1. Throws ARGUMENT_INVALID for what does not fit the workload, and
 * what reading it throws.
 */
export const openSource = (terms: SourceTerms): ((seed: number) => Workload) => {
  const { file, capacity, jobs, load, estimates } = terms;
  const read = file === undefined ? generatorSource(terms) : fileSource(file);
  return (seed) =>
    checked(() => {
      const whole = read(seed);
      const resized = capacity === undefined ? whole : withCapacity(whole, capacity);
      const first = jobs === undefined ? resized : head(resized, jobs);
      const { notes } = first;
      // what the flags ask for is said elsewhere
      return { ...withEstimates(scaleLoad(first, load), estimates, seed), notes };
    });
};
