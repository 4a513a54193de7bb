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
export { evolve, type Progress, type SimulateOptions, type SimulationResult } from './simulate.ts';
export { explain, simulate, simulation, type RunOptions } from '../choice/simulate.ts';
export type { EngineChoice, EngineName, EngineOptions, Precision } from '../choice/choose.ts';
export { compiledBackend } from '../choice/backend.ts';
export { showBytes } from '../choice/show.ts';
