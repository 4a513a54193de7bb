export { READS_MAX } from './provider/requests.ts';
export { stepsOf, type MachineCoherence, type MachineModel } from './provider/model.ts';
export type { FailureOptions } from './provider/failures.ts';
export { STANDARD_MACHINES } from './provider/standard.ts';
export { createPhiSimulator, type PhiSimulator, type PhiSimulatorOptions } from './simulator.ts';
