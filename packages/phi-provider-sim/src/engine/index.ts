export { createBifurcation, type Bifurcation, type LockFigures } from './bifurcation.ts';
export { compileIsing, type BifurcationProgram } from './program.ts';
export { anneal, PUMP_MAX, solveIsing, type Read, type SolveOptions } from './solve.ts';
export { leastEigenvalue, type SparseRows } from './spectrum.ts';
