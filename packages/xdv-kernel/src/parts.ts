import type {
  CapabilityRegistry,
  DomainProvider,
  Hasher,
  MemoryFabric,
  ProviderProfile,
  QuotaLedger,
  Scheduler,
} from '@xdv/domain-model';
import { resolveCoreOptions, type KernelOptions } from './core/options.ts';
import { createState, type KernelState } from './core/state.ts';

/**
 * What a kernel is wired from. Spread a preset and replace a part by anything that keeps its port;
 * a missing part does not compile.
 */
export interface KernelParts {
  readonly scheduler: (options: KernelOptions) => Scheduler;
  readonly capabilities: () => CapabilityRegistry;
  readonly memory: () => MemoryFabric;
  readonly ledger: (options: KernelOptions) => QuotaLedger;
  readonly hasher: Hasher;
  readonly providers: readonly DomainProvider[];
}

/** A kernel before its first input. `profiles` are those of the providers, or recorded ones. */
export const createKernel = (
  parts: Omit<KernelParts, 'providers'>,
  options: KernelOptions,
  profiles: readonly ProviderProfile[],
): KernelState => {
  const services = {
    scheduler: parts.scheduler(options),
    capabilities: parts.capabilities(),
    memory: parts.memory(),
    ledger: parts.ledger(options),
    hasher: parts.hasher,
  };
  return createState(resolveCoreOptions(options), services, profiles);
};
