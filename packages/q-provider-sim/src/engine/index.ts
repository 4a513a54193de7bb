export { createState } from './plain.ts';
export {
  STATE_QUBITS_MAX,
  type Matrix2,
  type SavedState,
  type SlotGate,
  type StateVector,
} from './state.ts';
export { applyGate } from './gates.ts';
export { measureQubit, probabilityOfOne, resetQubit } from './measure.ts';
export { allocateState, estimateMemory, SIMULATION_LIMITS, type Backend } from './memory.ts';
export {
  evolve,
  simulate,
  simulation,
  type Progress,
  type SimulateOptions,
  type SimulationResult,
} from './simulate.ts';
export {
  amplitudeDamping,
  bitFlip,
  depolarizing,
  kraus,
  noiseFromCalibration,
  noiseModel,
  pauli,
  phaseDamping,
  phaseFlip,
  thermalRelaxation,
  type Channel,
  type NoiseModel,
  type NoiseParts,
} from '../noise/index.ts';
