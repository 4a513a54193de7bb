import {
  ok,
  type AnyEvent,
  type JobId,
  type ProviderRequest,
  type RegionId,
  type Result,
  type Value,
} from '@xdv/domain-model';
import {
  createKernel,
  createRuntime,
  fork,
  portableParts,
  step,
  type Effect,
  type Input,
  type KernelOptions,
  type KernelState,
  type Program,
} from 'xdv-kernel';
import { FAKE_DEVICE, FAKE_MACHINE, standardAnswer } from './fake-provider.ts';

/** What one step was given and what came of it. */
export interface Stepped {
  readonly input: Input;
  readonly events: readonly AnyEvent[];
  readonly effects: readonly Effect[];
}

const PROFILES = [
  { id: 'q-fake', version: '1', domain: 'Q', resources: [FAKE_DEVICE] },
  { id: 'phi-fake', version: '1', domain: 'Phi', resources: [FAKE_MACHINE] },
] as const;

/** A kernel before its first input, with the resources of the fakes. */
export const freshKernel = (options: KernelOptions = {}): KernelState =>
  createKernel(portableParts(), options, PROFILES);

/**
 * Drives a kernel without any promise: outcomes are made up when they are due. Keeps every input,
 * and a copy of the state before each if `copies` is set.
 */
export const recordSteps = <A>(
  program: Program<A, Value>,
  args: A,
  options: KernelOptions = {},
): { readonly steps: readonly Stepped[]; readonly copies: readonly KernelState[] } => {
  const state = freshKernel(options);
  const runtime = createRuntime();
  const outcomes = new Map<JobId, Result<unknown>>();
  const spinsOf = new Map<RegionId, number>();
  const steps: Stepped[] = [];
  const copies: KernelState[] = [];
  const ask = (request: ProviderRequest) => {
    outcomes.set(request.job, ok(standardAnswer(request, spinsOf)));
  };
  const answer = (effects: readonly Effect[]): readonly Input[] => {
    const next: Input[] = [];
    for (const effect of effects) {
      if (effect.kind === 'create') {
        const { process, program: made, args: given, handles } = effect;
        runtime.create(process, made as Program, given, handles);
      } else if (effect.kind === 'request') ask(effect.request);
      else if (effect.kind === 'ended') runtime.end(effect.process, effect.result);
      else if (effect.kind === 'continue') next.push({ kind: 'continue' });
      else if (effect.kind === 'resume') next.push(runtime.resume(effect.process, effect.reply));
      else if (effect.kind === 'await') {
        const { job } = effect;
        next.push({ kind: 'completion', job, result: outcomes.get(job) as never });
      }
    }
    return next;
  };
  let input: Input = { kind: 'boot', program, args: args as Value };
  while (!state.finished) {
    copies.push(fork(state));
    const { events, effects } = step(state, input);
    steps.push({ input, events, effects });
    input = answer(effects)[0]!;
  }
  return { steps, copies };
};
