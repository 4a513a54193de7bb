import { verifyTrace, nobleHasher } from '@xdv/replay';
import { replay, run, simulatedParts, type Program, type Run } from 'xdv-kernel';
import type { Present } from '@xdv/cli';

/** Runs an example on the simulators. */
export const runExample = async <A, T>(
  program: Program<A, T>,
  args: A,
  seed: number,
): Promise<Run<T>> => run(program, args, simulatedParts(), { seed });

/** The result of a run that must not fail. */
export const resultOf = <T>({ result }: Run<T>): T => {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code}: ${result.fault.message}`);
};

/** What holds of every run: the trace is intact, and the program replays to the same events. */
export const recordOf = async (
  program: Program<never, unknown>,
  { trace, head, events }: Run<unknown>,
): Promise<{ verified: boolean; same: boolean; complete: boolean }> => {
  const verification = verifyTrace(trace!, nobleHasher, { head });
  const replayed = await replay(program, trace!, simulatedParts());
  return {
    verified: verification.ok,
    same: replayed.same,
    complete: replayed.matched === events && replayed.head === head,
  };
};

export const GOOD_RECORD = { verified: true, same: true, complete: true };

/** The tools of the command line, as plain as can be: the facts count, not the layout. */
export const PLAIN_TOOLS: Parameters<Present>[1] = {
  heading: (text) => text,
  histogram: (rows) => rows.map(([name, count]) => `${name} ${count}`).join('\n'),
  table: (header, rows) => [header, ...rows].map((row) => row.join(' ')).join('\n'),
  sparkline: (values) => values.join(' '),
  duration: (ns) => `${ns} ns`,
  dim: (text) => text,
  strong: (text) => text,
  width: 80,
};
