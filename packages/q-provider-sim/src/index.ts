export { createQSimulator, type QSimulatorOptions } from './simulator.ts';
export { CONTAINERS_MAX } from './service.ts';
export { IDEAL_CALIBRATION, IDEAL_DEVICE, NOISY_CALIBRATION, NOISY_DEVICE } from './devices.ts';
