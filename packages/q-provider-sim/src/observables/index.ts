export {
  PAULI_LIMITS,
  pauliSum,
  pauliTerms,
  type Pauli,
  type PauliFactors,
  type PauliSum,
  type PauliSumTerm,
} from './pauli.ts';
export { formatPauliSum, parsePauliSum } from './parse.ts';
export { expectation, variance } from './expectation.ts';
export { GROUP_LIMITS, groupCommuting, type Commutation, type PauliGroup } from './group.ts';
export type { Diagonal, ZString } from './diagonalize.ts';
export {
  estimateExpectation,
  type CircuitRunner,
  type Estimate,
  type EstimateOptions,
  type SumEstimate,
} from './shots.ts';
export { fidelity, overlap } from './fidelity.ts';
