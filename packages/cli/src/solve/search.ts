import { unwrap } from '@xdv/domain-model';
import { createSolver, type Progress, type Solution } from '@xdv/phi-provider-sim/engine';
import type { Standing, UserProblem } from './user-problem.ts';

/** Why a search ended. */
export type Stop = 'optimum' | 'target' | 'time' | 'work' | 'interrupted';

export interface SearchOptions {
  readonly seed: number;
  /** Sweeps. */
  readonly work?: number | undefined;
  /** In the user's terms. */
  readonly target?: number | undefined;
  /** Why it is to end now; undefined while it may go on. */
  readonly over: () => 'time' | 'interrupted' | undefined;
  /** Lets signals and timers be heard between two slices of work. */
  readonly turn: () => Promise<void>;
  readonly onProgress: (progress: Progress) => void;
}

export interface Found extends Standing {
  readonly solution: Solution;
  readonly stopped: Stop;
}

const reaches = ({ sense }: UserProblem, value: number, aim: number | undefined): boolean =>
  aim !== undefined && (sense === 'maximize' ? value >= aim : value <= aim);

/** Whether a value ends the search, and why. */
const endedBy = (
  user: UserProblem,
  value: number | null,
  target: number | undefined,
): Stop | undefined => {
  if (value === null) return undefined;
  if (reaches(user, value, user.optimum)) return 'optimum';
  return reaches(user, value, target) ? 'target' : undefined;
};

/**
 * Searches slice by slice until the optimum or the target is there, the work is done, or it is
 * over. Aims are compared with decoded states: a low energy may belong to what is no solution.
 * Throws XdvError with the fault of a problem that the engine refuses.
 */
export const search = async (user: UserProblem, options: SearchOptions): Promise<Found> => {
  const { seed, work, target, over, turn } = options;
  let bettered = false;
  const onProgress = (progress: Progress): void => {
    bettered = true;
    options.onProgress(progress);
  };
  const until = (): boolean => over() !== undefined;
  const bound = work === undefined ? {} : { work };
  await turn();
  const solver = unwrap(createSolver(user.problem, { seed, until, onProgress, ...bound }));
  const arrived = (): Stop | undefined => {
    if (!bettered) return undefined;
    bettered = false;
    return endedBy(user, user.read([solver.solution().spins]).value, target);
  };
  let stopped = arrived();
  while (stopped === undefined) {
    await turn();
    const goesOn = solver.step();
    stopped = arrived() ?? (goesOn ? undefined : (over() ?? 'work'));
  }
  const solution = solver.solution();
  return { ...user.read([solution.spins, ...solution.elite]), solution, stopped };
};
