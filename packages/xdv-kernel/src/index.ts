export { process, isProgram, type ProcessSpec, type Program } from './process/program.ts';
export type { RunOptions as QRunOptions, SolveOptions, Under } from './process/sys.ts';
export type { SysK, SysOf, SysPhi, SysQ } from './process/sys.ts';
export type { Behaviour, Operation, Reply } from './process/operation.ts';
export type { Child, Container, Contract, Envelope, Received } from './process/handles.ts';
export { formatPlace, type Place } from './process/where.ts';
export { insideProcess, createRuntime, type FaultReport, type Runtime } from './process/runtime.ts';

export { createKernel, type KernelParts } from './parts.ts';
export { portableParts, simulatedParts } from './presets/simulated.ts';
export type { KernelOptions } from './core/options.ts';
export { step, type Step } from './core/step.ts';
export { apply, fork } from './core/fork.ts';
export type { Effect, Input, KernelState, ProgramInfo } from './core/state.ts';
export { drive, type World } from './drivers/drive.ts';
export { createLiveWorld, type JobTiming, type LiveWorld } from './drivers/live.ts';
export { createReplayWorld, type ReplayWorld } from './drivers/replay.ts';

export { run, type ProgramIdentity, type Run, type RunOptions } from './run.ts';
export { headerOptions, replay, type Replay, type ReplayOptions } from './replay.ts';
export { KERNEL_VERSION } from './version.ts';

// what a process module needs to describe its work
export {
  circuit,
  cutValue,
  graph,
  isingEnergy,
  isingProblem,
  maxCut,
  ms,
  ns,
  seconds,
  us,
  XdvError,
} from '@xdv/domain-model';
export type {
  CalibrationContract,
  Circuit,
  CountsResult,
  Duration,
  Fault,
  Graph,
  IsingProblem,
  PhiSample,
  Result,
  SamplesResult,
  Tag,
  Value,
} from '@xdv/domain-model';
