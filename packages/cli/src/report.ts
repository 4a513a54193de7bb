import { formatDuration, type Fault } from '@xdv/domain-model';
import type { JobTiming, Run } from 'xdv-kernel';
import type { QasmResult } from './builtin/qasm.ts';
import type { EngineUse } from './engine-use.ts';
import type { Executed } from './execute.ts';
import type { Output } from './io.ts';
import type { FileName } from './platform/file-name.ts';
import type { Task } from './program/task.ts';
import { engineSentence, engineToJson } from './render/engine.ts';
import { faultToJson, printFault, type FaultDetails } from './render/fault.ts';
import { outcomesToJson } from './render/outcome.ts';
import { resultText } from './render/result.ts';
import { renderSpans } from './render/timeline.ts';
import type { Spans } from './render/timeline-spans.ts';

/** What a report on a run is made of. */
export interface RunReport extends Executed {
  readonly seed: number;
  readonly tickNs: number;
  readonly trace: FileName;
  /** Where the run is drawn, if it is. */
  readonly plot: FileName | undefined;
  readonly spans: Spans;
  readonly showTimeline: boolean;
  /** How to type this command. */
  readonly command: string;
  readonly cwd: string;
  /** Pieces of a refused input. */
  readonly excerpts: readonly string[];
  /** Which engine ran the circuit, if that was asked for; null if it came to none. */
  readonly engine: EngineUse | null | undefined;
}

/** Real milliseconds during which a provider had work: the union of its jobs' times. */
const busyMs = (timings: readonly JobTiming[], provider: string): number => {
  const own = timings.filter((timing) => timing.provider === provider);
  let busy = 0;
  let until = -Infinity;
  for (const { startMs, endMs } of own.toSorted((a, b) => a.startMs - b.startMs)) {
    busy += Math.max(0, endMs - Math.max(startMs, until));
    until = Math.max(until, endMs);
  }
  return busy;
};

const milliseconds = (ms: number): string => formatDuration(Math.round(ms * 1e6));

/** Real time as a whole and per provider; together more than the whole means they overlapped. */
const realText = ({ realMs, run: { timings } }: RunReport): string => {
  const ids = [...new Set(timings.map(({ provider }) => provider))].sort();
  const parts = ids.map((id) => `${id} ${milliseconds(Math.round(busyMs(timings, id)))}`);
  const whole = `real ${milliseconds(Math.round(realMs))}`;
  return parts.length > 0 ? `${whole} (${parts.join(', ')})` : whole;
};

const showResult = (out: Output, err: Output, task: Task, run: Run<unknown>): void => {
  if (!run.result.ok) return;
  let text: string | undefined;
  try {
    text = resultText(task, run.result.value as never, out);
  } catch (error) {
    err.line(`warning: present of the module failed: ${String(error)}`);
    text = resultText({ ...task, present: undefined }, run.result.value as never, out);
  }
  if (text !== undefined) out.line(`${text.trimEnd()}\n`);
};

const faultDetails = ({ run: { faults }, excerpts, cwd, task }: RunReport): FaultDetails => ({
  // the first process is the last to fail; where its fault began says more than where it ended
  place: task.format === 'module' ? faults[0]?.place : undefined,
  excerpts,
  cwd,
});

/** Prints why a run failed, with what this command can do about it. */
export const explainFault = (err: Output, fault: Fault, report: RunReport): void => {
  printFault(err, fault, faultDetails(report));
  if (fault.code === 'PROBLEM_TOO_LARGE') {
    err.line(`${err.style.bold('hint')}: --oscillators N simulates a machine of that size`);
  }
};

/** Prints a run for people: the result on stdout, faults on stderr. */
export const printRun = (out: Output, err: Output, report: RunReport): void => {
  const { task, run, seed, tickNs, trace, command, spans } = report;
  const { style, width, unicode } = out;
  out.line(style.dim(`${task.summary}, seed ${seed}`));
  if (report.engine) out.line(engineSentence(report.engine));
  out.line();
  showResult(out, err, task, run);
  if (report.showTimeline && task.format !== 'refused') {
    out.line(`${renderSpans(spans, { tickNs, width, style, unicode })}\n`);
  }
  const modelled = `modelled ${formatDuration(run.ticks * tickNs)}`;
  out.line([modelled, realText(report), `${run.events} events`].join(' · '));
  out.line(`trace ${trace.name}`);
  if (report.plot) out.line(`plot  ${report.plot.name}`);
  out.line(`head  ${run.head}`);
  if (!run.result.ok) explainFault(err, run.result.fault, report);
  out.line();
  out.line(style.dim(`next: ${command} replay ${trace.name}`));
  out.line(style.dim(`      ${command} trace ${trace.name} --timeline`));
};

/** What the counts of an OpenQASM program mean, beside the result as the trace has it. */
const meaningToJson = ({ meaning }: Task, result: unknown) => {
  const outcomes = meaning && outcomesToJson(meaning, (result as QasmResult).counts);
  return outcomes && { outcomes };
};

const outcomeToJson = (report: RunReport): Readonly<Record<string, unknown>> => {
  const { run, task } = report;
  const { result } = run;
  if (result.ok) return { ok: true, result: result.value, ...meaningToJson(task, result.value) };
  return { ok: false, fault: faultToJson(result.fault, faultDetails(report)) };
};

/** Real times in milliseconds from the start of the run, to a microsecond. */
const realToJson = ({ run: { timings }, startMs, realMs }: RunReport) => {
  const round = (ms: number): number => Math.round(ms * 1000) / 1000;
  const jobs = timings.map((timing) => ({
    ...timing,
    startMs: round(timing.startMs - startMs),
    endMs: round(timing.endMs - startMs),
  }));
  return { ms: round(realMs), jobs };
};

/** A run as one JSON document. What differs from run to run is under `real`. */
export const runToJson = (report: RunReport): Readonly<Record<string, unknown>> => {
  const { task, run, seed, tickNs, trace, engine } = report;
  return {
    ...outcomeToJson(report),
    program: { name: task.program.name, ...task.identity },
    ...(task.labels ? { variables: task.labels } : {}),
    ...(task.best ? { bestKnown: task.best } : {}),
    ...(engine === undefined ? {} : { engine: engine && engineToJson(engine) }),
    seed,
    modelledNs: run.ticks * tickNs,
    ticks: run.ticks,
    events: run.events,
    head: run.head,
    trace: trace.name,
    ...(report.plot && { plot: report.plot.name }),
    real: realToJson(report),
  };
};

/** A fault outside of any run as JSON. */
export const refusalToJson = (
  fault: Fault,
  details: FaultDetails,
): Readonly<Record<string, unknown>> => ({ ok: false, fault: faultToJson(fault, details) });
