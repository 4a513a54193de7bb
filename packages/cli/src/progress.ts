import { formatDuration } from '@xdv/domain-model';
import yoctoSpinner from 'yocto-spinner';
import type { Output, Terminal } from './io.ts';

/** Shorter work is not worth a spinner. */
const DELAY_MS = 1000;
const REFRESH_MS = 200;

/** What is known about a run while it goes on. */
export interface ProgressSource {
  readonly jobs: number;
  readonly modelledNs: number;
}

/**
 * Shows on a terminal, after a second, that something happens; returns how to stop that. Nothing is
 * printed to a file or a pipe.
 */
export const startProgress = (
  stream: Terminal,
  { isTerminal }: Output,
  look: () => ProgressSource,
): (() => void) => {
  if (!isTerminal) return () => undefined;
  // signals are the run's own: the first Ctrl-C ends it cleanly
  const spinner = yoctoSpinner({ stream, handleSignals: false });
  const describe = (): string => {
    const { jobs, modelledNs } = look();
    const done = `${jobs} ${jobs === 1 ? 'job' : 'jobs'} started`;
    return `running: ${done}, ${formatDuration(modelledNs)} modelled (Ctrl-C ends the run)`;
  };
  let refresh: NodeJS.Timeout | undefined;
  const begin = setTimeout(() => {
    spinner.start(describe());
    refresh = setInterval(() => {
      spinner.text = describe();
    }, REFRESH_MS);
  }, DELAY_MS);
  return () => {
    clearTimeout(begin);
    clearInterval(refresh);
    spinner.stop();
  };
};
