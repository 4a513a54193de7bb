import yoctoSpinner from 'yocto-spinner';
import type { Output, Terminal } from './io.ts';

/** Shorter work is not worth a spinner. */
const DELAY_MS = 1000;
const REFRESH_MS = 200;

/**
 * Shows on a terminal, after a second, what `describe` says is going on; returns how to stop that.
 * Nothing is printed to a file or a pipe.
 */
export const startProgress = (
  stream: Terminal,
  { isTerminal }: Output,
  describe: () => string,
): (() => void) => {
  if (!isTerminal) return () => undefined;
  // signals are the run's own: the first Ctrl-C ends it cleanly
  const spinner = yoctoSpinner({ stream, handleSignals: false });
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
