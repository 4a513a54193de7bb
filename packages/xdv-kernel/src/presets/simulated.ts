import { createLedger, rootMachine } from '@xdv/hypervisor';
import { createMemoryFabric } from '@xdv/memory-fabric';
import { createPhiSimulator } from '@xdv/phi-provider-sim';
import { createQSimulator } from '@xdv/q-provider-sim';
import { nobleHasher } from '@xdv/replay';
import { createScheduler } from '@xdv/scheduler';
import { createCapabilityTable } from '@xdv/security';
import type { KernelParts } from '../parts.ts';

/** The parts of a kernel without providers: all of this house, all portable. */
export const portableParts = (): Omit<KernelParts, 'providers'> => ({
  scheduler: (options) => createScheduler(options),
  capabilities: () => createCapabilityTable(),
  memory: () => createMemoryFabric(),
  ledger: ({ quotas }) => createLedger([rootMachine(quotas)]),
  hasher: nobleHasher,
});

/** A whole machine in simulation: a Q device, ideal or noisy, and a Φ machine. */
export const simulatedParts = (): KernelParts => ({
  ...portableParts(),
  providers: [createQSimulator(), createPhiSimulator()],
});
