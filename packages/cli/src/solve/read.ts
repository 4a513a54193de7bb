import { XdvError } from '@xdv/domain-model';
import type { FileName } from '../platform/file-name.ts';
import { formatOf } from '../program/format.ts';
import { readProblemFile, type ReadProblem } from '../program/problem-task.ts';
import { KIND_NAMES, kindOf } from '../program/task.ts';
import type { ProblemKind } from './user-problem.ts';

export interface SolveTask extends ReadProblem {
  readonly format: ProblemKind;
}

/** What was asked for, as far as it has to fit the file. */
export interface SolveTerms {
  readonly colours?: number | undefined;
  readonly target?: number | undefined;
}

const wrong = (message: string, hint: string): XdvError =>
  new XdvError({ code: 'ARGUMENT_INVALID', message, hint });

/** Reads a problem as `run` does. Throws ARGUMENT_INVALID for what is none, or terms unfit. */
export const readSolveTask = (file: FileName, { colours, target }: SolveTerms): SolveTask => {
  const { path, name } = file;
  const format = formatOf(path, name);
  const kind = kindOf(format, { colours });
  if (format === 'module' || format === 'qasm' || kind === 'module' || kind === 'qasm') {
    throw wrong(`${name} is ${KIND_NAMES[kind]}, not a problem`, 'Run it with xdv run');
  }
  if (colours !== undefined && kind !== 'colouring') {
    const message = `--colours does not apply to ${name}, which is ${KIND_NAMES[kind]}`;
    throw wrong(message, 'Leave it out: graphs alone are coloured');
  }
  if (target !== undefined && kind === 'colouring') {
    const message = `--target does not apply to ${name}, which is ${KIND_NAMES[kind]}`;
    throw wrong(message, 'Leave it out: the search ends with the first colouring');
  }
  return { format: kind, ...readProblemFile(file, format, colours) };
};
