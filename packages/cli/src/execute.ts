import { XdvError, type AnyEvent } from '@xdv/domain-model';
import { run, type KernelOptions, type KernelParts, type Run } from 'xdv-kernel';
import { platformParts } from './platform/parts.ts';
import { platformTime } from './platform/time.ts';
import { createTraceFile } from './platform/trace-file.ts';
import type { FileName } from './platform/file-name.ts';
import { refusedTask, type Task } from './program/task.ts';
import type { WorkerProvider } from './worker/proxy.ts';

export interface ExecuteOptions {
  readonly seed: number;
  /** Who goes first, and how envelopes are placed: the kernel's defaults where nothing is said. */
  readonly scheduling: Pick<KernelOptions, 'policy' | 'placement'>;
  readonly jobLimitMs?: number | undefined;
  readonly trace: FileName;
  readonly onEvent: (event: AnyEvent) => void;
  /** Calls its listener when the operator wants the run to end. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** A run that has ended, and how long it took. */
export interface Executed {
  readonly task: Task;
  readonly run: Run<unknown>;
  /** When it started: what the times of its jobs are to be compared with. */
  readonly startMs: number;
  readonly realMs: number;
}

/** Runs one task to its end and leaves its trace on disk. */
const perform = async (
  task: Task,
  providers: readonly WorkerProvider[],
  options: ExecuteOptions,
): Promise<Run<unknown>> => {
  const { seed, scheduling, jobLimitMs, trace, onEvent } = options;
  const file = createTraceFile(trace.path, trace.name);
  let reason: string | undefined;
  const ignore = options.onInterrupt(() => {
    reason = 'interrupted from the keyboard';
    // whatever the run waits for is over
    for (const provider of providers) void provider.close();
  });
  const parts: KernelParts = { ...platformParts(), providers };
  try {
    return await run(task.program, task.args, parts, {
      seed,
      ...scheduling,
      identity: task.identity,
      store: file,
      onEvent,
      realTime: platformTime,
      ...(jobLimitMs === undefined ? {} : { jobLimitMs }),
      halted: () => reason,
    });
  } finally {
    ignore();
    file.close();
  }
};

/**
 * Runs a task. A program that the kernel does not accept leaves the trace of its refusal instead.
 * Throws only for what is no fault of the program: a trace that cannot be written, a bug.
 */
export const execute = async (
  task: Task,
  file: FileName,
  providers: readonly WorkerProvider[],
  options: ExecuteOptions,
): Promise<Executed> => {
  const startMs = platformTime.nowMs();
  const timed = (done: Task, result: Run<unknown>): Executed => ({
    task: done,
    run: result,
    startMs,
    realMs: platformTime.nowMs() - startMs,
  });
  try {
    return timed(task, await perform(task, providers, options));
  } catch (error) {
    const refusable = error instanceof XdvError && error.code !== 'ARGUMENT_INVALID';
    if (!refusable || task.format === 'refused') throw error;
    const instead = refusedTask(error.fault, file);
    return timed(instead, await perform(instead, providers, options));
  } finally {
    await Promise.all(providers.map((provider) => provider.close()));
  }
};
