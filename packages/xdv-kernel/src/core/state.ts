import {
  KERNEL_PID,
  type AnyEvent,
  type Call,
  type CapabilityRegistry,
  type ContractId,
  type ContractState,
  type Domain,
  type Fault,
  type Handle,
  type Hasher,
  type JobId,
  type MachineId,
  type MemoryFabric,
  type ProcessId,
  type ProcessState,
  type ProviderProfile,
  type ProviderRequest,
  type ProviderResult,
  type QuotaLedger,
  type RegionId,
  type ResourceId,
  type ResourceProfile,
  type Result,
  type Scheduler,
  type Value,
} from '@xdv/domain-model';
import type { Mailbox } from './mailbox.ts';
import type { CoreOptions } from './options.ts';

/** What the core knows of a program: enough to bind it. Its code is the driver's business. */
export interface ProgramInfo {
  readonly name: string;
  readonly domains: readonly Domain[];
  /** What policies may weigh its processes by, higher is more urgent. */
  readonly priority: number;
  /** The program itself, which the core hands on as it is. */
  readonly source?: unknown;
}

/** Why a process does not run. */
export type Waiting = 'nothing' | 'message' | 'child' | 'timer' | 'envelope' | 'job';

/** The capabilities a process has from the start, one per domain; 0 for what it has not. */
export interface Handles {
  K: Handle;
  Q: Handle;
  Phi: Handle;
  /** To send to its parent. */
  parent: Handle;
}

export interface Process {
  readonly id: ProcessId;
  readonly parent: ProcessId;
  readonly machine: MachineId;
  readonly program: ProgramInfo;
  state: ProcessState;
  readonly handles: Handles;
  waiting: Waiting;
  /** What the process receives when it runs next. */
  reply: Result<unknown>;
  /** Ticks of a compute call still to be charged. */
  computeLeft: number;
  /** Tick up to which the process is occupied by its last call. */
  freeAt: number;
  readonly mailbox: Mailbox;
  readonly joiners: ProcessId[];
  /** Draws made from each named random stream. */
  readonly draws: Map<string, { readonly seed: number; count: number }>;
  readonly contracts: Set<ContractId>;
  readonly regions: Set<RegionId>;
  pages: number;
  /** How it ended. */
  result: Result<Value> | undefined;
}

/** What happens when a contract's envelope starts. */
export type OnStart =
  | { readonly kind: 'hold' }
  | { readonly kind: 'run'; readonly job: PlannedJob }
  | { readonly kind: 'open'; readonly job: PlannedJob; readonly size: number };

/** A provider request with its place in modelled time. */
export interface PlannedJob {
  readonly call: number;
  /** The capability that the call was checked with. */
  readonly capability: Handle;
  /** The request less its job, seed, tick and region, which are given when it starts. */
  readonly work: ProviderWork;
  readonly ticks: number;
  /** The longest that one shot may last; Infinity for work without shots. */
  readonly budgetNs: number;
  readonly descriptor: Uint8Array;
  readonly transition: number;
}

/** A {@link ProviderRequest} before it has a job, seed, tick or region. */
export type ProviderWork = DistributiveOmit<
  ProviderRequest,
  'job' | 'seed' | 'tick' | 'region'
>;
type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

export interface Contract {
  readonly id: ContractId;
  readonly process: ProcessId;
  readonly domain: 'Q' | 'Phi';
  readonly resource: ResourceId;
  readonly amount: number;
  readonly length: number;
  readonly capability: Handle;
  /** Made by a one-shot call and released with it. */
  readonly implicit: boolean;
  readonly onStart: OnStart;
  /** The calibration of the device under which it was admitted (XDV-060.2); 0 for none. */
  readonly revision: number;
  /** The term of that calibration, and nothing sooner, limits when it may start. */
  readonly limitedByTerm: boolean;
  start: number;
  end: number;
  status: 'requested' | ContractState;
}

export interface Region {
  readonly id: RegionId;
  readonly process: ProcessId;
  readonly domain: 'Q' | 'Phi';
  readonly contract: ContractId;
  readonly size: number;
  /** Transforms that the contract of an envelope allows; null: all of the machine's. */
  readonly transforms: readonly string[] | null;
  /** Allocated, then gone; `void` says why. */
  status: 'alive' | 'closed' | 'void';
  fault: Fault | undefined;
}

