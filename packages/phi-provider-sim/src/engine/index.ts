export { createBifurcationMachine, type BifurcationKind } from './machines/bifurcation/create.ts';
export { compileIsing, type IsingProgram } from './program.ts';
export { solveIsing, type Read, type SolveOptions } from './solve.ts';
export { leastEigenvalue, type SparseRows } from './spectrum.ts';
export {
  MACHINE_KINDS,
  type LockFigures,
  type Machine,
  type MachineKind,
  type MachineSetup,
  type Observation,
} from './machines/machine.ts';
export { createMachine } from './machines/create.ts';
export { readOut } from './machines/read-out.ts';
export { createChaoticMachine, type Passage, type Tracking } from './machines/chaotic.ts';
export { createOscillatorMachine } from './machines/oscillator.ts';
export { createSolver, solve, type Solution, type Solver } from './portfolio/solver.ts';
export { mergeSlices, solveSlice, type MergedSlices, type Slice } from './portfolio/slices.ts';
export { STARTS_MAX, type PortfolioOptions, type Progress } from './portfolio/options.ts';
export type { MachineReport } from './portfolio/rounds.ts';
export type { Features } from './portfolio/features.ts';
