export {
  densityExpectation,
  densityMatrix,
  purity,
  type DensityMatrix,
  type DensityOptions,
} from './matrix.ts';
export { DENSITY_LIMITS } from './hybrid.ts';
export {
  distributionOf,
  OUTCOME_LIMITS,
  outcomeProbabilities,
  sampleOutcomes,
  type Distribution,
  type SampleOptions,
} from './outcomes.ts';
export { densityFidelity, FIDELITY_LIMITS } from './fidelity.ts';
