export { beatFrequency, holdInRange, lockedPhase } from './adler.ts';
export { align, type AlignmentOptions } from './align.ts';
export { measureEntrainment, type Entrainment } from './entrainment.ts';
export {
  criticalCoupling,
  naturalFrequencies,
  type FrequencyDistribution,
} from './frequencies.ts';
export { NETWORK_LIMITS } from './limits.ts';
export {
  createLockDetector,
  type LockDetector,
  type LockDetectorOptions,
  type LockState,
} from './lock-detector.ts';
export type {
  Coupling,
  Injection,
  Integrator,
  OscillatorNetworkOptions,
} from './options.ts';
export { orderParameter, type OrderParameter } from './order.ts';
export { createOscillatorNetwork, type OscillatorNetwork } from './oscillator-network.ts';
export {
  createPulseNetwork,
  synchronize,
  type PulseNetwork,
  type PulseNetworkOptions,
} from './pulse-network.ts';
