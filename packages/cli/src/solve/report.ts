import { formatDuration } from '@xdv/domain-model';
import type { Output } from '../io.ts';
import { answerText } from '../render/result.ts';
import type { SolveTask } from './read.ts';
import type { Found, Stop } from './search.ts';
import type { UserProblem } from './user-problem.ts';

/** What a report on a search is made of. */
export interface SolveReport {
  readonly task: SolveTask;
  readonly user: UserProblem;
  readonly found: Found;
  readonly seed: number;
  readonly realMs: number;
  /** How to run the same file as a process. */
  readonly next: string;
}

const STOPPED: Readonly<Record<Stop, string>> = {
  optimum: 'stopped: nothing is better',
  target: 'stopped at the target',
  time: 'stopped: time is up',
  work: 'stopped: the work is done',
  interrupted: 'stopped by Ctrl-C',
};

/** Without what sums of fractions leave behind. */
export const figure = (value: number): number => Number(value.toPrecision(12));

/** What the machines found by themselves, and the rest of the way. */
const shares = ({ user, found: { solution } }: SolveReport) => {
  const machine = figure(user.valueOf(solution.machine.energy));
  const whole = figure(user.valueOf(solution.energy));
  return { machine, gain: figure(Math.abs(whole - machine)) };
};

const machineText = (report: SolveReport): string => {
  const { user, found } = report;
  const { kind, count, reads } = found.solution.machine;
  const { machine, gain } = shares(report);
  const rounds = `${kind}, ${count} ${count === 1 ? 'round' : 'rounds'}, ${reads} reads`;
  const verb = user.sense === 'maximize' ? 'added' : 'took off';
  return `machines alone: ${user.measure} ${machine} (${rounds}); polish ${verb} ${gain}`;
};

/** How far below the best known; undefined where nothing is known. */
const gapOf = ({ task: { best }, found: { value } }: SolveReport): number | undefined =>
  best && value !== null ? best.cut - value : undefined;

/** Prints a search for people. */
export const printSolve = (out: Output, report: SolveReport): void => {
  const { task, found, seed, realMs, next } = report;
  const { solution, result, stopped } = found;
  const gap = gapOf(report);
  out.line(out.style.dim(`${task.summary}, seed ${seed}`));
  out.line();
  out.line(answerText(task, result, out));
  if (gap !== undefined) out.line(`gap to the best known: ${gap}`);
  out.line(machineText(report));
  out.line();
  const real = `real ${formatDuration(Math.round(realMs) * 1e6)}`;
  out.line([STOPPED[stopped], `${Math.round(solution.work)} sweeps`, real].join(' · '));
  out.line();
  out.line(out.style.dim(`next: ${next}   a job on one machine, with a trace`));
};

/** A search as one JSON document. What differs from run to run is under `real`. */
export const solveToJson = (report: SolveReport): Readonly<Record<string, unknown>> => {
  const { task, user, found, seed, realMs } = report;
  const { result, value, stopped, solution } = found;
  const { energy, machine, polished, work } = solution;
  const gap = gapOf(report);
  return {
    ok: true,
    result,
    problem: task.format,
    ...(task.labels && { variables: task.labels }),
    ...(task.best && { bestKnown: task.best, gap }),
    value,
    measure: user.measure,
    energy,
    machine: { value: shares(report).machine, ...machine },
    polished,
    sweeps: work,
    seed,
    stopped,
    real: { ms: Math.round(realMs * 1000) / 1000 },
  };
};