export interface Job {
  readonly id: JobId;
  readonly process: ProcessId;
  readonly contract: ContractId;
  readonly region: RegionId | 0;
  readonly capability: Handle;
  readonly request: ProviderRequest;
  readonly end: number;
  readonly transition: number;
}

export interface Resource {
  readonly id: ResourceId;
  readonly provider: string;
  /** As its provider declared it, with the calibration of now. */
  profile: ResourceProfile;
}

/** The parts a kernel is wired from. Each can be replaced by anything that keeps its port. */
export interface Services {
  readonly scheduler: Scheduler;
  readonly capabilities: CapabilityRegistry;
  readonly memory: MemoryFabric;
  readonly ledger: QuotaLedger;
  readonly hasher: Hasher;
}

export type Input =
  | {
      readonly kind: 'boot';
      readonly program: ProgramInfo;
      readonly args: Value;
    }
  | {
      readonly kind: 'call';
      readonly process: ProcessId;
      readonly call: Call;
    }
  | { readonly kind: 'return'; readonly process: ProcessId; readonly value: unknown }
  | { readonly kind: 'fault'; readonly process: ProcessId; readonly fault: Fault }
  | {
      readonly kind: 'completion';
      readonly job: JobId;
      readonly result: Result<ProviderResult | null>;
    }
  | { readonly kind: 'halt'; readonly reason: string }
  /** Nothing new: go on after a `continue` effect. */
  | { readonly kind: 'continue' };

export type Effect =
  | {
      readonly kind: 'create';
      readonly process: ProcessId;
      readonly program: unknown;
      readonly args: Value;
      readonly handles: Handles;
    }
  | {
      readonly kind: 'resume';
      readonly process: ProcessId;
      readonly reply: Result<unknown>;
    }
  | { readonly kind: 'request'; readonly provider: string; readonly request: ProviderRequest }
  | { readonly kind: 'terminate'; readonly provider: string; readonly region: RegionId }
  | { readonly kind: 'await'; readonly job: JobId }
  /** Nothing is needed: the step ended because it had decided enough for one. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'ended'; readonly process: ProcessId; readonly result: Result<Value> }
  | { readonly kind: 'finished' };

/** Everything the core decides from (XDV-003.1), advanced in place by {@link step}. */
export interface KernelState {
  readonly options: CoreOptions;
  readonly services: Services;
  readonly resources: readonly Resource[];
  /** By process id, from 1: ids are dense and never reused. There is nothing at 0. */
  readonly processes: Process[];
  readonly contracts: Map<ContractId, Contract>;
  readonly regions: Map<RegionId, Region>;
  readonly jobs: Map<JobId, Job>;
  tick: number;
  microstep: number;
  seq: number;
  /** Inputs taken so far: an operator's halt is recorded with its place among them. */
  inputs: number;
  root: Handle;
  /** Ids given out so far. */
  readonly last: {
    process: number;
    contract: number;
    region: number;
    job: number;
    message: number;
    transition: number;
  };
  /** Who has the lane in this step. */
  running: ProcessId;
  /** The process that this step ended with, to be resumed; 0 if it ended otherwise. */
  turn: ProcessId;
  lane: number;
  awaiting: JobId | 0;
  finished: boolean;
  /** What the current step decided so far. */
  events: AnyEvent[];
  effects: Effect[];
}

/** Numbers the resources of every provider in the order given: 1, 2, 3, … */
const numberResources = (providers: readonly ProviderProfile[]): readonly Resource[] =>
  providers
    .flatMap(({ id, resources }) => resources.map((profile) => ({ provider: id, profile })))
    .map((resource, index) => ({ ...resource, id: (index + 1) as ResourceId }));

/** The state before the first input. */
export const createState = (
  options: CoreOptions,
  services: Services,
  providers: readonly ProviderProfile[],
): KernelState => ({
  options,
  services,
  resources: numberResources(providers),
  processes: [],
  contracts: new Map(),
  regions: new Map(),
  jobs: new Map(),
  tick: 0,
  microstep: 0,
  seq: 0,
  inputs: 0,
  root: 0 as Handle,
  last: { process: 0, contract: 0, region: 0, job: 0, message: 0, transition: 0 },
  running: KERNEL_PID,
  turn: KERNEL_PID,
  lane: 0,
  awaiting: 0,
  finished: false,
  events: [],
  effects: [],
});
