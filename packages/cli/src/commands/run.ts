import { basename } from 'node:path';
import {
  CIRCUIT_LIMITS,
  FAULTS,
  formatDuration,
  XdvError,
  type AnyEvent,
  type ResourceProfile,
  type Value,
} from '@xdv/domain-model';
import { PLACEMENTS, type PlacementKind } from '@xdv/scheduler/lab';
import { Option, type Command } from 'commander';
import { estimate, watchEngine } from '../engine-use.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { execute, type Executed, type ExecuteOptions } from '../execute.ts';
import { platformEntropy } from '../platform/entropy.ts';
import { commandName } from '../platform/home.ts';
import { workerProviders } from '../platform/parts.ts';
import { watchSolve } from '../phi-use.ts';
import { drawPlot } from '../plot/draw.ts';
import { checkPlotPlace } from '../plot/place.ts';
import { loadPolicies, policyFiles } from '../policy/load.ts';
import { InputError } from '../program/input-error.ts';
import { collectInput, type Inputs } from '../program/qasm.ts';
import type { FileName } from '../platform/file-name.ts';
import { readTask, refusedTask, type Task } from '../program/task.ts';
import { startProgress } from '../progress.ts';
import { engineToJson, printEstimate } from '../render/engine.ts';
import { collectSpans } from '../render/timeline-spans.ts';
import { explainFault, printRun, runToJson, type RunReport } from '../report.ts';
import type { WorkerProvider } from '../worker/proxy.ts';
import { decimal, integer, jsonValue, seedOrRandom, svgName } from './arguments.ts';
import { fileName, printJson, type Context } from './context.ts';
import { interruptOnce } from './interrupt.ts';
import { withQuietConsole } from './quiet-console.ts';

interface RunFlags {
  readonly seed: number | 'random';
  readonly shots?: number;
  readonly device?: string;
  readonly machine?: string;
  readonly input?: Inputs;
  readonly window?: number;
  readonly reads?: number;
  readonly oscillators?: number;
  readonly colours?: number;
  readonly args?: Value;
  readonly out?: string;
  readonly plot?: string;
  readonly policy?: string;
  readonly placement?: PlacementKind;
  readonly jobLimit?: number;
  readonly json?: true;
  readonly timeline: boolean;
  readonly estimate?: true;
  readonly explain?: true;
}

const EXAMPLES = `
Examples:
  $ xdv run examples/max-cut.ts              run a process module
  $ xdv run bell.qasm --shots 1000 --seed 7  run a circuit and count its outcomes
  $ xdv run G22.txt --window 400 --reads 20  cut a graph on the Φ machine
  $ xdv run ansatz.qasm --input theta=0.5    give a value to an input
  $ xdv run G22.txt --machine cim            cut it on another Φ machine
  $ xdv run graph.txt --plot out.svg         draw energy, oscillators and cut
  $ xdv run queens.col --colours 8           colour a graph
  $ xdv run vqe.ts --args '{"steps": 5}'     override arguments of a module
  $ xdv run vqe.ts --policy priority+sjf     who goes first where work competes
  $ xdv run bell.qasm --json | jq .result    the result as JSON
  $ xdv run bell.qasm --estimate             what a run would take, without running
  $ xdv run bell.qasm --explain              run, and say with which engine and why

The outcomes of an OpenQASM program have a column for each of its outputs: registers as digits,
numbers, angles and truth values as such. In a narrow terminal they are cut; --json has them whole
under outcomes, by name, in the order of result.counts.`;

/** Flags that mean nothing where nothing runs. */
const WITHOUT_RUN = ['explain', 'out', 'policy', 'placement', 'jobLimit', 'timeline'];

/** Modelled nanoseconds per tick: the kernel's default. */
const TICK_NS = 1000;

const resourcesOf = (providers: readonly WorkerProvider[]): readonly ResourceProfile[] =>
  providers.flatMap(({ profile }) => profile.resources);

/** The task that the file and the flags ask for. */
const read = (
  file: FileName,
  flags: RunFlags,
  cwd: string,
  providers: readonly WorkerProvider[],
): Promise<Task> =>
  readTask(file, { ...flags, windowUs: flags.window }, cwd, resourcesOf(providers));

