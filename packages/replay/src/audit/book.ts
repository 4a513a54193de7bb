import type {
  AnyEvent,
  Authority,
  ContainerState,
  ContractState,
  EnvelopeState,
} from '@xdv/domain-model';

/** How far a process has come, as its events tell. */
export type ProcessStage = 'created' | 'bound' | 'started' | 'terminated' | 'released';

export interface ProcessEntry {
  stage: ProcessStage;
  /** Contracts and regions that it has and that have not ended. */
  readonly contracts: Set<number>;
  readonly regions: Set<number>;
  /** Every capability granted to it, live or not. */
  readonly capabilities: number[];
}

export interface ResourceEntry {
  readonly capacity: number;
  /** Contracts on it that have not ended. */
  readonly contracts: Set<number>;
}

export interface ContractEntry {
  readonly process: number;
  readonly resource: number;
  readonly start: number;
  readonly end: number;
  state: ContractState;
}

export interface JobEntry {
  readonly process: number;
  readonly contract: number;
  readonly end: number;
  ended: boolean;
}

export type RegionEntry = { readonly process: number } & (
  | { readonly type: 'container'; state: ContainerState }
  | { readonly type: 'envelope'; state: EnvelopeState }
);

export interface CapabilityEntry {
  readonly holder: number;
  readonly authority: Authority;
  readonly children: number[];
  live: boolean;
}

export interface MessageEntry {
  readonly sender: number;
  readonly receiver: number;
}

/** What the events so far say about the machine. Written by the recorders, read by the rules. */
export interface Book {
  readonly processes: Map<number, ProcessEntry>;
  readonly resources: Map<number, ResourceEntry>;
  readonly contracts: Map<number, ContractEntry>;
  readonly jobs: Map<number, JobEntry>;
  readonly regions: Map<number, RegionEntry>;
  readonly transitions: Set<number>;
  readonly capabilities: Map<number, CapabilityEntry>;
  /** Messages that were sent and not yet received. */
  readonly messages: Map<number, MessageEntry>;
  /** Jobs, contracts, regions and processes that have not ended. */
  readonly live: { jobs: number; contracts: number; regions: number; processes: number };
  /** Number of events before this one. */
  count: number;
  last: AnyEvent | undefined;
  halted: boolean;
  ended: boolean;
}

export const createBook = (): Book => ({
  processes: new Map(),
  resources: new Map(),
  contracts: new Map(),
  jobs: new Map(),
  regions: new Map(),
  transitions: new Set(),
  capabilities: new Map(),
  messages: new Map(),
  live: { jobs: 0, contracts: 0, regions: 0, processes: 0 },
  count: 0,
  last: undefined,
  halted: false,
  ended: false,
});
