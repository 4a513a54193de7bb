export { ENVELOPES_MAX } from './service.ts';
export { READS_MAX } from './requests.ts';
export { stepsOf, type PhiSimulatorOptions } from './machine.ts';
export { createPhiSimulator } from './simulator.ts';
