import { XdvError, type QDeviceProfile } from '@xdv/domain-model';
import {
  createPhiSimulator,
  STANDARD_MACHINES,
  type PhiSimulatorOptions,
} from '@xdv/phi-provider-sim';
import { createQSimulator, STANDARD_DEVICES, type QSimulatorOptions } from '@xdv/q-provider-sim';
import { portableParts, type KernelParts } from 'xdv-kernel';
import { createWorkerProvider, type WorkerProvider } from '../worker/proxy.ts';
import { platformHasher } from './hasher.ts';

/** What a kernel is wired from here, without providers: as portable, with the platform's hash. */
export const platformParts = (): Omit<KernelParts, 'providers'> => ({
  ...portableParts(),
  hasher: platformHasher,
});

/** Memory that the Q simulator may take. The engine that it chooses depends on it. */
export const Q_MEMORY_BYTES = 2 ** 30;
const Q_OPTIONS: QSimulatorOptions = { memoryMaxBytes: Q_MEMORY_BYTES };

/** The Φ simulator with so many oscillators in each of its machines; as usual if undefined. */
const phiOptions = (oscillators: number | undefined): PhiSimulatorOptions =>
  oscillators === undefined
    ? {}
    : { machines: STANDARD_MACHINES.map((machine) => ({ ...machine, oscillators })) };

/** The simulators, each in a worker of its own that starts when it is first needed. */
export const workerProviders = (oscillators?: number): readonly WorkerProvider[] => {
  const phi = phiOptions(oscillators);
  return [
    createWorkerProvider(
      { module: '@xdv/q-provider-sim', factory: 'createQSimulator', options: Q_OPTIONS },
      createQSimulator(Q_OPTIONS).profile,
    ),
    createWorkerProvider(
      { module: '@xdv/phi-provider-sim', factory: 'createPhiSimulator', options: phi },
      createPhiSimulator(phi).profile,
    ),
  ];
};

/** The Q device of a name. Throws ARGUMENT_INVALID naming those that there are. */
export const deviceNamed = (name: string): QDeviceProfile => {
  const found = STANDARD_DEVICES.find((device) => device.name === name);
  if (found !== undefined) return found;
  const names = STANDARD_DEVICES.map((device) => device.name).join(', ');
  throw new XdvError({
    code: 'ARGUMENT_INVALID',
    message: `there is no Q device ${name}`,
    hint: `Name one of ${names}`,
  });
};
