import { writeWorkload } from '@xdv/scheduler/lab';
import { fileName, printJson, type Context } from '../commands/context.ts';
import { workloadText } from './facts.ts';
import type { CapacityFlag } from './flags.ts';
import { commandText } from './next-step.ts';
import { checkPlaces, writePlace } from './place.ts';
import { openSource, type GeneratorName } from './source.ts';

/** The flags of the command. */
export interface GenerateFlags {
  readonly jobs?: number;
  readonly capacity?: CapacityFlag;
  readonly seed: number;
  readonly out: string;
  readonly json?: true;
}

/** Makes a workload up, writes it as JSON, and says what it is. */
export const generateCommand = (
  context: Context,
  generate: GeneratorName,
  flags: GenerateFlags,
): void => {
  const { out } = context;
  const { jobs, capacity, seed, json } = flags;
  const place = { ...fileName(context, flags.out), flag: '--out' };
  checkPlaces([place], []);
  const estimates = { kind: 'recorded' } as const;
  const source = openSource({ file: undefined, generate, jobs, capacity, load: 1, estimates });
  const workload = source(seed);
  writePlace(place, [writeWorkload(workload)]);
  const { name } = workload;
  if (json) {
    printJson(context, { ok: true, name, jobs: workload.jobs.length, seed, file: flags.out });
    return;
  }
  out.line(workloadText(workload));
  out.line();
  const next = commandText(context, ['--workload', flags.out]);
  out.line(out.style.dim(`next: ${next}`));
};
