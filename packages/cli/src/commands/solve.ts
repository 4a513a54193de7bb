import { formatDuration } from '@xdv/domain-model';
import type { Progress } from '@xdv/phi-provider-sim/engine';
import { Option, type Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { platformEntropy } from '../platform/entropy.ts';
import { commandName } from '../platform/home.ts';
import { platformTime } from '../platform/time.ts';
import { startProgress } from '../progress.ts';
import { readSolveTask } from '../solve/read.ts';
import { figure, printSolve, solveToJson } from '../solve/report.ts';
import { search, type Found, type SearchOptions } from '../solve/search.ts';
import { userProblem, type UserProblem } from '../solve/user-problem.ts';
import { decimal, integer, seedOrRandom, time } from './arguments.ts';
import { fileName, printJson, type Context } from './context.ts';
import { interruptOnce } from './interrupt.ts';

interface SolveFlags {
  readonly time: number;
  readonly work?: number;
  readonly target?: number;
  readonly colours?: number;
  readonly seed: number | 'random';
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ xdv solve G22.txt                        the largest cut found in ten seconds
  $ xdv solve G22.txt --target 13359         stop at a cut of 13359
  $ xdv solve bqp.sparse --time 2min         the least value of a QUBO
  $ xdv solve queens.col --colours 8         a colouring: the first one ends the search
  $ xdv solve t.cnf --work 100000 --seed 7   so many sweeps: the same answer everywhere
  $ xdv solve G22.txt --json | jq .result    the answer as JSON, as xdv run would have it

This is the engine alone, not a process: nothing is recorded, there is no trace to verify or to
replay. xdv run of the same file records a job on one machine. Time and Ctrl-C are attended to
between slices of work, which may last a second and more on large dense problems.`;

/** Where a search stands, for a line on a terminal. */
const watchSearch = ({ measure, valueOf }: UserProblem, startMs: number) => {
  let last: Progress | undefined;
  return {
    onProgress: (progress: Progress): void => {
      last = progress;
    },
    describe: (): string => {
      const tenths = Math.round((platformTime.nowMs() - startMs) / 100);
      const elapsed = formatDuration(tenths * 1e8);
      if (last === undefined) return `starting, ${elapsed}`;
      const best = `${measure} ${figure(valueOf(last.energy))}`;
      const alone = `machines alone ${figure(valueOf(last.machineEnergy))}`;
      return `${best}, ${alone}, ${elapsed} (Ctrl-C ends the search)`;
    },
  };
};

interface Searched {
  readonly found: Found;
  readonly realMs: number;
}

/** Searches within what the flags and the operator allow. */
const searchFor = async (
  context: Context,
  user: UserProblem,
  flags: SolveFlags,
  options: Pick<SearchOptions, 'seed' | 'target' | 'work'>,
): Promise<Searched> => {
  const { io, err } = context;
  const startMs = platformTime.nowMs();
  const endMs = flags.work === undefined ? startMs + flags.time : Infinity;
  let interrupted = false;
  const over: SearchOptions['over'] = () => {
    if (interrupted) return 'interrupted';
    return platformTime.nowMs() >= endMs ? 'time' : undefined;
  };
  const { onProgress, describe } = watchSearch(user, startMs);
  const stopProgress = startProgress(io.stderr, err, describe);
  const ignore = interruptOnce(context, 'search')(() => {
    interrupted = true;
  });
  const turn = (): Promise<void> => platformTime.turn();
  try {
    const found = await search(user, { ...options, over, turn, onProgress });
    return { found, realMs: platformTime.nowMs() - startMs };
  } finally {
    ignore();
    stopProgress();
  }
};

const solveFile = async (context: Context, name: string, flags: SolveFlags): Promise<number> => {
  const { io, out } = context;
  const { target, work, json } = flags;
  const seed = flags.seed === 'random' ? platformEntropy.seed() : flags.seed;
  const task = readSolveTask(fileName(context, name), flags);
  const user = userProblem(task.format, task.args);
  const searched = await searchFor(context, user, flags, { seed, target, work });
  const colours = flags.colours === undefined ? '' : ` --colours ${flags.colours}`;
  const next = `${commandName(io.cwd)} run ${name}${colours}`;
  const report = { task, user, seed, next, ...searched };
  if (json) printJson(context, solveToJson(report));
  else printSolve(out, report);
  return searched.found.stopped === 'interrupted' ? EXIT.interrupted : EXIT.ok;
};

/** Adds `solve`. */
export const addSolve = (
  program: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  program
    .command('solve')
    .summary('the best answer to a problem that can be found in some time')
    .description(
      'Searches for the best answer to the problem in FILE with the kinds of Φ machine that suit ' +
        'it and a polish of what they read out, and says what each of the two found. FILE is a ' +
        'problem as xdv run takes it: a graph, a QUBO, a formula or a tour. Ctrl-C ends the ' +
        'search with the best answer so far, and exit code 130.',
    )
    .argument('<file>', 'a problem')
    .addOption(
      new Option('--time <time>', 'real time of the search, such as 500ms or 2min')
        .argParser(time)
        .default(10_000, '10s'),
    )
    .addOption(
      new Option('--work <sweeps>', 'sweeps in place of a time: repeatable')
        .argParser(integer(1, 1e12))
        .conflicts('time'),
    )
    .option('--target <n>', 'stop at this cut, value, count or length', decimal(-1e15, 1e15))
    .option('--colours <n>', 'colour a graph with so many colours, not cut it', integer(1, 1000))
    .option('--seed <n>', 'seed of every random stream, or random', seedOrRandom, 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: SolveFlags) => done(await solveFile(context, name, flags)));
};
