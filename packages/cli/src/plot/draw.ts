import { invariant, type PhiSolve, type ResourceProfile } from '@xdv/domain-model';
import type { Executed } from '../execute.ts';
import type { FileName } from '../platform/file-name.ts';
import { writePlot } from './place.ts';

/** A run, and what was seen of it, to be drawn. */
export interface PlotSource {
  readonly executed: Executed;
  /** What was run. */
  readonly file: FileName;
  readonly seed: number;
  /** The problem that a Φ machine was given; null if it did not come to that. */
  readonly job: PhiSolve | null;
  readonly resources: readonly ResourceProfile[];
}

/**
 * Draws a run to `place` and returns it; undefined for no place and for a run that failed. The
 * chart library is loaded here, so that no other command pays for it. Throws ARGUMENT_INVALID for a
 * place that cannot be written.
 */
export const drawPlot = async (
  place: FileName | undefined,
  { executed, file, seed, job, resources }: PlotSource,
): Promise<FileName | undefined> => {
  const { task, run } = executed;
  if (place === undefined || !run.result.ok) return undefined;
  const machine = resources.find(({ name, domain }) => domain === 'Phi' && name === job?.resource);
  invariant(job !== null && machine?.domain === 'Phi', 'a problem was solved on no Φ machine');
  const { pictureOf } = await import('./of-run.ts');
  const { renderPicture } = await import('./picture.ts');
  const result = run.result.value;
  const picture = pictureOf({ task, result, job, machine, name: file.name, seed });
  writePlot(place, renderPicture(picture));
  return place;
};
