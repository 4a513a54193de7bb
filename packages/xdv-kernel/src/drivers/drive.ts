import {
  KERNEL_PID,
  type AnyEvent,
  type JobId,
  type ProcessId,
  type ProviderRequest,
  type ProviderResult,
  type RegionId,
  type Result,
  type Value,
} from '@xdv/domain-model';
import type { Input, KernelState } from '../core/state.ts';
import { decide } from '../core/step.ts';
import type { Program } from '../process/program.ts';
import type { Runtime } from '../process/runtime.ts';

/**
 * Everything outside the core, as one driver sees it. Live, simulated and replayed runs differ in
 * their world and in nothing else.
 */
export interface World {
  /** Performs a request; its outcome is asked for later, when its envelope ends. */
  request(provider: string, request: ProviderRequest): void;
  terminate(provider: string, region: RegionId): void;
  /** The outcome of a job, as soon as there is one. */
  outcome(job: JobId): Result<unknown> | Promise<Result<unknown>>;
  /** Events in total order, before anything else happens. Returning false ends the drive. */
  observe(events: readonly AnyEvent[]): boolean;
  /** The reason if an operator wants the run to end here, after so many inputs. */
  halted(inputs: number): string | undefined;
  /** Lets the host attend to other things; called every so many steps. */
  turn(): Promise<void> | undefined;
}

/** Steps between two turns of the host: some tens of milliseconds of work. */
const STEPS_PER_TURN = 16_384;

interface Drive {
  readonly state: KernelState;
  readonly runtime: Runtime;
  readonly world: World;
  readonly results: Map<ProcessId, Result<Value>>;
}

/** Carries out the effects of a step; returns the input that answers them, if there is one. */
const perform = ({ state, runtime, world, results }: Drive): Input | undefined => {
  const { effects, turn } = state;
  let next: Input | undefined;
  for (let i = 0; i < effects.length; i++) {
    const effect = effects[i]!;
    switch (effect.kind) {
      case 'create':
        runtime.create(effect.process, effect.program as Program, effect.args, effect.handles);
        break;
      case 'request':
        world.request(effect.provider, effect.request);
        break;
      case 'terminate':
        world.terminate(effect.provider, effect.region);
        break;
      case 'ended':
        results.set(effect.process, effect.result);
        runtime.end(effect.process, effect.result);
        break;
      case 'continue':
        next = { kind: 'continue' };
        break;
      case 'resume':
      case 'await':
      case 'finished':
    }
  }
  if (turn !== KERNEL_PID) return runtime.resume(turn, state.processes[turn]!.reply);
  return next;
};

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof (value as Promise<T>).then === 'function';

/**
 * Drives a state from its first input to its end: the one loop of all drivers. Waits only for
 * outcomes that are not there yet, in the order in which logical time needs them.
 */
export const drive = async (
  state: KernelState,
  runtime: Runtime,
  world: World,
  program: Program,
  args: Value,
): Promise<ReadonlyMap<ProcessId, Result<Value>>> => {
  const results = new Map<ProcessId, Result<Value>>();
  const driving: Drive = { state, runtime, world, results };
  let input: Input = { kind: 'boot', program, args };
  for (let steps = 1; ; steps++) {
    decide(state, input);
    if (!world.observe(state.events)) return results;
    const next = perform(driving);
    if (state.finished) return results;
    if (steps % STEPS_PER_TURN === 0) await world.turn();
    const settled = state.awaiting === 0 ? next : await completion(state, world);
    const reason = world.halted(state.inputs);
    input = reason === undefined ? settled! : { kind: 'halt', reason };
  }
};

/** Waits for the outcome that the core needs next; not even a microtask if it is there. */
const completion = (state: KernelState, world: World): Input | Promise<Input> => {
  const job = state.awaiting as JobId;
  const outcome = world.outcome(job);
  const input = (result: Result<unknown>): Input => ({
    kind: 'completion',
    job,
    result: result as Result<ProviderResult>,
  });
  return isPromise(outcome) ? outcome.then(input) : input(outcome);
};
