import { createPhiSimulator, type PhiSimulatorOptions } from '@xdv/phi-provider-sim';
import { createQSimulator } from '@xdv/q-provider-sim';
import { portableParts, type KernelParts } from 'xdv-kernel';
import { createWorkerProvider, type WorkerProvider } from '../worker/proxy.ts';
import { platformHasher } from './hasher.ts';

/** What a kernel is wired from here, without providers: as portable, with the platform's hash. */
export const platformParts = (): Omit<KernelParts, 'providers'> => ({
  ...portableParts(),
  hasher: platformHasher,
});

/** The simulators, each in a worker of its own that starts when it is first needed. */
export const workerProviders = (phi: PhiSimulatorOptions = {}): readonly WorkerProvider[] => [
  createWorkerProvider(
    { module: '@xdv/q-provider-sim', factory: 'createQSimulator', options: {} },
    createQSimulator().profile,
  ),
  createWorkerProvider(
    { module: '@xdv/phi-provider-sim', factory: 'createPhiSimulator', options: phi },
    createPhiSimulator(phi).profile,
  ),
];
