import type { KernelState, Process } from './state.ts';
import { step } from './step.ts';
import type { Input } from './state.ts';

const copyMap = <K, V extends object>(map: Map<K, V>): Map<K, V> =>
  new Map([...map].map(([key, value]) => [key, { ...value }]));

const copyProcess = (process: Process): Process => ({
  ...process,
  handles: { ...process.handles },
  mailbox: process.mailbox.fork(),
  joiners: [...process.joiners],
  draws: copyMap(process.draws),
  contracts: new Set(process.contracts),
  regions: new Set(process.regions),
});

/** An independent copy of a state. Linear in its size. */
export const fork = (state: KernelState): KernelState => ({
  ...state,
  services: {
    ...state.services,
    scheduler: state.services.scheduler.fork(),
    capabilities: state.services.capabilities.fork(),
    memory: state.services.memory.fork(),
    ledger: state.services.ledger.fork(),
  },
  resources: state.resources.map((resource) => ({ ...resource })),
  processes: state.processes.map(copyProcess),
  contracts: copyMap(state.contracts),
  regions: copyMap(state.regions),
  jobs: new Map(state.jobs),
  last: { ...state.last },
  events: [],
  effects: [],
});

/**
 * S(t+1) = apply(S(t), input) as a pure function (XDV-003.2): `state` stays as it was.
 * {@link step} is the same in place, for drivers that have no use for the old state.
 */
export const apply = (
  state: KernelState,
  input: Input,
): { readonly state: KernelState } & ReturnType<typeof step> => {
  const next = fork(state);
  return { state: next, ...step(next, input) };
};