/** What the file asks for, or the refusal in its place with what shows why. */
const prepare = async (
  file: FileName,
  flags: RunFlags,
  cwd: string,
  providers: readonly WorkerProvider[],
): Promise<{ readonly task: Task; readonly excerpts: readonly string[] }> => {
  try {
    return { task: await read(file, flags, cwd, providers), excerpts: [] };
  } catch (error) {
    // a wrong command leaves no trace: it would take the place of a good one
    if (!(error instanceof XdvError) || FAULTS[error.code].class === 'usage') throw error;
    const excerpts = error instanceof InputError ? error.excerpts : [];
    return { task: refusedTask(error.fault, file), excerpts };
  }
};

/** `bell.xdv` for `circuits/bell.qasm`, in the current folder. */
const defaultTrace = (name: string): string =>
  `${basename(name).replace(/(?<=.)\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, '')}.xdv`;

const show = (context: Context, report: RunReport, json: boolean): void => {
  const { out, err } = context;
  if (!json) return printRun(out, err, report);
  const { result } = report.run;
  if (!result.ok) explainFault(err, result.fault, report);
  printJson(context, runToJson(report));
};

/** What of a run is watched while it goes on. */
const watchRun = () => {
  const collector = collectSpans();
  let jobs = 0;
  return {
    spans: collector.spans,
    onEvent: (event: AnyEvent): void => {
      if (event.kind === 'job.started') jobs++;
      collector.add(event);
    },
    describe: (): string => {
      const { end } = collector.spans;
      if (end === 0) return 'reading';
      const started = `${jobs} ${jobs === 1 ? 'job' : 'jobs'} started`;
      return `${started}, ${formatDuration(end * TICK_NS)} modelled (Ctrl-C ends the run)`;
    },
  };
};

const estimateFile = async (context: Context, name: string, flags: RunFlags): Promise<number> => {
  const { io, out } = context;
  const providers = workerProviders();
  const task = await read(fileName(context, name), flags, io.cwd, providers);
  const use = await estimate(task, providers);
  if (flags.json) {
    const program = { name: task.program.name, ...task.identity };
    const { shots } = use.job;
    printJson(context, { ok: true, program, shots, engine: engineToJson(use) });
    return EXIT.ok;
  }
  out.line(out.style.dim(task.summary));
  out.line();
  printEstimate(out, use);
  out.line();
  out.line(out.style.dim('next: the same command without --estimate runs it'));
  return EXIT.ok;
};

/** Where the picture is to go, if there is to be one: nowhere that a file of the run is. */
const plotPlace = (
  context: Context,
  { plot }: RunFlags,
  others: readonly FileName[],
): FileName | undefined => {
  if (plot === undefined) return undefined;
  const place = fileName(context, plot);
  checkPlotPlace(place, others);
  return place;
};

/** What the flags say about who goes first. */
const readScheduling = async (
  context: Context,
  { policy, placement }: RunFlags,
): Promise<ExecuteOptions['scheduling']> => ({
  ...(policy === undefined ? {} : { policy: await loadPolicies(context, policy) }),
  ...(placement === undefined ? {} : { placement }),
});

