export {
  createQSimulator,
  STANDARD_DEVICES,
  type QSimulator,
  type QSimulatorOptions,
} from './simulator.ts';
export { CONTAINERS_MAX } from './device/regions.ts';
export { IDEAL_CALIBRATION, IDEAL_DEVICE, NOISY_CALIBRATION, NOISY_DEVICE } from './devices.ts';
