import { Argument, Option, type Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import {
  capacity,
  estimates,
  fileEnding,
  names,
  placements,
  span,
} from '../schedule/flags.ts';
import { generateCommand, type GenerateFlags } from '../schedule/generate.ts';
import { commandText } from '../schedule/next-step.ts';
import { simulateCommand, type SimulateFlags } from '../schedule/simulate.ts';
import { GENERATED_JOBS, GENERATORS, type GeneratorName } from '../schedule/source.ts';
import { decimal, integer, svgName } from './arguments.ts';
import type { Context } from './context.ts';
import { withQuietConsole } from './quiet-console.ts';
import { addWhatIf } from './what-if.ts';

type Done = (code: number) => void;

const EXAMPLES = `
Examples:
  $ xdv schedule simulate --workload log.swf                     one policy, one placement
  $ xdv schedule simulate --workload log.swf.gz --policy fcfs,sjf,saf --placement strict,easy
  $ xdv schedule simulate --workload log.swf --load 1.5 --estimates perfect --policy sjf
  $ xdv schedule simulate --workload jobs.csv --policy fcfs,fair --html report.html
  $ xdv schedule simulate --generate lublin --jobs 10000 --capacity 256 --policy fcfs,sjf
  $ xdv schedule simulate --generate hybrid --policy fcfs,edf,fidelity+sjf --seeds 10
  $ xdv schedule simulate --workload lab.json --gantt day.svg --from 2h --to 6h
  $ xdv schedule simulate --workload lab.json --policy ./mine.ts,sjf --json | jq .rows

Workloads: .swf (Standard Workload Format), .csv (log of a quantum cloud) or .json (our own, with
resources in K, Q and Φ); each may be packed (.gz). Without a known ending the content decides.

Policies: xdv policy list names them; where the first of a+b weighs alike, the next one decides.
With easy:sjf the policy says for whom a place is reserved, and sjf who may start before that one.

Columns: wait and slow-down are means over the jobs that ran, 95 % is what 95 % of them do not
exceed; the slow-down is bounded: max(1, (wait + run) / max(run, tau)). busy is the share of unit
time that was held; missed the share of deadlines; Jain the fairness of slow-downs among tenants,
1 if all fare alike. What does not apply is left out; --json has everything.

Seed 1 is the workload as it is. With other seeds, what is generated or drawn differs, and a log is
resampled in blocks of jobs; all rows see the same workloads, so their differences are paired.
Plots, charts and files are of the first seed.`;

const GENERATE_EXAMPLES = `
Examples:
  $ xdv schedule generate lublin --jobs 10000 --capacity 256 --out lublin.json
  $ xdv schedule generate hybrid --seed 7 --out centre.json`;

const GROUP_EXAMPLES = `
Examples:
  $ xdv schedule simulate --workload examples/workloads/hybrid-lab.json
  $ xdv schedule generate hybrid --jobs 2000 --out centre.json
  $ xdv schedule what-if max-cut.xdv --policy sjf
  $ xdv policy list`;

const addInputs = (command: Command): Command =>
  command
    .addOption(
      new Option('--workload <file>', 'a log or a workload: .swf, .csv or .json').conflicts(
        'generate',
      ),
    )
    .addOption(
      new Option('--generate <model>', 'make a workload up in place of a file').choices(GENERATORS),
    )
    .option(
      '--jobs <n>',
      `the first n jobs; how many to make up (${GENERATED_JOBS})`,
      integer(1, 4_000_000),
    )
    .option('--capacity <units>', 'units of the machine, or NAME=UNITS of a resource', capacity)
    .option('--load <x>', 'load: submit times are divided by it', decimal(1e-6, 1e6), 1)
    .addOption(
      new Option('--estimates <what>', 'perfect, recorded, or F: run times × [1, F], drawn')
        .argParser(estimates)
        .default({ kind: 'recorded' }, 'recorded'),
    );

const addTerms = (command: Command): Command =>
  command
    .addOption(
      new Option('--policy <names>', 'policies, or modules such as ./mine.ts; also a+b')
        .argParser(names)
        .default(['fcfs'], 'fcfs'),
    )
    .addOption(
      new Option('--placement <kinds>', 'strict, easy, easy:POLICY, conservative, or all')
        .argParser(placements)
        .default(placements('easy'), 'easy'),
    )
    .option('--aging <span>', 'who waits gains with every such span: 1h, or ticks', span)
    .addOption(
      new Option('--tau <span>', 'run time under which the slow-down is bounded')
        .argParser(span)
        .default({ value: 10, unitNs: 1e9 }, '10s'),
    )
    .option('--recorded', 'a row with what a log says happened')
    .option('--seed <n>', 'the first seed', integer(0, 2 ** 31), 1)
    .option('--seeds <n>', 'how many seeds: figures get confidence intervals', integer(1, 1000), 1);

const addFiles = (command: Command): Command =>
  command
    .option('--plot <svg>', 'draw distributions, utilization and queue', svgName)
    .option('--gantt <svg>', 'draw who ran where and when', svgName)
    .option('--from <span>', 'begin of the Gantt chart: 2h, or a tick', span)
    .option('--to <span>', 'end of the Gantt chart', span)
    .option(
      '--html <file>',
      'a page with table, plots and Gantt chart',
      fileEnding('a page', '.html', '.htm'),
    )
    .option('--csv <file>', 'every job as a line', fileEnding('a CSV file', '.csv'))
    .option('--perfetto <file>', 'a trace for ui.perfetto.dev', fileEnding('a trace', '.json'))
    .option('--json', 'print one JSON document');

const addSimulate = (parent: Command, context: Context, done: Done): void => {
  const simulate = parent
    .command('simulate')
    .summary('simulate a workload, and compare policies')
    .description(
      'Simulates how the jobs of a workload are scheduled on its resources, under every policy ' +
        'and placement named, and says how they fare: waiting, slow-down, utilization, ' +
        'deadlines, fairness, and what waiting costs in fidelity. Ctrl-C ends it with what is ' +
        'done, and exit code 130.',
    );
  addFiles(addTerms(addInputs(simulate)))
    .addHelpText('after', EXAMPLES)
    .action(async (flags: SimulateFlags, command: Command) => {
      const argv = command.parent?.parent?.args ?? [];
      const again = commandText(context, argv.slice(2));
      const work = (): Promise<number> => simulateCommand(context, flags, again);
      done(await (flags.json ? withQuietConsole(work) : work()));
    });
};

const addGenerate = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('generate')
    .summary('make a workload up and write it to a file')
    .description(
      'Writes a workload of a model in the JSON format of XDV: lublin is the model of parallel ' +
        'jobs by Lublin and Feitelson (2003), hybrid a centre with resources in K, Q and Φ. The ' +
        'same options and seed give the same file.',
    )
    .addArgument(new Argument('<model>', 'what to make up').choices(GENERATORS))
    .requiredOption('--out <file>', 'where it goes', fileEnding('a workload', '.json'))
    .option('--jobs <n>', `how many jobs (${GENERATED_JOBS})`, integer(1, 4_000_000))
    .option('--capacity <units>', 'units of the machine, or NAME=UNITS of a resource', capacity)
    .option('--seed <n>', 'seed of every random stream', integer(0, 2 ** 31), 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', GENERATE_EXAMPLES)
    .action((model: GeneratorName, flags: GenerateFlags) => {
      generateCommand(context, model, flags);
      done(EXIT.ok);
    });
};

/** Adds `schedule`. */
export const addSchedule = (program: Command, context: Context, done: Done): void => {
  const schedule = program
    .command('schedule')
    .summary('study how jobs wait, under policies and placements')
    .description(
      'A laboratory for scheduling: simulates logs and models of jobs in K, Q and Φ, compares ' +
        'policies and placements, and says what another policy would have made of a recorded run.',
    )
    .addHelpText('after', GROUP_EXAMPLES);
  addSimulate(schedule, context, done);
  addGenerate(schedule, context, done);
  addWhatIf(schedule, context, done);
};