const runFile = async (context: Context, name: string, flags: RunFlags): Promise<number> => {
  const { io, err } = context;
  const seed = flags.seed === 'random' ? platformEntropy.seed() : flags.seed;
  const file = fileName(context, name);
  const trace = fileName(context, flags.out ?? defaultTrace(name));
  const modules = flags.policy === undefined ? [] : policyFiles(context, flags.policy);
  const inputs = [file, ...modules];
  if (inputs.some(({ path }) => path === trace.path)) {
    throw new XdvError(wouldOverwrite(trace.name));
  }
  const place = plotPlace(context, flags, [...inputs, trace]);
  const scheduling = await readScheduling(context, flags);
  const { jobLimit: jobLimitMs } = flags;
  const direct = workerProviders(flags.oscillators);
  const watch = flags.explain ? watchEngine(direct) : undefined;
  const solves = watchSolve(watch?.providers ?? direct);
  const { providers } = solves;
  const { spans, onEvent, describe } = watchRun();
  const stopProgress = startProgress(io.stderr, err, describe);
  let excerpts: readonly string[];
  let executed: Executed;
  let plot: FileName | undefined;
  try {
    const prepared = await prepare(file, flags, io.cwd, providers);
    const onInterrupt = interruptOnce(context, 'run');
    const options = { seed, scheduling, jobLimitMs, trace, onEvent, onInterrupt };
    excerpts = prepared.excerpts;
    executed = await execute(prepared.task, file, providers, options);
    const resources = resourcesOf(providers);
    plot = await drawPlot(place, { executed, file, seed, resources, job: solves.job() });
  } finally {
    stopProgress();
  }
  const showTimeline = flags.timeline;
  const engine = watch?.use();
  const shown = { ...executed, seed, trace, plot, spans, showTimeline, excerpts, engine };
  const here = { tickNs: TICK_NS, command: commandName(io.cwd), cwd: io.cwd };
  show(context, { ...shown, ...here }, flags.json === true);
  return executed.run.result.ok ? EXIT.ok : exitCodeOf(executed.run.result.fault);
};

const wouldOverwrite = (name: string) =>
  ({
    code: 'ARGUMENT_INVALID',
    message: `the trace would overwrite ${name}`,
    hint: 'Name another file with --out',
  }) as const;

/** Adds `run`. */
export const addRun = (program: Command, context: Context, done: (code: number) => void): void => {
  program
    .command('run')
    .summary('run a process module, a circuit, a graph or another problem')
    .description(
      'Runs FILE on simulated Q and Φ hardware, records every event in a trace, and prints the ' +
        'result. FILE is a process module (.ts, .js), an OpenQASM 2 or 3 program, or a problem ' +
        'for a Φ machine: a graph (rudy, G-set, DIMACS .col), a QUBO (BiqMac, qbsolv, .coo, BQM ' +
        'JSON), a formula (DIMACS .cnf) or a tour (TSPLIB .tsp). All may be packed with gzip.',
    )
    .argument('<file>', 'what to run')
    .option('--seed <n>', 'seed of every random stream, or random', seedOrRandom, 1)
    .option('--shots <n>', 'shots of a circuit (1000)', integer(1, CIRCUIT_LIMITS.shotsMax))
    .option('--device <name>', 'Q device of a circuit (the first that is large enough)')
    .option('--machine <name>', 'Φ machine of a problem (the first that is large enough)')
    .option('--input <name=value>', 'the value of an input; may be repeated', collectInput)
    .option('--window <us>', 'coherence window of a read in µs (200 or less)', decimal(0.001, 1e9))
    .option('--reads <n>', 'reads of a problem on a Φ machine (10)', integer(1, 10_000))
    .option('--colours <n>', 'colour a graph with so many colours, not cut it', integer(1, 1000))
    .option('--oscillators <n>', 'size of the simulated Φ machines (4096)', integer(1, 100_000))
    .option('--args <json>', 'arguments of a module; fields replace those it exports', jsonValue)
    .option('--out <trace>', 'where the trace goes (the name of FILE with .xdv, here)')
    .option('--plot <svg>', 'draw the run of a graph or QUBO as an SVG picture', svgName)
    .option('--policy <names>', 'who goes first: fcfs, sjf, edf, priority+sjf, a module … (fcfs)')
    .addOption(
      new Option('--placement <kind>', 'how envelopes are placed (conservative)').choices(
        PLACEMENTS,
      ),
    )
    .option('--job-limit <ms>', 'real milliseconds a job may take', integer(1, 2 ** 31 - 1))
    .option('--timeline', 'draw the run over modelled time', true)
    .option('--no-timeline', 'leave the drawing out')
    .addOption(
      new Option('--estimate', 'say what a circuit would take, and do not run it').conflicts(
        WITHOUT_RUN,
      ),
    )
    .option('--explain', 'say which engine runs a circuit, and why')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: RunFlags) => {
      const perform = flags.estimate ? estimateFile : runFile;
      const work = (): Promise<number> => perform(context, name, flags);
      done(await (flags.json ? withQuietConsole(work) : work()));
    });
};
