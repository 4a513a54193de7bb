export { createState, STATE_QUBITS_MAX, type Matrix2, type StateVector } from './state.ts';
export { applyGate } from './gates.ts';
export { measureQubit, probabilityOfOne, resetQubit } from './measure.ts';
export { allocateState, estimateMemory, SIMULATION_LIMITS } from './memory.ts';
export { evolve, simulate, type SimulateOptions } from './simulate.ts';
