export { decompose, type DecomposeOptions } from './decompose.ts';
export { beamSplitter, machZehnder, phaseShifter } from './elements.ts';
export type { Element, ElementFlaws } from './elements.ts';
export { haarUnitary } from './haar.ts';
export { imperfect, type Imperfections, type ImperfectMesh } from './imperfections.ts';
export { checkTransform, type IntegrityOptions, type IntegrityReport } from './integrity.ts';
export { createInterferometer, rebuild } from './interferometer.ts';
export type { Interferometer, MeshFlaws } from './interferometer.ts';
export { attenuate, powers, totalPower, type Amplitudes } from './light.ts';
export {
  adjointMatrix,
  fourierMatrix,
  identityMatrix,
  largestDifference,
  MODES_MAX,
  multiplyMatrices,
  permutationMatrix,
  unitarityDeviation,
  validateMatrix,
  type ComplexMatrix,
} from './matrix.ts';
export { emptyMesh, meshDepth, validateMesh, type Mesh, type MeshShape } from './mesh.ts';
export { meshSvg } from './mesh-svg.ts';
export { createDetector, createHomodyne } from './readout.ts';
export type { DetectorNoise, DetectorOptions, HomodyneOptions, Reader } from './readout.ts';
export { MESH_TRANSFORMS, planTransform } from './transforms.ts';
export type { MeshRequest, MeshTransform, PlannedTransform } from './transforms.ts';
export type { Shifter, ValueSpec } from './transforms.ts';
