import { XdvError } from '@xdv/domain-model';
import type { EstimateModel } from '@xdv/scheduler/lab';
import { fileName, printJson, type Context } from '../commands/context.ts';
import { interruptOnce } from '../commands/interrupt.ts';
import { EXIT } from '../exit-codes.ts';
import { platformTime } from '../platform/time.ts';
import { showNumber } from '../plot/style.ts';
import { policyFiles } from '../policy/load.ts';
import { startProgress } from '../progress.ts';
import type { Setting } from './facts.ts';
import { ticksOf, type CapacityFlag, type PlacementFlag, type SpanFlag } from './flags.ts';
import { reportToJson } from './json.ts';
import { nextStep } from './next-step.ts';
import {
  checkOutputs,
  keepsSchedules,
  placesOf,
  writeOutputs,
  type OutputFlags,
} from './outputs.ts';
import { checkPlaces, type Place } from './place.ts';
import { policyNamed } from './policies.ts';
import { checkRecorded, recordedRow } from './recorded.ts';
import { printReport, type Report } from './report.ts';
import { simulateCases, type Case, type Seeded, type Standing } from './run.ts';
import { openSource, type GeneratorName } from './source.ts';
import { wrongCommand } from './wrong-command.ts';

/** The flags of the command. */
export interface SimulateFlags extends OutputFlags {
  readonly workload?: string;
  readonly generate?: GeneratorName;
  readonly jobs?: number;
  readonly capacity?: CapacityFlag;
  readonly load: number;
  readonly estimates: EstimateModel;
  readonly policy: readonly string[];
  readonly placement: readonly PlacementFlag[];
  readonly aging?: SpanFlag;
  readonly tau: SpanFlag;
  readonly seed: number;
  readonly seeds: number;
  readonly recorded?: true;
  readonly json?: true;
}

/** Every policy under every placement: placements outside, in the order of the flags. */
const casesOf = async (context: Context, flags: SimulateFlags): Promise<readonly Case[]> => {
  const policies: Pick<Case, 'label' | 'policy'>[] = [];
  for (const label of flags.policy) {
    policies.push({ label, policy: await policyNamed(context, label) });
  }
  const cases: Case[] = [];
  for (const { text, kind, backfill } of flags.placement) {
    const second = backfill === undefined ? {} : { backfill: await policyNamed(context, backfill) };
    const placement = { text, kind, ...second };
    cases.push(...policies.map((one) => ({ ...one, placement })));
  }
  return cases;
};

const settingOf = (flags: SimulateFlags, tickNs: number): Setting => {
  const { load, estimates, aging, tau, seed, seeds } = flags;
  const agingTicks = aging === undefined ? Infinity : ticksOf(aging, tickNs);
  const boundTicks = ticksOf(tau, tickNs);
  const least = 'Name a span of a tick or more';
  if (agingTicks < 1) throw wrongCommand('--aging is less than a tick of the workload', least);
  if (boundTicks < 1) throw wrongCommand('--tau is less than a tick of the workload', least);
  return { load, estimates, agingTicks, boundTicks, seed, seeds };
};

/** How to get the workload of a seed; that of the first one is there already. */
const openWorkloads = (context: Context, flags: SimulateFlags) => {
  const { workload, generate, jobs, capacity, load, estimates, seed, seeds } = flags;
  if (workload === undefined && generate === undefined) {
    const hint = 'Name a file with --workload, or use --generate lublin';
    throw wrongCommand('no workload is named', hint);
  }
  const file = workload === undefined ? undefined : fileName(context, workload);
  const source = openSource({ file, generate, jobs, capacity, load, estimates });
  const first = source(seed);
  if (first.jobs.length === 0) {
    throw new XdvError({
      code: 'WORKLOAD_SYNTAX',
      message: `${first.name}: there is no job in it that can be simulated`,
      hint: first.notes.join('; ') || 'Name another workload',
    });
  }
  function* seeded(): Generator<Seeded> {
    yield { seed, workload: first };
    for (let k = 1; k < seeds; k++) yield { seed: seed + k, workload: source(seed + k) };
  }
  return { first, seeded: seeded() };
};

const describe = (standing: Standing | undefined): string => {
  if (standing === undefined) return 'reading';
  const { of, done, total, ended, jobs } = standing;
  const share = Math.floor((100 * ended) / Math.max(1, jobs));
  const which = total === 1 ? '' : `${done + 1} of ${total}: `;
  const what = `${of.label} ${of.placement.text}, ${share} % of ${showNumber(jobs)} jobs`;
  return `${which}${what} (Ctrl-C ends it)`;
};

/** What is asked for besides what the flags say. */
interface Task {
  readonly cases: readonly Case[];
  readonly places: readonly Place[];
  /** The command as it was typed. */
  readonly again: string;
}

/** Simulates and writes, with progress on a terminal, until all is done or Ctrl-C is pressed. */
const perform = async (context: Context, flags: SimulateFlags, task: Task): Promise<Report> => {
  const { io, err } = context;
  const { cases, places, again } = task;
  let standing: Standing | undefined;
  let pressed = false;
  const startMs = platformTime.nowMs();
  // Ctrl-C ends the program at once until there is something to lose
  const { first, seeded } = openWorkloads(context, flags);
  const stopProgress = startProgress(io.stderr, err, () => describe(standing));
  const ignore = interruptOnce(context, 'simulation')(() => {
    pressed = true;
  });
  try {
    const setting = settingOf(flags, first.tickNs);
    const recorded = flags.recorded ? [recordedRow(first, setting.boundTicks)] : [];
    const keep = keepsSchedules(flags) || (cases.length === 1 && flags.seeds === 1);
    const plan = { cases, seeded, seeds: flags.seeds, terms: setting, keep };
    const { results, interrupted } = await simulateCases(plan, {
      time: platformTime,
      over: () => pressed,
      onStanding: (at) => {
        standing = at;
      },
    });
    const report: Report = {
      workload: first,
      results: [...results, ...recorded],
      setting,
      notes: first.notes,
      written: interrupted ? [] : places,
      interrupted,
      realMs: platformTime.nowMs() - startMs,
      next: nextStep(flags),
    };
    if (!interrupted) await writeOutputs(places, report, flags, again);
    return report;
  } finally {
    ignore();
    stopProgress();
  }
};

/**
 * Simulates what the flags ask for and says what came of it; `again` is the command as it was
 * typed. Gives the exit code. Throws what reading workload and policies throws, and
 * ARGUMENT_INVALID for what does not fit together, before any work is lost.
 */
export const simulateCommand = async (
  context: Context,
  flags: SimulateFlags,
  again: string,
): Promise<number> => {
  const { workload, policy, json } = flags;
  const orders = [...policy, ...flags.placement.flatMap(({ backfill }) => backfill ?? [])];
  const modules = orders.flatMap((order) => policyFiles(context, order));
  const places = placesOf(context, flags);
  checkPlaces(places, workload === undefined ? modules : [fileName(context, workload), ...modules]);
  checkOutputs(flags);
  checkRecorded(flags);
  const cases = await casesOf(context, flags);
  const report = await perform(context, flags, { cases, places, again });
  const code = report.interrupted ? EXIT.interrupted : EXIT.ok;
  if (report.results.length > 0) {
    if (json) printJson(context, reportToJson(report));
    else printReport(context.out, report);
    return code;
  }
  if (json) printJson(context, { ok: true, rows: [], stopped: 'interrupted' });
  else context.out.line('stopped by Ctrl-C before a simulation was over');
  return code;
};
