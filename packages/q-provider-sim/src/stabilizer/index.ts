export { isClifford, type CliffordVerdict } from './clifford.ts';
export { createTableau, type PauliFactor, type Tableau } from './tableau.ts';
export { simulateStabilizer, type StabilizerOptions, type StabilizerResult } from './simulate.ts';
export type { PauliNoise } from './pauli-noise.ts';
export type { StabilizerNoise } from './program.ts';
export { bitAt, type BitTable } from './bit-table.ts';
export { DETECTOR_LIMITS, type AnnotatedCircuit } from './annotated.ts';
export { detectorErrorModel, type ErrorModelOptions } from './analyze.ts';
export type { DetectorErrorModel } from './error-model.ts';
export { writeErrorModel } from './dem-writer.ts';
export { DEM_TEXT_LIMITS, readErrorModel } from './dem-reader.ts';
export {
  repetitionCode,
  surfaceCode,
  type MemoryOptions,
  type SurfaceCodeOptions,
} from './surface-code.ts';
export { createErrorModelSampler, type ErrorModelSampler, type SamplerOptions } from './sampler.ts';
export { sampleDetectors, type DetectorSampling } from './sample-detectors.ts';
