import type { Context } from '../commands/context.ts';
import { commandName } from '../platform/home.ts';
import type { SimulateFlags } from './simulate.ts';

/** Words of a shell command; those with other characters than usual are quoted. */
export const shellText = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');

/** The command as it was typed. */
export const commandText = ({ io }: Context, argv: readonly string[]): string =>
  shellText([commandName(io.cwd), 'schedule', 'simulate', ...argv]);

/** What to add to the command: first to compare, then to draw, then to see whether it is luck. */
export const nextStep = ({ policy, placement, html, seeds }: SimulateFlags): string => {
  if (policy.length * placement.length === 1) {
    const others = policy[0] === 'sjf' ? 'sjf,fcfs' : `${policy[0]},sjf`;
    const { text } = placement[0]!;
    const places = text === 'strict' ? 'strict,easy' : `strict,${text}`;
    return shellText(['--policy', others, '--placement', places]) + ' to compare';
  }
  if (html === undefined) return '--html report.html for plots and a Gantt chart';
  return `--seeds ${seeds === 1 ? 10 : 2 * seeds} for ${seeds === 1 ? '' : 'narrower '}intervals`;
};
