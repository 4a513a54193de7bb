import { EXIT } from '../exit-codes.ts';
import type { Context } from './context.ts';

/** The first Ctrl-C ends `what` cleanly; the second one the program. */
export const interruptOnce =
  ({ io, err }: Context, what: string) =>
  (listener: () => void): (() => void) => {
    let presses = 0;
    return io.onInterrupt(() => {
      presses++;
      if (presses > 1) return io.exit(EXIT.interrupted);
      err.line(`ending the ${what}; press Ctrl-C again to exit at once`);
      listener();
    });
  };
