import {
  invariant,
  ok,
  type ProviderResult,
  type QDeviceProfile,
  type QRun,
  type Result,
} from '@xdv/domain-model';
import { explain, showBytes, type EngineChoice } from '@xdv/q-provider-sim/engine';
import { run } from 'xdv-kernel';
import type { QasmArgs } from './builtin/qasm.ts';
import { platformParts, Q_MEMORY_BYTES } from './platform/parts.ts';
import { InputError } from './program/input-error.ts';
import type { Task } from './program/task.ts';
import type { WorkerProvider } from './worker/proxy.ts';

/** A circuit as the kernel gave it to a device, and the engine of the simulator for it. */
export interface EngineUse {
  readonly job: QRun;
  readonly choice: EngineChoice;
}

/** The simulator's own choice for a job, with the errors of the device that it goes to. */
const choose = (job: QRun, { profile }: WorkerProvider): Result<EngineChoice> => {
  const { circuit, shots, seed, resource } = job;
  const devices = profile.resources as readonly QDeviceProfile[];
  const { calibration } = devices.find(({ name }) => name === resource)!;
  return explain(circuit, { shots, seed, calibration, memoryBytesMax: Q_MEMORY_BYTES });
};

/** The same providers, but circuits for Q are run by `runJob`. */
const withRun = (
  providers: readonly WorkerProvider[],
  runJob: (provider: WorkerProvider, job: QRun) => Promise<Result<ProviderResult>>,
): readonly WorkerProvider[] =>
  providers.map((provider) => ({
    ...provider,
    execute: (request) =>
      request.kind === 'q.run' ? runJob(provider, request) : provider.execute(request),
  }));

/** Providers that do what they did, and the engine of the first circuit that they were given. */
export const watchEngine = (providers: readonly WorkerProvider[]) => {
  let first: EngineUse | null = null;
  const watched = withRun(providers, (provider, job) => {
    // the worker is at it meanwhile
    const answer = provider.execute(job);
    const choice = choose(job, provider);
    if (choice.ok) first ??= { job, choice: choice.value };
    return answer;
  });
  /** Null if no circuit came so far, or one that no engine can run. */
  return { providers: watched, use: (): EngineUse | null => first };
};

/** All shots end in zeros: nobody looks, but the kernel checks what it is given. */
const answerFor = ({ circuit, shots }: QRun): ProviderResult => ({
  kind: 'counts',
  shots,
  counts: [['0'.repeat(circuit.bits), shots]],
});

/** What a circuit would take that no device is large enough for. */
const figureOf = ({ circuit, shots }: QasmArgs): string => {
  const choice = explain(circuit, { shots, seed: 1, memoryBytesMax: Q_MEMORY_BYTES });
  if (!choice.ok) return choice.fault.message;
  const { engine, bytes } = choice.value;
  return `the simulator itself would take ${showBytes(bytes)}, with its ${engine} engine`;
};

/**
 * The engine that a run of a task `qasm` would use, without running it: the kernel chooses the
 * device and refuses what it refuses, as ever, but the device answers at once. Throws InputError
 * with the fault that the run would end with; for want of qubits with the figure beside it.
 */
export const estimate = async (
  { program, args }: Task,
  providers: readonly WorkerProvider[],
): Promise<EngineUse> => {
  let use: EngineUse | undefined;
  let asked = false;
  const dry = withRun(providers, (provider, job) => {
    asked = true;
    const choice = choose(job, provider);
    if (choice.ok) use = { job, choice: choice.value };
    return Promise.resolve(choice.ok ? ok(answerFor(job)) : choice);
  });
  const { result } = await run(program, args, { ...platformParts(), providers: dry });
  if (!result.ok) {
    // what an engine refuses has the figure in its message
    const bare = result.fault.code === 'CIRCUIT_TOO_LARGE' && !asked;
    throw new InputError(result.fault, bare ? [figureOf(args as unknown as QasmArgs)] : []);
  }
  invariant(use !== undefined, 'a circuit ran on no device');
  return use;
};
